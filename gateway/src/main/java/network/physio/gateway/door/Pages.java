package network.physio.gateway.door;

import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import network.physio.gateway.Visit;
import network.physio.gateway.contract.Contract;
import network.physio.gateway.health.NetworkHealth;
import network.physio.gateway.portal.Portal;
import network.physio.gateway.problem.GatewayProblem;
import network.physio.gateway.problem.ProblemPages;

/** The addresses that the gateway answers itself. */
@ApplicationScoped
class Pages {

    private final Portal portal;
    private final Contract contract;
    private final ProblemPages problems;
    private final NetworkHealth health;

    Pages(Portal portal, Contract contract, ProblemPages problems, NetworkHealth health) {
        this.portal = portal;
        this.contract = contract;
        this.problems = problems;
        this.health = health;
    }

    void answer(Visit visit) {
        String path = visit.path();
        if (portal.has(path)) {
            reading(visit, path, () -> portal.answer(visit));
        } else if (contract.has(path)) {
            reading(visit, path, () -> contract.answer(visit));
        } else if (problems.has(path)) {
            reading(visit, path, () -> problems.answer(visit));
        } else if (path.equals("/health")) {
            reading(visit, path, () -> health.answer(visit));
        } else {
            GatewayProblem.NOT_FOUND
                    .because("There is nothing at this address.")
                    .answer(visit);
        }
    }

    private static void reading(Visit visit, String path, Runnable page) {
        visit.takes("pages", path);
        HttpMethod method = visit.context().request().method();
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            visit.context().request().resume();
            page.run();
        } else {
            GatewayProblem.METHOD_NOT_ALLOWED
                    .because("This page can only be read.")
                    .with("Allow", "GET, HEAD")
                    .answer(visit);
        }
    }
}
