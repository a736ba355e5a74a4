package network.physio.booking.message;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What the patient of one appointment was told, was to be told, and will be. */
@ApplicationScoped
class AppointmentMessages {

    private final Jdbi database;

    AppointmentMessages(Jdbi database) {
        this.database = database;
    }

    /** In whose diary the appointment stands. */
    record Place(
            String clinicCode,
            String practitionerCode,
            ZoneId zone,
            @Nullable UUID patientId) {}

    record Row(
            UUID id,
            String purpose,
            String channel,
            String state,
            @Nullable String reason,
            @Nullable String language,
            int appointmentVersion,
            int attempts,
            OffsetDateTime dueAt,
            @Nullable OffsetDateTime sentAt,
            @Nullable OffsetDateTime settledAt,
            @Nullable String settledHow) {}

    Optional<Place> placeOf(UUID appointmentId) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT c.code AS clinic, p.code AS practitioner, a.zone, a.patient_id
                          FROM appointment a
                          JOIN clinic c ON c.id = a.clinic_id
                          JOIN practitioner p ON p.id = a.practitioner_id
                         WHERE a.id = :id
                        """)
                .bind("id", appointmentId)
                .map((row, context) -> new Place(
                        row.getString("clinic"),
                        row.getString("practitioner"),
                        ZoneId.of(row.getString("zone")),
                        row.getObject("patient_id", UUID.class)))
                .findOne());
    }

    /** In the order in which they are due. */
    List<Row> of(UUID appointmentId, int limit) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM message WHERE appointment_id = :appointment
                         ORDER BY due_at, id
                         LIMIT :limit
                        """)
                .bind("appointment", appointmentId)
                .bind("limit", limit)
                .map((row, context) -> row(row))
                .list());
    }

    Row one(UUID id) {
        return database.withHandle(handle -> handle.createQuery("SELECT * FROM message WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> row(row))
                .one());
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("purpose"),
                row.getString("channel"),
                row.getString("state"),
                row.getString("reason"),
                row.getString("language"),
                row.getInt("appointment_version"),
                row.getInt("attempts"),
                row.getObject("due_at", OffsetDateTime.class),
                row.getObject("sent_at", OffsetDateTime.class),
                row.getObject("settled_at", OffsetDateTime.class),
                row.getString("settled_how"));
    }
}
