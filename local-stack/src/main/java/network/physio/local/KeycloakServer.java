package network.physio.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Keycloak from Maven Central: unpacked and built once, started with the network's realm and the demo users. */
final class KeycloakServer {

    private static final String REALM = "physio-network";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Folders folders;
    private final Secrets secrets;
    private final Children children;
    private final Ports ports;
    private final RealmFile realm;

    KeycloakServer(Folders folders, Secrets secrets, Children children, Ports ports, RealmFile realm) {
        this.folders = folders;
        this.secrets = secrets;
        this.children = children;
        this.ports = ports;
        this.realm = realm;
    }

    URI issuer() {
        return URI.create("http://localhost:%d/realms/%s".formatted(ports.of(Port.KEYCLOAK), REALM));
    }

    Child start() throws IOException {
        Path distribution = distribution();
        Path home = folders.keycloak();
        layOut(home, distribution);
        importRealm(home);
        return children.start(new Command(
                "keycloak",
                Stage.IDENTITY,
                words(home, "start", "--optimized", "--import-realm"),
                environment(),
                home));
    }

    void awaitReady(Child child, Readiness readiness) throws IOException {
        var health = URI.create("http://127.0.0.1:%d/health/ready".formatted(ports.of(Port.KEYCLOAK_MANAGEMENT)));
        readiness.await(child, health, PATIENCE, folders);
        Files.writeString(imported(folders.keycloak()), RealmFile.hash(filledRealm()));
    }

    /** Unpacked and built: what takes half a minute the first time and is the same for every stack of this clone. */
    private Path distribution() throws IOException {
        Path target = folders.cache().resolve("keycloak-" + BuildProperties.get("keycloak.version"));
        if (Files.exists(target)) {
            return target.resolve(target.getFileName().toString());
        }
        Path archive = Path.of(BuildProperties.get("keycloak.archive"));
        if (Files.notExists(archive)) {
            throw new StackFailure(
                    "The Keycloak distribution that Maven downloaded is missing: run mvn package again.");
        }
        try (InputStream packed = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
            Archive.unpackOnce(
                    target,
                    packed,
                    folder -> build(folder.resolve(target.getFileName().toString())));
        }
        return target.resolve(target.getFileName().toString());
    }

    private void build(Path home) {
        children.finish(new Command(
                "keycloak-build",
                Stage.IDENTITY,
                words(home, "build", "--db=dev-file", "--health-enabled=true"),
                Map.of(),
                home));
    }

    /** A home of its own for each stack's data, around the one built distribution. */
    private static void layOut(Path home, Path distribution) throws IOException {
        Files.createDirectories(home.resolve("data/import"));
        Files.createDirectories(home.resolve("providers"));
        for (String shared : List.of("lib", "themes", "conf")) {
            Path link = home.resolve(shared);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, distribution.resolve(shared));
        }
    }

    /** Keycloak never imports a realm again that it knows, so its storage goes when the realm's file has changed. */
    private void importRealm(Path home) throws IOException {
        Path imported = imported(home);
        String known = Files.exists(imported) ? Files.readString(imported) : "";
        if (!known.equals(RealmFile.hash(filledRealm()))) {
            Folders.delete(home.resolve("data/h2"));
        }
        // Written again when Keycloak is ready: an import that broke off must not count.
        Files.deleteIfExists(imported);
        Secrets.write(home.resolve("data/import/%s-realm.json".formatted(REALM)), filledRealm());
    }

    private static Path imported(Path home) {
        return home.resolve("data/realm.sha256");
    }

    private String filledRealm() {
        return realm.filled(DemoSecrets.placeholders(secrets, "http://localhost:" + ports.of(Port.GATEWAY)));
    }

    private Map<String, String> environment() {
        var environment = new HashMap<String, String>();
        environment.put("KC_HTTP_ENABLED", "true");
        environment.put("KC_HTTP_HOST", "127.0.0.1");
        environment.put("KC_HTTP_PORT", Integer.toString(ports.of(Port.KEYCLOAK)));
        environment.put("KC_HTTP_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("KC_HTTP_MANAGEMENT_PORT", Integer.toString(ports.of(Port.KEYCLOAK_MANAGEMENT)));
        environment.put("KC_HOSTNAME", "http://localhost:" + ports.of(Port.KEYCLOAK));
        environment.put("KC_CACHE", "local");
        // Health says "down" once for every question asked before it is up.
        environment.put("KC_LOG_LEVEL", "info,io.smallrye.health:error");
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", secrets.password(DemoSecrets.KEYCLOAK_ADMIN));
        return environment;
    }

    /** What kc.sh would run, without its shell in between, and with a heap that suits a laptop. */
    private static List<String> words(Path home, String... arguments) {
        var words = new ArrayList<>(List.of(
                Command.java(),
                arguments[0].equals("build") ? "-Xmx512m" : "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=UTF-8",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-Duser.language=en",
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-cp",
                home.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
        words.addAll(List.of(arguments));
        return words;
    }
}
