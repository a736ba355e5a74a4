package network.physio.booking.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain requests to the service under test, faster than those of a test library when there are thousands. */
final class BookingCalls {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI service;
    private final Map<String, String> headers;

    BookingCalls(URI service, Map<String, String> headers) {
        this.service = service;
        this.headers = headers;
    }

    static URI serviceUnderTest() {
        return URI.create(RestAssured.baseURI + ":" + RestAssured.port);
    }

    record Answer(int status, String body, String etag) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException noJson) {
                throw new IllegalStateException(body, noJson);
            }
        }

        String text(String name) {
            return json().path(name).asText();
        }

        long version() {
            return Long.parseLong(etag.replace("\"", ""));
        }
    }

    Answer get(String path) throws IOException {
        return send("GET", path, null, Map.of());
    }

    Answer post(String path, @Nullable String body) throws IOException {
        return send("POST", path, body, Map.of());
    }

    Answer post(String path, String body, Map<String, String> more) throws IOException {
        return send("POST", path, body, more);
    }

    Answer change(String method, String path, long version, @Nullable String body) throws IOException {
        return send(method, path, body, Map.of("If-Match", "\"" + version + "\""));
    }

    Answer delete(String path) throws IOException {
        return send("DELETE", path, null, Map.of());
    }

    private Answer send(String method, String path, @Nullable String body, Map<String, String> more)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve("/booking/v1" + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        more.forEach(request::header);
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("ETag").orElse(""));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }
}
