package network.physio.gateway.token;

import java.util.Optional;
import network.physio.gateway.problem.GatewayProblem;
import network.physio.gateway.problem.Refusal;

/** What the gateway knows about the caller; the services verify the token once more and decide what it may do. */
public sealed interface Verdict {

    record Anonymous() implements Verdict {}

    record Known(String subject) implements Verdict {}

    record Bad() implements Verdict {}

    /** The identity provider has to be asked and does not answer. */
    record Unverifiable() implements Verdict {}

    default Optional<Refusal> refusal() {
        return switch (this) {
            case Anonymous() -> Optional.empty();
            case Known(String subject) -> Optional.empty();
            case Bad() ->
                Optional.of(GatewayProblem.UNAUTHENTICATED
                        .because(
                                "Send an access token of this network as one bearer token; this one is expired, malformed or not for this API.")
                        .with("WWW-Authenticate", "Bearer error=\"invalid_token\""));
            case Unverifiable() ->
                Optional.of(GatewayProblem.IDENTITY_UNAVAILABLE
                        .because(
                                "The identity provider cannot be reached; requests without a token are still answered.")
                        .retryAfterSeconds(5));
        };
    }
}
