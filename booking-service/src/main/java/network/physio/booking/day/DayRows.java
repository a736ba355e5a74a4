package network.physio.booking.day;

import static network.physio.booking.column.Columns.id;
import static network.physio.booking.column.Columns.texts;
import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.availability.LocalHours;
import network.physio.booking.availability.Span;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The rows of a day, each kind with one statement, however many people, rooms and appointments there are. */
@ApplicationScoped
class DayRows {

    private final Jdbi database;

    DayRows(Jdbi database) {
        this.database = database;
    }

    Optional<Day.Clinic> clinic(UUID id, LocalDate date) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT c.id, c.code, c.name, c.zone,
                               (SELECT min(h.name) FROM clinic_holiday_calendar k
                                  JOIN holiday h ON h.calendar_id = k.calendar_id
                                 WHERE k.clinic_id = c.id AND h.day = :date) AS holiday
                          FROM clinic c WHERE c.id = :id
                        """)
                .bind("id", id)
                .bind("date", date)
                .map((row, context) -> new Day.Clinic(
                        id,
                        row.getString("code"),
                        row.getString("name"),
                        ZoneId.of(row.getString("zone")),
                        row.getString("holiday")))
                .findOne());
    }

    boolean worksAt(String practitioner, UUID clinic) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT FROM practitioner p
                                        WHERE p.code = :practitioner
                                          AND (EXISTS (SELECT FROM offering o
                                                        WHERE o.practitioner_id = p.id AND o.clinic_id = :clinic)
                                               OR EXISTS (SELECT FROM roster r
                                                           WHERE r.practitioner_id = p.id AND r.clinic_id = :clinic)))
                        """)
                .bind("practitioner", practitioner)
                .bind("clinic", clinic)
                .mapTo(Boolean.class)
                .one());
    }

    /** When the clinic would be open, and when it is closed all the same. */
    record Opening(List<Stretch> hours, List<Day.Closure> closures) {}

    /** Opening hours that reach into the date, its own and those of the day before that go past midnight; and closures. */
    Opening opening(Day.Clinic clinic, LocalDate date, Stretch whole) {
        List<Stretch> hours = new ArrayList<>();
        List<Day.Closure> closures = new ArrayList<>();
        database.useHandle(handle -> handle.createQuery("""
                        SELECT d.day, h.opens AS from_time, h.closes AS until_time,
                               NULL AS id, NULL AS starts_at, NULL AS ends_at, NULL AS reason
                          FROM unnest(ARRAY[:before, :date]::date[]) AS d (day)
                          JOIN clinic_hours h ON h.weekday = extract(isodow FROM d.day)
                         WHERE h.clinic_id = :clinic
                           AND NOT EXISTS (SELECT FROM clinic_holiday_calendar k
                                             JOIN holiday y ON y.calendar_id = k.calendar_id
                                            WHERE k.clinic_id = :clinic AND y.day = d.day)
                        UNION ALL
                        SELECT NULL, NULL, NULL, id, starts_at, ends_at, reason
                          FROM closure
                         WHERE clinic_id = :clinic AND starts_at < :until AND ends_at > :from
                         ORDER BY starts_at, id
                        """)
                .bind("clinic", clinic.id())
                .bind("before", date.minusDays(1))
                .bind("date", date)
                .bind("from", utc(whole.from()))
                .bind("until", utc(whole.until()))
                .map((row, context) -> row.getObject("id") == null
                        ? hours.add(local(row, clinic.zone()).within(whole))
                        : closures.add(new Day.Closure(id(row, "id"), stretch(row), row.getString("reason"))))
                .list());
        hours.removeIf(Stretch::isEmpty);
        return new Opening(hours, closures);
    }

    /** A practitioner's rostered hours. */
    record Rostered(UUID practitioner, Day.Hours hours) {}

    /** By the rosters, or by the dated exceptions instead of them; see {@code availability/Roster} for the weeks of a fortnight. */
    List<Rostered> rostered(Day.Clinic clinic, LocalDate date, Stretch whole) {
        return database.withHandle(handle -> handle.createQuery("""
                        WITH days AS (SELECT day FROM unnest(ARRAY[:before, :date]::date[]) AS d (day))
                        SELECT r.practitioner_id, d.day, s.from_time, s.until_time, s.place
                          FROM days d
                          JOIN roster r ON r.clinic_id = :clinic AND d.day >= r.valid_from
                                       AND (r.valid_until IS NULL OR d.day <= r.valid_until)
                          JOIN roster_segment s ON s.roster_id = r.id AND s.weekday = extract(isodow FROM d.day)
                                AND (r.every_weeks = 1
                                     OR s.week = (d.day - date_trunc('week', r.valid_from::timestamp)::date) / 7 % 2)
                         WHERE NOT EXISTS (SELECT FROM roster_exception x
                                            WHERE x.practitioner_id = r.practitioner_id AND x.clinic_id = :clinic
                                              AND x.day = d.day)
                        UNION ALL
                        SELECT x.practitioner_id, d.day, x.from_time, x.until_time, x.place
                          FROM days d JOIN roster_exception x ON x.clinic_id = :clinic AND x.day = d.day
                         WHERE x.from_time IS NOT NULL
                        """)
                .bind("clinic", clinic.id())
                .bind("before", date.minusDays(1))
                .bind("date", date)
                .map((row, context) -> new Rostered(
                        id(row, "practitioner_id"),
                        new Day.Hours(local(row, clinic.zone()).within(whole), row.getString("place"))))
                .filter(rostered -> !rostered.hours().during().isEmpty())
                .list());
    }

    record Named(UUID id, String code, String name) {}

    List<Named> practitioners(List<UUID> ids) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT id, code, given_name || ' ' || family_name AS name
                          FROM practitioner WHERE id = ANY (:ids) ORDER BY code
                        """)
                .bind("ids", ids.toArray(UUID[]::new))
                .map((row, context) -> new Named(id(row, "id"), row.getString("code"), row.getString("name")))
                .list());
    }

    /**
     * Something that occupies a practitioner.
     *
     * @param clinic whose appointment it is; null for time off
     * @param timeOff null for appointments and travel
     */
    record Busy(
            UUID practitioner,
            int unit,
            Stretch during,
            boolean travel,
            @Nullable UUID clinic,
            Day.@Nullable TimeOff timeOff) {}

    /** Claims of holds that have run out count no more, though they may still be there. */
    List<Busy> busy(List<UUID> practitioners, Stretch whole, Instant now) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT c.resource_id, c.unit, lower(c.during) AS starts_at, upper(c.during) AS ends_at,
                               c.kind = 'travel' AS travel, coalesce(a.clinic_id, s.clinic_id) AS clinic_id,
                               t.id AS time_off, t.reason
                          FROM unnest(:practitioners) AS wanted (id)
                          JOIN claim c ON c.resource_id = wanted.id AND c.during && tstzrange(:from, :until)
                          LEFT JOIN appointment a ON a.id = c.appointment_id
                          LEFT JOIN session s ON s.id = c.session_id
                          LEFT JOIN time_off t ON t.id = c.time_off_id
                         WHERE a.id IS NULL OR a.state <> 'held' OR a.expires_at > :now
                         ORDER BY starts_at, c.id
                        """)
                .bind("practitioners", practitioners.toArray(UUID[]::new))
                .bind("from", utc(whole.from()))
                .bind("until", utc(whole.until()))
                .bind("now", utc(now))
                .map((row, context) -> new Busy(
                        id(row, "resource_id"),
                        row.getInt("unit"),
                        stretch(row),
                        row.getBoolean("travel"),
                        row.getObject("clinic_id", UUID.class),
                        row.getObject("time_off") == null
                                ? null
                                : new Day.TimeOff(id(row, "time_off"), stretch(row), row.getString("reason"))))
                .list());
    }

    /** An appointment with everything that staff may see of it. */
    record Found(UUID practitioner, Day.Visit visit) {}

    List<Found> appointments(UUID clinic, Stretch whole, Instant now) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT a.id, a.version, a.practitioner_id, a.starts_at, a.ends_at, a.minutes, a.state, a.place,
                               a.room_id, a.equipment_ids, a.session_id, a.expires_at, a.visit_kind, a.booked_by, a.overbooked,
                               a.rebooking_needed,
                               a.screening, a.screening_blocked, a.screening_cautioned, a.screening_not_before,
                               t.code AS treatment_code, t.name AS treatment_name,
                               t.always_techniques || t.may_techniques AS techniques,
                               p.id AS patient_id, p.given_name, p.family_name, p.preferred_name, p.provisional,
                               p.language, p.interpreter
                          FROM appointment a
                          JOIN treatment t ON t.id = a.treatment_id
                          LEFT JOIN patient_clinic known ON known.patient_id = a.patient_id AND known.clinic_id = a.clinic_id
                          LEFT JOIN patient p ON p.id = known.patient_id
                         WHERE a.clinic_id = :clinic AND a.starts_at < :until AND a.ends_at > :from
                           AND a.starts_at > :from::timestamptz - interval '1 day'
                           AND a.state <> 'expired' AND (a.state <> 'held' OR a.expires_at > :now)
                         ORDER BY a.starts_at, a.id
                        """)
                .bind("clinic", clinic)
                .bind("from", utc(whole.from()))
                .bind("until", utc(whole.until()))
                .bind("now", utc(now))
                .map((row, context) -> new Found(id(row, "practitioner_id"), visit(row, now)))
                .list());
    }

    /** A session with whoever gives it. */
    record Given(UUID practitioner, Day.GroupSession session) {}

    List<Given> sessions(UUID clinic, Stretch whole, Instant now) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT s.id, s.version, s.practitioner_id, s.starts_at, s.ends_at, s.room_id, s.rebooking_needed,
                               t.code AS treatment_code, t.name AS treatment_name,
                               (SELECT count(*) FROM resource_unit u WHERE u.resource_id = s.id) AS seats,
                               (SELECT count(*) FROM claim c JOIN appointment a ON a.id = c.appointment_id
                                 WHERE c.resource_id = s.id AND (a.state <> 'held' OR a.expires_at > :now)) AS taken
                          FROM session s JOIN treatment t ON t.id = s.treatment_id
                         WHERE s.clinic_id = :clinic AND s.state = 'scheduled'
                           AND s.starts_at < :until AND s.ends_at > :from
                           AND s.starts_at > :from::timestamptz - interval '1 day'
                         ORDER BY s.starts_at, s.id
                        """)
                .bind("clinic", clinic)
                .bind("from", utc(whole.from()))
                .bind("until", utc(whole.until()))
                .bind("now", utc(now))
                .map((row, context) -> new Given(
                        id(row, "practitioner_id"),
                        new Day.GroupSession(
                                id(row, "id"),
                                row.getLong("version"),
                                stretch(row),
                                row.getString("treatment_code"),
                                row.getString("treatment_name"),
                                row.getObject("room_id", UUID.class),
                                row.getInt("seats"),
                                row.getInt("taken"),
                                row.getBoolean("rebooking_needed"))))
                .list());
    }

    List<Day.Room> rooms(UUID clinic, Stretch whole, Instant now) {
        record Row(Day.Room room, Day.@Nullable Taken taken) {}
        List<Row> rows = database.withHandle(handle -> handle.createQuery("""
                        SELECT r.id, r.code, r.name, r.kind,
                               (SELECT count(*) FROM resource_unit u
                                 WHERE u.resource_id = r.id AND u.kind = 'normal') AS places,
                               taken.unit, taken.starts_at, taken.ends_at, taken.appointment_id, taken.session_id
                          FROM room r
                          LEFT JOIN LATERAL (
                                SELECT c.unit, lower(c.during) AS starts_at, upper(c.during) AS ends_at, c.appointment_id,
                                       c.session_id
                                  FROM claim c LEFT JOIN appointment a ON a.id = c.appointment_id
                                 WHERE c.resource_id = r.id AND c.during && tstzrange(:from, :until)
                                   AND (a.id IS NULL OR a.state <> 'held' OR a.expires_at > :now)) AS taken ON true
                         WHERE r.clinic_id = :clinic
                         ORDER BY r.code, taken.starts_at, taken.unit
                        """)
                .bind("clinic", clinic)
                .bind("from", utc(whole.from()))
                .bind("until", utc(whole.until()))
                .bind("now", utc(now))
                .map((row, context) -> new Row(
                        new Day.Room(
                                id(row, "id"),
                                row.getString("code"),
                                row.getString("name"),
                                row.getString("kind"),
                                row.getInt("places"),
                                List.of()),
                        row.getObject("starts_at") == null
                                ? null
                                : new Day.Taken(
                                        stretch(row),
                                        row.getInt("unit"),
                                        row.getObject("appointment_id", UUID.class),
                                        row.getObject("session_id", UUID.class))))
                .list());
        return rows.stream()
                .map(Row::room)
                .distinct()
                .map(room -> new Day.Room(
                        room.id(),
                        room.code(),
                        room.name(),
                        room.kind(),
                        room.places(),
                        rows.stream()
                                .filter(row -> row.room().equals(room))
                                .flatMap(row -> Optional.ofNullable(row.taken()).stream())
                                .toList()))
                .toList();
    }

    /**
     * Messages that wait for somebody: of this date's appointments, called-off ones too, and those that were due on this
     * date about any other, since what fails today is to be seen today.
     */
    List<Day.OpenMessage> openMessages(UUID clinic, Stretch whole) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT m.id, m.appointment_id, a.practitioner_id, a.starts_at, a.state AS appointment_state,
                               m.purpose, m.state, m.reason, m.due_at
                          FROM message m JOIN appointment a ON a.id = m.appointment_id
                         WHERE m.open AND a.clinic_id = :clinic
                           AND (a.starts_at >= :from AND a.starts_at < :until OR m.due_at >= :from AND m.due_at < :until)
                         ORDER BY a.starts_at, m.id
                        """)
                .bind("clinic", clinic)
                .bind("from", utc(whole.from()))
                .bind("until", utc(whole.until()))
                .map((row, context) -> new Day.OpenMessage(
                        id(row, "id"),
                        id(row, "appointment_id"),
                        id(row, "practitioner_id"),
                        row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                        row.getString("appointment_state"),
                        row.getString("purpose"),
                        row.getString("state"),
                        row.getString("reason"),
                        row.getObject("due_at", OffsetDateTime.class).toInstant()))
                .list());
    }

    private static Day.Visit visit(ResultSet row, Instant now) throws SQLException {
        Stretch during = stretch(row);
        String state = row.getString("state");
        OffsetDateTime expires = row.getObject("expires_at", OffsetDateTime.class);
        return new Day.Visit(
                id(row, "id"),
                row.getLong("version"),
                during,
                row.getInt("minutes"),
                state,
                row.getString("place"),
                row.getObject("room_id", UUID.class),
                List.of((UUID[]) row.getArray("equipment_ids").getArray()),
                row.getObject("session_id", UUID.class),
                state.equals("held") && expires != null ? expires.toInstant() : null,
                details(row, Lateness.of(state, during, now)));
    }

    private static Day.Details details(ResultSet row, Lateness lateness) throws SQLException {
        OffsetDateTime notBefore = row.getObject("screening_not_before", OffsetDateTime.class);
        Day.Screening screening = new Day.Screening(
                row.getString("screening"),
                texts(row, "screening_blocked"),
                texts(row, "screening_cautioned"),
                notBefore == null ? null : notBefore.toInstant());
        return new Day.Details(
                row.getString("treatment_code"),
                row.getString("treatment_name"),
                row.getString("visit_kind"),
                row.getString("booked_by"),
                patient(row),
                screening,
                Alerts.of(texts(row, "techniques"), screening, row.getString("state")),
                lateness.minutes(),
                lateness.undecided(),
                row.getBoolean("overbooked"),
                row.getBoolean("rebooking_needed"));
    }

    private static Day.@Nullable Patient patient(ResultSet row) throws SQLException {
        UUID id = row.getObject("patient_id", UUID.class);
        return id == null
                ? null
                : new Day.Patient(
                        id,
                        row.getString("given_name"),
                        row.getString("family_name"),
                        row.getString("preferred_name"),
                        row.getBoolean("provisional"),
                        row.getString("language"),
                        row.getBoolean("interpreter"));
    }

    private static Stretch local(ResultSet row, ZoneId zone) throws SQLException {
        Span span = new LocalHours(
                        row.getObject("from_time", LocalTime.class), row.getObject("until_time", LocalTime.class))
                .on(row.getObject("day", LocalDate.class), zone);
        return new Stretch(span.start(), span.end());
    }

    private static Stretch stretch(ResultSet row) throws SQLException {
        return new Stretch(
                row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                row.getObject("ends_at", OffsetDateTime.class).toInstant());
    }
}
