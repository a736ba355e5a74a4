package network.physio.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.physio.test.IdentityResource;

/** A packaged booking-service as a process of its own. */
final class BookingProcess implements AutoCloseable {

    private static final Pattern LAID_OUT =
            Pattern.compile("laid out (\\d+) diaries over \\d+ days in (\\d+) ms, (\\d+) kB");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final Path log;
    private final int port;
    private final int management;

    private BookingProcess(Process process, Path log, int port, int management) {
        this.process = process;
        this.log = log;
        this.port = port;
        this.management = management;
    }

    /** @param more options of the JVM */
    static BookingProcess start(String name, BenchDatabase database, String heap, String... more)
            throws IOException, InterruptedException {
        Path jar = Path.of("booking-service/target/quarkus-app/quarkus-run.jar");
        if (Files.notExists(jar)) {
            throw new IllegalStateException("booking-service is not packaged: run this through make");
        }
        int port = freePort();
        int management = freePort();
        Path log = Files.createDirectories(Path.of("benchmarks/target/logs")).resolve(name + ".log");
        Files.deleteIfExists(log);
        List<String> words = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx" + heap,
                "-XX:+UseParallelGC",
                "-XX:NativeMemoryTracking=off",
                "--enable-native-access=ALL-UNNAMED"));
        words.addAll(List.of(more));
        String fromOutside = System.getenv("BENCH_JVM");
        if (fromOutside != null) {
            words.addAll(List.of(fromOutside.split(" ", -1)));
        }
        words.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("QUARKUS_PROFILE", "local");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
        environment.put("QUARKUS_OIDC_AUTH_SERVER_URL", issuer());
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", database.url());
        environment.put("QUARKUS_DATASOURCE_USERNAME", "booking_app");
        environment.put("QUARKUS_DATASOURCE_PASSWORD", BenchDatabase.PASSWORD);
        environment.put("QUARKUS_FLYWAY_USERNAME", "booking_owner");
        environment.put("QUARKUS_FLYWAY_PASSWORD", BenchDatabase.PASSWORD);
        environment.put("PHYSIO_SCREENING_TRIAGE", "http://127.0.0.1:9");
        environment.put("QUARKUS_MAILER_FROM", "bench@example.org");
        // Letters are another job's work, and there is no mail server here.
        environment.put("PHYSIO_MESSAGES_EVERY", "off");
        // Freed times are offered in the hours of letters only, and a soak runs at any.
        environment.put("PHYSIO_MESSAGES_DAY_BEGINS", "00:00");
        environment.put("PHYSIO_MESSAGES_DAY_ENDS", "23:59");
        Process process = builder.start();
        // Also when the benchmark is stopped before its end.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        BookingProcess started = new BookingProcess(process, log, port, management);
        started.awaitReady();
        return started;
    }

    private static String issuer() {
        return String.valueOf(new IdentityResource().start().get("quarkus.oidc.auth-server-url"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    long pid() {
        return process.pid();
    }

    private void awaitReady() throws InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/q/health/ready"))
                .build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                if (http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // asked again below
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IllegalStateException("booking-service does not get ready: see " + log);
    }

    /** How the picture of free times was laid out at the start. */
    record LaidOut(long diaries, long milliseconds, long kilobytes) {}

    LaidOut laidOut() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<Matcher> line =
                    log().lines().map(LAID_OUT::matcher).filter(Matcher::find).findFirst();
            if (line.isPresent()) {
                return new LaidOut(
                        Long.parseLong(line.get().group(1)),
                        Long.parseLong(line.get().group(2)),
                        Long.parseLong(line.get().group(3)));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IllegalStateException("the diaries were not laid out: see " + log);
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
