package network.physio.booking.availability;

import static network.physio.booking.column.Columns.id;
import static network.physio.booking.column.Columns.numbers;
import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** Reads the sessions in which a seat can be had, with who sits there. */
@ApplicationScoped
class StoredSessions {

    private static final String SELECT = """
            SELECT s.id, s.treatment_id, s.clinic_id, s.practitioner_id, s.room_id, s.starts_at, s.minutes,
                   ARRAY(SELECT u.unit FROM resource_unit u WHERE u.resource_id = s.id ORDER BY u.unit) AS units,
                   c.unit, c.appointment_id, hold.expires_at
              FROM session s
              LEFT JOIN claim c ON c.resource_id = s.id AND c.during && tstzrange(s.starts_at, s.ends_at)
              LEFT JOIN appointment hold ON hold.id = c.appointment_id AND hold.state = 'held'
             WHERE s.state = 'scheduled' AND NOT s.rebooking_needed
            """;

    private static final String ORDER = " ORDER BY s.starts_at, s.id, c.unit";

    private final Jdbi database;

    StoredSessions(Jdbi database) {
        this.database = database;
    }

    List<GroupSession> endingAfter(Instant time) {
        return read(" AND s.ends_at > :after", query -> query.bind("after", utc(time)));
    }

    /** Those of these that are scheduled and end after this time. */
    List<GroupSession> these(Collection<UUID> ids, Instant time) {
        return read(
                " AND s.ends_at > :after AND s.id = ANY (:ids)",
                query -> query.bind("after", utc(time)).bind("ids", ids.toArray(UUID[]::new)));
    }

    /** Those that these practitioners give at these clinics within the window. */
    List<GroupSession> inDiaries(Collection<Offering> offerings, Span window) {
        return read(
                " AND s.practitioner_id = ANY (:practitioners) AND s.clinic_id = ANY (:clinics)"
                        + " AND s.starts_at >= :from AND s.starts_at < :until",
                query -> query.bind("practitioners", ids(offerings.stream().map(Offering::practitionerId)))
                        .bind("clinics", ids(offerings.stream().map(Offering::clinicId)))
                        .bind("from", utc(window.start()))
                        .bind("until", utc(window.end())));
    }

    private static UUID[] ids(Stream<UUID> ids) {
        return ids.distinct().toArray(UUID[]::new);
    }

    private List<GroupSession> read(String where, UnaryOperator<Query> bound) {
        Map<UUID, GroupSession> sessions = new LinkedHashMap<>();
        database.useHandle(handle -> bound.apply(handle.createQuery(SELECT + where + ORDER))
                .map((row, context) -> sessions.merge(id(row, "id"), session(row), StoredSessions::both))
                .list());
        return List.copyOf(sessions.values());
    }

    /** Each row holds one seat. */
    private static GroupSession both(GroupSession one, GroupSession other) {
        List<GroupSession.Seat> seats = new ArrayList<>(one.seats());
        seats.addAll(other.seats());
        return new GroupSession(
                one.id(),
                one.treatmentId(),
                one.clinicId(),
                one.practitionerId(),
                one.roomId(),
                one.startTick(),
                one.minutes(),
                one.units(),
                List.copyOf(seats));
    }

    private static GroupSession session(ResultSet row) throws SQLException {
        return new GroupSession(
                id(row, "id"),
                id(row, "treatment_id"),
                id(row, "clinic_id"),
                id(row, "practitioner_id"),
                row.getObject("room_id", UUID.class),
                Span.tickAtOrAfter(
                        row.getObject("starts_at", OffsetDateTime.class).toInstant()),
                row.getInt("minutes"),
                numbers(row, "units").stream().map(Integer::shortValue).toList(),
                row.getObject("appointment_id") == null ? List.of() : List.of(seat(row)));
    }

    private static GroupSession.Seat seat(ResultSet row) throws SQLException {
        OffsetDateTime expiresAt = row.getObject("expires_at", OffsetDateTime.class);
        return new GroupSession.Seat(
                row.getShort("unit"), id(row, "appointment_id"), expiresAt == null ? null : expiresAt.toInstant());
    }
}
