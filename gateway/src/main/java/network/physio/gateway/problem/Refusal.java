package network.physio.gateway.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import network.physio.gateway.Visit;

/** One no of the gateway, with what the client needs to do better. */
public record Refusal(GatewayProblem type, String detail, Map<String, String> headers) {

    /** Bytes of a refused body that are still read, so that the client gets to see the answer before the end. */
    private static final long PATIENCE_BYTES = 16L << 20;

    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(5);

    Refusal(GatewayProblem type, String detail) {
        this(type, detail, Map.of());
    }

    public Refusal with(String header, String value) {
        return new Refusal(type, detail, Map.of(header, value));
    }

    public Refusal retryAfterSeconds(long seconds) {
        return with("Retry-After", Long.toString(seconds));
    }

    /** Answers with this problem, unless an answer has begun: then all that can be said is to break it off. */
    public void answer(Visit visit) {
        HttpServerResponse response = visit.context().response();
        if (response.ended()) {
            return;
        }
        if (response.closed()) {
            visit.isOver(false);
            return;
        }
        if (response.headWritten()) {
            visit.context().request().connection().close();
            visit.isOver(false);
            return;
        }
        headers.forEach(response::putHeader);
        response.setStatusCode(type.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(new JsonObject()
                        .put("type", "/problems/" + type.slug())
                        .put("title", type.title())
                        .put("status", type.status())
                        .put("detail", detail)
                        .put("requestId", visit.requestId())
                        .toBuffer());
        discardBody(visit);
    }

    private static void discardBody(Visit visit) {
        var request = visit.context().request();
        if (request.isEnded()) {
            return;
        }
        var vertx = visit.context().vertx();
        long hurry =
                vertx.setTimer(PATIENCE_MILLIS, late -> request.connection().close());
        long[] seen = {0};
        request.exceptionHandler(gone -> vertx.cancelTimer(hurry));
        request.endHandler(done -> vertx.cancelTimer(hurry));
        request.handler(piece -> {
            seen[0] += piece.length();
            if (seen[0] > PATIENCE_BYTES) {
                request.connection().close();
            }
        });
        request.resume();
    }
}
