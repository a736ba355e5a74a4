package network.physio.gateway.health;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import network.physio.gateway.GatewaySettings;
import network.physio.gateway.Visit;
import org.jspecify.annotations.Nullable;

/** Asks every part of the network whether it is ready, and says no more than that. */
@ApplicationScoped
public class NetworkHealth {

    /** However many ask, the parts are asked once a second. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HttpClient client;
    private final Duration timeout;
    private final Map<String, URI> parts = new TreeMap<>();

    private volatile @Nullable Asked last;

    NetworkHealth(Vertx vertx, GatewaySettings settings) {
        timeout = settings.timeouts().health();
        client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) timeout.toMillis())
                .setKeepAlive(false));
        settings.routes().forEach((name, route) -> route.readiness().ifPresent(address -> parts.put(name, address)));
        parts.put("identity", settings.identity().readiness());
    }

    public void answer(Visit visit) {
        ask().onComplete(states -> {
            Map<String, Boolean> ready = states.result();
            boolean allUp = !ready.containsValue(false);
            JsonObject body = new JsonObject().put("status", wordFor(allUp));
            JsonObject details = new JsonObject();
            ready.forEach((name, up) -> details.put(name, wordFor(up)));
            visit.context()
                    .response()
                    .setStatusCode(allUp ? 200 : 503)
                    .putHeader("Content-Type", "application/json")
                    .end(body.put("parts", details).toBuffer());
        });
    }

    private static String wordFor(boolean up) {
        return up ? "up" : "down";
    }

    private Future<Map<String, Boolean>> ask() {
        Asked before = last;
        if (before != null && System.nanoTime() - before.atNanos() < FRESH_NANOS) {
            return before.states();
        }
        Map<String, Boolean> ready = new TreeMap<>();
        List<Future<?>> all = new ArrayList<>();
        parts.forEach((name, address) -> all.add(isReady(address).onSuccess(up -> ready.put(name, up))));
        Future<Map<String, Boolean>> states = Future.join(all).map(ready);
        last = new Asked(System.nanoTime(), states);
        return states;
    }

    private Future<Boolean> isReady(URI address) {
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(address.toString())
                        .setTimeout(timeout.toMillis()))
                .compose(HttpClientRequest::send)
                .map(answer -> answer.statusCode() == 200)
                .otherwise(false);
    }

    @PreDestroy
    void close() {
        client.close();
    }

    private record Asked(long atNanos, Future<Map<String, Boolean>> states) {}
}
