package network.physio.test;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * One PostgreSQL 18 for the tests of a module: a container where an engine answers, else the embedded server. Both run
 * the product's own {@code database/bootstrap.sql} and time out of step with every clinic, so that a query which relies
 * on the session's zone fails.
 */
public final class PostgresServer {

    /** Of the test roles; the product's roles have no password until an environment sets one. */
    static final String PASSWORD = "test-only";

    private static final String SESSION_ZONE = "Pacific/Chatham";

    private record Address(String host, int port, String superuser, String superuserPassword) {
        String url(String database) {
            return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
        }
    }

    private static final Address SERVER = start();

    private PostgresServer() {}

    /** A new, bootstrapped database; answers its JDBC address. */
    public static String newDatabase() {
        String name = "physio_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        execute("postgres", "CREATE DATABASE " + name);
        execute(name, bootstrap());
        execute(name, "ALTER DATABASE %s SET timezone = '%s'".formatted(name, SESSION_ZONE));
        for (String service : new String[] {"booking", "triage", "content"}) {
            for (String role : new String[] {"owner", "app"}) {
                execute(name, "ALTER ROLE %s_%s PASSWORD '%s'".formatted(service, role, PASSWORD));
            }
        }
        return SERVER.url(name);
    }

    /** A connection with all rights, for looking behind the product's back. */
    public static Connection superuser(String url) throws SQLException {
        return DriverManager.getConnection(url, SERVER.superuser(), SERVER.superuserPassword());
    }

    private static Address start() {
        return DockerClientFactory.instance().isDockerAvailable() ? container() : embedded();
    }

    @SuppressWarnings("resource") // lives as long as the test JVM; Testcontainers ends it
    private static Address container() {
        PostgreSQLContainer server = new PostgreSQLContainer("postgres:18");
        server.start();
        return new Address(server.getHost(), server.getFirstMappedPort(), server.getUsername(), server.getPassword());
    }

    @SuppressWarnings("resource") // lives as long as the test JVM; the server ends itself with it
    private static Address embedded() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("log_lock_waits", "on")
                    // Small tables whose rows are deleted and written again and again.
                    .setServerConfig("autovacuum_naptime", "3s")
                    .setServerConfig("autovacuum_vacuum_cost_delay", "0")
                    .start();
            return new Address("localhost", server.getPort(), "postgres", "postgres");
        } catch (IOException failed) {
            throw new UncheckedIOException("PostgreSQL for the tests does not start", failed);
        }
    }

    private static void execute(String database, String sql) {
        try (Connection connection = superuser(SERVER.url(database));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException("the database for the tests cannot be prepared", failed);
        }
    }

    private static String bootstrap() {
        try (InputStream file = PostgresServer.class.getResourceAsStream("/bootstrap.sql")) {
            if (file == null) {
                throw new IllegalStateException("database/bootstrap.sql is not on the class path");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
