package network.physio.gateway;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A service behind the gateway that does what a test tells it to, and by default answers with what it was asked. */
final class FakeService implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger requests = new AtomicInteger();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private volatile Handler<HttpServerRequest> behaviour = FakeService::echo;

    FakeService(URI address) {
        HttpServer server = vertx.createHttpServer();
        server.requestHandler(request -> {
            requests.incrementAndGet();
            request.exceptionHandler(gone -> events.add("cancelled"));
            request.response().exceptionHandler(gone -> events.add("cancelled"));
            behaviour.handle(request);
        });
        server.listen(address.getPort(), "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    void does(Handler<HttpServerRequest> next) {
        behaviour = next;
        requests.set(0);
        events.clear();
    }

    void echoes() {
        does(FakeService::echo);
    }

    int requests() {
        return requests.get();
    }

    /** What the service has noticed, in order. */
    BlockingQueue<String> events() {
        return events;
    }

    private static void echo(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            JsonObject headers = new JsonObject();
            for (String name : request.headers().names()) {
                headers.put(
                        name.toLowerCase(java.util.Locale.ROOT),
                        new JsonArray(request.headers().getAll(name)));
            }
            request.response()
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Server", "fake/1.0")
                    .end(new JsonObject()
                            .put("method", request.method().name())
                            .put("uri", request.uri())
                            .put("length", body.length())
                            .put("headers", headers)
                            .toBuffer());
        });
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
