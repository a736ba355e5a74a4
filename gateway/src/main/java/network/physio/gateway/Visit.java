package network.physio.gateway;

import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/** One request on its way through the gateway, and what its access line will say. */
public final class Visit {

    private final RoutingContext context;
    private final String requestId;
    private final TraceParent trace;
    private final String clientAddress;
    private final String clientScheme;
    private final long startedNanos = System.nanoTime();

    private String route = "-";
    private String template = "(no route)";
    private String caller = "anonymous";
    private String path = "";
    private boolean over;
    private Consumer<Boolean> whenOver = completely -> {};

    public Visit(
            RoutingContext context, String requestId, TraceParent trace, String clientAddress, String clientScheme) {
        this.context = context;
        this.requestId = requestId;
        this.trace = trace;
        this.clientAddress = clientAddress;
        this.clientScheme = clientScheme;
    }

    public RoutingContext context() {
        return context;
    }

    public String requestId() {
        return requestId;
    }

    public TraceParent trace() {
        return trace;
    }

    /** Of the client itself when the proxies in front are trusted. */
    public String clientAddress() {
        return clientAddress;
    }

    /** How the client itself spoke to the network: http or https. */
    public String clientScheme() {
        return clientScheme;
    }

    /** Clean, without the query; empty until the address has been read. */
    public String path() {
        return path;
    }

    public void at(String cleanPath) {
        path = cleanPath;
    }

    public void takes(String routeName, String routeTemplate) {
        route = routeName;
        template = routeTemplate;
    }

    public void isSignedIn() {
        caller = "signed-in";
    }

    public String route() {
        return route;
    }

    public String template() {
        return template;
    }

    /** Only whether somebody signed in: who, is for the services' access logs. */
    public String caller() {
        return caller;
    }

    /** What to do once, when the answer has left or has broken off. */
    public void whenOver(Consumer<Boolean> completely) {
        whenOver = completely;
    }

    /** Says that the answer has left, completely or not; only the first word counts. */
    public void isOver(boolean completely) {
        if (!over) {
            over = true;
            whenOver.accept(completely);
        }
    }

    public long tookMillis() {
        return (System.nanoTime() - startedNanos) / 1_000_000;
    }
}
