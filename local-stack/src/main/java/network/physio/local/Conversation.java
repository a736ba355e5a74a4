package network.physio.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Requests to the gateway, printed with their answers as they are, only shortened. */
final class Conversation {

    /** What came back: the status was the expected one. */
    record Answer(JsonNode body, String etag) {}

    private static final int LINES = 28;
    private static final List<String> SHOWN_HEADERS = List.of("location", "etag", "retry-after", "content-type");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final HttpClient http;
    private final URI gateway;
    private final PrintStream out;
    private int step;

    Conversation(HttpClient http, URI gateway, PrintStream out) {
        this.http = http;
        this.gateway = gateway;
        this.out = out;
    }

    void step(String title) {
        step++;
        out.printf("%n── %d. %s%n", step, title);
    }

    Answer get(String path) {
        return exchange("GET", path, null, Map.of(), 200);
    }

    Answer get(String path, Map<String, String> headers) {
        return exchange("GET", path, null, headers, 200);
    }

    Answer post(String path, Object body, Map<String, String> headers, int expected) {
        return exchange("POST", path, JSON.valueToTree(body), headers, expected);
    }

    void delete(String path, Map<String, String> headers) {
        exchange("DELETE", path, null, headers, 204);
    }

    private Answer exchange(
            String method, String path, @Nullable JsonNode body, Map<String, String> headers, int expected) {
        var request = HttpRequest.newBuilder(gateway.resolve(path)).timeout(Duration.ofSeconds(30));
        out.printf("> %s %s%n", method, path);
        new TreeMap<>(headers).forEach((name, value) -> {
            request.header(name, value);
            out.printf("> %s: %s%n", name, shortened(value));
        });
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            out.println(indented("> ", pretty(body)));
            request.header("Content-Type", "application/json");
            request.method(method, BodyPublishers.ofString(body.toString()));
        }
        HttpResponse<String> answer = send(request.build());
        JsonNode read = print(answer);
        if (answer.statusCode() != expected) {
            throw new StackFailure("The demo expected status %d from %s %s and got %d."
                    .formatted(expected, method, path, answer.statusCode()));
        }
        return new Answer(read, answer.headers().firstValue("ETag").orElse(""));
    }

    private JsonNode print(HttpResponse<String> answer) {
        out.printf("< %d%n", answer.statusCode());
        for (String name : SHOWN_HEADERS) {
            answer.headers().firstValue(name).ifPresent(value -> out.printf("< %s: %s%n", name, value));
        }
        try {
            JsonNode body = answer.body().isBlank() ? MissingNode.getInstance() : JSON.readTree(answer.body());
            out.println(indented("< ", pretty(body)));
            return body;
        } catch (JsonProcessingException e) {
            out.println(indented("< ", answer.body()));
            return MissingNode.getInstance();
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("The demo was interrupted.", e);
        }
    }

    private static String pretty(JsonNode body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String indented(String prefix, String text) {
        var lines = text.lines().map(Conversation::shortened).toList();
        var shown = new StringBuilder();
        lines.stream()
                .limit(LINES)
                .forEach(line -> shown.append(prefix).append(line).append('\n'));
        if (lines.size() > LINES) {
            shown.append(prefix)
                    .append("… %d more lines".formatted(lines.size() - LINES))
                    .append('\n');
        }
        return shown.toString().stripTrailing();
    }

    private static String shortened(String line) {
        return line.length() > 150 ? line.substring(0, 140) + "… (%d characters)".formatted(line.length()) : line;
    }
}
