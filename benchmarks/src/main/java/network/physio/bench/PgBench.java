package network.physio.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The SQL of hold and confirm without the service around it, as PostgreSQL's own {@code pgbench} sends it. */
final class PgBench {

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");

    private final BenchDatabase database;
    private final String script;

    PgBench(BenchDatabase database, int factor, LocalDate day) throws IOException {
        this.database = database;
        try (InputStream file = PgBench.class.getResourceAsStream("booking.pgbench.sql")) {
            script = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("FACTOR", Integer.toString(factor))
                    .replace("DAY", day.toString());
        }
    }

    /** Bookings a second by so many clients; empty on a machine without {@code pgbench}. */
    Optional<Double> perSecond(int clients, Duration length) throws IOException, InterruptedException {
        if (!isInstalled()) {
            return Optional.empty();
        }
        Path file = Files.createTempFile("booking", ".sql");
        try {
            Files.writeString(file, script);
            String printed = run(List.of(
                    "pgbench",
                    "--no-vacuum",
                    "--protocol=prepared",
                    "--client=" + clients,
                    "--time=" + Math.max(1, length.toSeconds()),
                    "--file=" + file,
                    "--host=127.0.0.1",
                    "--port=" + database.port(),
                    "--username=booking_app",
                    "postgres"));
            Matcher rate = RATE.matcher(printed);
            if (!rate.find()) {
                throw new IllegalStateException("pgbench did not run: " + printed);
            }
            return Optional.of(Double.valueOf(rate.group(1)));
        } finally {
            Files.delete(file);
        }
    }

    private static boolean isInstalled() {
        return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "pgbench")));
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", BenchDatabase.PASSWORD);
        builder.environment().put("PGOPTIONS", "-c search_path=booking,public");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }
}
