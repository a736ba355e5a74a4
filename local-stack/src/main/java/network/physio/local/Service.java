package network.physio.local;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One of the network's own processes: its name in logs, its module, its schema if it has one, its ports. */
enum Service {
    BOOKING("booking-service", "booking-service", "booking", Port.BOOKING, Port.BOOKING_MANAGEMENT),
    BOOKING_2("booking-service-2", "booking-service", "booking", Port.BOOKING_2, Port.BOOKING_2_MANAGEMENT),
    TRIAGE("triage-service", "triage-service", "triage", Port.TRIAGE, Port.TRIAGE_MANAGEMENT),
    CONTENT("content-service", "content-service", "content", Port.CONTENT, Port.CONTENT_MANAGEMENT),
    GATEWAY("gateway", "gateway", "", Port.GATEWAY, Port.GATEWAY_MANAGEMENT);

    static final Duration PATIENCE = Duration.ofMinutes(2);

    final String title;
    private final String module;
    private final String schema;
    final Port port;
    final Port management;

    Service(String title, String module, String schema, Port port, Port management) {
        this.title = title;
        this.module = module;
        this.schema = schema;
        this.port = port;
        this.management = management;
    }

    Command command(Folders folders, Ports ports, String database, URI issuer, Secrets secrets) {
        var words = List.of(
                Command.java(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                jar(folders).toString());
        return new Command(
                title,
                this == GATEWAY ? Stage.GATEWAY : Stage.SERVICE,
                words,
                environment(ports, database, issuer, secrets),
                folders.data());
    }

    URI ready(Ports ports) {
        return URI.create("http://127.0.0.1:%d/q/health/ready".formatted(ports.of(management)));
    }

    URI address(Ports ports) {
        return URI.create("http://localhost:" + ports.of(port));
    }

    void requireBuilt(Folders folders) {
        Path jar = jar(folders);
        if (Files.notExists(jar)) {
            throw new StackFailure("%s is not built (%s is missing): run make run, or mvn package."
                    .formatted(module, folders.shown(jar)));
        }
    }

    private Path jar(Folders folders) {
        return folders.repository().resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    }

    private Map<String, String> environment(Ports ports, String database, URI issuer, Secrets secrets) {
        var environment = new HashMap<String, String>();
        environment.put("QUARKUS_PROFILE", "local");
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(ports.of(port)));
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(ports.of(management)));
        environment.put("QUARKUS_OIDC_AUTH_SERVER_URL", issuer.toString());
        environment.put("QUARKUS_OIDC_TOKEN_ISSUER", issuer.toString());
        if (this == GATEWAY) {
            routes(environment, ports);
        } else {
            database(environment, database, secrets);
        }
        if (schema.equals("booking")) {
            environment.put("PHYSIO_SCREENING_TRIAGE", TRIAGE.address(ports).toString());
            mail(environment, ports);
        }
        if (this == TRIAGE) {
            environment.put("PHYSIO_TRIAGE_SECRET", secrets.key("triage-secret"));
        }
        return environment;
    }

    private void database(Map<String, String> environment, String url, Secrets secrets) {
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", url);
        environment.put("QUARKUS_DATASOURCE_USERNAME", schema + "_app");
        environment.put("QUARKUS_DATASOURCE_PASSWORD", secrets.password(schema + "_app"));
        environment.put("QUARKUS_FLYWAY_USERNAME", schema + "_owner");
        environment.put("QUARKUS_FLYWAY_PASSWORD", secrets.password(schema + "_owner"));
    }

    /** Every letter goes to the catcher; its links lead to the gateway. */
    private static void mail(Map<String, String> environment, Ports ports) {
        environment.put("QUARKUS_MAILER_HOST", "127.0.0.1");
        environment.put("QUARKUS_MAILER_PORT", Integer.toString(ports.of(Port.MAIL)));
        environment.put("QUARKUS_MAILER_START_TLS", "DISABLED");
        environment.put("QUARKUS_MAILER_FROM", "Demo clinics <clinics@yarra-bay.example>");
        environment.put("PHYSIO_MESSAGES_PORTAL", GATEWAY.address(ports).toString());
    }

    private static void routes(Map<String, String> environment, Ports ports) {
        Map<String, Service> upstreams =
                Map.of("BOOKING", BOOKING, "DISPATCH", BOOKING, "TRIAGE", TRIAGE, "CONTENT", CONTENT);
        upstreams.forEach((route, service) -> {
            environment.put(
                    "GATEWAY_ROUTES_%s_UPSTREAM".formatted(route),
                    service.address(ports).toString());
            if (!route.equals("DISPATCH")) {
                environment.put(
                        "GATEWAY_ROUTES_%s_READINESS".formatted(route),
                        service.ready(ports).toString());
            }
        });
        environment.put(
                "GATEWAY_IDENTITY_READINESS",
                "http://127.0.0.1:%d/health/ready".formatted(ports.of(Port.KEYCLOAK_MANAGEMENT)));
    }
}
