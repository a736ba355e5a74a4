package network.physio.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import network.physio.test.IdentityResource;
import network.physio.test.Tokens;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(IdentityDownTest.NobodyAtTheIdentityProvider.class)
@QuarkusTestResource(NetworkResource.class)
class IdentityDownTest {

    public static class NobodyAtTheIdentityProvider implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.oidc.auth-server-url", NetworkResource.freeAddress() + "/realms/physio-network");
        }
    }

    @Inject
    GatewaySettings settings;

    @ConfigProperty(name = "quarkus.oidc.auth-server-url")
    String issuer;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Test
    void onlyRequestsWithATokenMustWaitUntilItIsBack() throws IOException {
        try (FakeService booking =
                new FakeService(requireNonNull(settings.routes().get("booking")).upstream())) {
            Answer answer = Client.send(
                    port,
                    "GET",
                    "/booking/v1/clinics",
                    "Authorization: " + Tokens.role("patient").bearer());
            answer.isProblem(503, "identity-unavailable");
            assertThat(answer.header("Retry-After")).isEqualTo("5");
            assertThat(booking.requests()).isZero();

            assertThat(Client.send(port, "GET", "/booking/v1/clinics").status()).isEqualTo(200);

            try (FakeService identity = new FakeService(URI.create(issuer))) {
                identity.does(this::answerForTheIssuer);
                String token = Tokens.role("patient").with("iss", issuer).bearer();
                assertThat(Client.send(port, "GET", "/booking/v1/clinics", "Authorization: " + token)
                                .status())
                        .as("the provider is back")
                        .isEqualTo(200);
                Client.send(
                                port,
                                "GET",
                                "/booking/v1/clinics",
                                "Authorization: " + Tokens.role("patient").bearer())
                        .isProblem(401, "unauthenticated");
            }
        }
    }

    /** The keys are those of the issuer that signs the tests' tokens. */
    private void answerForTheIssuer(HttpServerRequest request) {
        request.response().putHeader("Content-Type", "application/json");
        if (request.path().endsWith("openid-configuration")) {
            request.response()
                    .end("{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/certs\",\"token_endpoint\":\"%1$s/token\"}"
                            .formatted(issuer));
        } else {
            request.response().end(keys());
        }
    }

    private static String keys() {
        String signer = new IdentityResource().start().get("quarkus.oidc.auth-server-url");
        try (InputStream keys =
                URI.create(signer + "/protocol/openid-connect/certs").toURL().openStream()) {
            return new String(keys.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
