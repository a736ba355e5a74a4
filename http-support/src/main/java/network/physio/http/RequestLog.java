package network.physio.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * One line per request with the route template, never the address itself: ids in addresses and values in queries are
 * somebody's. The request id comes from the caller when it is well-formed, else from here, and goes back in the answer.
 */
@Singleton
class RequestLog {

    static final String REQUEST_ID = "requestId";

    private static final String HEADER = "X-Request-Id";
    private static final String TEMPLATE = RequestLog.class.getName() + ".template";
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{8,64}");
    private static final Logger LOG = Logger.getLogger("network.physio.requests");

    /** Before authentication, so that its refusals carry the id too. */
    private static final int BEFORE_ALL_ELSE = 1000;

    private final Clock clock;

    RequestLog(Clock clock) {
        this.clock = clock;
    }

    void listen(@Observes Filters filters) {
        filters.register(this::begin, BEFORE_ALL_ELSE);
    }

    private void begin(RoutingContext request) {
        Instant started = clock.instant();
        String sent = request.request().getHeader(HEADER);
        String id = sent != null && WELL_FORMED.matcher(sent).matches()
                ? sent
                : Ids.at(started).toString();
        MDC.put(REQUEST_ID, id);
        request.response().putHeader(HEADER, id);
        request.addEndHandler(ended -> LOG.infof(
                "%s %s %d %d ms [%s]",
                request.request().method(),
                request.get(TEMPLATE, "(no route)"),
                request.response().getStatusCode(),
                Duration.between(started, clock.instant()).toMillis(),
                id));
        request.next();
    }

    @ServerRequestFilter
    void rememberTemplate(RoutingContext request, ResourceInfo resource) {
        request.put(TEMPLATE, template(resource.getResourceMethod()));
    }

    private static String template(@Nullable Method method) {
        return method == null
                ? "(no route)"
                : path(method.getDeclaringClass().getAnnotation(Path.class)) + path(method.getAnnotation(Path.class));
    }

    private static String path(@Nullable Path path) {
        if (path == null) {
            return "";
        }
        return path.value().startsWith("/") ? path.value() : "/" + path.value();
    }
}
