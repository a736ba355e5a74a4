package network.physio.gateway.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.util.concurrent.TimeoutException;
import network.physio.gateway.GatewaySettings;
import network.physio.gateway.Visit;
import network.physio.gateway.problem.GatewayProblem;
import network.physio.gateway.problem.Refusal;
import network.physio.gateway.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, both streamed. Every way in which it can end early has its own problem, as long as the
 * head of the answer has not left; after that the connection is cut, so that half an answer never looks like a whole one.
 */
final class Passage {

    private final Vertx vertx;
    private final HttpClient client;
    private final GatewaySettings.Timeouts timeouts;
    private final Visit visit;
    private final Route route;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final WatchedStream body;

    private long responseTimer = -1;
    private boolean tookTooLong;
    private boolean answered;
    private @Nullable HttpClientRequest upstream;

    Passage(Vertx vertx, HttpClient client, GatewaySettings.Timeouts timeouts, Visit visit, Route route) {
        this.vertx = vertx;
        this.client = client;
        this.timeouts = timeouts;
        this.visit = visit;
        this.route = route;
        request = visit.context().request();
        response = visit.context().response();
        body = new WatchedStream(vertx, request, route.bodyLimit(), timeouts.request(), this::awaitAnswer);
    }

    void begin() {
        ProxyRequest outbound = ProxyRequest.reverseProxy(request);
        Hops.tidyRequest(outbound.headers(), visit, forwarded());
        outbound.setBody(Body.body(body, lengthOfBody()));
        client.request(new RequestOptions()
                        .setHost(route.upstream().getHost())
                        .setPort(route.port())
                        .setSsl(route.isSecure())
                        .setMethod(request.method())
                        .setURI(request.uri())
                        // A connection that cannot be made fails first; what fails here has waited for a free one.
                        .setConnectTimeout(2 * timeouts.connect().toMillis()))
                .onSuccess(connected -> send(outbound, connected))
                .onFailure(this::cannotReach);
    }

    private void send(ProxyRequest outbound, HttpClientRequest connected) {
        upstream = connected;
        if (response.closed()) {
            body.leave();
            connected.reset();
            visit.isOver(false);
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            response.writeContinue();
        }
        // The future of its answer says the same; unheard, it would be logged as an error for each client that leaves.
        connected.exceptionHandler(broken -> {});
        outbound.send(connected).onSuccess(this::answer).onFailure(this::failed);
    }

    private void awaitAnswer() {
        if (!answered) {
            responseTimer = vertx.setTimer(timeouts.response().toMillis(), late -> {
                tookTooLong = true;
                cutUpstream();
            });
        }
    }

    private void answer(ProxyResponse answer) {
        answered = true;
        vertx.cancelTimer(responseTimer);
        Hops.tidyAnswer(answer.headers());
        WatchedStream content = new WatchedStream(
                        vertx, answer.getBody().stream(), Long.MAX_VALUE, timeouts.idle(), () -> {})
                .insteadOfFailing(this::cut);
        answer.setBody(Body.body(content, answer.getBody().length()));
        answer.send().onComplete(sent -> {
            content.leave();
            body.leave();
            if (sent.failed()) {
                visit.isOver(false);
            }
        });
    }

    private void failed(Throwable failure) {
        vertx.cancelTimer(responseTimer);
        body.leave();
        refusalFor(body.fault()).answer(visit);
    }

    private Refusal refusalFor(WatchedStream.@Nullable Fault fault) {
        if (tookTooLong) {
            return tooSlow();
        }
        return switch (fault) {
            case TOO_LONG -> route.tooLarge();
            case SENDER_STALLED ->
                GatewayProblem.REQUEST_TIMEOUT.because("The body stopped arriving for %d s."
                        .formatted(timeouts.request().toSeconds()));
            case RECEIVER_STALLED -> tooSlow();
            case null ->
                GatewayProblem.UPSTREAM_BROKEN.because(
                        "The connection to the service broke before it answered, so the request may or may not have been"
                                + " carried out. Repeat it with the same Idempotency-Key.");
        };
    }

    private Refusal tooSlow() {
        return GatewayProblem.UPSTREAM_TIMEOUT.because(
                "The service did not answer within %d s; the request may still be carried out. Repeat it with the same Idempotency-Key."
                        .formatted(timeouts.response().toSeconds()));
    }

    private void cannotReach(Throwable failure) {
        body.leave();
        boolean crowded = failure instanceof ConnectionPoolTooBusyException || failure instanceof TimeoutException;
        Refusal refusal = crowded
                ? GatewayProblem.BUSY.because("Too many requests wait for this service already.")
                : GatewayProblem.UPSTREAM_UNREACHABLE.because(
                        "The service behind this address is down or starting; the request was not carried out.");
        refusal.retryAfterSeconds(2).answer(visit);
    }

    /** Not by resetting the answer: its close handlers would never hear of it, and a shutdown would wait for it. */
    private void cut() {
        cutUpstream();
        request.connection().close();
        visit.isOver(false);
    }

    private void cutUpstream() {
        if (upstream != null) {
            upstream.reset();
        }
    }

    private long lengthOfBody() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? -1 : Long.parseLong(length);
    }

    private Hops.ForwardedFor forwarded() {
        String host = request.getHeader(HttpHeaders.HOST);
        return new Hops.ForwardedFor(visit.clientAddress(), visit.clientScheme(), host == null ? "" : host);
    }
}
