package network.physio.http.once;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The answers kept for idempotency keys, each with the fingerprint of the request that it answered. */
@ApplicationScoped
class Answers {

    private static final Duration KEPT = Duration.ofHours(24);

    private final Jdbi database;
    private final Clock clock;

    Answers(Jdbi database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A key belongs to the principal who sent it: two callers may use the same one. */
    record Key(String scope, String key) {}

    record Stored(String fingerprint, Once.WrittenAnswer answer) {
        boolean matches(String other) {
            return fingerprint.equals(other);
        }
    }

    /** Whether this transaction is the only one now working for the key. */
    boolean claim(Key key) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT pg_try_advisory_xact_lock(hashtextextended(:scope || ' ' || :key, 0))
                        """)
                .bind("scope", key.scope())
                .bind("key", key.key())
                .mapTo(Boolean.class)
                .one());
    }

    Optional<Stored> find(Key key, Instant now) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT fingerprint, status, body, location, etag
                          FROM answer
                         WHERE scope = :scope AND key = :key AND created_at > :oldest
                        """)
                .bind("scope", key.scope())
                .bind("key", key.key())
                .bind("oldest", now.minus(KEPT).atOffset(ZoneOffset.UTC))
                .map((row, context) -> new Stored(
                        row.getString("fingerprint"),
                        new Once.WrittenAnswer(
                                row.getInt("status"),
                                row.getBytes("body"),
                                row.getString("location"),
                                row.getString("etag"))))
                .findOne());
    }

    void store(Key key, String fingerprint, Once.WrittenAnswer answer, Instant now) {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO answer (scope, key, fingerprint, status, body, location, etag, created_at)
                        VALUES (:scope, :key, :fingerprint, :status, :body, :location, :etag, :now)
                        ON CONFLICT (scope, key) DO UPDATE
                           SET fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body,
                               location = excluded.location, etag = excluded.etag, created_at = excluded.created_at
                        """)
                .bind("scope", key.scope())
                .bind("key", key.key())
                .bind("fingerprint", fingerprint)
                .bind("status", answer.status())
                .bind("body", answer.body())
                .bind("location", answer.location())
                .bind("etag", answer.etag())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute());
    }

    @Scheduled(every = "10m", delayed = "1m")
    void forgetOld() {
        Instant oldest = clock.instant().minus(KEPT);
        database.useHandle(handle -> handle.createUpdate("DELETE FROM answer WHERE created_at <= :oldest")
                .bind("oldest", oldest.atOffset(ZoneOffset.UTC))
                .execute());
    }
}
