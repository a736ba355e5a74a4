package network.physio.gateway.proxy;

import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import network.physio.gateway.Visit;

/** What of a message's headers is for the next hop, and what ends here. */
final class Hops {

    /** RFC 9110, section 7.6.1, and the connection headers that came before it. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** Claims about the client that only the gateway may make, and headers that change what a request means. */
    private static final Set<String> NOT_FROM_CLIENTS = Set.of(
            "forwarded",
            "via",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "true-client-ip",
            "cf-connecting-ip",
            "x-original-url",
            "x-rewrite-url",
            "x-http-method",
            "x-http-method-override",
            "x-method-override",
            "expect",
            "proxy");

    /** What services say about themselves, and what the gateway alone decides. */
    private static final Set<String> NOT_FROM_SERVICES = Set.of(
            "server", "x-powered-by", "x-content-type-options", "x-frame-options", "x-request-id", "traceparent");

    private Hops() {}

    static void tidyRequest(MultiMap headers, Visit visit, ForwardedFor forwarded) {
        List<String> nominated = nominated(headers);
        for (String name : List.copyOf(headers.names())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (ends(lower, nominated) || NOT_FROM_CLIENTS.contains(lower) || lower.startsWith("x-forwarded-")) {
                headers.remove(name);
            }
        }
        if (!visit.trace().fromClient()) {
            headers.remove("tracestate");
        }
        headers.set("traceparent", visit.trace().header());
        headers.set("X-Request-Id", visit.requestId());
        headers.set("X-Forwarded-For", forwarded.client());
        headers.set("X-Forwarded-Proto", forwarded.scheme());
        headers.set("X-Forwarded-Host", forwarded.host());
    }

    static void tidyAnswer(MultiMap headers) {
        List<String> nominated = nominated(headers);
        for (String name : List.copyOf(headers.names())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (ends(lower, nominated) || NOT_FROM_SERVICES.contains(lower) || lower.startsWith("access-control-")) {
                headers.remove(name);
            }
        }
    }

    private static boolean ends(String name, List<String> nominated) {
        return HOP_BY_HOP.contains(name) || nominated.contains(name);
    }

    /** Names that the Connection header declares as meant for this hop only. */
    private static List<String> nominated(MultiMap headers) {
        return headers.getAll("Connection").stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** What the gateway tells the services about the client. */
    record ForwardedFor(String client, String scheme, String host) {}
}
