package network.physio.triage.pass;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import network.physio.http.Ids;
import network.physio.triage.seal.ServiceSecret;
import org.jdbi.v3.core.Jdbi;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** The keys that sign passes and stops: made at first start, kept encrypted, followed by a successor in time. */
@Singleton
public class SigningKeys {

    /** Verifiers refresh more often than this, so none meets a key it cannot know. */
    private static final Duration ANNOUNCED_BEFORE_USE = Duration.ofHours(1);

    /** Longer than anything signed with a key is used. */
    private static final Duration LISTED_AFTER_USE = Duration.ofDays(30);

    private final Jdbi database;
    private final ServiceSecret secret;
    private final PassSettings settings;
    private final Clock clock;

    SigningKeys(Jdbi database, ServiceSecret secret, PassSettings settings, Clock clock) {
        this.database = database;
        this.secret = secret;
        this.settings = settings;
        this.clock = clock;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record KeyRow(String kid, String publicJwk, byte[] sealedPrivate, Instant activeFrom, Instant createdAt) {}

    void onStart(@Observes StartupEvent started) {
        addIfDue();
        try {
            signing();
        } catch (IllegalStateException unreadable) {
            throw new IllegalStateException(
                    "Triage cannot open its stored signing key: it was sealed with another secret. Start with that"
                            + " PHYSIO_TRIAGE_SECRET, or with an empty database.",
                    unreadable);
        }
    }

    @Scheduled(every = "6h", delayed = "6h")
    void addIfDue() {
        QuarkusTransaction.requiringNew().run(() -> {
            // copies of the service start together: one makes the key, the others find it
            database.useHandle(
                    handle -> handle.execute("SELECT pg_advisory_xact_lock(hashtext('triage signing key'))"));
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            List<KeyRow> keys = newestFirst();
            if (keys.isEmpty()) {
                add(now, Instant.EPOCH);
            } else if (keys.getFirst().createdAt().isBefore(now.minus(settings.newKeyAfter()))) {
                add(now, now.plus(ANNOUNCED_BEFORE_USE));
            }
        });
    }

    /** The key that signs at this instant. */
    EllipticCurveJsonWebKey signing() {
        Instant now = clock.instant();
        return newestFirst().stream()
                .filter(key -> !key.activeFrom().isAfter(now))
                .findFirst()
                .map(this::opened)
                .orElseThrow(() -> new IllegalStateException("there is no signing key"));
    }

    /** The public keys to verify with, as JSON, newest first. */
    List<String> published() {
        Instant now = clock.instant();
        List<String> published = new ArrayList<>();
        Instant successorActive = Instant.MAX;
        for (KeyRow key : newestFirst()) {
            if (successorActive.isAfter(now.minus(LISTED_AFTER_USE))) {
                published.add(key.publicJwk());
            }
            successorActive = key.activeFrom();
        }
        return published;
    }

    private List<KeyRow> newestFirst() {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT kid, public_jwk, sealed_private, active_from, created_at
                        FROM signing_key ORDER BY active_from DESC
                        """)
                .map((row, context) -> new KeyRow(
                        row.getString("kid"),
                        row.getString("public_jwk"),
                        row.getBytes("sealed_private"),
                        row.getTimestamp("active_from").toInstant(),
                        row.getTimestamp("created_at").toInstant()))
                .list());
    }

    private void add(Instant now, Instant activeFrom) {
        EllipticCurveJsonWebKey key = generated("t-" + Ids.at(now));
        byte[] closed =
                secret.seal().close(bytes(key.toJson(OutputControlLevel.INCLUDE_PRIVATE)), bytes(key.getKeyId()));
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO signing_key (kid, public_jwk, sealed_private, active_from, created_at)
                        VALUES (:kid, :public, :private, :activeFrom, :now)
                        """)
                .bind("kid", key.getKeyId())
                .bind("public", key.toJson(OutputControlLevel.PUBLIC_ONLY))
                .bind("private", closed)
                .bind("activeFrom", activeFrom)
                .bind("now", now)
                .execute());
    }

    private EllipticCurveJsonWebKey opened(KeyRow key) {
        String json = new String(secret.seal().open(key.sealedPrivate(), bytes(key.kid())), StandardCharsets.UTF_8);
        try {
            return (EllipticCurveJsonWebKey) JsonWebKey.Factory.newJwk(json);
        } catch (JoseException damaged) {
            throw new IllegalStateException("the stored signing key cannot be read", damaged);
        }
    }

    private static EllipticCurveJsonWebKey generated(String kid) {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(kid);
            key.setUse("sig");
            key.setAlgorithm(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
            return key;
        } catch (JoseException impossible) {
            throw new IllegalStateException("every Java platform has P-256", impossible);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
