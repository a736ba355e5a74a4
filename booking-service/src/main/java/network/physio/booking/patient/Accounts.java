package network.physio.booking.patient;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.http.Ids;
import network.physio.http.sql.Sql;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Which accounts may act for which patient. */
@ApplicationScoped
public class Accounts {

    /** Nobody has checked that the account is who it says; a merge does not take such a link along unasked. */
    public static final String SELF_REGISTERED = "self-registered";

    private static final String VALID = "valid_from <= :now AND (valid_until IS NULL OR valid_until > :now)";

    private final Jdbi database;
    private final Sql sql;
    private final Clock clock;

    Accounts(Jdbi database, Sql sql, Clock clock) {
        this.database = database;
        this.sql = sql;
        this.clock = clock;
    }

    /** What an account is given. */
    public record Link(
            String subject,
            UUID patientId,
            Relation relation,
            String scope,
            OffsetDateTime from,
            @Nullable OffsetDateTime until,
            String verifiedBy) {}

    /** Adds the link; empty when the account is linked to the patient already, or is another patient itself. */
    public Optional<UUID> add(Link link) {
        UUID id = Ids.at(clock.instant());
        int added = database.withHandle(handle -> handle.createUpdate("""
                        INSERT INTO patient_access (id, subject, patient_id, relation, scope, valid_from, valid_until,
                                                    verified_by)
                        VALUES (:id, :subject, :patient, :relation, :scope, :from, :until, :verifiedBy)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("id", id)
                .bind("subject", link.subject())
                .bind("patient", link.patientId())
                .bind("relation", link.relation().code())
                .bind("scope", link.scope())
                .bind("from", link.from())
                .bind("until", link.until())
                .bind("verifiedBy", link.verifiedBy())
                .execute());
        return added == 1 ? Optional.of(id) : Optional.empty();
    }

    /** What whoever enters a patient with an account is to it from now on; unchecked until reception says more. */
    boolean addSelfRegistered(UUID patientId, String subject, Relation relation) {
        return add(new Link(subject, patientId, relation, "full", now(), null, SELF_REGISTERED))
                .isPresent();
    }

    /** The patient whom this account is itself. */
    public Optional<UUID> selfOf(String subject) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT patient_id FROM patient_access
                         WHERE subject = :subject AND relation = 'self' AND valid_until IS NULL
                        """)
                .bind("subject", subject)
                .mapTo(UUID.class)
                .findOne());
    }

    /** What the account is to the patient now. */
    public Optional<Relation> relation(UUID patientId, String subject) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT relation FROM patient_access
                         WHERE patient_id = :patient AND subject = :subject AND\s""" + VALID + """
                         ORDER BY relation = 'self' DESC, id
                         LIMIT 1
                        """)
                .bind("patient", patientId)
                .bind("subject", subject)
                .bind("now", now())
                .mapTo(String.class)
                .map(Relation::of)
                .findOne());
    }

    /** Whether the account may act for the patient, or might once. */
    public boolean isOrWasLinked(UUID patientId, String subject) {
        return sql.statement("""
                        SELECT EXISTS (SELECT FROM patient_access WHERE patient_id = :patient AND subject = :subject)
                        """)
                .bind("patient", patientId)
                .bind("subject", subject)
                .one(row -> row.getBoolean(1));
    }

    /** The accounts that are this patient themselves. */
    List<String> selves(UUID patientId) {
        return sql.statement("""
                        SELECT DISTINCT subject
                          FROM patient_access
                         WHERE patient_id = :patient AND relation = 'self' AND\s""" + VALID + """
                         ORDER BY subject
                        """)
                .bind("patient", patientId)
                .bind("now", now())
                .list(row -> row.getString("subject"));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
