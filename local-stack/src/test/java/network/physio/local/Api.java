package network.physio.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Plain requests to the running product, for journeys that look at every answer themselves. */
final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;

    Api(URI address) {
        this.address = address;
    }

    /** What came back; {@code text} is the body as it was sent, {@code body} the same read as JSON. */
    record Reply(int status, JsonNode body, String etag, String text) {
        String type() {
            return body.path("type").asText();
        }

        String id() {
            return body.path("id").asText();
        }
    }

    Reply get(String path, Map<String, String> headers) {
        return send("GET", path, headers, BodyPublishers.noBody());
    }

    Reply post(String path, Map<String, String> headers, Object body) {
        return send("POST", path, headers, json(body));
    }

    Reply put(String path, Map<String, String> headers, Object body) {
        return send("PUT", path, headers, json(body));
    }

    Reply patch(String path, Map<String, String> headers, Object body) {
        return send("PATCH", path, headers, json(body));
    }

    /** A step that needs no body. */
    Reply post(String path, Map<String, String> headers) {
        return send("POST", path, headers, BodyPublishers.noBody());
    }

    Reply delete(String path, Map<String, String> headers) {
        return send("DELETE", path, headers, BodyPublishers.noBody());
    }

    Reply send(String method, String path, Map<String, String> headers, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(method, body);
        headers.forEach(request::setHeader);
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Reply(
                    response.statusCode(),
                    response.body().isEmpty() || response.body().charAt(0) != '{'
                            ? MissingNode.getInstance()
                            : JSON.readTree(response.body()),
                    response.headers().firstValue("ETag").orElse(""),
                    response.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    static HttpRequest.BodyPublisher json(Object body) {
        return BodyPublishers.ofString(JSON.valueToTree(body).toString());
    }

    /** Loads a network file as a network administrator. */
    void load(byte[] network, String adminToken) {
        Map<String, String> headers = new HashMap<>(bearer(adminToken));
        headers.put("Content-Type", "application/yaml");
        Reply reply = send("PUT", "/booking/v1/network", headers, HttpRequest.BodyPublishers.ofByteArray(network));
        if (reply.status() != 200) {
            throw new AssertionError("the network file was refused: " + reply.body());
        }
    }

    static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    static Map<String, String> and(Map<String, String> headers, String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return more;
    }

    static Map<String, String> newGuest() {
        return Map.of("Guest-Key", UUID.randomUUID().toString().replace("-", ""));
    }
}
