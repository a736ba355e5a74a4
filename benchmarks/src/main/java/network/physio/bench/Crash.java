package network.physio.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ends processes without a warning, as a power cut or the kernel does, and starts PostgreSQL again on what it had written. */
final class Crash {

    private static final int TRIES = 600;

    private Crash() {}

    static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(process -> {
            List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
            all.addFirst(process);
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(killed -> killed.onExit().join());
        });
    }

    /** Kills the whole server and starts it again with the same words, on the same port and data. */
    static void postgres(BenchDatabase database) throws IOException, SQLException, InterruptedException {
        long pid = database.postmaster();
        ProcessHandle.Info info = ProcessHandle.of(pid).orElseThrow().info();
        List<String> words = new ArrayList<>();
        if (System.getProperty("user.name", "").equals("root")) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it is nobody.
            words.addAll(List.of("unshare", "-U"));
        }
        words.add(info.command().orElseThrow());
        words.addAll(Arrays.asList(info.arguments().orElseThrow()));
        kill(pid);
        Path log = Files.createDirectories(Path.of("benchmarks/target/logs")).resolve("postgres.log");
        Process server = begun(words, log);
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try {
                database.text("SELECT 1");
                return;
            } catch (SQLException notYet) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            // A backend that began in the moment of the kill keeps the shared memory until it notices.
            if (!server.isAlive()) {
                server = begun(words, log);
            }
        }
        throw new IllegalStateException("PostgreSQL does not come back: see " + log);
    }

    private static Process begun(List<String> words, Path log) throws IOException {
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }
}
