package network.physio.booking.change;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.appointment.WhoMayRead;
import network.physio.booking.event.EventDetails;
import network.physio.booking.event.EventLog;
import network.physio.booking.event.Snapshot;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The events of the caller's share of the network, in the order of {@link EventLog}. */
@ApplicationScoped
class Changes {

    /** How many events one request looks through, whoever they concern: a guest's few lie among millions. */
    private static final int LOOKED_THROUGH = 20_000;

    /** At once, so that a page full of the caller's own does not look through all of them. */
    private static final int STRETCH = 2_000;

    /**
     * Who learns of an event: the desk of its clinic, the practitioner of its diary and the desks of the clinics where that
     * practitioner works (time off has no clinic), and administrators what is about the network alone; then whoever may read
     * the appointment without being staff, by the rule of {@link WhoMayRead}; and once more, without where it
     * went, the desk and the diary that it was moved away from, once for all the events of one change.
     *
     * <p>What concerns no appointment may concern a wait, which is its clinics', its maker's and its patient's, or a patient,
     * whom the clinics share that treat them or have treated them: an erased patient is known by their visits only.
     */
    private static final String SCOPED = """
            WITH looked_through AS MATERIALIZED (
              SELECT seq, id, at, type, appointment_id, version, clinic_id, practitioner_id, details
                FROM event
               WHERE %s
               ORDER BY seq
               LIMIT :stretch),
            desk AS MATERIALIZED (SELECT id FROM clinic WHERE code = ANY (:clinics)),
            diary AS MATERIALIZED (SELECT id FROM practitioner WHERE code = :practitioner),
            near AS (
              SELECT e.*,
                     (e.clinic_id IN (SELECT id FROM desk)
                      OR e.practitioner_id IN (SELECT id FROM diary)
                      OR (e.clinic_id IS NULL AND e.appointment_id IS NULL AND e.practitioner_id IN (
                            SELECT practitioner_id FROM offering WHERE clinic_id IN (SELECT id FROM desk)
                            UNION
                            SELECT practitioner_id FROM roster WHERE clinic_id IN (SELECT id FROM desk)))
                      OR (:admin AND e.type = ANY (:network))
                      OR w.clinics && ARRAY(SELECT id FROM desk)
                      OR (e.patient IS NOT NULL AND EXISTS (
                            SELECT FROM (SELECT patient_id, clinic_id FROM patient_clinic
                                         UNION ALL
                                         SELECT patient_id, clinic_id FROM appointment
                                          WHERE state NOT IN ('held', 'expired')) AS treated
                             WHERE treated.patient_id IN (e.patient, e.survivor)
                               AND treated.clinic_id IN (SELECT id FROM desk)))) IS TRUE AS inside,
                     CASE WHEN e.appointment_id IS NOT NULL THEN EXISTS (
                       SELECT FROM appointment a LEFT JOIN partner ON partner.id = a.partner_id
                        WHERE a.id = e.appointment_id
                          AND %s)
                     ELSE (w.owner = ANY (:principals) AND w.made_by <> 'staff' OR EXISTS (
                       SELECT FROM patient_access x
                        WHERE x.patient_id = w.patient_id AND x.subject = :subject
                          AND x.valid_from <= :now AND (x.valid_until IS NULL OR x.valid_until > :now))) IS TRUE
                     END AS outside,
                     :staff AND e.appointment_id IS NOT NULL AND NOT EXISTS (
                       SELECT FROM event s
                        WHERE s.appointment_id = e.appointment_id AND s.version = e.version AND s.seq < e.seq)
                     AND EXISTS (
                       SELECT FROM (SELECT b.clinic_id, b.practitioner_id FROM event b
                                     WHERE b.appointment_id = e.appointment_id AND b.version < e.version
                                     ORDER BY b.version DESC, b.seq DESC LIMIT 1) AS before
                        WHERE before.clinic_id IN (SELECT id FROM desk)
                           OR before.practitioner_id IN (SELECT id FROM diary)) AS moved_away
                FROM (SELECT l.*,
                             CASE WHEN appointment_id IS NULL THEN (details ->> 'entryId')::uuid END AS entry,
                             CASE WHEN appointment_id IS NULL THEN (details ->> 'patientId')::uuid END AS patient,
                             CASE WHEN appointment_id IS NULL THEN (details ->> 'survivorId')::uuid END AS survivor
                        FROM looked_through l) AS e
                LEFT JOIN waitlist_entry w ON w.id = e.entry),
            mine AS (
              SELECT near.*, c.zone
                FROM near LEFT JOIN clinic c ON c.id = near.clinic_id
               WHERE inside OR outside OR moved_away
               ORDER BY seq
               LIMIT :limit)
            SELECT reach.events, reach.last_seq, mine.*
              FROM (SELECT count(*) AS events, coalesce(max(seq), :seq) AS last_seq FROM looked_through) AS reach
              LEFT JOIN mine ON true
             ORDER BY mine.seq
            """.formatted(EventLog.IN_WINDOW, WhoMayRead.WITHOUT_WORKING_THERE);

    /** What an administrator follows: reference data and hours, nobody's appointments. */
    private static final String[] OF_THE_NETWORK = {
        "network-loaded",
        "roster-changed",
        "time-off-taken",
        "time-off-given-back",
        "clinic-closed",
        "clinic-reopened",
        "calendar-feed-made",
        "calendar-feed-revoked"
    };

    private final Jdbi database;
    private final EventLog log;
    private final EventDetails details;
    private final Access access;
    private final Clock clock;

    Changes(Jdbi database, EventLog log, EventDetails details, Access access, Clock clock) {
        this.database = database;
        this.log = log;
        this.details = details;
        this.access = access;
        this.clock = clock;
    }

    /**
     * Some changes, the position after them, and whether there may be more at once: then there may be none among so many
     * that were looked through.
     */
    record Batch(List<Change> changes, EventLog.Position after, boolean more) {}

    EventLog.Position now() {
        return log.lastingNow();
    }

    /** Whether the position lies ahead of all that has happened: then it is not of this history. */
    boolean isAhead(EventLog.Position position) {
        return position.reading().xmax() > log.now().reading().xmax();
    }

    Batch after(EventLog.Position position, int limit) {
        Snapshot now = log.lastingNow().reading();
        List<Change> changes = new ArrayList<>();
        EventLog.Position at = position;
        int lookedThrough = 0;
        while (lookedThrough < LOOKED_THROUGH) {
            if (at.isEmptyWindow()) {
                if (at.reading().equals(now)) {
                    return new Batch(changes, at, false);
                }
                at = at.upTo(now);
            }
            Stretch stretch = stretch(at, limit - changes.size());
            stretch.changes().forEach(found -> changes.add(found.change()));
            if (changes.size() == limit) {
                return new Batch(changes, at.at(stretch.changes().getLast().seq()), true);
            }
            at = stretch.lookedThrough() < STRETCH ? at.over() : at.at(stretch.lastSeq());
            lookedThrough += stretch.lookedThrough();
        }
        return new Batch(changes, at, true);
    }

    private record Found(long seq, Change change) {}

    private record Stretch(int lookedThrough, long lastSeq, List<Found> changes) {}

    private Stretch stretch(EventLog.Position window, int limit) {
        record Row(int lookedThrough, long lastSeq, Optional<Found> found) {}
        List<Row> rows = database.withHandle(handle -> asCaller(handle.createQuery(SCOPED))
                .bindMap(window.columns())
                .bind("stretch", STRETCH)
                .bind("limit", limit)
                .map((row, context) -> new Row(row.getInt("events"), row.getLong("last_seq"), found(row)))
                .list());
        Row any = rows.getFirst();
        return new Stretch(
                any.lookedThrough(),
                any.lastSeq(),
                rows.stream().flatMap(row -> row.found().stream()).toList());
    }

    private Query asCaller(Query query) {
        return query.bindMap(WhoMayRead.asker(access, clock.instant()))
                .bind(
                        "staff",
                        !access.clinics().isEmpty() || access.practitioner().isPresent())
                .bind("admin", access.isNetworkAdmin())
                .bind("network", OF_THE_NETWORK);
    }

    private Optional<Found> found(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        if (id == null) {
            return Optional.empty();
        }
        Change.View view = row.getBoolean("inside")
                ? Change.View.INSIDE
                : row.getBoolean("outside") ? Change.View.OUTSIDE : Change.View.LEFT;
        Change written = new Change(
                id,
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("type"),
                row.getObject("appointment_id", UUID.class),
                row.getObject("version", Integer.class),
                row.getObject("clinic_id", UUID.class),
                row.getObject("practitioner_id", UUID.class),
                zone(row.getString("zone")),
                details.read(row.getString("details")));
        return Optional.of(new Found(row.getLong("seq"), written.as(view)));
    }

    private static @Nullable ZoneId zone(@Nullable String name) {
        return name == null ? null : ZoneId.of(name);
    }
}
