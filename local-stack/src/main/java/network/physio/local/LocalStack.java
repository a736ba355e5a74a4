package network.physio.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, Keycloak and the network's services as processes of this machine: started together, stopped together. */
public final class LocalStack implements AutoCloseable {

    /** Room for the unpacked servers and a day's data. */
    private static final long DISK_NEEDED = 1L << 30;

    private final Folders folders;
    private final Ports ports;
    private final List<Service> services;
    private final Map<String, String> settings;
    private final Consumer<String> progress;
    private final Secrets secrets;
    private final Children children;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final RealmFile realm;
    private @Nullable StackLock lock;
    private @Nullable MailCatcher mail;

    private LocalStack(Builder builder) throws IOException {
        this.folders = builder.folders;
        this.ports = builder.ports;
        this.services = List.copyOf(builder.services);
        this.settings = Map.copyOf(builder.settings);
        this.progress = builder.progress;
        this.secrets = new Secrets(folders.secrets());
        this.children = new Children(folders);
        this.realm = RealmFile.read(folders.repository().resolve("identity"));
    }

    /** The usual stack of a clone: data in {@code .local}, ports from the environment, every service once. */
    public static Builder in(Path repository) {
        return new Builder(repository.toAbsolutePath().normalize());
    }

    /** Returns when every part is ready; if one fails, stops the others and says why. */
    public LocalStack start() {
        try {
            folders.create();
            lock = StackLock.take(folders);
            endLeftOvers();
            requireRoom();
            services.forEach(service -> service.requireBuilt(folders));
            ports.requireFree(neededPorts());
            mail = MailCatcher.start(ports.of(Port.MAIL), ports.of(Port.MAIL_PAGE));
            startAll();
            new RunningStack(gateway(), keycloak().issuer(), mailPage()).writeTo(folders);
            return this;
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Stops everything in reverse order; a part that does not end in time is killed. */
    @Override
    public void close() {
        children.stopAll();
        if (mail != null) {
            mail.close();
        }
        try {
            if (lock != null) {
                RunningStack.forget(folders);
                lock.close();
            }
        } catch (IOException e) {
            // the lock ends with this process at the latest
        }
    }

    /** Whether there is anything to stop: not so when a port was taken or another stack held the lock. */
    boolean hasStarted() {
        return children.haveStarted();
    }

    /** Waits until a part ends although nobody asked it to, and says which. */
    public StackFailure awaitFailure() {
        return children.awaitFailure();
    }

    public URI gateway() {
        return Service.GATEWAY.address(ports);
    }

    /** Where people look at the mail that was caught. */
    URI mailPage() {
        return MailCatcher.address(ports);
    }

    /** The mail that was caught, the oldest first. */
    List<MailCatcher.Caught> mail() {
        return mail == null ? List.of() : mail.caught();
    }

    URI identity() {
        return URI.create("http://localhost:" + ports.of(Port.KEYCLOAK));
    }

    /** The booking services themselves, past the gateway: for tests that need two of them to race. */
    public List<URI> bookingInstances() {
        return services.stream()
                .filter(service -> service == Service.BOOKING || service == Service.BOOKING_2)
                .map(service -> service.address(ports))
                .toList();
    }

    /** A fresh access token of a demo user, or of the demo partner for {@code partner}. */
    public String token(String user) {
        return new Tokens(http, keycloak().issuer(), secrets).of(user);
    }

    /** The log of one part ({@code postgres}, {@code keycloak}, {@code booking-service}, …). */
    public Path log(String part) {
        return folders.logs().resolve(part + ".log");
    }

    /** Where the database is, for tests that look at what was written; the user is a schema's owner. */
    public String databaseUrl(String schema) {
        String owner = schema + "_owner";
        return "%s?user=%s&password=%s".formatted(postgres().url(), owner, secrets.password(owner));
    }

    List<RealmFile.DemoUser> demoUsers() {
        return realm.users();
    }

    private PostgresServer postgres() {
        return new PostgresServer(folders, secrets, children, ports.of(Port.POSTGRES));
    }

    private KeycloakServer keycloak() {
        return new KeycloakServer(folders, secrets, children, ports, realm);
    }

    private void endLeftOvers() throws IOException {
        for (LeftOver process : LeftOver.in(folders.run()).reversed()) {
            progress.accept("Ending %s (process %d), left over from a run that was killed."
                    .formatted(process.name(), process.process().pid()));
            process.end();
        }
    }

    private void requireRoom() throws IOException {
        long free = Files.getFileStore(folders.data()).getUsableSpace();
        if (free < DISK_NEEDED) {
            throw new StackFailure(
                    "Only %d MB are free where %s lies, and the stack needs %d MB: make room and start again."
                            .formatted(free >> 20, folders.data(), DISK_NEEDED >> 20));
        }
    }

    private List<Port> neededPorts() {
        var needed = new ArrayList<>(
                List.of(Port.POSTGRES, Port.KEYCLOAK, Port.KEYCLOAK_MANAGEMENT, Port.MAIL, Port.MAIL_PAGE));
        for (Service service : services) {
            needed.add(service.port);
            needed.add(service.management);
        }
        return needed;
    }

    /** Keycloak takes longest, so it starts first and the rest is started beside it. */
    private void startAll() {
        try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            var readiness = new Readiness(http, children);
            var identity = CompletableFuture.runAsync(() -> startKeycloak(readiness), tasks);
            var rest = CompletableFuture.runAsync(() -> startServices(readiness), tasks);
            CompletableFuture.allOf(identity, rest).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void startKeycloak(Readiness readiness) {
        long begin = System.nanoTime();
        try {
            KeycloakServer keycloak = keycloak();
            keycloak.awaitReady(keycloak.start(), readiness);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ready("Keycloak", begin);
    }

    private void startServices(Readiness readiness) {
        long begin = System.nanoTime();
        PostgresServer postgres = postgres();
        try {
            String version = postgres.start();
            ready("PostgreSQL " + version, begin);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        URI issuer = keycloak().issuer();
        var started = new ArrayList<Runnable>();
        for (Service service : services) {
            long from = System.nanoTime();
            Child child = children.start(service.command(folders, ports, postgres.url(), issuer, secrets)
                    .with(settings));
            started.add(() -> {
                readiness.await(child, service.ready(ports), Service.PATIENCE, folders);
                ready(service.title, from);
            });
        }
        started.forEach(Runnable::run);
    }

    private void ready(String part, long begin) {
        progress.accept("%-18s ready after %.1f s".formatted(part, (System.nanoTime() - begin) / 1e9));
    }

    /** What a stack is made of and where. */
    public static final class Builder {

        private Folders folders;
        private Ports ports = Ports.fromEnvironment(System.getenv());
        private final List<Service> services =
                new ArrayList<>(List.of(Service.BOOKING, Service.TRIAGE, Service.CONTENT, Service.GATEWAY));
        private final Map<String, String> settings = new HashMap<>();
        private Consumer<String> progress = line -> {};

        private Builder(Path repository) {
            this.folders = Folders.of(repository);
        }

        public Builder dataIn(Path folder) {
            folders = folders.withData(folder);
            return this;
        }

        public Builder onFreePorts() {
            ports = Ports.free();
            return this;
        }

        /** Two booking services on one database, since any number of copies may run. */
        public Builder withTwoBookingServices() {
            services.add(1, Service.BOOKING_2);
            return this;
        }

        /** By night too, for tests that wait for letters whenever they are run. */
        public Builder withLettersAtAnyHour() {
            settings.put("PHYSIO_MESSAGES_DAY_BEGINS", "00:00");
            settings.put("PHYSIO_MESSAGES_DAY_ENDS", "23:59");
            return this;
        }

        public Builder telling(Consumer<String> listener) {
            progress = listener;
            return this;
        }

        public LocalStack build() {
            try {
                return new LocalStack(this);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public LocalStack start() {
            return build().start();
        }
    }
}
