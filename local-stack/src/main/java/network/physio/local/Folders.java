package network.physio.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Where a stack finds the product, keeps unpacked servers (shared by all stacks of a clone), and keeps its own data. */
record Folders(Path repository, Path cache, Path data) {

    static Folders of(Path repository) {
        Path local = repository.resolve(".local");
        return new Folders(repository, local, local);
    }

    Folders withData(Path folder) {
        return new Folders(repository, cache, folder.toAbsolutePath());
    }

    Path logs() {
        return data.resolve("log");
    }

    Path run() {
        return data.resolve("run");
    }

    Path secrets() {
        return data.resolve("secrets");
    }

    Path postgres() {
        return data.resolve("postgres");
    }

    Path keycloak() {
        return data.resolve("keycloak");
    }

    /** As a person types it from the repository's root. */
    String shown(Path path) {
        return path.startsWith(repository) ? repository.relativize(path).toString() : path.toString();
    }

    void create() throws IOException {
        for (Path folder : List.of(cache, data, logs(), run())) {
            Files.createDirectories(folder);
        }
    }

    static void delete(Path root) throws IOException {
        if (Files.notExists(root)) {
            return;
        }
        try (var walk = Files.walk(root)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
