package network.physio.local;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One running process of the stack, its log, and the record by which a later run recognises it as left over. */
final class Child {

    private static final Duration PATIENCE = Duration.ofSeconds(12);

    final String name;
    final Stage stage;
    final Path log;
    final Process process;
    private final Path pidFile;

    private Child(Command command, Path log, Process process, Path pidFile) {
        this.name = command.name();
        this.stage = command.stage();
        this.log = log;
        this.process = process;
        this.pidFile = pidFile;
    }

    static Child start(Command command, Folders folders) throws IOException {
        Path log = folders.logs().resolve(command.name() + ".log");
        if (Files.exists(log)) {
            Path before = folders.logs().resolve(command.name() + ".before.log");
            Files.move(log, before, StandardCopyOption.REPLACE_EXISTING);
        }
        Process process = command.process()
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()))
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        Path pidFile = LeftOver.record(folders.run(), command.name(), process.toHandle());
        return new Child(command, log, process, pidFile);
    }

    void askToStop() {
        if (stage == Stage.DATABASE) {
            // PostgreSQL takes a TERM as "when the last client has gone", and a forgotten psql would hold it for ever.
            Signals.interrupt(process.pid());
        } else {
            process.destroy();
        }
    }

    void awaitStop() {
        awaitStop(PATIENCE);
    }

    void awaitStop(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
            Files.deleteIfExists(pidFile);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // the record of a process that has ended is ignored by the next run
        }
    }
}
