package network.physio.booking.availability;

import static network.physio.booking.availability.Columns.localHours;
import static network.physio.booking.column.Columns.id;
import static network.physio.booking.column.Columns.texts;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import network.physio.booking.availability.Timetable.At;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Reads rosters and exceptional days, of many practitioners with one query a table. */
@ApplicationScoped
public class StoredSchedules {

    private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    private final Jdbi database;

    StoredSchedules(Jdbi database) {
        this.database = database;
    }

    /** All that is stored of one practitioner at one clinic. */
    public Schedule of(UUID practitioner, UUID clinic) {
        return database.withHandle(handle -> of(handle, new UUID[] {practitioner}, FIRST_DAY, LAST_DAY)
                .getOrDefault(new At(practitioner, clinic), Schedule.EMPTY));
    }

    /** Where these practitioners have hours, with the exceptional days from the first to the last one. */
    static Map<At, Schedule> of(Handle handle, UUID[] practitioners, LocalDate first, LocalDate last) {
        Map<At, List<Roster>> rosters = rosters(handle, practitioners);
        Map<At, List<ExceptionalDay>> exceptions = exceptions(handle, practitioners, first, last);
        Map<At, Schedule> schedules = new HashMap<>();
        Stream.of(rosters, exceptions)
                .map(Map::keySet)
                .flatMap(Collection::stream)
                .forEach(at -> schedules.put(
                        at, new Schedule(rosters.getOrDefault(at, List.of()), exceptions.getOrDefault(at, List.of()))));
        return schedules;
    }

    private static Map<At, List<Roster>> rosters(Handle handle, UUID[] practitioners) {
        Map<At, Map<LocalDate, Roster>> rosters = new HashMap<>();
        handle.createQuery("""
                        SELECT r.practitioner_id, r.clinic_id, r.valid_from, r.valid_until, r.every_weeks, s.week, s.weekday,
                               s.from_time, s.until_time, s.audience, s.visit_kinds, s.place, s.release_hours
                          FROM roster r LEFT JOIN roster_segment s ON s.roster_id = r.id
                         WHERE r.practitioner_id = ANY (:practitioners)
                         ORDER BY r.valid_from, s.ordinal
                        """)
                .bind("practitioners", practitioners)
                .map((row, context) -> {
                    LocalDate from = row.getObject("valid_from", LocalDate.class);
                    LocalDate until = row.getObject("valid_until", LocalDate.class);
                    int everyWeeks = row.getInt("every_weeks");
                    Roster roster = rosters.computeIfAbsent(at(row), at -> new LinkedHashMap<>())
                            .computeIfAbsent(from, key -> new Roster(key, until, everyWeeks, new ArrayList<>()));
                    return row.getObject("weekday") == null || roster.segments().add(segment(row));
                })
                .list();
        Map<At, List<Roster>> listed = new HashMap<>();
        rosters.forEach((at, byFirstDay) -> listed.put(at, List.copyOf(byFirstDay.values())));
        return listed;
    }

    private static Map<At, List<ExceptionalDay>> exceptions(
            Handle handle, UUID[] practitioners, LocalDate first, LocalDate last) {
        Map<At, Map<LocalDate, ExceptionalDay>> days = new HashMap<>();
        handle.createQuery("""
                        SELECT practitioner_id, clinic_id, day, from_time, until_time, audience, visit_kinds, place,
                               release_hours
                          FROM roster_exception
                         WHERE practitioner_id = ANY (:practitioners) AND day BETWEEN :first AND :last
                         ORDER BY day, ordinal
                        """)
                .bind("practitioners", practitioners)
                .bind("first", first)
                .bind("last", last)
                .map((row, context) -> {
                    ExceptionalDay exception = days.computeIfAbsent(at(row), at -> new TreeMap<>())
                            .computeIfAbsent(
                                    row.getObject("day", LocalDate.class),
                                    day -> new ExceptionalDay(day, new ArrayList<>()));
                    return row.getObject("from_time") == null
                            || exception
                                    .hours()
                                    .add(new WorkingHours(localHours(row, "from_time", "until_time"), purpose(row)));
                })
                .list();
        Map<At, List<ExceptionalDay>> listed = new HashMap<>();
        days.forEach((at, byDay) -> listed.put(at, List.copyOf(byDay.values())));
        return listed;
    }

    private static At at(ResultSet row) throws SQLException {
        return new At(id(row, "practitioner_id"), id(row, "clinic_id"));
    }

    private static Segment segment(ResultSet row) throws SQLException {
        return new Segment(
                row.getInt("week"),
                List.of(DayOfWeek.of(row.getInt("weekday"))),
                localHours(row, "from_time", "until_time"),
                purpose(row));
    }

    private static Purpose purpose(ResultSet row) throws SQLException {
        return Purpose.of(
                row.getString("place"),
                texts(row, "audience"),
                texts(row, "visit_kinds"),
                row.getObject("release_hours", Integer.class));
    }
}
