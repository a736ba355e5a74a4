package network.physio.test;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.Objects;

/**
 * A database of its own for the service under test, which runs with the rights it has in production: migrations as
 * {@code <service>_owner}, requests as {@code <service>_app}. Takes the argument {@code service}.
 */
public class PostgresResource implements QuarkusTestResourceLifecycleManager {

    private String service = "";

    @Override
    public void init(Map<String, String> arguments) {
        service = Objects.requireNonNull(arguments.get("service"), "say which service with @ResourceArg");
    }

    @Override
    public Map<String, String> start() {
        return Map.of(
                "quarkus.datasource.jdbc.url",
                PostgresServer.newDatabase(),
                "quarkus.datasource.username",
                service + "_app",
                "quarkus.datasource.password",
                PostgresServer.PASSWORD,
                "quarkus.flyway.username",
                service + "_owner",
                "quarkus.flyway.password",
                PostgresServer.PASSWORD);
    }

    @Override
    public void stop() {
        // The server serves the other test classes of the module and ends with the JVM.
    }
}
