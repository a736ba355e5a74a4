package network.physio.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The commands behind the Makefile: run, token, load, mail, reset, memory, demo. */
public final class Main {

    private static final Path DEMO_NETWORK = Path.of("booking-service/demo/network.yaml");

    private final Folders folders;
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile boolean failed;

    private Main(Path repository) {
        this.folders = Folders.of(repository);
    }

    public static void main(String[] arguments) {
        String command = arguments.length == 0 ? "run" : arguments[0];
        String argument = arguments.length < 2 ? "" : arguments[1];
        try {
            new Main(Path.of("").toAbsolutePath()).execute(command, argument);
        } catch (StackFailure e) {
            fail(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            fail(sentence(e));
        } catch (UncheckedIOException e) {
            fail(e.getCause() == null ? e.toString() : sentence(e.getCause()));
        }
    }

    private void execute(String command, String argument) throws IOException {
        switch (command) {
            case "run" -> run();
            case "token" -> token(argument);
            case "load" -> load(argument);
            case "mail" -> mail();
            case "reset" -> reset();
            case "memory" -> memory();
            case "demo" -> demo();
            default -> throw new StackFailure("There is no command %s.".formatted(command));
        }
    }

    private void run() {
        long begin = System.nanoTime();
        LocalStack stack =
                LocalStack.in(folders.repository()).telling(Main::say).build();
        var stopping = new Thread(() -> stop(stack), "stop");
        Runtime.getRuntime().addShutdownHook(stopping);
        try {
            stack.start();
            loadDemo(stack);
            say(Welcome.to(stack, folders, new Secrets(folders.secrets()), (System.nanoTime() - begin) / 1e9));
            throw stack.awaitFailure();
        } catch (RuntimeException e) {
            // While Ctrl-C is being served, a start that breaks off is what was asked for.
            if (!isStopping()) {
                failed = true;
                throw e;
            }
        }
    }

    private void stop(LocalStack stack) {
        if (stack.hasStarted()) {
            say("Stopping …");
            stack.close();
            say("Everything is stopped.");
        } else {
            stack.close();
        }
        if (!failed) {
            // Asked to stop and stopped: for make and for scripts that is success, not "killed by signal 2".
            Runtime.getRuntime().halt(0);
        }
    }

    private static boolean isStopping() {
        try {
            var probe = new Thread(() -> {});
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private void loadDemo(LocalStack stack) {
        Path file = folders.repository().resolve(DEMO_NETWORK);
        var network = new NetworkFile(http, stack.gateway());
        if (Files.exists(file) && network.networkIsEmpty()) {
            long begin = System.nanoTime();
            var answer = network.load(file, stack.token("network-admin"));
            if (answer.statusCode() / 100 != 2) {
                throw new StackFailure(
                        "The demo network was refused (status %d): %s".formatted(answer.statusCode(), answer.body()));
            }
            say("%-18s loaded after %.1f s".formatted("Demo network", (System.nanoTime() - begin) / 1e9));
        }
    }

    private void token(String user) {
        RunningStack running = RunningStack.find(folders);
        if (user.isBlank()) {
            throw new StackFailure("Say whose token: make token USER=dispatcher (make run prints the users).");
        }
        say(new Tokens(http, running.issuer(), new Secrets(folders.secrets())).of(user));
    }

    private void load(String file) {
        RunningStack running = RunningStack.find(folders);
        if (file.isBlank()) {
            throw new StackFailure("Say which file: make load FILE=network.yaml.");
        }
        String token = new Tokens(http, running.issuer(), new Secrets(folders.secrets())).of("network-admin");
        var answer = new NetworkFile(http, running.gateway()).load(Path.of(file), token);
        say(answer.body());
        if (answer.statusCode() / 100 != 2) {
            throw new StackFailure(
                    "%s was refused (status %d); nothing of it was loaded.".formatted(file, answer.statusCode()));
        }
    }

    private void mail() throws IOException {
        RunningStack running = RunningStack.find(folders);
        try {
            say(http.send(HttpRequest.newBuilder(running.mailPage()).build(), BodyHandlers.ofString())
                    .body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("The reading of the mail was interrupted.", e);
        }
    }

    private void reset() throws IOException {
        folders.create();
        try (var lock = StackLock.take(folders)) {
            assert lock != null;
            for (LeftOver process : LeftOver.in(folders.run())) {
                say("Ending %s, left over from a run that was killed.".formatted(process.name()));
                process.end();
            }
            for (Path folder : new Path[] {folders.postgres(), folders.keycloak(), folders.secrets(), folders.logs()}) {
                Folders.delete(folder);
            }
        }
        say("All data and secrets in %s are gone; the next make run starts afresh."
                .formatted(folders.shown(folders.data())));
    }

    private void demo() {
        RunningStack running = RunningStack.find(folders);
        String partner = new Tokens(http, running.issuer(), new Secrets(folders.secrets())).of(DemoSecrets.PARTNER);
        new Demo(new Conversation(http, running.gateway(), System.out), partner).walk();
        say("\nThat was the whole way, against %s.".formatted(running.gateway()));
    }

    private void memory() throws IOException {
        RunningStack running = RunningStack.find(folders);
        say("Stack at %s%n%s".formatted(running.gateway(), Memory.table(folders)));
    }

    private static String sentence(IOException e) {
        String reason = String.valueOf(e.getMessage());
        if (reason.toLowerCase(Locale.ROOT).contains("no space left")) {
            return "The disk is full (%s): make room and start again.".formatted(reason);
        }
        return e instanceof FileSystemException ? "A file could not be used: %s.".formatted(e) : "%s.".formatted(e);
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private static void fail(String sentence) {
        System.err.println(sentence);
        System.exit(1);
    }
}
