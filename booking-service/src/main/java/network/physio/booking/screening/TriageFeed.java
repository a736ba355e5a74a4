package network.physio.booking.screening;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** Pulls triage's keys and stops every 30 seconds. When triage does not answer, booking goes on with the last ones. */
@ApplicationScoped
class TriageFeed {

    private static final Logger LOG = Logger.getLogger(TriageFeed.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TriageRecords records;
    private final PassVerifier verifier;
    private final ScreeningSettings settings;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    TriageFeed(TriageRecords records, PassVerifier verifier, ScreeningSettings settings) {
        this.records = records;
        this.verifier = verifier;
        this.settings = settings;
    }

    void begin(@Observes StartupEvent started) {
        try (ExecutorService soon = Executors.newVirtualThreadPerTaskExecutor()) {
            soon.execute(this::pull);
        }
    }

    @Scheduled(every = "30s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void pull() {
        try {
            Optional<String> keys = get("/triage/v1/keys");
            if (keys.isPresent()) {
                Map<String, String> jwks = new JsonWebKeySet(keys.get())
                        .getJsonWebKeys().stream()
                                .collect(Collectors.toMap(
                                        JsonWebKey::getKeyId,
                                        key -> key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY)));
                QuarkusTransaction.requiringNew().run(() -> records.keepKeys(jwks));
            }
            get("/triage/v1/stops").flatMap(verifier::stops).ifPresent(this::keep);
        } catch (JoseException | ClassCastException | DateTimeException | NullPointerException unreadable) {
            LOG.warnf("triage's keys or stops cannot be read (%s); the last ones stay", unreadable.getClass());
        }
    }

    private void keep(JwtClaims stops) {
        long sequence = ((Number) stops.getClaimValue("sequence")).longValue();
        Instant issuedAt = Instant.parse((String) stops.getClaimValue("issuedAt"));
        QuarkusTransaction.requiringNew()
                .run(() -> records.keepStops(
                        sequence,
                        issuedAt,
                        entries(stops, "passes", "jti"),
                        entries(stops, "subjects", "subjectHash")));
    }

    private static List<TriageRecords.Stop> entries(JwtClaims stops, String list, String of) {
        return ((List<?>) stops.getClaimValue(list))
                .stream()
                        .map(entry -> (Map<?, ?>) entry)
                        .map(entry -> new TriageRecords.Stop(
                                String.valueOf(entry.get(of)), Instant.parse(String.valueOf(entry.get("until")))))
                        .toList();
    }

    private Optional<String> get(String path) {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(settings.triage().resolve(path))
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException unreachable) {
            LOG.debugf("triage does not answer: %s", unreachable.getMessage());
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
