package network.physio.gateway.door;

import io.vertx.core.MultiMap;
import java.util.Map;
import network.physio.gateway.Visit;

/** Headers that every answer leaves with, whoever made it. */
final class AnswerHeaders {

    /** Where nothing else was said: health data is not for caches, and an API's answer is not a page. */
    private static final Map<String, String> UNLESS_SET = Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer");

    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY");

    private AnswerHeaders() {}

    static void seal(Visit visit) {
        visit.context().addHeadersEndHandler(before -> {
            MultiMap headers = visit.context().response().headers();
            ALWAYS.forEach(headers::set);
            UNLESS_SET.forEach((name, value) -> {
                if (!headers.contains(name)) {
                    headers.set(name, value);
                }
            });
            if (visit.clientScheme().equals("https")) {
                headers.set("Strict-Transport-Security", "max-age=31536000");
            }
            headers.set("X-Request-Id", visit.requestId());
            headers.set("traceparent", visit.trace().header());
        });
    }
}
