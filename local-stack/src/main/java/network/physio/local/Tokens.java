package network.physio.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Access tokens of the demo users and of the demo partner, as Keycloak gives them. */
final class Tokens {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI issuer;
    private final Secrets secrets;

    Tokens(HttpClient http, URI issuer, Secrets secrets) {
        this.http = http;
        this.issuer = issuer;
        this.secrets = secrets;
    }

    String of(String user) {
        return user.equals("partner") || user.equals(DemoSecrets.PARTNER)
                ? ask(user, client(DemoSecrets.PARTNER), Map.of("grant_type", "client_credentials"))
                : ask(
                        user,
                        client(DemoSecrets.TOKEN_CLIENT),
                        Map.of(
                                "grant_type",
                                "password",
                                "username",
                                user,
                                "password",
                                secrets.password(DemoSecrets.PASSWORD)));
    }

    private Map<String, String> client(String id) {
        return Map.of("client_id", id, "client_secret", secrets.password(id));
    }

    private String ask(String user, Map<String, String> client, Map<String, String> grant) {
        var request = HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(client) + "&" + form(grant)))
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            var json = JSON.readTree(answer.body());
            if (answer.statusCode() != 200) {
                throw new StackFailure("There is no token for %s: %s."
                        .formatted(user, json.path("error_description").asText("Keycloak refused")));
            }
            return json.path("access_token").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Waiting for a token was interrupted.", e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
