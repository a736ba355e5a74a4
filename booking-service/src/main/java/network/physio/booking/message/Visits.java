package network.physio.booking.message;

import static network.physio.booking.column.Columns.instant;
import static network.physio.booking.column.Columns.texts;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads appointments as letters are about them, with the contact as it is now. */
@ApplicationScoped
class Visits {

    private final Jdbi database;

    Visits(Jdbi database) {
        this.database = database;
    }

    Optional<Visit> find(UUID appointmentId) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT a.id, a.state, a.starts_at, a.ends_at, a.expires_at, a.place, a.zone, a.booked_by,
                               a.rebooking_needed, a.cancelled_by, coalesce(a.fee_amount, 0) AS fee, a.late_move_fee,
                               a.price_currency,
                               t.name AS treatment, t.hands_on, t.always_techniques || t.may_techniques AS techniques,
                               r.given_name || ' ' || r.family_name AS practitioner,
                               c.name AS clinic, c.street, c.suburb, c.phone AS clinic_phone, c.email AS clinic_email,
                               p.id AS patient, p.email, p.language, p.zone AS patient_zone, p.deceased, p.do_not_contact,
                               coalesce(o.switched_off, '{}') AS switched_off
                          FROM appointment a
                          JOIN treatment t ON t.id = a.treatment_id
                          JOIN practitioner r ON r.id = a.practitioner_id
                          JOIN clinic c ON c.id = a.clinic_id
                          LEFT JOIN patient q ON q.id = a.patient_id
                          LEFT JOIN patient p ON p.id = coalesce(q.merged_into, q.id) AND p.erased_at IS NULL
                          LEFT JOIN message_preference o ON o.patient_id = p.id AND o.channel = 'email'
                         WHERE a.id = :id
                        """)
                .bind("id", appointmentId)
                .map((row, context) -> visit(row))
                .findOne());
    }

    /** How the patient is reached now, also when the record was merged into another one. */
    Optional<Visit.Addressee> addressee(UUID patientId) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT p.id AS patient, p.email, p.language, p.zone AS patient_zone, p.deceased, p.do_not_contact,
                               coalesce(o.switched_off, '{}') AS switched_off
                          FROM patient q
                          JOIN patient p ON p.id = coalesce(q.merged_into, q.id)
                          LEFT JOIN message_preference o ON o.patient_id = p.id AND o.channel = 'email'
                         WHERE q.id = :id
                        """)
                .bind("id", patientId)
                .map((row, context) -> Objects.requireNonNull(addressee(row)))
                .findOne());
    }

    private static Visit visit(ResultSet row) throws SQLException {
        return new Visit(
                row.getObject("id", UUID.class),
                row.getString("state"),
                instant(row, "starts_at"),
                instant(row, "ends_at"),
                row.getObject("expires_at") == null ? null : instant(row, "expires_at"),
                row.getString("place"),
                ZoneId.of(row.getString("zone")),
                row.getString("booked_by"),
                row.getBoolean("rebooking_needed"),
                "clinic".equals(row.getString("cancelled_by")),
                row.getInt("fee"),
                row.getInt("late_move_fee"),
                row.getString("price_currency"),
                row.getString("treatment"),
                row.getBoolean("hands_on"),
                texts(row, "techniques"),
                row.getString("practitioner"),
                new Visit.Clinic(
                        row.getString("clinic"),
                        row.getString("street"),
                        row.getString("suburb"),
                        row.getString("clinic_phone"),
                        row.getString("clinic_email")),
                addressee(row));
    }

    private static Visit.@Nullable Addressee addressee(ResultSet row) throws SQLException {
        UUID patient = row.getObject("patient", UUID.class);
        return patient == null
                ? null
                : new Visit.Addressee(
                        patient,
                        row.getString("email"),
                        row.getString("language").toLowerCase(Locale.ROOT),
                        ZoneId.of(row.getString("patient_zone")),
                        row.getBoolean("deceased"),
                        row.getBoolean("do_not_contact"),
                        Set.copyOf(texts(row, "switched_off")));
    }
}
