package network.physio.booking.session;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.availability.Diaries;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The rows of sessions and the units that are their seats. Whoever changes one has locked its practitioner before it. */
@ApplicationScoped
class Sessions {

    private static final String SELECT = """
            SELECT s.*, t.code AS treatment_code, t.name AS treatment_name, p.code AS practitioner_code,
                   p.given_name || ' ' || p.family_name AS practitioner_name, r.name AS room_name,
                   (SELECT count(*) FROM resource_unit u WHERE u.resource_id = s.id) AS capacity,
                   (SELECT count(*) FROM claim c JOIN appointment a ON a.id = c.appointment_id
                     WHERE c.resource_id = s.id AND (a.state <> 'held' OR a.expires_at > :displaceable)) AS taken
              FROM session s
              JOIN treatment t ON t.id = s.treatment_id
              JOIN practitioner p ON p.id = s.practitioner_id
              LEFT JOIN room r ON r.id = s.room_id
            """;

    private final Jdbi database;

    Sessions(Jdbi database) {
        this.database = database;
    }

    Optional<Session> find(UUID clinic, UUID id, Instant now) {
        return database.withHandle(handle -> handle.createQuery(SELECT + " WHERE s.clinic_id = :clinic AND s.id = :id")
                .bind("clinic", clinic)
                .bind("id", id)
                .bind("displaceable", displaceable(now))
                .map((row, context) -> session(row))
                .findOne());
    }

    /** Whichever clinic it is of. */
    Optional<Session> find(UUID id, Instant now) {
        return database.withHandle(handle -> handle.createQuery(SELECT + " WHERE s.id = :id")
                .bind("id", id)
                .bind("displaceable", displaceable(now))
                .map((row, context) -> session(row))
                .findOne());
    }

    /** Locks the row and reads it again; nothing changes it until the transaction ends. */
    Session locked(UUID id, Instant now) {
        return database.withHandle(handle -> handle.createQuery(SELECT + " WHERE s.id = :id FOR UPDATE OF s")
                .bind("id", id)
                .bind("displaceable", displaceable(now))
                .map((row, context) -> session(row))
                .one());
    }

    /** What a list is narrowed to; null asks nothing. */
    record Filter(
            UUID clinic,
            @Nullable UUID treatment,
            @Nullable UUID practitioner,
            Session.@Nullable State state,
            Instant from,
            @Nullable Instant until) {}

    /** The sort key of the last row of the page before. */
    record After(Instant startsAt, UUID id) {}

    /** By start. */
    List<Session> list(Filter filter, @Nullable After after, int limit, Instant now) {
        return database.withHandle(handle -> handle.createQuery(SELECT + """
                         WHERE s.clinic_id = :clinic
                           AND (:treatment::uuid IS NULL OR s.treatment_id = :treatment)
                           AND (:practitioner::uuid IS NULL OR s.practitioner_id = :practitioner)
                           AND (:state::text IS NULL OR s.state = :state)
                           AND s.starts_at >= :from
                           AND (:until::timestamptz IS NULL OR s.starts_at < :until)
                           AND (:afterStart::timestamptz IS NULL OR (s.starts_at, s.id) > (:afterStart, :afterId))
                         ORDER BY s.starts_at, s.id
                         LIMIT :limit
                        """)
                .bind("clinic", filter.clinic())
                .bind("treatment", filter.treatment())
                .bind("practitioner", filter.practitioner())
                .bind("state", filter.state() == null ? null : filter.state().code())
                .bind("from", utc(filter.from()))
                .bind("until", filter.until() == null ? null : utc(filter.until()))
                .bind("afterStart", after == null ? null : utc(after.startsAt()))
                .bind("afterId", after == null ? null : after.id())
                .bind("limit", limit)
                .bind("displaceable", displaceable(now))
                .map((row, context) -> session(row))
                .list());
    }

    /** A new session, before it has a row. */
    record New(
            UUID id,
            UUID clinicId,
            UUID treatmentId,
            UUID practitionerId,
            @Nullable UUID roomId,
            int minutes,
            Instant startsAt,
            ZoneId zone,
            int capacity) {}

    void add(New made, Instant now) {
        database.useHandle(handle -> {
            handle.execute("INSERT INTO resource (id, kind) VALUES (?, 'session')", made.id());
            handle.createUpdate("""
                            INSERT INTO session (id, state, clinic_id, treatment_id, practitioner_id, room_id, minutes,
                                                 starts_at, ends_at, zone, created_at, updated_at)
                            VALUES (:id, 'scheduled', :clinic, :treatment, :practitioner, :room, :minutes,
                                    :startsAt, :endsAt, :zone, :now, :now)
                            """)
                    .bind("id", made.id())
                    .bind("clinic", made.clinicId())
                    .bind("treatment", made.treatmentId())
                    .bind("practitioner", made.practitionerId())
                    .bind("room", made.roomId())
                    .bind("minutes", made.minutes())
                    .bind("startsAt", utc(made.startsAt()))
                    .bind("endsAt", utc(made.startsAt().plusSeconds(60L * made.minutes())))
                    .bind("zone", made.zone().getId())
                    .bind("now", utc(now))
                    .execute();
        });
        addSeats(made.id(), made.capacity());
    }

    /** Adds so many seats, under the lowest numbers that are free. */
    void addSeats(UUID id, int seats) {
        database.useHandle(handle ->
                handle.createUpdate("""
                        INSERT INTO resource_unit (resource_id, unit, kind)
                        SELECT :id, n, 'normal'
                          FROM generate_series(0, (SELECT count(*) FROM resource_unit WHERE resource_id = :id) + :seats - 1) n
                         WHERE NOT EXISTS (SELECT FROM resource_unit u WHERE u.resource_id = :id AND u.unit = n)
                         ORDER BY n
                         LIMIT :seats
                        """).bind("id", id).bind("seats", seats).execute());
    }

    /** Takes away so many seats that nobody has; whoever sits stays where they sit. */
    void removeSeats(UUID id, int seats) {
        database.useHandle(handle ->
                handle.createUpdate("""
                        DELETE FROM resource_unit
                         WHERE resource_id = :id AND unit IN (
                               SELECT u.unit FROM resource_unit u
                                WHERE u.resource_id = :id
                                  AND NOT EXISTS (SELECT FROM claim c WHERE c.resource_id = :id AND c.unit = u.unit)
                                ORDER BY u.unit DESC
                                LIMIT :seats)
                        """).bind("id", id).bind("seats", seats).execute());
    }

    /** Whoever gives it now, where; with that it is no longer in need of somebody. */
    void handOver(UUID id, UUID practitioner, @Nullable UUID room, Instant now) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE session
                           SET practitioner_id = :practitioner, room_id = :room, rebooking_needed = false,
                               version = version + 1, updated_at = :now
                         WHERE id = :id
                        """)
                .bind("id", id)
                .bind("practitioner", practitioner)
                .bind("room", room)
                .bind("now", utc(now))
                .execute());
    }

    /** Counts its version, for whoever keeps what they read of it: its seats are rows of their own. */
    void touch(UUID id, Instant now) {
        database.useHandle(handle -> handle.createUpdate(
                        "UPDATE session SET version = version + 1, updated_at = :now WHERE id = :id")
                .bind("id", id)
                .bind("now", utc(now))
                .execute());
    }

    void cancel(UUID id, String reason, Instant now) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE session
                           SET state = 'cancelled', cancel_reason = :reason, cancelled_at = :now,
                               version = version + 1, updated_at = :now
                         WHERE id = :id
                        """)
                .bind("id", id)
                .bind("reason", reason)
                .bind("now", utc(now))
                .execute());
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                id(row, "id"),
                row.getLong("version"),
                Session.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                id(row, "clinic_id"),
                new Session.Named(
                        id(row, "treatment_id"), row.getString("treatment_code"), row.getString("treatment_name")),
                new Session.Named(
                        id(row, "practitioner_id"),
                        row.getString("practitioner_code"),
                        row.getString("practitioner_name")),
                row.getObject("room_id", UUID.class),
                row.getString("room_name"),
                row.getInt("minutes"),
                row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                ZoneId.of(row.getString("zone")),
                row.getInt("capacity"),
                row.getInt("taken"),
                row.getBoolean("rebooking_needed"),
                row.getString("cancel_reason"));
    }

    private static OffsetDateTime displaceable(Instant now) {
        return utc(now.minus(Diaries.GRACE));
    }

    private static UUID id(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
