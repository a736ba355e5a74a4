package network.physio.booking.roster;

import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import network.physio.booking.BookingProblem;
import network.physio.booking.availability.Diaries;
import network.physio.booking.availability.Schedule;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.Ticks;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;
import network.physio.http.HttpProblem;
import org.jdbi.v3.core.Jdbi;

/**
 * Appointments, and sessions with them, in the way of a time off, a closure or another roster. Whoever asks holds the lock that bookings of this
 * practitioner or clinic need, so that none is made between the question and the change.
 */
@ApplicationScoped
public class StrandedAppointments {

    private static final String ACTIVE = """
            SELECT a.id, a.starts_at, a.ends_at, a.zone, a.practitioner_id, a.place, a.session_id
              FROM appointment a
             WHERE a.state IN ('held', 'confirmed', 'arrived', 'in-treatment')
               AND NOT a.rebooking_needed
               AND (a.state <> 'held' OR a.expires_at > :displaceable)
            """;

    private final Jdbi database;
    private final StrandedSessions sessions;
    private final Events events;
    private final Clock clock;

    StrandedAppointments(Jdbi database, StrandedSessions sessions, Events events, Clock clock) {
        this.database = database;
        this.sessions = sessions;
        this.events = events;
        this.clock = clock;
    }

    /** Those that occupy the practitioner, buffers included, at this time. */
    List<Stranded> inTimeOff(UUID practitioner, Instant from, Instant until) {
        return inTimeOff(practitioner, from, until, "FOR UPDATE OF a");
    }

    /** The same, before anything is locked: to know what to lock. */
    List<Stranded> seenInTimeOff(UUID practitioner, Instant from, Instant until) {
        return inTimeOff(practitioner, from, until, "");
    }

    private List<Stranded> inTimeOff(UUID practitioner, Instant from, Instant until, String lock) {
        List<Stranded> appointments = database.withHandle(handle -> handle.createQuery(ACTIVE + """
                           AND (a.id IN (SELECT c.appointment_id FROM claim c
                                          WHERE c.resource_id = :practitioner AND c.kind = 'appointment'
                                            AND c.during && tstzrange(:from, :until))
                                OR a.session_id IN (SELECT c.session_id FROM claim c
                                                     WHERE c.resource_id = :practitioner AND c.kind = 'session'
                                                       AND c.during && tstzrange(:from, :until)))
                         ORDER BY a.id
                        """ + lock)
                .bind("practitioner", practitioner)
                .bind("from", utc(from))
                .bind("until", utc(until))
                .bind("displaceable", utc(clock.instant().minus(Diaries.GRACE)))
                .map((row, context) -> stranded(row))
                .list());
        return with(appointments, sessions.inTimeOff(practitioner, from, until));
    }

    private static List<Stranded> with(List<Stranded> appointments, List<Stranded> inSessions) {
        return Stream.concat(appointments.stream(), inSessions.stream()).toList();
    }

    /** Those that this clinic looks after at this time, home visits excepted. */
    public List<Stranded> inClosure(UUID clinic, Instant from, Instant until) {
        List<Stranded> appointments = database.withHandle(handle -> handle.createQuery(ACTIVE + """
                           AND a.clinic_id = :clinic AND a.place <> 'address'
                           AND a.starts_at < :until AND a.ends_at > :from
                         ORDER BY a.id FOR UPDATE OF a
                        """)
                .bind("clinic", clinic)
                .bind("from", utc(from))
                .bind("until", utc(until))
                .bind("displaceable", utc(clock.instant().minus(Diaries.GRACE)))
                .map((row, context) -> stranded(row))
                .list());
        return with(appointments, sessions.inClosure(clinic, from, until));
    }

    /** Those to come with this practitioner at this clinic that lie inside the hours before the change, but not after. */
    List<Stranded> inRosterChange(UUID practitioner, UUID clinic, Schedule before, Schedule after, ZoneId zone) {
        Predicate<Stranded> leftOut =
                appointment -> covers(before, appointment, zone) && !covers(after, appointment, zone);
        List<Stranded> appointments = database.withHandle(handle -> handle.createQuery(ACTIVE + """
                           AND a.practitioner_id = :practitioner AND a.clinic_id = :clinic AND a.ends_at > :now
                         ORDER BY a.id FOR UPDATE OF a
                        """)
                .bind("practitioner", practitioner)
                .bind("clinic", clinic)
                .bind("now", utc(clock.instant()))
                .bind("displaceable", utc(clock.instant().minus(Diaries.GRACE)))
                .map((row, context) -> stranded(row))
                .list());
        return with(appointments, sessions.toCome(practitioner, clinic)).stream()
                .filter(leftOut)
                .toList();
    }

    /** Those to come at these clinics while they are closed now, by clinic; home visits excepted. Locks the clinics. */
    public Map<UUID, List<Stranded>> inClosedTime(Map<UUID, Ticks> closed) {
        Map<UUID, List<Stranded>> stranded = new TreeMap<>();
        closed.keySet().stream().sorted().forEach(clinic -> {
            Ticks time = Objects.requireNonNull(closed.get(clinic));
            lockClinics(List.of(clinic));
            Instant now = clock.instant();
            stranded.put(
                    clinic,
                    inClosure(clinic, now, time.window().end()).stream()
                            .filter(one -> one.endsAt().isAfter(now))
                            .filter(one -> !time.within(Span.covering(one.startsAt(), one.endsAt()))
                                    .isEmpty())
                            .toList());
        });
        return stranded;
    }

    /** Every booking at these clinics waits for this lock, and it for every booking. */
    private void lockClinics(List<UUID> clinics) {
        database.useHandle(
                handle -> handle.createQuery("SELECT id FROM clinic WHERE id = ANY (:ids) ORDER BY id FOR UPDATE")
                        .bind("ids", clinics.toArray(UUID[]::new))
                        .mapTo(UUID.class)
                        .list());
    }

    /**
     * Those to come that have one of these rooms or devices of these clinics, or are of one of these treatments, and whose room
     * or device is of no kind that the treatment takes.
     */
    public List<Stranded> misplaced(List<UUID> clinics, List<UUID> places, List<UUID> treatments) {
        lockClinics(clinics);
        List<Stranded> appointments = database.withHandle(handle -> handle.createQuery(
                        ACTIVE + """
                           AND a.ends_at > :now
                           AND (a.clinic_id = ANY (:clinics) OR a.treatment_id = ANY (:treatments))
                           AND EXISTS (SELECT FROM claim c
                                        WHERE (c.appointment_id = a.id OR (c.session_id = a.session_id AND c.kind = 'session'))
                        """ + StrandedSessions.IN_A_WRONG_PLACE.formatted("a") + """
                           ) ORDER BY a.id FOR UPDATE OF a
                        """)
                .bind("clinics", clinics.toArray(UUID[]::new))
                .bind("places", places.toArray(UUID[]::new))
                .bind("treatments", treatments.toArray(UUID[]::new))
                .bind("now", utc(clock.instant()))
                .bind("displaceable", utc(clock.instant().minus(Diaries.GRACE)))
                .map((row, context) -> stranded(row))
                .list());
        return with(appointments, sessions.misplaced(places, treatments));
    }

    /** The way between two clinics, there and back. */
    public record Way(UUID one, UUID other, int minutes) {}

    /** Those to come that their practitioner reaches from the other clinic on this way, but not when it takes so long. */
    public List<Stranded> tooFar(Way way, int minutes) {
        lockClinics(List.of(way.one(), way.other()));
        List<Stranded> appointments = database.withHandle(handle -> handle.createQuery(
                        ACTIVE + """
                           AND a.ends_at > :now AND a.clinic_id IN (:one, :other)
                           AND EXISTS (SELECT FROM claim c
                        """ + StrandedSessions.TOO_FAR_FROM_THE_ONE_BEFORE.formatted("a") + """
                                AND (c.appointment_id = a.id OR (c.session_id = a.session_id AND c.kind = 'session')))
                         ORDER BY a.id FOR UPDATE OF a
                        """)
                .bind("one", way.one())
                .bind("other", way.other())
                .bind("before", way.minutes())
                .bind("after", minutes)
                .bind("now", utc(clock.instant()))
                .bind("displaceable", utc(clock.instant().minus(Diaries.GRACE)))
                .map((row, context) -> stranded(row))
                .list());
        return with(appointments, sessions.tooFar(way, minutes));
    }

    /** Who gives what where in which length. */
    public record Given(UUID practitioner, UUID treatment, UUID clinic, int minutes) {}

    /** Those to come that are any of this. */
    public List<Stranded> ofGiven(List<Given> given) {
        if (given.isEmpty()) {
            return List.of();
        }
        List<Stranded> appointments = database.withHandle(handle -> handle.createQuery(ACTIVE + """
                           AND a.ends_at > :now
                           AND (a.practitioner_id, a.treatment_id, a.clinic_id, a.minutes) IN (
                               SELECT * FROM unnest(:practitioners, :treatments, :clinics, :minutes))
                         ORDER BY a.id FOR UPDATE OF a
                        """)
                .bind("practitioners", column(given, Given::practitioner))
                .bind("treatments", column(given, Given::treatment))
                .bind("clinics", column(given, Given::clinic))
                .bind("minutes", given.stream().map(Given::minutes).toArray(Integer[]::new))
                .bind("now", utc(clock.instant()))
                .bind("displaceable", utc(clock.instant().minus(Diaries.GRACE)))
                .map((row, context) -> stranded(row))
                .list());
        return with(appointments, sessions.ofGiven(given));
    }

    static UUID[] column(List<Given> given, Function<Given, UUID> value) {
        return given.stream().map(value).toArray(UUID[]::new);
    }

    /** Marks them for rebooking and says so in one event each. */
    public void mark(List<Stranded> stranded, String because, String actor) {
        record Marked(UUID id, int version, UUID clinic, UUID practitioner) {}
        if (stranded.isEmpty()) {
            return;
        }
        sessions.mark(stranded.stream().filter(Stranded::isSession).toList(), because, actor);
        List<Marked> marked = database.withHandle(handle -> handle.createQuery("""
                        UPDATE appointment
                           SET rebooking_needed = true, version = version + 1, updated_at = :now
                         WHERE id = ANY (:ids)
                        RETURNING id, version, clinic_id, practitioner_id
                        """)
                .bind("ids", stranded.stream().map(Stranded::id).toArray(UUID[]::new))
                .bind("now", utc(clock.instant()))
                .map((row, context) -> new Marked(
                        row.getObject("id", UUID.class),
                        row.getInt("version"),
                        row.getObject("clinic_id", UUID.class),
                        row.getObject("practitioner_id", UUID.class)))
                .list());
        marked.forEach(one -> events.write(
                new Event(
                        "appointment-needs-rebooking",
                        one.id(),
                        one.version(),
                        one.clinic(),
                        one.practitioner(),
                        Map.of("because", because)),
                actor));
    }

    /** Ends the lapsed holds that still occupy the practitioner at this time; whoever displaces them says so. */
    void displaceLapsedHolds(UUID practitioner, Instant from, Instant until, String actor) {
        record Lapsed(UUID id, int version, UUID clinic) {}
        List<Lapsed> lapsed = database.withHandle(handle -> handle.createQuery("""
                        UPDATE appointment
                           SET state = 'expired', version = version + 1, updated_at = :now
                         WHERE state = 'held' AND expires_at <= :displaceable
                           AND id IN (SELECT c.appointment_id FROM claim c
                                       WHERE c.resource_id = :practitioner AND c.kind = 'appointment'
                                         AND c.during && tstzrange(:from, :until))
                        RETURNING id, version, clinic_id
                        """)
                .bind("practitioner", practitioner)
                .bind("from", utc(from))
                .bind("until", utc(until))
                .bind("now", utc(clock.instant()))
                .bind("displaceable", utc(clock.instant().minus(Diaries.GRACE)))
                .map((row, context) -> new Lapsed(
                        row.getObject("id", UUID.class), row.getInt("version"), row.getObject("clinic_id", UUID.class)))
                .list());
        UUID[] ids = lapsed.stream().map(Lapsed::id).toArray(UUID[]::new);
        database.useHandle(handle -> handle.createUpdate("""
                        DELETE FROM claim WHERE appointment_id = ANY (:ids) OR from_appointment_id = ANY (:ids)
                        """).bind("ids", ids).execute());
        lapsed.forEach(one -> events.write(
                new Event("hold-expired", one.id(), one.version(), one.clinic(), practitioner, Map.of()), actor));
    }

    /**
     * Moves what occupies the practitioner at this time to overbook units, where it is visible as such, so that unit 0 is
     * free for a block.
     *
     * @return false when no overbook unit is free for one of them; then nothing stands that may be committed
     */
    boolean makeWay(UUID practitioner, Instant from, Instant until) {
        int inTheWay = database.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM claim
                         WHERE resource_id = :practitioner AND unit = 0 AND kind <> 'block'
                           AND during && tstzrange(:from, :until)
                        """)
                .bind("practitioner", practitioner)
                .bind("from", utc(from))
                .bind("until", utc(until))
                .mapTo(int.class)
                .one());
        // Claims of unit 0 do not overlap each other, so each may take any unit that was free before the statement.
        int moved = database.withHandle(handle -> handle.createUpdate("""
                        WITH free AS (
                          SELECT c.id, min(u.unit) AS unit
                            FROM claim c JOIN resource_unit u ON u.resource_id = c.resource_id AND u.kind = 'overbook'
                           WHERE c.resource_id = :practitioner AND c.unit = 0 AND c.kind <> 'block'
                             AND c.during && tstzrange(:from, :until)
                             AND NOT EXISTS (SELECT FROM claim o
                                              WHERE o.resource_id = c.resource_id AND o.unit = u.unit
                                                AND o.during && c.during)
                           GROUP BY c.id)
                        UPDATE claim SET unit = free.unit FROM free WHERE claim.id = free.id
                        """)
                .bind("practitioner", practitioner)
                .bind("from", utc(from))
                .bind("until", utc(until))
                .execute());
        return moved == inTheWay;
    }

    public static HttpProblem problem(List<Stranded> stranded) {
        return BookingProblem.WOULD_STRAND_APPOINTMENTS
                .builder("Appointments stand in the way. Move or cancel them first, or send strandAppointments: true:"
                        + " they are then marked as needing to be rebooked.")
                .with("appointments", stranded.stream().map(Stranded::view).toList())
                .build();
    }

    static HttpProblem noWay() {
        return BookingProblem.WOULD_STRAND_APPOINTMENTS
                .builder("The practitioner is already overbooked at this time; move one of those appointments first.")
                .with("appointments", List.of())
                .build();
    }

    private static boolean covers(Schedule schedule, Stranded appointment, ZoneId zone) {
        return schedule.covers(appointment.startsAt(), appointment.endsAt(), appointment.hoursNeeded(), zone);
    }

    private static Stranded stranded(ResultSet row) throws SQLException {
        return new Stranded(
                row.getObject("id", UUID.class),
                Stranded.Kind.APPOINTMENT,
                row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                row.getObject("ends_at", OffsetDateTime.class).toInstant(),
                ZoneId.of(row.getString("zone")),
                row.getObject("practitioner_id", UUID.class),
                row.getString("place"),
                row.getObject("session_id", UUID.class));
    }
}
