package network.physio.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers a request whose body says that it is too large with a problem; the framework's own refusal is empty. That one
 * still answers a body that does not say how long it is, in the middle of reading it; the gateway counts those.
 */
@Singleton
class LargeRequests {

    private static final int TOO_LARGE = 413;

    /** After the line of the log was begun, and before anybody reads of the body or asks who comes. */
    private static final int SECOND = 999;

    private final Problems problems;
    private final long most;

    LargeRequests(
            Problems problems, @ConfigProperty(name = "quarkus.http.limits.max-body-size") Optional<MemorySize> most) {
        this.problems = problems;
        this.most = most.map(MemorySize::asLongValue).orElse(Long.MAX_VALUE);
    }

    void listen(@Observes Filters filters) {
        filters.register(this::judge, SECOND);
    }

    private void judge(RoutingContext request) {
        if (length(request) <= most) {
            request.next();
            return;
        }
        Response problem = problems.response(CommonProblem.ofStatus(TOO_LARGE).build());
        request.response()
                .setStatusCode(TOO_LARGE)
                .putHeader(HttpHeaders.CONTENT_TYPE, HttpProblem.MEDIA_TYPE)
                // the rest of the body is not read, so nothing can follow it
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(Buffer.buffer((byte[]) problem.getEntity()));
    }

    private static long length(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
    }
}
