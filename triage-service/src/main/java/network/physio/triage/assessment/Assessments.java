package network.physio.triage.assessment;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import network.physio.http.Hashes;
import network.physio.http.Ids;
import network.physio.triage.disposition.Disposition;
import network.physio.triage.ruleset.Ruleset;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The stored decisions: added and read, never changed. */
@Singleton
class Assessments {

    private final Jdbi database;

    Assessments(Jdbi database) {
        this.database = database;
    }

    /**
     * @param disposition null while nothing can be said yet
     * @param sealed answers and outcome under the owner's key
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Decided(
            UUID id,
            @Nullable String owner,
            UUID keyId,
            boolean complete,
            @Nullable Disposition disposition,
            byte[] sealed,
            Instant decidedAt,
            Instant holdsUntil,
            Instant retainUntil) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stored(UUID id, Optional<String> owner, UUID keyId, byte[] sealed) {
        static Stored of(ResultSet row, StatementContext context) throws SQLException {
            return new Stored(
                    row.getObject("id", UUID.class),
                    Optional.ofNullable(row.getString("owner")),
                    row.getObject("key_id", UUID.class),
                    row.getBytes("sealed"));
        }
    }

    /** An outcome that still holds. */
    record Holding(Disposition disposition, Instant until) {}

    void add(Decided decided) {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO assessment (id, owner, key_id, status, disposition, ruleset_hash, engine_version,
                                                sealed, sealed_sha256, decided_at, holds_until, retain_until)
                        VALUES (:id, :owner, :keyId, :status, :disposition, :ruleset, :engine,
                                :sealed, :hash, :decidedAt, :holdsUntil, :retainUntil)
                        """)
                .bind("id", decided.id())
                .bind("owner", decided.owner())
                .bind("keyId", decided.keyId())
                .bind("status", decided.complete() ? "complete" : "incomplete")
                .bind(
                        "disposition",
                        Optional.ofNullable(decided.disposition())
                                .map(Disposition::name)
                                .orElse(null))
                .bind("ruleset", Ruleset.CURRENT.hash())
                .bind("engine", Ruleset.ENGINE_VERSION)
                .bind("sealed", decided.sealed())
                .bind("hash", Hashes.sha256(decided.sealed()))
                .bind("decidedAt", decided.decidedAt())
                .bind("holdsUntil", decided.holdsUntil())
                .bind("retainUntil", decided.retainUntil())
                .execute());
    }

    void addEvent(String kind, UUID assessment, Instant now) {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO event (id, kind, assessment_id, occurred_at) VALUES (:id, :kind, :assessment, :now)
                        """)
                .bind("id", Ids.at(now))
                .bind("kind", kind)
                .bind("assessment", assessment)
                .bind("now", now)
                .execute());
    }

    Optional<Stored> find(UUID id) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT id, owner, key_id, sealed FROM assessment WHERE id = :id")
                        .bind("id", id)
                        .map(Stored::of)
                        .findOne());
    }

    /** The owner's most urgent outcome that has not run out. */
    Optional<Holding> mostUrgentHolding(String owner, Instant now) {
        return database
                .withHandle(handle -> handle.createQuery("""
                                SELECT disposition, max(holds_until) AS holds_until FROM assessment
                                WHERE owner = :owner AND holds_until > :now AND disposition IS NOT NULL
                                GROUP BY disposition
                                """)
                        .bind("owner", owner)
                        .bind("now", now)
                        .map((row, context) -> new Holding(
                                Disposition.valueOf(row.getString("disposition")),
                                row.getTimestamp("holds_until").toInstant()))
                        .list())
                .stream()
                .max(Comparator.comparing(Holding::disposition));
    }
}
