package network.physio.gateway.route;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Optional;
import network.physio.gateway.GatewaySettings;
import network.physio.gateway.Visit;
import network.physio.gateway.contract.PathTemplates;
import network.physio.gateway.problem.GatewayProblem;
import network.physio.gateway.problem.Refusal;

/** One prefix of addresses and the service behind it. */
public record Route(
        String name,
        String prefix,
        URI upstream,
        long bodyLimit,
        Allowance signedIn,
        Allowance anonymous,
        PathTemplates templates) {

    static Route of(String name, GatewaySettings.Route settings, PathTemplates templates) {
        String prefix = settings.prefix();
        if (!prefix.matches("(/[a-z0-9-]+)+/v[0-9]+/")) {
            throw new IllegalArgumentException(
                    "gateway.routes.%s.prefix must look like /booking/v1/: nothing wider may be public"
                            .formatted(name));
        }
        var rate = settings.rate();
        return new Route(
                name,
                prefix,
                settings.upstream(),
                settings.bodyLimit().asLongValue(),
                new Allowance(rate.signedIn(), rate.per()),
                new Allowance(rate.anonymous(), rate.per()),
                templates);
    }

    boolean leads(String path) {
        return path.startsWith(prefix) && path.length() > prefix.length();
    }

    /** The contract's template for this path, or the prefix when the contract does not know it. */
    public String templateOf(String path) {
        return templates.of(path).orElse(prefix + "*");
    }

    public int port() {
        if (upstream.getPort() >= 0) {
            return upstream.getPort();
        }
        return isSecure() ? 443 : 80;
    }

    public boolean isSecure() {
        return "https".equals(upstream.getScheme());
    }

    /** Refuses a body that says itself that it is too long; one that does not say is counted on its way. */
    public Optional<Refusal> refusesLength(Visit visit) {
        HttpServerRequest request = visit.context().request();
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && Long.parseLong(length) > bodyLimit ? Optional.of(tooLarge()) : Optional.empty();
    }

    public Refusal tooLarge() {
        return GatewayProblem.REQUEST_TOO_LARGE.because("A body may have %d bytes here.".formatted(bodyLimit));
    }
}
