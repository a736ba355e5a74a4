package network.physio.booking.roster;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import network.physio.booking.availability.LocalHours;
import network.physio.http.Ids;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Rosters and exceptional days as they are stored, by practitioner and clinic. */
@ApplicationScoped
class Schedules {

    private final Jdbi database;
    private final Clock clock;

    Schedules(Jdbi database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The clinics at which the practitioner has hours. */
    Set<UUID> clinics(UUID practitioner) {
        return database.withHandle(handle -> new LinkedHashSet<>(handle.createQuery("""
                        SELECT clinic_id FROM roster WHERE practitioner_id = :practitioner
                        UNION
                        SELECT clinic_id FROM roster_exception WHERE practitioner_id = :practitioner
                        """)
                .bind("practitioner", practitioner)
                .mapTo(UUID.class)
                .list()));
    }

    Schedule read(UUID practitioner, UUID clinic) {
        return database.withHandle(handle ->
                new Schedule(rosters(handle, practitioner, clinic), exceptions(handle, practitioner, clinic)));
    }

    /** Stores {@code whole}; rosters that keep their first day keep their id. */
    void replace(UUID practitioner, UUID clinic, Schedule current, Schedule whole) {
        database.useHandle(handle -> {
            current.rosters().stream()
                    .filter(old -> whole.rosters().stream()
                            .noneMatch(kept -> kept.from().equals(old.from())))
                    .forEach(old -> delete(handle, practitioner, clinic, old.from()));
            whole.rosters().stream()
                    .filter(roster -> current.rosters().stream().noneMatch(roster::sameAs))
                    .forEach(roster -> write(handle, practitioner, clinic, roster));
            writeExceptions(handle, practitioner, clinic, whole.exceptions());
        });
    }

    private static List<Roster> rosters(Handle handle, UUID practitioner, UUID clinic) {
        Map<LocalDate, Roster> headers = new LinkedHashMap<>();
        Map<LocalDate, List<Segment>> segments = new LinkedHashMap<>();
        handle.createQuery("""
                        SELECT r.valid_from, r.valid_until, r.every_weeks, s.week, s.weekday, s.from_time, s.until_time,
                               s.audience, s.visit_kinds, s.place, s.release_hours
                          FROM roster r LEFT JOIN roster_segment s ON s.roster_id = r.id
                         WHERE r.practitioner_id = :practitioner AND r.clinic_id = :clinic
                         ORDER BY r.valid_from, s.ordinal
                        """)
                .bind("practitioner", practitioner)
                .bind("clinic", clinic)
                .map((row, context) -> {
                    LocalDate from = row.getObject("valid_from", LocalDate.class);
                    LocalDate until = row.getObject("valid_until", LocalDate.class);
                    List<Segment> kept = segments.computeIfAbsent(from, key -> new ArrayList<>());
                    headers.put(from, new Roster(from, until, row.getInt("every_weeks"), kept));
                    if (row.getObject("weekday") != null) {
                        append(kept, segment(row));
                    }
                    return from;
                })
                .list();
        return List.copyOf(headers.values());
    }

    /** Days that are alike and were written together come back together. */
    private static void append(List<Segment> segments, Segment next) {
        if (!segments.isEmpty()) {
            Segment last = segments.getLast();
            boolean alike = last.on(next.days()).equals(next)
                    && last.days().getLast().compareTo(next.days().getFirst()) < 0;
            if (alike) {
                List<DayOfWeek> days = Stream.concat(last.days().stream(), next.days().stream())
                        .toList();
                segments.set(segments.size() - 1, last.on(days));
                return;
            }
        }
        segments.add(next);
    }

    private static Segment segment(ResultSet row) throws SQLException {
        return new Segment(
                row.getInt("week"),
                List.of(DayOfWeek.of(row.getInt("weekday"))),
                hours(row),
                texts(row, "audience"),
                texts(row, "visit_kinds"),
                row.getString("place"),
                row.getObject("release_hours", Integer.class));
    }

    private static List<ExceptionalDay> exceptions(Handle handle, UUID practitioner, UUID clinic) {
        Map<LocalDate, List<LocalHours>> days = new LinkedHashMap<>();
        handle.createQuery("""
                        SELECT day, from_time, until_time
                          FROM roster_exception
                         WHERE practitioner_id = :practitioner AND clinic_id = :clinic
                         ORDER BY day, ordinal
                        """)
                .bind("practitioner", practitioner)
                .bind("clinic", clinic)
                .map((row, context) -> {
                    List<LocalHours> hours =
                            days.computeIfAbsent(row.getObject("day", LocalDate.class), key -> new ArrayList<>());
                    if (row.getObject("from_time") != null) {
                        hours.add(hours(row));
                    }
                    return hours;
                })
                .list();
        return days.entrySet().stream()
                .map(day -> new ExceptionalDay(day.getKey(), day.getValue()))
                .toList();
    }

    private static void delete(Handle handle, UUID practitioner, UUID clinic, LocalDate from) {
        handle.createUpdate("""
                        DELETE FROM roster_segment
                         WHERE roster_id = (SELECT id FROM roster
                                             WHERE practitioner_id = :practitioner AND clinic_id = :clinic AND valid_from = :from)
                        """)
                .bind("practitioner", practitioner)
                .bind("clinic", clinic)
                .bind("from", from)
                .execute();
        handle.createUpdate("""
                        DELETE FROM roster
                         WHERE practitioner_id = :practitioner AND clinic_id = :clinic AND valid_from = :from
                        """)
                .bind("practitioner", practitioner)
                .bind("clinic", clinic)
                .bind("from", from)
                .execute();
    }

    private void write(Handle handle, UUID practitioner, UUID clinic, Roster roster) {
        UUID id = handle.createQuery("""
                        INSERT INTO roster (id, practitioner_id, clinic_id, valid_from, valid_until, every_weeks)
                        VALUES (:id, :practitioner, :clinic, :from, :until, :everyWeeks)
                        ON CONFLICT (practitioner_id, clinic_id, valid_from) DO UPDATE
                           SET valid_until = excluded.valid_until, every_weeks = excluded.every_weeks,
                               version = roster.version + 1
                        RETURNING id
                        """)
                .bind("id", Ids.at(clock.instant()))
                .bind("practitioner", practitioner)
                .bind("clinic", clinic)
                .bind("from", roster.from())
                .bind("until", roster.until())
                .bind("everyWeeks", roster.everyWeeks())
                .mapTo(UUID.class)
                .one();
        handle.createUpdate("DELETE FROM roster_segment WHERE roster_id = :id")
                .bind("id", id)
                .execute();
        List<Segment> segments = roster.perDay();
        for (int ordinal = 0; ordinal < segments.size(); ordinal++) {
            write(handle, id, ordinal, segments.get(ordinal));
        }
    }

    private static void write(Handle handle, UUID roster, int ordinal, Segment segment) {
        handle.createUpdate("""
                        INSERT INTO roster_segment
                               (roster_id, ordinal, week, weekday, from_time, until_time, audience, visit_kinds, place, release_hours)
                        VALUES (:roster, :ordinal, :week, :weekday, :from, :until, :audience, :visitKinds, :place, :releaseHours)
                        """)
                .bind("roster", roster)
                .bind("ordinal", ordinal)
                .bind("week", segment.week())
                .bind("weekday", segment.days().getFirst().getValue())
                .bind("from", segment.hours().from())
                .bind("until", segment.hours().until())
                .bind("audience", segment.audience().toArray(String[]::new))
                .bind("visitKinds", segment.visitKinds().toArray(String[]::new))
                .bind("place", segment.place())
                .bind("releaseHours", segment.releaseHours())
                .execute();
    }

    private static void writeExceptions(Handle handle, UUID practitioner, UUID clinic, List<ExceptionalDay> days) {
        handle.createUpdate(
                        "DELETE FROM roster_exception WHERE practitioner_id = :practitioner AND clinic_id = :clinic")
                .bind("practitioner", practitioner)
                .bind("clinic", clinic)
                .execute();
        for (ExceptionalDay day : days) {
            if (day.hours().isEmpty()) {
                writeException(handle, practitioner, clinic, day.day(), 0, null, null);
            }
            for (int ordinal = 0; ordinal < day.hours().size(); ordinal++) {
                LocalHours hours = day.hours().get(ordinal);
                writeException(handle, practitioner, clinic, day.day(), ordinal, hours.from(), hours.until());
            }
        }
    }

    private static void writeException(
            Handle handle,
            UUID practitioner,
            UUID clinic,
            LocalDate day,
            int ordinal,
            @Nullable LocalTime from,
            @Nullable LocalTime until) {
        handle.createUpdate("""
                        INSERT INTO roster_exception (practitioner_id, clinic_id, day, ordinal, from_time, until_time)
                        VALUES (:practitioner, :clinic, :day, :ordinal, :from, :until)
                        """)
                .bind("practitioner", practitioner)
                .bind("clinic", clinic)
                .bind("day", day)
                .bind("ordinal", ordinal)
                .bind("from", from)
                .bind("until", until)
                .execute();
    }

    private static LocalHours hours(ResultSet row) throws SQLException {
        return new LocalHours(
                row.getObject("from_time", LocalTime.class), row.getObject("until_time", LocalTime.class));
    }

    /** In the order in which they are written, for a set that compares and prints the same each time. */
    private static Set<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return new LinkedHashSet<>(List.of((String[]) array.getArray()));
    }
}
