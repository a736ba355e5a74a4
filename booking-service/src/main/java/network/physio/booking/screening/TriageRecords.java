package network.physio.booking.screening;

import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** What booking keeps of triage, so that it can decide while triage is down: keys, stops, and who used which pass. */
@ApplicationScoped
class TriageRecords {

    private final Jdbi database;

    TriageRecords(Jdbi database) {
        this.database = database;
    }

    /** The public key with this id as a JWK. */
    Optional<String> key(String kid) {
        return database.withHandle(handle -> handle.createQuery("SELECT jwk FROM triage_key WHERE kid = :kid")
                .bind("kid", kid)
                .mapTo(String.class)
                .findOne());
    }

    void keepKeys(Map<String, String> jwks) {
        database.useHandle(handle -> jwks.forEach((kid, jwk) ->
                handle.createUpdate("""
                        INSERT INTO triage_key (kid, jwk) VALUES (:kid, :jwk)
                        ON CONFLICT (kid) DO UPDATE SET jwk = excluded.jwk
                        """).bind("kid", kid).bind("jwk", jwk).execute()));
    }

    /** A stop that ends by itself: of a pass (its id) or of a person (the hash of their subject). */
    record Stop(String of, Instant until) {}

    /** Replaces the stops, unless the list is older than the one kept. */
    void keepStops(long sequence, Instant issuedAt, List<Stop> passes, List<Stop> subjects) {
        database.useHandle(handle -> {
            int newer = handle.createUpdate("""
                            INSERT INTO triage_stops (sequence, issued_at) VALUES (:sequence, :issuedAt)
                            ON CONFLICT (only_row) DO UPDATE
                               SET sequence = excluded.sequence, issued_at = excluded.issued_at
                             WHERE triage_stops.sequence <= excluded.sequence
                               AND triage_stops.issued_at <= excluded.issued_at
                            """)
                    .bind("sequence", sequence)
                    .bind("issuedAt", utc(issuedAt))
                    .execute();
            if (newer == 0) {
                return;
            }
            handle.execute("DELETE FROM stopped_pass");
            handle.execute("DELETE FROM stopped_subject");
            passes.forEach(stop -> handle.createUpdate("INSERT INTO stopped_pass (jti, ends_at) VALUES (:jti, :until)")
                    .bind("jti", UUID.fromString(stop.of()))
                    .bind("until", utc(stop.until()))
                    .execute());
            subjects.forEach(stop -> handle.createUpdate(
                            "INSERT INTO stopped_subject (subject_hash, ends_at) VALUES (:hash, :until)")
                    .bind("hash", stop.of())
                    .bind("until", utc(stop.until()))
                    .execute());
        });
    }

    /** When the list of stops we keep was signed; empty before the first. */
    Optional<Instant> stopsIssuedAt() {
        return database.withHandle(handle -> handle.createQuery("SELECT issued_at FROM triage_stops")
                .mapTo(OffsetDateTime.class)
                .findOne()
                .map(OffsetDateTime::toInstant));
    }

    boolean isRevoked(UUID pass, Instant now) {
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT EXISTS (SELECT FROM stopped_pass WHERE jti = :pass AND ends_at > :now)")
                .bind("pass", pass)
                .bind("now", utc(now))
                .mapTo(Boolean.class)
                .one());
    }

    boolean isStopped(Collection<String> subjectHashes, Instant now) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT FROM stopped_subject
                                        WHERE subject_hash = ANY (:hashes) AND ends_at > :now)
                        """)
                .bind("hashes", subjectHashes.toArray(String[]::new))
                .bind("now", utc(now))
                .mapTo(Boolean.class)
                .one());
    }

    /** Binds a pass to its first patient; whether it is (now) this patient's. */
    boolean bind(ScreeningPass pass, UUID patient, Instant now) {
        return database.withHandle(handle -> {
            handle.createUpdate("""
                            INSERT INTO screening_pass_use (jti, assessment_id, patient_id, used_at)
                            VALUES (:jti, :assessment, :patient, :now)
                            ON CONFLICT DO NOTHING
                            """)
                    .bind("jti", pass.id())
                    .bind("assessment", pass.assessmentId())
                    .bind("patient", patient)
                    .bind("now", utc(now))
                    .execute();
            // Whoever was merged into the patient was the same person.
            return handle.createQuery("""
                            SELECT EXISTS (SELECT FROM screening_pass_use u JOIN patient p ON p.id = u.patient_id
                                            WHERE u.jti = :jti AND :patient IN (p.id, p.merged_into))
                            """)
                    .bind("jti", pass.id())
                    .bind("patient", patient)
                    .mapTo(Boolean.class)
                    .one();
        });
    }
}
