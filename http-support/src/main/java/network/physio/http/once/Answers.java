package network.physio.http.once;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import network.physio.http.sql.Sql;

/** The answers kept for idempotency keys, each with the fingerprint of the request that it answered. */
@ApplicationScoped
class Answers {

    private static final Duration KEPT = Duration.ofHours(24);

    private final Sql sql;
    private final Clock clock;

    Answers(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** A key belongs to the principal who sent it: two callers may use the same one. */
    record Key(String scope, String key) {}

    /** What a key comes to: it is this transaction's to work for, was answered already, or is another one's now. */
    sealed interface Turn {
        record Ours() implements Turn {}

        record Answered(String fingerprint, Once.WrittenAnswer answer) implements Turn {
            boolean matches(String other) {
                return fingerprint.equals(other);
            }
        }

        record Others() implements Turn {}
    }

    /**
     * Asks for the turn. An answer that is committed while this is asked may be missed here; {@link #store} and {@link #has}
     * find it.
     *
     * <p>The statements of a write find few rows by their keys. PostgreSQL plans those that are given arrays anew each time,
     * which takes longer than to run them; from here to the end of the transaction it keeps to one plan for each: see
     * docs/decisions/0012-one-plan-for-each-statement-of-a-write.md.
     */
    Turn turn(Key key, Instant now) {
        return sql.statement("""
                        SELECT turn.ours, set_config('plan_cache_mode', 'force_generic_plan', true), stored.*
                          FROM (SELECT pg_try_advisory_xact_lock(hashtextextended(:scope || ' ' || :key, 0)) AS ours) turn
                          LEFT JOIN answer stored
                                 ON stored.scope = :scope AND stored.key = :key AND stored.created_at > :oldest
                        """)
                .bind("scope", key.scope())
                .bind("key", key.key())
                .bind("oldest", oldest(now))
                .one(Answers::turn);
    }

    private static Turn turn(ResultSet row) throws SQLException {
        String fingerprint = row.getString("fingerprint");
        if (fingerprint != null) {
            return new Turn.Answered(
                    fingerprint,
                    new Once.WrittenAnswer(
                            row.getInt("status"),
                            row.getBytes("body"),
                            row.getString("location"),
                            row.getString("etag")));
        }
        return row.getBoolean("ours") ? new Turn.Ours() : new Turn.Others();
    }

    /**
     * Keeps the answer, over one that is forgotten by now.
     *
     * @return false when another transaction has answered the key since the turn was asked for: this one must roll back
     */
    boolean store(Key key, String fingerprint, Once.WrittenAnswer answer, Instant now) {
        return sql.statement("""
                        INSERT INTO answer (scope, key, fingerprint, status, body, location, etag, created_at)
                        VALUES (:scope, :key, :fingerprint, :status, :body, :location, :etag, :now)
                        ON CONFLICT (scope, key) DO UPDATE
                           SET fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body,
                               location = excluded.location, etag = excluded.etag, created_at = excluded.created_at
                         WHERE answer.created_at <= :oldest
                        """)
                        .bind("scope", key.scope())
                        .bind("key", key.key())
                        .bind("fingerprint", fingerprint)
                        .bind("status", answer.status())
                        .bind("body", answer.body())
                        .bind("location", answer.location())
                        .bind("etag", answer.etag())
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .bind("oldest", oldest(now))
                        .execute()
                == 1;
    }

    /** Whether the key is answered by now. */
    boolean has(Key key, Instant now) {
        return sql.statement("SELECT FROM answer WHERE scope = :scope AND key = :key AND created_at > :oldest")
                .bind("scope", key.scope())
                .bind("key", key.key())
                .bind("oldest", oldest(now))
                .findOne(row -> true)
                .isPresent();
    }

    private static OffsetDateTime oldest(Instant now) {
        return now.minus(KEPT).atOffset(ZoneOffset.UTC);
    }

    @Scheduled(every = "10m", delayed = "1m")
    void forgetOld() {
        sql.statement("DELETE FROM answer WHERE created_at <= :oldest")
                .bind("oldest", oldest(clock.instant()))
                .execute();
    }
}
