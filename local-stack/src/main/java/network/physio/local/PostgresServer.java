package network.physio.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL 18 from Maven Central, durable and with passwords like a real one, on loopback only. */
final class PostgresServer {

    static final String DATABASE = "physio";
    static final List<String> SCHEMAS = List.of("booking", "triage", "content");

    private static final String SUPERUSER = "postgres";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Small, because the whole stack shares a laptop; never at the cost of durability. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("password_encryption", "scram-sha-256"),
            Map.entry("max_connections", "60"),
            Map.entry("shared_buffers", "48MB"),
            Map.entry("max_wal_size", "256MB"),
            Map.entry("jit", "off"),
            Map.entry("io_method", "sync"),
            Map.entry("TimeZone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_lock_waits", "on"),
            // Detail lines repeat the values of rows, and rows hold patients.
            Map.entry("log_error_verbosity", "terse"));

    private static final List<String> ASSERTED =
            List.of("listen_addresses", "fsync", "synchronous_commit", "full_page_writes", "password_encryption");

    private final Folders folders;
    private final Secrets secrets;
    private final Children children;
    private final int port;

    PostgresServer(Folders folders, Secrets secrets, Children children, int port) {
        this.folders = folders;
        this.secrets = secrets;
        this.children = children;
        this.port = port;
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, DATABASE);
    }

    /** Returns the server's version once roles and schemas stand. */
    String start() throws IOException {
        Path binaries = binaries();
        if (Files.notExists(folders.postgres().resolve("PG_VERSION"))) {
            initialise(binaries);
        }
        removeStalePidFile();
        var words = new ArrayList<>(asUnprivileged());
        words.add(binaries.resolve("bin/postgres").toString());
        words.addAll(List.of("-D", folders.postgres().toString(), "-c", "port=" + port));
        SETTINGS.forEach((name, value) -> words.addAll(List.of("-c", name + "=" + value)));
        Child child = children.start(new Command("postgres", Stage.DATABASE, words, Map.of(), folders.data()));
        try {
            awaitConnections(child);
            return prepare();
        } catch (SQLException e) {
            throw new StackFailure(
                    "PostgreSQL could not be prepared: %s (its log is %s)."
                            .formatted(e.getMessage(), folders.shown(child.log)),
                    e);
        }
    }

    private Path binaries() throws IOException {
        String version = BuildProperties.get("postgres.version");
        String resource = "/postgres-%s-%s%s.txz".formatted(system(), processor(), libc());
        try (InputStream packed = PostgresServer.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new StackFailure(
                        "There is no PostgreSQL %s for this system (%s %s) in the build; use docker compose."
                                .formatted(version, system(), processor()));
            }
            return Archive.unpackOnce(
                    folders.cache().resolve("postgresql-" + version), new XZInputStream(packed), folder -> {});
        }
    }

    /** Under a name of its own until it is whole, so that an interrupted first start is begun again. */
    private void initialise(Path binaries) throws IOException {
        Path draft = folders.data().resolve("postgres.new");
        Folders.delete(draft);
        secrets.password(SUPERUSER);
        var words = new ArrayList<>(asUnprivileged());
        words.addAll(List.of(
                binaries.resolve("bin/initdb").toString(),
                "--pgdata=" + draft,
                "--username=" + SUPERUSER,
                "--pwfile=" + secrets.file(SUPERUSER),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--data-checksums"));
        children.finish(new Command("initdb", Stage.DATABASE, words, Map.of(), folders.data()));
        Files.move(draft, folders.postgres());
    }

    /**
     * After a crash the file may name a number that some other program has now, and PostgreSQL would refuse to start.
     * We hold the stack's lock, so a postgres that still serves this folder can only be a left-over.
     */
    private void removeStalePidFile() throws IOException {
        Path file = folders.postgres().resolve("postmaster.pid");
        if (Files.notExists(file)) {
            return;
        }
        long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
        ProcessHandle.of(pid)
                .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
                .ifPresent(process -> Signals.end(process, Duration.ofSeconds(10)));
        Files.deleteIfExists(file);
    }

    private void awaitConnections(Child child) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Connection connection = connect("postgres")) {
                assert connection.isValid(1);
                return;
            } catch (SQLException e) {
                children.failIfOneEnded();
                if ("28P01".equals(e.getSQLState())) {
                    throw new StackFailure(
                            "PostgreSQL's data in %s was made with other passwords than those in %s: make reset starts afresh."
                                    .formatted(folders.shown(folders.postgres()), folders.shown(folders.secrets())),
                            e);
                }
                if (System.nanoTime() > deadline) {
                    throw new StackFailure(
                            "PostgreSQL was not ready within %d seconds: its log is %s."
                                    .formatted(PATIENCE.toSeconds(), folders.shown(child.log)),
                            e);
                }
                Readiness.pause();
            }
        }
    }

    private String prepare() throws SQLException, IOException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            if (ask(statement, "SELECT 1 FROM pg_database WHERE datname = '%s'".formatted(DATABASE)) == null) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
            assertSettings(statement);
        }
        try (Connection connection = connect(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute(Files.readString(folders.repository().resolve("database/bootstrap.sql")));
            for (String schema : SCHEMAS) {
                for (String role : List.of(schema + "_owner", schema + "_app")) {
                    statement.execute("ALTER ROLE %s PASSWORD '%s'".formatted(role, secrets.password(role)));
                }
            }
            return String.valueOf(ask(statement, "SHOW server_version"));
        }
    }

    private static void assertSettings(Statement statement) throws SQLException {
        String version = String.valueOf(ask(statement, "SHOW server_version"));
        if (!version.startsWith("18.")) {
            throw new StackFailure("PostgreSQL 18 is needed, but %s started.".formatted(version));
        }
        for (String name : ASSERTED) {
            String value = ask(statement, "SHOW " + name);
            if (!String.valueOf(SETTINGS.get(name)).equals(value)) {
                throw new StackFailure("PostgreSQL started with %s=%s.".formatted(name, value));
            }
        }
    }

    private static @Nullable String ask(Statement statement, String sql) throws SQLException {
        try (var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private Connection connect(String database) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:%d/%s?loginTimeout=5&ApplicationName=local-stack"
                .formatted(port, database);
        return DriverManager.getConnection(url, SUPERUSER, secrets.password(SUPERUSER));
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own it is nobody. */
    private static List<String> asUnprivileged() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        return Command.onPath("unshare")
                .map(unshare -> List.of(unshare, "-U"))
                .orElseThrow(() -> new StackFailure(
                        "PostgreSQL does not run as root and the program unshare is missing: run as another user."));
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name.split(" ", 2)[0];
    }

    private static String processor() {
        return switch (System.getProperty("os.arch")) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "arm_64";
            case String other -> other;
        };
    }

    private static String libc() {
        return Files.exists(Path.of("/etc/alpine-release")) ? "-alpine_linux" : "";
    }
}
