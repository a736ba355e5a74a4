package network.physio.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An answer of the gateway. */
record Answer(int status, Map<String, List<String>> headers, String body) {

    Answer {
        Map<String, List<String>> lower = new TreeMap<>();
        headers.forEach(
                (name, values) -> lower.computeIfAbsent(name.toLowerCase(Locale.ROOT), unseen -> new ArrayList<>())
                        .addAll(values));
        headers = lower;
    }

    JsonObject json() {
        return new JsonObject(body);
    }

    List<String> all(String header) {
        return headers.getOrDefault(header.toLowerCase(Locale.ROOT), List.of());
    }

    String header(String name) {
        assertThat(all(name)).as("header %s", name).hasSize(1);
        return all(name).getFirst();
    }

    /** Asserts that this is one of our problems, complete. */
    Answer isProblem(int expectedStatus, String slug) {
        assertThat(status).as(body).isEqualTo(expectedStatus);
        assertThat(header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(json().getString("type")).isEqualTo("/problems/" + slug);
        assertThat(json().getInteger("status")).isEqualTo(expectedStatus);
        assertThat(json().getString("title")).isNotBlank();
        assertThat(json().getString("detail")).isNotBlank();
        assertThat(json().getString("requestId")).isEqualTo(header("X-Request-Id"));
        return this;
    }
}
