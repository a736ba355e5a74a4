package network.physio.gateway.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import network.physio.gateway.GatewaySettings;
import network.physio.gateway.Visit;
import network.physio.gateway.route.Route;

/** Lets requests through to the services, over one bounded pool of connections for each. */
@ApplicationScoped
public class Passages {

    private final Vertx vertx;
    private final HttpClient client;
    private final GatewaySettings settings;

    Passages(Vertx vertx, GatewaySettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(settings.clients().connections())
                .setMaxWaitQueueSize(settings.clients().waiting())
                .setConnectTimeout((int) settings.timeouts().connect().toMillis())
                // Shorter than any service keeps an idle connection, so that no request meets one being closed.
                .setKeepAliveTimeout(20)
                .setMaxInitialLineLength(65_536)
                .setMaxHeaderSize(131_072));
    }

    public void begin(Visit visit, Route route) {
        new Passage(vertx, client, settings.timeouts(), visit, route).begin();
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
