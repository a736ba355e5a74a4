package network.physio.booking.patient.account;

import static network.physio.booking.column.Columns.constant;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.patient.Relation;
import network.physio.booking.patient.RetentionSettings;
import org.jdbi.v3.core.Jdbi;

/** The links of accounts to a patient, as they are shown and ended. */
@ApplicationScoped
class LinkedAccounts {

    private static final String SELECT = """
            SELECT * FROM patient_access
             WHERE patient_id = :patient AND (valid_until IS NULL OR valid_until > :now)
            """;

    private final Jdbi database;
    private final RetentionSettings retention;
    private final Clock clock;

    LinkedAccounts(Jdbi database, RetentionSettings retention, Clock clock) {
        this.database = database;
        this.retention = retention;
        this.clock = clock;
    }

    /** Those that have not ended. */
    List<LinkedAccount> of(UUID patient) {
        return database.withHandle(handle -> handle.createQuery(SELECT + " ORDER BY id")
                .bind("patient", patient)
                .bind("now", now())
                .map((row, context) -> read(row))
                .list());
    }

    Optional<LinkedAccount> find(UUID patient, UUID id) {
        return database.withHandle(handle -> handle.createQuery(SELECT + " AND id = :id")
                .bind("patient", patient)
                .bind("id", id)
                .bind("now", now())
                .map((row, context) -> read(row))
                .findOne());
    }

    /**
     * From now on it is none; one that has not begun never was. The row stays, since it says who could see what when. Whoever
     * entered a provisional patient with this account reads it no more either, and no link to manage a visit opens it any
     * more, since nobody knows who has them.
     */
    boolean end(UUID patient, UUID id) {
        return database.withHandle(handle -> {
            int ended = handle.createUpdate("""
                            UPDATE patient_access SET valid_until = greatest(valid_from, :now)
                             WHERE id = :id AND patient_id = :patient AND (valid_until IS NULL OR valid_until > :now)
                            """)
                    .bind("id", id)
                    .bind("patient", patient)
                    .bind("now", now())
                    .execute();
            handle.createUpdate("""
                            UPDATE patient p SET owner = NULL, retain_until = :until, version = p.version + 1
                              FROM patient_access a
                             WHERE p.id = :patient AND a.id = :id AND a.patient_id = p.id
                               AND p.owner = 'user:' || a.subject
                            """)
                    .bind("id", id)
                    .bind("patient", patient)
                    .bind("until", retention.guestsGo(now().toLocalDate()))
                    .execute();
            handle.createUpdate("""
                            UPDATE manage_link l SET revoked_at = :now
                              FROM appointment v
                             WHERE v.patient_id = :patient AND l.appointment_id = v.id AND l.revoked_at IS NULL
                            """).bind("patient", patient).bind("now", now()).execute();
            return ended == 1;
        });
    }

    private static LinkedAccount read(ResultSet row) throws SQLException {
        return new LinkedAccount(
                row.getObject("id", UUID.class),
                row.getString("subject"),
                Relation.of(row.getString("relation")),
                constant(Scope.class, row.getString("scope")),
                row.getObject("valid_from", OffsetDateTime.class),
                row.getObject("valid_until", OffsetDateTime.class),
                row.getString("verified_by"));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
