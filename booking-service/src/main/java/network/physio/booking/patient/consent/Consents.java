package network.physio.booking.patient.consent;

import static network.physio.booking.column.Columns.constant;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.patient.Relation;
import org.jdbi.v3.core.Jdbi;

/** The rows of consents. None is ever changed, but for the time at which it was taken back. */
@ApplicationScoped
class Consents {

    private final Jdbi database;

    Consents(Jdbi database) {
        this.database = database;
    }

    List<Consent> of(UUID patient) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT * FROM consent WHERE patient_id = :patient ORDER BY given_at, id")
                        .bind("patient", patient)
                        .map((row, context) -> read(row))
                        .list());
    }

    void add(UUID patient, Consent consent) {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO consent (id, patient_id, kind, text_version, given_by, relation, given_at, recorded_by)
                        VALUES (:id, :patient, :kind, :textVersion, :givenBy, :relation, :givenAt, :recordedBy)
                        """)
                .bind("id", consent.id())
                .bind("patient", patient)
                .bind("kind", consent.kind().code())
                .bind("textVersion", consent.textVersion())
                .bind("givenBy", consent.givenBy())
                .bind("relation", consent.relation().code())
                .bind("givenAt", consent.givenAt())
                .bind("recordedBy", consent.recordedBy())
                .execute());
    }

    /** The consent as it is afterwards; the first time at which it was taken back stays. */
    Optional<Consent> withdraw(UUID patient, UUID consent, Instant now) {
        return database.withHandle(handle -> handle.createQuery("""
                        UPDATE consent SET withdrawn_at = coalesce(withdrawn_at, greatest(given_at, :now))
                         WHERE id = :id AND patient_id = :patient
                        RETURNING *
                        """)
                .bind("id", consent)
                .bind("patient", patient)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .map((row, context) -> read(row))
                .findOne());
    }

    private static Consent read(ResultSet row) throws SQLException {
        return new Consent(
                row.getObject("id", UUID.class),
                constant(ConsentKind.class, row.getString("kind")),
                row.getString("text_version"),
                row.getString("given_by"),
                Relation.of(row.getString("relation")),
                row.getObject("given_at", OffsetDateTime.class),
                row.getObject("withdrawn_at", OffsetDateTime.class),
                row.getString("recorded_by"));
    }
}
