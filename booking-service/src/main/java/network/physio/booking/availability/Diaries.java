package network.physio.booking.availability;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads diaries: rosters, openings and claims of many practitioners and clinics with one query each. */
@ApplicationScoped
public class Diaries {

    /** Others may displace a hold so long after it has expired: its owner's last click is still on its way. */
    public static final Duration GRACE = Duration.ofSeconds(5);

    /** How far beyond the asked window facts matter: the longest visit with its buffers and ways. */
    private static final long MARGIN = Span.ticks(Duration.ofHours(12).toMinutes());

    private final Jdbi database;
    private final Catalogue catalogue;

    Diaries(Jdbi database, Catalogue catalogue) {
        this.database = database;
        this.catalogue = catalogue;
    }

    /** The window in which facts are read to answer questions about these starts. */
    public static Span windowAround(Span starts) {
        return starts.widened(MARGIN);
    }

    /**
     * Reads all that the questions about these offerings need.
     *
     * @param window in which facts matter, see {@link #windowAround}
     * @param except an appointment that is about to move, whose own claims do not stand in its way
     */
    public Facts read(
            Treatment treatment,
            Collection<Clinic> clinics,
            Collection<Offering> offerings,
            Span window,
            Instant now,
            @Nullable UUID except) {
        UUID[] clinicIds = clinics.stream().map(Clinic::id).toArray(UUID[]::new);
        UUID[] practitionerIds =
                offerings.stream().map(Offering::practitionerId).distinct().toArray(UUID[]::new);
        return database.withHandle(handle -> {
            List<Unit> units = units(handle, treatment, clinicIds);
            Set<UUID> claimed = units.stream().map(Unit::resourceId).collect(Collectors.toCollection(HashSet::new));
            claimed.addAll(List.of(practitionerIds));
            return new Facts(
                    window,
                    hours(handle, clinicIds),
                    holidays(handle, clinicIds),
                    closures(handle, clinicIds, window),
                    rosters(handle, practitionerIds, clinicIds),
                    exceptions(handle, practitionerIds, clinicIds, window),
                    units,
                    claims(handle, claimed, window, now, except),
                    everyClinic(),
                    catalogue.travelTimes());
        });
    }

    private Map<UUID, Clinic> everyClinic() {
        return catalogue.clinics().stream().collect(Collectors.toMap(Clinic::id, clinic -> clinic));
    }

    record WeeklyHours(DayOfWeek weekday, LocalHours hours) {}

    record Unit(Need.Kind kind, UUID resourceId, short unit, UUID clinicId, String code, String placeKind) {}

    record Claimed(
            Span span,
            short unit,
            boolean appointment,
            @Nullable UUID clinicId) {}

    record At(UUID practitionerId, UUID clinicId) {}

    record Roster(LocalDate validFrom, @Nullable LocalDate validUntil, int everyWeeks, List<Segment> segments) {

        boolean appliesOn(LocalDate day) {
            return !day.isBefore(validFrom) && (validUntil == null || !day.isAfter(validUntil));
        }

        /** Week 0 or 1 of a fortnightly roster, counted from the Monday of the week in which it begins. */
        int weekOf(LocalDate day) {
            LocalDate firstMonday = validFrom.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            return (int) (ChronoUnit.WEEKS.between(firstMonday, day) % everyWeeks);
        }
    }

    record Segment(
            int week,
            DayOfWeek weekday,
            LocalHours hours,
            Treatment.Place place,
            Set<String> audience,
            Set<String> visitKinds,
            int releaseHours) {}

    record ExceptionKey(At at, LocalDate day) {}

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

    private static Map<At, List<Roster>> rosters(Handle handle, UUID[] practitioners, UUID[] clinics) {
        record Row(At at, UUID id, LocalDate from, @Nullable LocalDate until, int everyWeeks, Segment segment) {}
        List<Row> rows = handle.createQuery("""
                        SELECT r.id, r.practitioner_id, r.clinic_id, r.valid_from, r.valid_until, r.every_weeks,
                               s.week, s.weekday, s.from_time, s.until_time, s.audience, s.visit_kinds, s.place,
                               coalesce(s.release_hours, 0) AS release_hours
                          FROM roster r JOIN roster_segment s ON s.roster_id = r.id
                         WHERE r.practitioner_id = ANY (:practitioners) AND r.clinic_id = ANY (:clinics)
                        """)
                .bind("practitioners", practitioners)
                .bind("clinics", clinics)
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
                                Catalogue.constant(Treatment.Place.class, row.getString("place")),
                                Set.copyOf(Catalogue.texts(row, "audience")),
                                Set.copyOf(Catalogue.texts(row, "visit_kinds")),
                                row.getInt("release_hours"))))
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

    private static Map<ExceptionKey, List<LocalHours>> exceptions(
            Handle handle, UUID[] practitioners, UUID[] clinics, Span window) {
        Map<ExceptionKey, List<LocalHours>> exceptions = new HashMap<>();
        handle.createQuery("""
                        SELECT practitioner_id, clinic_id, day, from_time, until_time
                          FROM roster_exception
                         WHERE practitioner_id = ANY (:practitioners) AND clinic_id = ANY (:clinics)
                           AND day BETWEEN :from AND :until
                         ORDER BY ordinal
                        """)
                .bind("practitioners", practitioners)
                .bind("clinics", clinics)
                .bind("from", firstDay(window))
                .bind("until", lastDay(window))
                .map((row, context) -> {
                    List<LocalHours> hours = exceptions.computeIfAbsent(
                            new ExceptionKey(
                                    new At(id(row, "practitioner_id"), id(row, "clinic_id")),
                                    row.getObject("day", LocalDate.class)),
                            key -> new ArrayList<>());
                    if (row.getObject("from_time") != null) {
                        hours.add(localHours(row, "from_time", "until_time"));
                    }
                    return hours;
                })
                .list();
        return exceptions;
    }

    private static List<Unit> units(Handle handle, Treatment treatment, UUID[] clinics) {
        List<Unit> units = new ArrayList<>();
        for (Need.Kind kind : List.of(Need.Kind.ROOM, Need.Kind.EQUIPMENT)) {
            String[] wanted = treatment.needs(kind).stream()
                    .map(Need::requirement)
                    .distinct()
                    .toArray(String[]::new);
            if (wanted.length == 0) {
                continue;
            }
            String table = kind == Need.Kind.ROOM ? "room" : "equipment";
            units.addAll(handle.createQuery("""
                            SELECT p.id, u.unit, p.clinic_id, p.code, p.kind
                              FROM %s p JOIN resource_unit u ON u.resource_id = p.id AND u.kind = 'normal'
                             WHERE p.clinic_id = ANY (:clinics) AND p.kind = ANY (:wanted)
                             ORDER BY p.code, u.unit
                            """.formatted(table))
                    .bind("clinics", clinics)
                    .bind("wanted", wanted)
                    .map((row, context) -> new Unit(
                            kind,
                            id(row, "id"),
                            row.getShort("unit"),
                            id(row, "clinic_id"),
                            row.getString("code"),
                            row.getString("kind")))
                    .list());
        }
        return units;
    }

    /** Travel claims are left out: they follow from the appointments, and the rule about travel is asked instead. */
    private static Map<UUID, List<Claimed>> claims(
            Handle handle, Set<UUID> resources, Span window, Instant now, @Nullable UUID except) {
        Map<UUID, List<Claimed>> claims = new HashMap<>();
        handle.createQuery("""
                        SELECT c.resource_id, c.unit, lower(c.during) AS starts_at, upper(c.during) AS ends_at,
                               c.kind = 'appointment' AS appointment, a.clinic_id
                          FROM unnest(:resources) AS wanted (id)
                          JOIN claim c ON c.resource_id = wanted.id AND c.during && tstzrange(:from, :until)
                          LEFT JOIN appointment a ON a.id = c.appointment_id
                         WHERE c.kind <> 'travel'
                           AND (a.id IS NULL OR a.state <> 'held' OR a.expires_at > :displaceable)
                           AND (:except::uuid IS NULL OR c.appointment_id IS DISTINCT FROM :except)
                        """)
                .bind("resources", resources.toArray(UUID[]::new))
                .bind("from", utc(window.start()))
                .bind("until", utc(window.end()))
                .bind("displaceable", utc(now.minus(GRACE)))
                .bind("except", except)
                .map((row, context) -> claims.computeIfAbsent(id(row, "resource_id"), key -> new ArrayList<>())
                        .add(new Claimed(
                                span(row, "starts_at", "ends_at"),
                                row.getShort("unit"),
                                row.getBoolean("appointment"),
                                row.getObject("clinic_id", UUID.class))))
                .list();
        return claims;
    }

    static LocalDate firstDay(Span window) {
        return window.start().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(2);
    }

    static LocalDate lastDay(Span window) {
        return window.end().atOffset(ZoneOffset.UTC).toLocalDate().plusDays(1);
    }

    private static UUID id(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private static Span span(ResultSet row, String from, String until) throws SQLException {
        return Span.covering(
                row.getObject(from, OffsetDateTime.class).toInstant(),
                row.getObject(until, OffsetDateTime.class).toInstant());
    }

    private static LocalHours localHours(ResultSet row, String from, String until) throws SQLException {
        return new LocalHours(row.getObject(from, LocalTime.class), row.getObject(until, LocalTime.class));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
