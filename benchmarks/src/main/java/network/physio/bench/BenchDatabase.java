package network.physio.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A durable PostgreSQL 18 of the benchmark's own, with the product's roles and schemas. Its data is deleted afterwards,
 * unless {@code BENCH_DATA} names a folder to keep it in and to find it again.
 */
final class BenchDatabase implements AutoCloseable {

    static final String PASSWORD = "bench-only";

    private static final Map<String, String> SETTINGS = new LinkedHashMap<>(Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "autovacuum", "on",
            "autovacuum_naptime", "15s",
            "max_wal_size", "4GB",
            "shared_buffers", "1GB",
            "max_connections", "100",
            "log_lock_waits", "on",
            "jit", "off"));

    private final EmbeddedPostgres server;

    private BenchDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    static BenchDatabase start() throws IOException, SQLException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        String kept = System.getenv("BENCH_DATA");
        if (kept != null) {
            builder.setDataDirectory(kept).setCleanDataDirectory(false);
        }
        SETTINGS.forEach(builder::setServerConfig);
        BenchDatabase database = new BenchDatabase(builder.start());
        database.prepare();
        return database;
    }

    private void prepare() throws SQLException, IOException {
        for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
            String is = text("SHOW " + setting.getKey());
            if (!is.equals(setting.getValue())) {
                throw new IllegalStateException("PostgreSQL runs with " + setting.getKey() + " = " + is);
            }
        }
        execute(resource("/bootstrap.sql"));
        for (String role : new String[] {"booking_owner", "booking_app"}) {
            execute("ALTER ROLE %s PASSWORD '%s'".formatted(role, PASSWORD));
        }
    }

    /** Fills a migrated schema with the standard network, so many times as large. */
    void fill(int factor, LocalDate day) throws SQLException, IOException {
        String script = resource("/network/physio/bench/standard-network.sql")
                .replace("FACTOR", Integer.toString(factor))
                .replace("DAY", day.toString());
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : script.split(";\n", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    /** Whether a kept folder holds the network of this day already. */
    boolean isFilled(LocalDate day) throws SQLException {
        return !text("SELECT to_regclass('booking.claim')").equals("null")
                && !text("SELECT 1 FROM booking.patient WHERE created_at = '%s'::date LIMIT 1".formatted(day))
                        .isEmpty();
    }

    String settings() throws SQLException {
        StringBuilder line = new StringBuilder("PostgreSQL " + text("SHOW server_version"));
        for (String name : SETTINGS.keySet().stream().sorted().toList()) {
            line.append(", ").append(name).append(' ').append(text("SHOW " + name));
        }
        return line.toString();
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(server.getPort());
    }

    int port() {
        return server.getPort();
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "postgres", "postgres");
    }

    String text(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String resource(String name) throws IOException {
        try (InputStream file = BenchDatabase.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(file, name + " is not on the class path")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        }
    }

    /** The server and the processes it has started. */
    Stream<ProcessHandle> processes() {
        ProcessHandle server = ProcessHandle.of(postmaster()).orElseThrow();
        return Stream.concat(Stream.of(server), server.descendants());
    }

    /** The process that all of the server's processes come from. */
    long postmaster() {
        try {
            Path file = Path.of(text("SHOW data_directory")).resolve("postmaster.pid");
            return Long.parseLong(Files.readAllLines(file).getFirst());
        } catch (SQLException | IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** How many deadlocks PostgreSQL has broken up. */
    long deadlocks() throws SQLException {
        return Long.parseLong(text("SELECT sum(deadlocks) FROM pg_stat_database"));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
