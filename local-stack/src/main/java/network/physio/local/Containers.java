package network.physio.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The commands of docker-compose.yml's one-shot containers. Secrets are made inside, into one volume a reader, so that a
 * fresh clone needs no preparation and no secret lies in an image, in the environment or in the repository.
 */
public final class Containers {

    private static final Path SECRETS = Path.of("/secrets");
    private static final Path NETWORK = Path.of("booking-service/demo/network.yaml");

    private final Map<String, String> environment;
    private final Path root;

    private Containers(Map<String, String> environment, Path root) {
        this.environment = environment;
        this.root = root;
    }

    public static void main(String[] arguments) {
        String command = arguments.length == 0 ? "" : arguments[0];
        var containers = new Containers(System.getenv(), SECRETS);
        try {
            switch (command) {
                case "secrets" -> containers.makeSecrets(Path.of("identity"));
                case "demo-network" -> containers.loadDemoNetwork();
                case "token" -> System.out.println(containers.token(arguments.length < 2 ? "patient" : arguments[1]));
                default -> throw new StackFailure("The commands are secrets, demo-network and token USER.");
            }
        } catch (StackFailure e) {
            fail(String.valueOf(e.getMessage()));
        } catch (IOException | UncheckedIOException e) {
            fail(e.toString());
        }
    }

    /** One folder a reader; what exists is kept, since the database remembers its passwords. */
    static void makeSecrets(Path root, Path identity, String publicUrl) throws IOException {
        var secrets = new Secrets(root.resolve("kept"));
        for (String schema : PostgresServer.SCHEMAS) {
            String owner = secrets.password(schema + "_owner");
            String app = secrets.password(schema + "_app");
            write(root, "postgres", schema + "_owner", owner);
            write(root, "postgres", schema + "_app", app);
            String key = schema.equals("triage") ? "physio.triage.secret=" + secrets.key("triage-secret") + "\n" : "";
            write(root, schema, "secrets.properties", """
                    quarkus.datasource.password=%s
                    quarkus.flyway.password=%s
                    %s""".formatted(app, owner, key));
        }
        write(root, "postgres", "postgres", secrets.password("postgres"));
        write(root, "postgres", "keycloak", secrets.password("keycloak"));
        write(root, "keycloak", "keycloak.conf", """
                db-password=%s
                bootstrap-admin-username=admin
                bootstrap-admin-password=%s
                """.formatted(
                        secrets.password("keycloak"), secrets.password(DemoSecrets.KEYCLOAK_ADMIN)));
        write(
                root,
                "keycloak",
                "physio-network-realm.json",
                RealmFile.read(identity).filled(DemoSecrets.placeholders(secrets, publicUrl)));
        for (String name : List.of(DemoSecrets.PASSWORD, DemoSecrets.PARTNER, DemoSecrets.TOKEN_CLIENT)) {
            write(root, "demo", name, secrets.password(name));
        }
    }

    private void makeSecrets(Path identity) throws IOException {
        makeSecrets(root, identity, setting("PHYSIO_PUBLIC_URL"));
        System.out.println("Secrets are in place.");
    }

    private void loadDemoNetwork() {
        var network = new NetworkFile(HttpClient.newHttpClient(), URI.create(setting("PHYSIO_GATEWAY_URL")));
        if (!network.networkIsEmpty()) {
            System.out.println("The network has clinics already; the demo is not loaded.");
            return;
        }
        var answer = network.load(NETWORK, token("network-admin"));
        if (answer.statusCode() / 100 != 2) {
            throw new StackFailure(
                    "The demo network was refused (status %d): %s".formatted(answer.statusCode(), answer.body()));
        }
        System.out.println("The demo network is loaded.");
    }

    private String token(String user) {
        var issuer = URI.create(setting("PHYSIO_ISSUER_URL"));
        return new Tokens(HttpClient.newHttpClient(), issuer, new Secrets(root.resolve("demo"))).of(user);
    }

    private String setting(String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new StackFailure("%s is not set.".formatted(name));
        }
        return value;
    }

    /** Readable by everybody who can reach it, which is the one container that mounts the folder. */
    private static void write(Path root, String reader, String name, String value) throws IOException {
        Path folder = Files.createDirectories(root.resolve(reader));
        Files.writeString(folder.resolve(name), value);
    }

    private static void fail(String sentence) {
        System.err.println(sentence);
        System.exit(1);
    }
}
