package network.physio.booking.roster;

import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
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
import org.jdbi.v3.core.statement.Query;

/**
 * Appointments, and sessions with them, in the way of a time off, a closure or another roster. Whoever asks holds the lock
 * that bookings of this practitioner or clinic need, so that none is made between the question and the change.
 */
@ApplicationScoped
public class StrandedAppointments {

    /**
     * Over means over: what became of it is for the desk to say, whoever is away since. What began longest ago is named too,
     * because indexes are by the start.
     */
    private static final String ACTIVE = """
            SELECT a.id, a.starts_at, a.ends_at, a.zone, a.clinic_id, a.practitioner_id, a.treatment_id, a.place, a.session_id,
                   coalesce(needed.from_then, a.starts_at) AS needed_from,
                   coalesce(needed.until_then, a.ends_at) AS needed_until
              FROM appointment a
              LEFT JOIN LATERAL (
                   SELECT min(lower(c.during)) AS from_then, max(upper(c.during)) AS until_then
                     FROM claim c
                    WHERE c.appointment_id = a.id AND c.resource_id = a.practitioner_id AND c.kind = 'appointment') needed
                ON true
             WHERE a.state IN ('held', 'confirmed', 'arrived', 'in-treatment')
               AND a.ends_at > :now AND a.starts_at > :longestAgo
               AND (a.state <> 'held' OR a.expires_at > :displaceable)
            """;

    private static final String LOCKED = "FOR UPDATE OF a";

    /** Of those, by whether they are marked for rebooking. */
    enum Which {
        UNMARKED,
        MARKED,
        ALL;

        /** For a WHERE clause, of an appointment or session of this alias. */
        String condition(String alias) {
            return switch (this) {
                case UNMARKED -> " AND NOT %s.rebooking_needed ".formatted(alias);
                case MARKED -> " AND %s.rebooking_needed ".formatted(alias);
                case ALL -> " ";
            };
        }
    }

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

    /** Those that occupy the practitioner, buffers included, at this time. Who is being treated need not be rebooked. */
    List<Stranded> inTimeOff(UUID practitioner, Instant from, Instant until) {
        return occupying(practitioner, from, until, Which.UNMARKED, LOCKED);
    }

    /** The same and those that are marked for rebooking already. */
    List<Stranded> occupying(UUID practitioner, Instant from, Instant until) {
        return occupying(practitioner, from, until, Which.ALL, LOCKED);
    }

    /** The same, before anything is locked: to know what to lock. */
    List<Stranded> seenOccupying(UUID practitioner, Instant from, Instant until) {
        return occupying(practitioner, from, until, Which.ALL, "");
    }

    /** Only those that are marked for rebooking. Locks nothing. */
    List<Stranded> markedInTimeOff(UUID practitioner, Instant from, Instant until) {
        return occupying(practitioner, from, until, Which.MARKED, "");
    }

    private List<Stranded> occupying(UUID practitioner, Instant from, Instant until, Which which, String lock) {
        List<Stranded> appointments = active(
                which,
                """
                           AND a.state <> 'in-treatment'
                           AND a.id IN (SELECT c.appointment_id FROM claim c
                                         WHERE c.resource_id = :practitioner AND c.kind = 'appointment'
                                           AND c.during && tstzrange(:from, :until)
                                        UNION ALL
                                        SELECT seat.id FROM claim c JOIN appointment seat ON seat.session_id = c.session_id
                                         WHERE c.resource_id = :practitioner AND c.kind = 'session'
                                           AND c.during && tstzrange(:from, :until))
                        """,
                lock,
                query -> query.bind("practitioner", practitioner)
                        .bind("from", utc(from))
                        .bind("until", utc(until)));
        return with(appointments, sessions.occupying(practitioner, from, until, which));
    }

    /** Locks them. */
    private List<Stranded> active(String condition, UnaryOperator<Query> bound) {
        return active(Which.UNMARKED, condition, LOCKED, bound);
    }

    /** Of the active ones, {@code a}, those that also meet the condition. */
    private List<Stranded> active(Which which, String condition, String lock, UnaryOperator<Query> bound) {
        Instant now = clock.instant();
        String rows = ACTIVE + which.condition("a") + condition;
        return database.withHandle(handle -> bound.apply(handle.createQuery(rows + " ORDER BY a.id " + lock))
                .bind("now", utc(now))
                .bind("longestAgo", utc(now.minus(Diaries.LONGEST_VISIT)))
                .bind("displaceable", utc(now.minus(Diaries.GRACE)))
                .map((row, context) -> Stranded.of(row, Stranded.Kind.APPOINTMENT))
                .list());
    }

    private static List<Stranded> with(List<Stranded> appointments, List<Stranded> inSessions) {
        return Stream.concat(appointments.stream(), inSessions.stream()).toList();
    }

    /** Those that this clinic looks after at this time, home visits excepted. */
    public List<Stranded> inClosure(UUID clinic, Instant from, Instant until) {
        return inClosure(clinic, from, until, Which.UNMARKED, LOCKED);
    }

    /** Only those that are marked for rebooking. Locks nothing. */
    public List<Stranded> markedInClosure(UUID clinic, Instant from, Instant until) {
        return inClosure(clinic, from, until, Which.MARKED, "");
    }

    private List<Stranded> inClosure(UUID clinic, Instant from, Instant until, Which which, String lock) {
        List<Stranded> appointments = active(
                which,
                """
                           AND a.clinic_id = :clinic AND a.place <> 'address'
                           AND a.starts_at < :until AND a.ends_at > :from
                        """,
                lock,
                query -> query.bind("clinic", clinic).bind("from", utc(from)).bind("until", utc(until)));
        return with(appointments, sessions.inClosure(clinic, from, until, which));
    }

    /** Those with this practitioner at this clinic who lose hours by the change in which they need the practitioner. */
    List<Stranded> inRosterChange(UUID practitioner, UUID clinic, Schedule before, Schedule after, ZoneId zone) {
        Predicate<Stranded> leftOut =
                one -> !one.worked(before, zone).minus(one.worked(after, zone)).isEmpty();
        List<Stranded> appointments =
                active("""
                           AND a.practitioner_id = :practitioner AND a.clinic_id = :clinic
                        """, query -> query.bind("practitioner", practitioner).bind("clinic", clinic));
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
        List<Stranded> appointments = active(
                """
                           AND a.clinic_id IN (SELECT id FROM clinic
                                                WHERE id = ANY (:clinics) OR cardinality(:treatments::uuid[]) > 0)
                           AND (a.clinic_id = ANY (:clinics) OR a.treatment_id = ANY (:treatments))
                           AND EXISTS (SELECT FROM claim c
                                        WHERE (c.appointment_id = a.id OR (c.session_id = a.session_id AND c.kind = 'session'))
                        """ + StrandedSessions.IN_A_WRONG_PLACE.formatted("a") + """
                           )
                        """,
                query -> query.bind("clinics", clinics.toArray(UUID[]::new))
                        .bind("places", places.toArray(UUID[]::new))
                        .bind("treatments", treatments.toArray(UUID[]::new)));
        return with(appointments, sessions.misplaced(places, treatments));
    }

    /** The way between two clinics, there and back. */
    public record Way(UUID one, UUID other, int minutes) {}

    /** Those to come that their practitioner reaches from the other clinic on this way, but not when it takes so long. */
    public List<Stranded> tooFar(Way way, int minutes) {
        lockClinics(List.of(way.one(), way.other()));
        List<Stranded> appointments = active(
                """
                           AND a.clinic_id IN (:one, :other)
                           AND EXISTS (SELECT FROM claim c
                        """ + StrandedSessions.TOO_FAR_FROM_THE_ONE_BEFORE.formatted("a") + """
                                AND (c.appointment_id = a.id OR (c.session_id = a.session_id AND c.kind = 'session')))
                        """,
                query -> query.bind("one", way.one())
                        .bind("other", way.other())
                        .bind("before", way.minutes())
                        .bind("after", minutes));
        return with(appointments, sessions.tooFar(way, minutes));
    }

    /** Who gives what where in which length. */
    public record Given(UUID practitioner, UUID treatment, UUID clinic, int minutes) {}

    /** Those to come that are any of this. */
    public List<Stranded> ofGiven(List<Given> given) {
        if (given.isEmpty()) {
            return List.of();
        }
        List<Stranded> appointments = active(
                """
                           AND (a.practitioner_id, a.treatment_id, a.clinic_id, a.minutes) IN (
                               SELECT * FROM unnest(:practitioners, :treatments, :clinics, :minutes))
                        """,
                query -> query.bind("practitioners", column(given, Given::practitioner))
                        .bind("treatments", column(given, Given::treatment))
                        .bind("clinics", column(given, Given::clinic))
                        .bind("minutes", given.stream().map(Given::minutes).toArray(Integer[]::new)));
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
}
