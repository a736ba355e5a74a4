package network.physio.booking.roster;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;
import network.physio.booking.roster.StrandedAppointments.Which;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** Group sessions in the way of a time off, a closure or another roster, with and without anybody in them. */
@ApplicationScoped
class StrandedSessions {

    private static final String SCHEDULED = """
            SELECT s.id, s.starts_at, s.ends_at, s.zone, s.clinic_id, s.practitioner_id, s.treatment_id, t.place,
                   NULL::uuid AS session_id,
                   coalesce(needed.from_then, s.starts_at) AS needed_from,
                   coalesce(needed.until_then, s.ends_at) AS needed_until
              FROM session s
              JOIN treatment t ON t.id = s.treatment_id
              LEFT JOIN LATERAL (
                   SELECT min(lower(c.during)) AS from_then, max(upper(c.during)) AS until_then
                     FROM claim c
                    WHERE c.session_id = s.id AND c.resource_id = s.practitioner_id AND c.kind = 'session') needed
                ON true
             WHERE s.state = 'scheduled' AND s.ends_at > :now
            """;

    /** Of a claim c of an appointment or session: on a room or device of no kind that the treatment takes. */
    static final String IN_A_WRONG_PLACE = """
             AND (c.resource_id = ANY (:places) OR %1$s.treatment_id = ANY (:treatments))
             AND EXISTS (SELECT FROM (SELECT id, 'room' AS what, kind FROM room
                                      UNION ALL
                                      SELECT id, 'equipment', kind FROM equipment) p
                          WHERE p.id = c.resource_id
                            AND NOT EXISTS (SELECT FROM treatment_need n
                                             WHERE n.treatment_id = %1$s.treatment_id AND n.kind = p.what
                                               AND n.requirement = p.kind))
            """;

    /** Of a claim c of an appointment or session: the practitioner comes to it from the other clinic, and just in time. */
    static final String TOO_FAR_FROM_THE_ONE_BEFORE = """
              JOIN claim f ON f.resource_id = c.resource_id AND f.kind IN ('appointment', 'session')
               AND f.during && tstzrange(lower(c.during) - :after * interval '1 minute', lower(c.during))
              LEFT JOIN appointment fa ON fa.id = f.appointment_id
              LEFT JOIN session fs ON fs.id = f.session_id
             WHERE c.resource_id = %1$s.practitioner_id AND c.kind IN ('appointment', 'session')
               AND upper(f.during) <= lower(c.during) - :before * interval '1 minute'
               AND coalesce(fa.clinic_id, fs.clinic_id) IN (:one, :other)
               AND coalesce(fa.clinic_id, fs.clinic_id) <> %1$s.clinic_id
            """;

    private final Jdbi database;
    private final Events events;
    private final Clock clock;

    StrandedSessions(Jdbi database, Events events, Clock clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    List<Stranded> occupying(UUID practitioner, Instant from, Instant until, Which which) {
        return read(
                which,
                """
                 AND s.id IN (SELECT c.session_id FROM claim c
                               WHERE c.resource_id = :practitioner AND c.kind = 'session'
                                 AND c.during && tstzrange(:from, :until))
                """,
                query -> query.bind("practitioner", practitioner)
                        .bind("from", utc(from))
                        .bind("until", utc(until)));
    }

    List<Stranded> inClosure(UUID clinic, Instant from, Instant until, Which which) {
        return read(
                which,
                " AND s.clinic_id = :clinic AND s.starts_at < :until AND s.ends_at > :from",
                query -> query.bind("clinic", clinic).bind("from", utc(from)).bind("until", utc(until)));
    }

    List<Stranded> toCome(UUID practitioner, UUID clinic) {
        return read(
                " AND s.practitioner_id = :practitioner AND s.clinic_id = :clinic",
                query -> query.bind("practitioner", practitioner).bind("clinic", clinic));
    }

    List<Stranded> ofGiven(List<StrandedAppointments.Given> given) {
        return read(
                """
                 AND (s.practitioner_id, s.treatment_id, s.clinic_id, s.minutes) IN (
                     SELECT * FROM unnest(:practitioners, :treatments, :clinics, :minutes))
                """,
                query -> query.bind(
                                "practitioners",
                                StrandedAppointments.column(given, StrandedAppointments.Given::practitioner))
                        .bind("treatments", StrandedAppointments.column(given, StrandedAppointments.Given::treatment))
                        .bind("clinics", StrandedAppointments.column(given, StrandedAppointments.Given::clinic))
                        .bind(
                                "minutes",
                                given.stream()
                                        .map(StrandedAppointments.Given::minutes)
                                        .toArray(Integer[]::new)));
    }

    List<Stranded> misplaced(List<UUID> places, List<UUID> treatments) {
        return read(
                " AND EXISTS (SELECT FROM claim c WHERE c.session_id = s.id AND c.kind = 'session'"
                        + IN_A_WRONG_PLACE.formatted("s") + ")",
                query -> query.bind("places", places.toArray(UUID[]::new))
                        .bind("treatments", treatments.toArray(UUID[]::new)));
    }

    List<Stranded> tooFar(StrandedAppointments.Way way, int minutes) {
        return read(
                " AND s.clinic_id IN (:one, :other) AND EXISTS (SELECT FROM claim c"
                        + TOO_FAR_FROM_THE_ONE_BEFORE.formatted("s") + " AND c.session_id = s.id)",
                query -> query.bind("one", way.one())
                        .bind("other", way.other())
                        .bind("before", way.minutes())
                        .bind("after", minutes));
    }

    private List<Stranded> read(String where, UnaryOperator<Query> bound) {
        return read(Which.UNMARKED, where, bound);
    }

    private List<Stranded> read(Which which, String where, UnaryOperator<Query> bound) {
        String rows = SCHEDULED + which.condition("s") + where;
        return database.withHandle(handle -> bound.apply(handle.createQuery(rows + " ORDER BY s.id"))
                .bind("now", utc(clock.instant()))
                .map((row, context) -> Stranded.of(row, Stranded.Kind.SESSION))
                .list());
    }

    /** Nobody is given a seat in them until somebody has decided about them. */
    void mark(List<Stranded> sessions, String because, String actor) {
        record Marked(UUID id, UUID clinic, UUID practitioner) {}
        if (sessions.isEmpty()) {
            return;
        }
        List<Marked> marked = database.withHandle(handle -> handle.createQuery("""
                        UPDATE session SET rebooking_needed = true, version = version + 1, updated_at = :now
                         WHERE id = ANY (:ids)
                        RETURNING id, clinic_id, practitioner_id
                        """)
                .bind("ids", sessions.stream().map(Stranded::id).toArray(UUID[]::new))
                .bind("now", utc(clock.instant()))
                .map((row, context) -> new Marked(
                        row.getObject("id", UUID.class),
                        row.getObject("clinic_id", UUID.class),
                        row.getObject("practitioner_id", UUID.class)))
                .list());
        marked.forEach(one -> events.write(
                new Event(
                        "session-needs-rebooking",
                        null,
                        null,
                        one.clinic(),
                        one.practitioner(),
                        Map.of("sessionId", one.id().toString(), "because", because)),
                actor));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
