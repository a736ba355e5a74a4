package network.physio.gateway.door;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.physio.gateway.GatewaySettings;
import network.physio.gateway.Visit;
import network.physio.gateway.problem.GatewayProblem;
import network.physio.gateway.problem.Refusal;

/** Which web pages may call from a browser. */
@ApplicationScoped
class CrossOrigin {

    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String REQUEST_HEADERS =
            "Authorization, Content-Type, Accept, Accept-Language, If-Match, If-None-Match, Idempotency-Key, Guest-Key,"
                    + " Manage-Token, Last-Event-ID, X-Request-Id, traceparent, tracestate";
    private static final String ANSWER_HEADERS =
            "ETag, Location, Retry-After, X-Request-Id, WWW-Authenticate, Content-Language";

    private final Set<String> origins;
    private final String maxAgeSeconds;

    CrossOrigin(GatewaySettings settings) {
        origins = Set.copyOf(settings.crossOrigin().origins().orElse(List.of()));
        maxAgeSeconds = Long.toString(settings.crossOrigin().maxAge().toSeconds());
    }

    Optional<Refusal> refuses(Visit visit) {
        HttpServerRequest request = visit.context().request();
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return Optional.empty();
        }
        var response = visit.context().response();
        response.headers().add("Vary", "Origin");
        if (isOwn(origin, request)) {
            return Optional.empty();
        }
        if (!origins.contains(origin)) {
            return Optional.of(GatewayProblem.ORIGIN_NOT_ALLOWED.because(
                    "Ask the operator of the network to add the origin of your page to those that may call."));
        }
        response.putHeader("Access-Control-Allow-Origin", origin)
                .putHeader("Access-Control-Expose-Headers", ANSWER_HEADERS);
        return Optional.empty();
    }

    boolean isPreflight(Visit visit) {
        HttpServerRequest request = visit.context().request();
        return request.method().equals(HttpMethod.OPTIONS)
                && request.getHeader("Origin") != null
                && request.getHeader("Access-Control-Request-Method") != null;
    }

    /** Answers what a browser asks before it lets a page call. */
    void answerPreflight(Visit visit) {
        visit.context()
                .response()
                .setStatusCode(204)
                .putHeader("Access-Control-Allow-Methods", METHODS)
                .putHeader("Access-Control-Allow-Headers", REQUEST_HEADERS)
                .putHeader("Access-Control-Max-Age", maxAgeSeconds)
                .end();
        visit.context().request().resume();
    }

    /** Browsers send the origin of our own pages too, for every request that is not a GET. */
    private static boolean isOwn(String origin, HttpServerRequest request) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(request.getHeader("Host"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
