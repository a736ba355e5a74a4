package network.physio.booking.availability;

import static network.physio.booking.availability.Columns.id;
import static network.physio.booking.availability.Columns.span;
import static network.physio.booking.availability.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads claims, as the picture of what is taken needs them. */
@ApplicationScoped
class StoredClaims {

    private final Jdbi database;

    StoredClaims(Jdbi database) {
        this.database = database;
    }

    /**
     * A claim.
     *
     * @param way whether it is the practitioner's way between two places; ways follow from the appointments
     * @param workAt the clinic at which a practitioner works in it
     * @param expiresAt when the hold it is for runs out, null for all others
     */
    record Row(
            UUID resourceId,
            short unit,
            Span span,
            boolean way,
            @Nullable UUID appointmentId,
            @Nullable UUID workAt,
            @Nullable Instant expiresAt) {

        /** Whether it is of a hold that others may displace. */
        boolean hasLapsed(Instant now) {
            return expiresAt != null && !expiresAt.isAfter(now.minus(Diaries.GRACE));
        }
    }

    /** The claims of these resources that reach into these spans. */
    List<Row> of(Map<UUID, Span> wanted) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT c.resource_id, c.unit, lower(c.during) AS starts_at, upper(c.during) AS ends_at,
                               c.kind = 'travel' AS way, c.appointment_id,
                               CASE WHEN r.kind = 'practitioner' THEN a.clinic_id END AS work_at,
                               CASE WHEN a.state = 'held' THEN a.expires_at END AS expires_at
                          FROM unnest(:resources, :starts, :ends) AS wanted (id, starts_at, ends_at)
                          JOIN resource r ON r.id = wanted.id
                          JOIN claim c ON c.resource_id = wanted.id
                                      AND c.during && tstzrange(wanted.starts_at, wanted.ends_at)
                          LEFT JOIN appointment a ON a.id = c.appointment_id
                        """)
                .bind("resources", wanted.keySet().toArray(UUID[]::new))
                .bind(
                        "starts",
                        wanted.values().stream().map(span -> utc(span.start())).toArray(OffsetDateTime[]::new))
                .bind(
                        "ends",
                        wanted.values().stream().map(span -> utc(span.end())).toArray(OffsetDateTime[]::new))
                .map((row, context) -> row(row))
                .list());
    }

    private static Row row(ResultSet row) throws SQLException {
        OffsetDateTime expiresAt = row.getObject("expires_at", OffsetDateTime.class);
        return new Row(
                id(row, "resource_id"),
                row.getShort("unit"),
                span(row, "starts_at", "ends_at"),
                row.getBoolean("way"),
                row.getObject("appointment_id", UUID.class),
                row.getObject("work_at", UUID.class),
                expiresAt == null ? null : expiresAt.toInstant());
    }
}
