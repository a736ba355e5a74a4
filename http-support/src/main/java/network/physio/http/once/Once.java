package network.physio.http.once;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import network.physio.http.Caller;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
import network.physio.http.Hashes;
import network.physio.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * The one door for writes. It opens the transaction, does the work in it and commits or rolls back; when the caller sent
 * an {@code Idempotency-Key}, the 2xx answer is stored in the same transaction and replayed byte for byte for 24 hours.
 * A refusal is not stored: asking again runs again. A crash rolls back all of it.
 */
@RequestScoped
public class Once {

    public static final String HEADER = "Idempotency-Key";

    private static final Pattern KEY_FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final Caller caller;
    private final Answers answers;
    private final OnceSettings settings;
    private final ObjectMapper json;
    private final Clock clock;
    private final HttpHeaders headers;
    private final Request request;
    private final UriInfo uri;

    Once(
            Caller caller,
            Answers answers,
            OnceSettings settings,
            ObjectMapper json,
            Clock clock,
            @Context HttpHeaders headers,
            @Context Request request,
            @Context UriInfo uri) {
        this.caller = caller;
        this.answers = answers;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
        this.headers = headers;
        this.request = request;
        this.uri = uri;
    }

    /**
     * Runs {@code work} in a transaction and answers with its outcome.
     *
     * <p>{@code If-Match} is part of what a key stands for: a change to a version that was read since is another intention,
     * which the first answer would only seem to have carried out. The repetition of a request whose answer got lost is sent
     * as it was; it is answered before any version is compared, so that it does not stumble over its own change.
     *
     * <p>So is what the caller may do: an answer that is kept is not for somebody who has lost the right to read it since.
     *
     * @param body the request's body as it was read, null for none: with method, path, If-Match and the caller's rights it is
     *     what a key stands for
     * @throws HttpProblem the work's refusal, {@code idempotency-key-reused},
     *     {@code request-in-progress} or {@code busy}
     */
    public Response answer(@Nullable Object body, Supplier<Answer> work) {
        Optional<Answers.Key> key = key();
        return key.isEmpty() ? plain(work) : remembered(key.get(), fingerprint(body), work);
    }

    private Response plain(Supplier<Answer> work) {
        return respond(Transactions.run(() -> outcome(work)));
    }

    private Response remembered(Answers.Key key, String fingerprint, Supplier<Answer> work) {
        return respond(Transactions.run(() -> switch (answers.turn(key, clock.instant())) {
            case Answers.Turn.Answered stored ->
                stored.matches(fingerprint)
                        ? new Outcome.Success(stored.answer(), stored.answer())
                        : new Outcome.Refusal(
                                () -> CommonProblem.IDEMPOTENCY_KEY_REUSED.problem(
                                        "This idempotency key already stands for a request with another body, address or"
                                                + " If-Match, or of a caller with other rights."),
                                false);
            case Answers.Turn.Others others -> new Outcome.Refusal(Once::inProgress, false);
            case Answers.Turn.Ours ours -> settled(key, fingerprint, outcomeOrProblem(work));
        }));
    }

    /** An answer that was committed in the moment in which our turn began was missed then; it counts, whatever ours is. */
    private Outcome settled(Answers.Key key, String fingerprint, Outcome outcome) {
        boolean answered = switch (outcome) {
            case Outcome.Success success -> !answers.store(key, fingerprint, success.kept(), clock.instant());
            case Outcome.Refusal refusal -> answers.has(key, clock.instant());
        };
        return answered ? new Outcome.Refusal(Once::inProgress, true) : outcome;
    }

    private Outcome outcomeOrProblem(Supplier<Answer> work) {
        try {
            return outcome(work);
        } catch (HttpProblem thrown) {
            return new Outcome.Refusal(() -> thrown, false);
        }
    }

    private static HttpProblem inProgress() {
        return CommonProblem.REQUEST_IN_PROGRESS
                .builder("A request with this idempotency key is being worked on; ask again for its answer.")
                .withHeader(HttpHeaders.RETRY_AFTER, 1)
                .build();
    }

    private Outcome outcome(Supplier<Answer> work) {
        return switch (work.get()) {
            case Answer.Done done -> {
                WrittenAnswer told = written(done, done.entity());
                yield new Outcome.Success(told, done.kept() == done.entity() ? told : written(done, done.kept()));
            }
            case Answer.Refused refused -> new Outcome.Refusal(refused.problem(), false);
            case Answer.Again again -> new Outcome.Refusal(again.otherwise(), true);
        };
    }

    private WrittenAnswer written(Answer.Done done, @Nullable Object entity) {
        return new WrittenAnswer(done.status(), bytes(entity), text(done.location()), done.etag());
    }

    private static Response respond(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Success success -> success.told().response();
            case Outcome.Refusal refusal -> throw refusal.problem().get();
        };
    }

    private Optional<Answers.Key> key() {
        String sent = headers.getHeaderString(HEADER);
        if (sent == null) {
            if (settings.requiredOf().stream().anyMatch(caller::has)) {
                throw invalidKey("send one with every write, so that a repeated request cannot act twice");
            }
            return Optional.empty();
        }
        if (!KEY_FORM.matcher(sent).matches()) {
            throw invalidKey("must be 1 to 255 visible ASCII characters");
        }
        String scope = caller.keeper()
                .orElseThrow(() -> invalidKey("needs a caller: send a " + Caller.GUEST_KEY + " or a token with it"));
        return Optional.of(new Answers.Key(scope, sent));
    }

    private static RuntimeException invalidKey(String reason) {
        return CommonProblem.INVALID_PARAMETER.problem(
                "The idempotency key is missing or not usable.", List.of(Fault.ofHeader(HEADER, reason)));
    }

    private String fingerprint(@Nullable Object body) {
        String version = headers.getHeaderString(HttpHeaders.IF_MATCH);
        byte[] written = bytes(body);
        return Hashes.sha256Hex("%s %s\n%s\n%s%s"
                .formatted(
                        request.getMethod(),
                        uri.getPath(),
                        caller.reach(settings.reach()),
                        version == null ? "" : "If-Match: " + version.strip() + "\n",
                        written == null ? "" : new String(written, StandardCharsets.UTF_8)));
    }

    private byte @Nullable [] bytes(@Nullable Object entity) {
        try {
            return entity == null ? null : json.writeValueAsBytes(entity);
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException("an answer of ours cannot be written as JSON", ours);
        }
    }

    private static @Nullable String text(@Nullable URI location) {
        return location == null ? null : location.toString();
    }

    /** What the transaction came to: {@link Transactions} commits a success and rolls back a refusal. */
    sealed interface Outcome {
        /** {@code told} to this request, {@code kept} for its repetitions. */
        record Success(WrittenAnswer told, WrittenAnswer kept) implements Outcome {}

        /** {@code again}: another try may do better. */
        record Refusal(Supplier<? extends RuntimeException> problem, boolean again) implements Outcome {}
    }

    /** An answer as bytes, the same for the first request and for its repetitions. */
    @SuppressWarnings("ArrayRecordComponent") // never compared; held only between the store and the response
    record WrittenAnswer(
            int status,
            byte @Nullable [] body,
            @Nullable String location,
            @Nullable String etag) {

        Response response() {
            Response.ResponseBuilder response = Response.status(status);
            if (body != null) {
                response.entity(body).type(MediaType.APPLICATION_JSON_TYPE);
            }
            if (location != null) {
                response.header(HttpHeaders.LOCATION, location);
            }
            if (etag != null) {
                response.header(HttpHeaders.ETAG, etag);
            }
            return response.build();
        }
    }
}
