package network.physio.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import network.physio.test.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Calls one of the copies of the service and, when that one is dead or does not know, the next: with the same idempotency
 * key, until somebody answers for certain.
 */
final class SoakClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TOKEN = Duration.ofMinutes(4);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final List<Supplier<URI>> copies;
    private final Supplier<Tokens> caller;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong repeated = new AtomicLong();
    private volatile String token = "";
    private volatile long tokenEnds = System.nanoTime() - 1;

    SoakClient(List<Supplier<URI>> copies, Supplier<Tokens> caller) {
        this.copies = copies;
        this.caller = caller;
    }

    record Answer(int status, String body, String etag) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException noJson) {
                throw new IllegalStateException(body, noJson);
            }
        }
    }

    /** How many requests were sent again because nobody knew what had become of them. */
    long repeated() {
        return repeated.get();
    }

    JsonNode get(String path) {
        return untilAnswered("GET", path, null, null, null, 200).json();
    }

    JsonNode get(int copy, String path) {
        try {
            return JSON.readTree(http.send(
                            request(copies.get(copy).get(), path).GET().build(), HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    JsonNode post(String path, String body, int status) {
        return untilAnswered("POST", path, "application/json", body, null, status)
                .json();
    }

    /** As the other, and anything but this status is a fault of the soak itself. */
    Answer untilAnswered(
            String method,
            String path,
            @Nullable String type,
            @Nullable String body,
            @Nullable String ifMatch,
            int status) {
        Answer answer = untilAnswered(method, path, type, body, ifMatch);
        if (answer.status() != status) {
            throw new IllegalStateException(method + " " + path + " answered " + answer);
        }
        return answer;
    }

    /** The first answer that says for certain what has become of it. */
    Answer untilAnswered(
            String method, String path, @Nullable String type, @Nullable String body, @Nullable String ifMatch) {
        String key = UUID.randomUUID().toString();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            URI copy = copies.get(Math.floorMod(next.getAndIncrement(), copies.size()))
                    .get();
            try {
                HttpRequest.Builder request = request(copy, path)
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
                if (!method.equals("GET")) {
                    request.header("Idempotency-Key", key);
                }
                if (type != null) {
                    request.header("Content-Type", type);
                }
                if (ifMatch != null) {
                    request.header("If-Match", ifMatch);
                }
                HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
                boolean inProgress =
                        response.statusCode() == 409 && response.body().contains("request-in-progress");
                if (response.statusCode() < 500 && !inProgress) {
                    return new Answer(
                            response.statusCode(),
                            response.body(),
                            response.headers().firstValue("ETag").orElse(""));
                }
            } catch (IOException nobodyKnows) {
                // asked again below
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
            repeated.incrementAndGet();
            pause();
        }
        throw new IllegalStateException("no answer to " + method + " " + path);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private HttpRequest.Builder request(URI copy, String path) {
        return HttpRequest.newBuilder(copy.resolve(path))
                .timeout(Duration.ofSeconds(15))
                .header("Authorization", bearer());
    }

    private String bearer() {
        if (System.nanoTime() - tokenEnds > 0) {
            token = caller.get().bearer();
            tokenEnds = System.nanoTime() + TOKEN.toNanos();
        }
        return token;
    }
}
