package network.physio.booking.availability;

import static network.physio.booking.availability.Columns.localHours;
import static network.physio.booking.availability.Columns.span;
import static network.physio.booking.column.Columns.constant;
import static network.physio.booking.column.Columns.id;
import static network.physio.booking.column.Columns.texts;
import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.physio.booking.availability.Timetable.At;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads opening hours and rosters, many at once with one query a table, and lays them out over a window. */
@ApplicationScoped
class StoredTimetables {

    private final Jdbi database;

    StoredTimetables(Jdbi database) {
        this.database = database;
    }

    /** When these clinics are open. The numbers are read first: what changes meanwhile shows as a newer number later. */
    Map<UUID, Timetable.Opening> openings(Collection<Clinic> clinics, Span window) {
        UUID[] ids = clinics.stream().map(Clinic::id).distinct().toArray(UUID[]::new);
        return database.withHandle(handle -> {
            Map<UUID, Integer> versions = versions(handle, "SELECT id, opening_version AS version FROM clinic", ids);
            Map<UUID, List<WeeklyHours>> hours = hours(handle, ids);
            Map<UUID, Set<LocalDate>> holidays = holidays(handle, ids);
            Map<UUID, List<Span>> closures = closures(handle, ids, window);
            Map<UUID, Timetable.Opening> openings = new HashMap<>();
            for (Clinic clinic : clinics) {
                Ticks open = open(
                        hours.getOrDefault(clinic.id(), List.of()),
                        holidays.getOrDefault(clinic.id(), Set.of()),
                        clinic.zone(),
                        window);
                closures.getOrDefault(clinic.id(), List.of()).forEach(open::remove);
                openings.put(
                        clinic.id(), new Timetable.Opening(Objects.requireNonNull(versions.get(clinic.id())), open));
            }
            return openings;
        });
    }

    /** When these practitioners are rostered at these clinics, and at no others. */
    Map<At, Timetable.Hours> hours(Collection<At> workplaces, Function<UUID, Clinic> clinics, Span window) {
        UUID[] practitioners =
                workplaces.stream().map(At::practitionerId).distinct().toArray(UUID[]::new);
        return database.withHandle(handle -> {
            Map<UUID, Integer> versions =
                    versions(handle, "SELECT id, hours_version AS version FROM resource", practitioners);
            Map<At, List<Roster>> rosters = rosters(handle, practitioners);
            Map<At, Map<LocalDate, List<LocalHours>>> exceptions = exceptions(handle, practitioners, window);
            Map<At, Timetable.Hours> hours = new HashMap<>();
            for (At at : workplaces) {
                hours.put(
                        at,
                        new Timetable.Hours(
                                Objects.requireNonNull(versions.get(at.practitionerId())),
                                shifts(
                                        rosters.getOrDefault(at, List.of()),
                                        exceptions.getOrDefault(at, Map.of()),
                                        clinics.apply(at.clinicId()).zone(),
                                        window)));
            }
            return hours;
        });
    }

    private record WeeklyHours(DayOfWeek weekday, LocalHours hours) {}

    private record Roster(LocalDate validFrom, @Nullable LocalDate validUntil, int everyWeeks, List<Segment> segments) {

        boolean appliesOn(LocalDate day) {
            return !day.isBefore(validFrom) && (validUntil == null || !day.isAfter(validUntil));
        }

        /** Week 0 or 1 of a fortnightly roster, counted from the Monday of the week in which it begins. */
        int weekOf(LocalDate day) {
            LocalDate firstMonday = validFrom.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            return (int) (ChronoUnit.WEEKS.between(firstMonday, day) % everyWeeks);
        }
    }

    private record Segment(int week, DayOfWeek weekday, LocalHours hours, Kind kind) {}

    /** What tells stretches of roster apart, their time aside. */
    private record Kind(Treatment.Place place, Set<String> audience, Set<String> visitKinds, int releaseHours) {

        /** The hours of a dated exception are for everybody and every visit. */
        static final Kind ANYTHING = new Kind(
                Treatment.Place.CLINIC,
                Set.of("public", "partner", "staff"),
                Set.of("initial", "follow-up", "review"),
                0);
    }

    private static Ticks open(List<WeeklyHours> hours, Set<LocalDate> closedDays, ZoneId zone, Span window) {
        Ticks open = Ticks.none(window);
        days(window).stream()
                .filter(day -> !closedDays.contains(day))
                .forEach(day -> hours.stream()
                        .filter(weekly -> weekly.weekday() == day.getDayOfWeek())
                        .forEach(weekly -> open.add(weekly.hours().on(day, zone))));
        return open;
    }

    private static List<Timetable.Shift> shifts(
            List<Roster> rosters, Map<LocalDate, List<LocalHours>> exceptions, ZoneId zone, Span window) {
        Map<Kind, Ticks> ticks = new LinkedHashMap<>();
        for (LocalDate day : days(window)) {
            List<LocalHours> instead = exceptions.get(day);
            if (instead != null) {
                instead.forEach(hours -> add(ticks, Kind.ANYTHING, hours.on(day, zone), window));
                continue;
            }
            for (Roster roster : rosters) {
                if (!roster.appliesOn(day)) {
                    continue;
                }
                int week = roster.weekOf(day);
                for (Segment segment : roster.segments()) {
                    if (segment.weekday() == day.getDayOfWeek() && segment.week() == week) {
                        add(ticks, segment.kind(), segment.hours().on(day, zone), window);
                    }
                }
            }
        }
        return ticks.entrySet().stream()
                .map(of -> new Timetable.Shift(
                        of.getValue(),
                        of.getKey().place(),
                        of.getKey().audience(),
                        of.getKey().visitKinds(),
                        of.getKey().releaseHours()))
                .toList();
    }

    private static void add(Map<Kind, Ticks> ticks, Kind kind, Span span, Span window) {
        ticks.computeIfAbsent(kind, none -> Ticks.none(window)).add(span);
    }

    private static Map<UUID, Integer> versions(Handle handle, String select, UUID[] ids) {
        return handle.createQuery(select + " WHERE id = ANY (:ids)")
                .bind("ids", ids)
                .map((row, context) -> Map.entry(id(row, "id"), row.getInt("version")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<UUID, List<WeeklyHours>> hours(Handle handle, UUID[] clinics) {
        Map<UUID, List<WeeklyHours>> hours = new HashMap<>();
        handle.createQuery(
                        "SELECT clinic_id, weekday, opens, closes FROM clinic_hours WHERE clinic_id = ANY (:clinics)")
                .bind("clinics", clinics)
                .map((row, context) -> hours.computeIfAbsent(id(row, "clinic_id"), key -> new ArrayList<>())
                        .add(new WeeklyHours(DayOfWeek.of(row.getInt("weekday")), localHours(row, "opens", "closes"))))
                .list();
        return hours;
    }

    private static Map<UUID, Set<LocalDate>> holidays(Handle handle, UUID[] clinics) {
        Map<UUID, Set<LocalDate>> holidays = new HashMap<>();
        handle.createQuery("""
                        SELECT c.clinic_id, h.day
                          FROM clinic_holiday_calendar c JOIN holiday h ON h.calendar_id = c.calendar_id
                         WHERE c.clinic_id = ANY (:clinics)
                        """)
                .bind("clinics", clinics)
                .map((row, context) -> holidays.computeIfAbsent(id(row, "clinic_id"), key -> new HashSet<>())
                        .add(row.getObject("day", LocalDate.class)))
                .list();
        return holidays;
    }

    private static Map<UUID, List<Span>> closures(Handle handle, UUID[] clinics, Span window) {
        Map<UUID, List<Span>> closures = new HashMap<>();
        handle.createQuery("""
                        SELECT clinic_id, starts_at, ends_at
                          FROM closure
                         WHERE clinic_id = ANY (:clinics) AND starts_at < :until AND ends_at > :from
                        """)
                .bind("clinics", clinics)
                .bind("from", utc(window.start()))
                .bind("until", utc(window.end()))
                .map((row, context) -> closures.computeIfAbsent(id(row, "clinic_id"), key -> new ArrayList<>())
                        .add(span(row, "starts_at", "ends_at")))
                .list();
        return closures;
    }

    private static Map<At, List<Roster>> rosters(Handle handle, UUID[] practitioners) {
        record Row(At at, UUID id, LocalDate from, @Nullable LocalDate until, int everyWeeks, Segment segment) {}
        List<Row> rows = handle.createQuery("""
                        SELECT r.id, r.practitioner_id, r.clinic_id, r.valid_from, r.valid_until, r.every_weeks,
                               s.week, s.weekday, s.from_time, s.until_time, s.audience, s.visit_kinds, s.place,
                               coalesce(s.release_hours, 0) AS release_hours
                          FROM roster r JOIN roster_segment s ON s.roster_id = r.id
                         WHERE r.practitioner_id = ANY (:practitioners)
                        """)
                .bind("practitioners", practitioners)
                .map((row, context) -> new Row(
                        new At(id(row, "practitioner_id"), id(row, "clinic_id")),
                        id(row, "id"),
                        row.getObject("valid_from", LocalDate.class),
                        row.getObject("valid_until", LocalDate.class),
                        row.getInt("every_weeks"),
                        new Segment(
                                row.getInt("week"),
                                DayOfWeek.of(row.getInt("weekday")),
                                localHours(row, "from_time", "until_time"),
                                new Kind(
                                        constant(Treatment.Place.class, row.getString("place")),
                                        Set.copyOf(texts(row, "audience")),
                                        Set.copyOf(texts(row, "visit_kinds")),
                                        row.getInt("release_hours")))))
                .list();
        Map<At, List<Roster>> rosters = new HashMap<>();
        rows.stream().collect(Collectors.groupingBy(Row::id)).values().forEach(segments -> {
            Row first = segments.getFirst();
            rosters.computeIfAbsent(first.at(), key -> new ArrayList<>())
                    .add(new Roster(
                            first.from(),
                            first.until(),
                            first.everyWeeks(),
                            segments.stream().map(Row::segment).toList()));
        });
        return rosters;
    }

    private static Map<At, Map<LocalDate, List<LocalHours>>> exceptions(
            Handle handle, UUID[] practitioners, Span window) {
        Map<At, Map<LocalDate, List<LocalHours>>> exceptions = new HashMap<>();
        List<LocalDate> days = days(window);
        handle.createQuery("""
                        SELECT practitioner_id, clinic_id, day, from_time, until_time
                          FROM roster_exception
                         WHERE practitioner_id = ANY (:practitioners) AND day BETWEEN :from AND :until
                         ORDER BY ordinal
                        """)
                .bind("practitioners", practitioners)
                .bind("from", days.getFirst())
                .bind("until", days.getLast())
                .map((row, context) -> {
                    List<LocalHours> hours = exceptions
                            .computeIfAbsent(
                                    new At(id(row, "practitioner_id"), id(row, "clinic_id")), at -> new HashMap<>())
                            .computeIfAbsent(row.getObject("day", LocalDate.class), day -> new ArrayList<>());
                    if (row.getObject("from_time") != null) {
                        hours.add(localHours(row, "from_time", "until_time"));
                    }
                    return hours;
                })
                .list();
        return exceptions;
    }

    /** Every local day whose hours can reach into the window, whatever the zone. */
    private static List<LocalDate> days(Span window) {
        LocalDate first = window.start().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(2);
        LocalDate last = window.end().atOffset(ZoneOffset.UTC).toLocalDate().plusDays(1);
        return first.datesUntil(last.plusDays(1)).toList();
    }
}
