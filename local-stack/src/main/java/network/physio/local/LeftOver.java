package network.physio.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A process that outlived the run that started it (whose launcher was killed with signal 9). It is recognised by its
 * number and its start time together, since the system gives numbers out again.
 */
record LeftOver(String name, ProcessHandle process, Path pidFile) {

    private static final String SUFFIX = ".pid";

    static Path record(Path folder, String name, ProcessHandle process) throws IOException {
        Path file = folder.resolve(name + SUFFIX);
        Files.writeString(file, process.pid() + " " + started(process));
        return file;
    }

    /** Of the processes recorded in a folder, those that still run. */
    static List<LeftOver> in(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .flatMap(file -> find(file).stream())
                    .toList();
        }
    }

    void end() throws IOException {
        Signals.end(process, Duration.ofSeconds(10));
        Files.deleteIfExists(pidFile);
    }

    private static Optional<LeftOver> find(Path file) {
        try {
            String[] parts = Files.readString(file).strip().split(" ", 2);
            String name = file.getFileName().toString().replace(SUFFIX, "");
            return ProcessHandle.of(Long.parseLong(parts[0]))
                    .filter(process -> parts.length == 2 && started(process).equals(parts[1]))
                    .map(process -> new LeftOver(name, process, file));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }
}
