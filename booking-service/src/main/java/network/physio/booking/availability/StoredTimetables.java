package network.physio.booking.availability;

import static network.physio.booking.availability.Columns.localHours;
import static network.physio.booking.availability.Columns.span;
import static network.physio.booking.column.Columns.constant;
import static network.physio.booking.column.Columns.id;
import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
            List<LocalDate> days = days(window);
            Map<At, Schedule> schedules = StoredSchedules.of(handle, practitioners, days.getFirst(), days.getLast());
            Map<At, Timetable.Hours> hours = new HashMap<>();
            for (At at : workplaces) {
                hours.put(
                        at,
                        new Timetable.Hours(
                                Objects.requireNonNull(versions.get(at.practitionerId())),
                                shifts(
                                        schedules.getOrDefault(at, Schedule.EMPTY),
                                        clinics.apply(at.clinicId()).zone(),
                                        window)));
            }
            return hours;
        });
    }

    private record WeeklyHours(DayOfWeek weekday, LocalHours hours) {}

    private static Ticks open(List<WeeklyHours> hours, Set<LocalDate> closedDays, ZoneId zone, Span window) {
        Ticks open = Ticks.none(window);
        days(window).stream()
                .filter(day -> !closedDays.contains(day))
                .forEach(day -> hours.stream()
                        .filter(weekly -> weekly.weekday() == day.getDayOfWeek())
                        .forEach(weekly -> open.add(weekly.hours().on(day, zone))));
        return open;
    }

    private static List<Timetable.Shift> shifts(Schedule schedule, ZoneId zone, Span window) {
        Map<Purpose, Ticks> ticks = new LinkedHashMap<>();
        for (LocalDate day : days(window)) {
            for (WorkingHours hours : schedule.on(day)) {
                Purpose purpose = Objects.requireNonNullElse(hours.purpose(), Purpose.ANY_VISIT);
                ticks.computeIfAbsent(purpose, none -> Ticks.none(window))
                        .add(hours.hours().on(day, zone));
            }
        }
        return ticks.entrySet().stream()
                .map(of -> shift(of.getKey(), of.getValue()))
                .toList();
    }

    private static Timetable.Shift shift(Purpose purpose, Ticks ticks) {
        return new Timetable.Shift(
                ticks,
                constant(Treatment.Place.class, purpose.place()),
                purpose.audience(),
                purpose.visitKinds(),
                Objects.requireNonNullElse(purpose.releaseHours(), 0));
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

    /** Every local day whose hours can reach into the window, whatever the zone. */
    private static List<LocalDate> days(Span window) {
        LocalDate first = window.start().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(2);
        LocalDate last = window.end().atOffset(ZoneOffset.UTC).toLocalDate().plusDays(1);
        return first.datesUntil(last.plusDays(1)).toList();
    }
}
