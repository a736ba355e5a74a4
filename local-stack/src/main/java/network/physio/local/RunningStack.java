package network.physio.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** What another command needs to know to talk to the stack that runs. */
record RunningStack(URI gateway, URI issuer, URI mailPage) {

    static RunningStack find(Folders folders) {
        try {
            Path file = file(folders);
            if (!StackLock.isTaken(folders)) {
                throw new StackFailure("The stack is not running: start it with make run.");
            }
            if (Files.notExists(file)) {
                throw new StackFailure("The stack is still starting: try again when make run says that it is ready.");
            }
            var properties = new Properties();
            try (var reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            return new RunningStack(
                    URI.create(properties.getProperty("gateway")),
                    URI.create(properties.getProperty("issuer")),
                    URI.create(properties.getProperty("mail")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void writeTo(Folders folders) throws IOException {
        Files.writeString(file(folders), "gateway=%s\nissuer=%s\nmail=%s\n".formatted(gateway, issuer, mailPage));
    }

    static void forget(Folders folders) throws IOException {
        Files.deleteIfExists(file(folders));
    }

    private static Path file(Folders folders) {
        return folders.run().resolve("stack.properties");
    }
}
