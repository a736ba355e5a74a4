package network.physio.gateway.route;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import network.physio.gateway.GatewaySettings;
import network.physio.gateway.contract.Contract;

/** The allow-list: what no route leads to does not exist. */
@ApplicationScoped
public class Routes {

    private final List<Route> routes;

    Routes(GatewaySettings settings, Contract contract) {
        routes = settings.routes().entrySet().stream()
                .map(route -> Route.of(route.getKey(), route.getValue(), contract.templates()))
                .toList();
    }

    public Optional<Route> find(String path) {
        return routes.stream().filter(route -> route.leads(path)).findFirst();
    }
}
