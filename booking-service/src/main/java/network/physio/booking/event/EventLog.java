package network.physio.booking.event;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Reads what happened, in order and without gaps, although transactions commit out of order.
 *
 * <p>A window holds the events of the transactions that ended between two snapshots: what was committed by the first is not
 * in it, what is not yet committed by the second will be in a later one. Windows follow each other; within one, events come
 * by {@code seq}. Two events of one appointment are in order either way: its row is locked before its event is written, so
 * the second writer wrote after the first had committed, has the greater {@code seq}, and no snapshot sees it alone.
 *
 * <p>Windows of transaction ids below {@code xmin} would not do: a transaction that took its id early, for another row, and
 * waited for the appointment comes before the one it waited for, and a third one between them that is still running parts
 * the two.
 */
@ApplicationScoped
public class EventLog {

    /** The rows of a window, for a WHERE clause; {@link Position#columns} are its parameters. */
    public static final String IN_WINDOW = """
            txid >= pg_snapshot_xmin(:seen::text::pg_snapshot) AND txid < pg_snapshot_xmax(:reading::text::pg_snapshot)
            AND NOT pg_visible_in_snapshot(txid, :seen::text::pg_snapshot)
            AND pg_visible_in_snapshot(txid, :reading::text::pg_snapshot)
            AND seq > :seq
            """;

    private static final String SNAPSHOT = """
            SELECT pg_current_snapshot()::text AS snapshot, pg_current_xact_id_if_assigned()::text::bigint AS own
            """;

    /** The snapshot is the statement's own, so the message follows all that had ended in it, and is flushed with it. */
    private static final String FLUSHED_SNAPSHOT = SNAPSHOT + """
            , CASE WHEN pg_current_wal_flush_lsn() < pg_current_wal_insert_lsn()
                   THEN pg_logical_emit_message(false, 'event-position', '', true) END AS flushed
            """;

    private final Jdbi database;
    private final EventDetails details;

    EventLog(Jdbi database, EventDetails details) {
        this.database = database;
        this.details = details;
    }

    /** After the event {@code seq} of those that were committed after {@code seen} and by {@code reading}. */
    public record Position(Snapshot seen, Snapshot reading, long seq) {

        /** Before everything that ever happened. */
        public static final Position BEGINNING = new Position(Snapshot.BEFORE_ALL, Snapshot.BEFORE_ALL, 0);

        public boolean isEmptyWindow() {
            return seen.equals(reading);
        }

        /** At the beginning of the window that follows. */
        public Position upTo(Snapshot now) {
            return new Position(reading, now, 0);
        }

        /** At the end of its window. */
        public Position over() {
            return new Position(reading, reading, 0);
        }

        public Position at(long reached) {
            return new Position(seen, reading, reached);
        }

        public Map<String, Object> columns() {
            return Map.of("seen", seen.toString(), "reading", reading.toString(), "seq", seq);
        }
    }

    /** An event as it was written. */
    public record Recorded(
            long seq,
            UUID id,
            Instant at,
            String type,
            @Nullable UUID appointmentId,
            @Nullable Integer version,
            @Nullable UUID clinicId,
            @Nullable UUID practitionerId,
            String actor,
            Map<String, Object> details) {}

    /** Some events, and the position after them: an empty batch may have moved on too. */
    public record Batch(List<Recorded> events, Position after) {}

    /** Up to {@code limit} events after the position; fewer when no more had been committed when this was asked. */
    public Batch after(Position position, int limit) {
        List<Recorded> events = new ArrayList<>(within(position, limit));
        Position at = reached(position, events);
        if (events.size() < limit) {
            Position next = at.upTo(snapshot(SNAPSHOT));
            List<Recorded> more = within(next, limit - events.size());
            events.addAll(more);
            at = reached(next, more);
        }
        return new Batch(events, at);
    }

    /** The position after everything that has been committed, for whoever keeps it in the transaction in which they ask. */
    public Position now() {
        Snapshot now = snapshot(SNAPSHOT);
        return new Position(now, now, 0);
    }

    /**
     * The position after everything that has been committed, for whoever keeps it elsewhere: it holds even when PostgreSQL
     * crashes in the next moment. What had not been flushed by then is gone, the ids of transactions that were rolled back
     * included: they are given out again, and a snapshot in which they had ended would hide what is written under them.
     */
    public Position lastingNow() {
        Snapshot now = snapshot(FLUSHED_SNAPSHOT);
        return new Position(now, now, 0);
    }

    private static Position reached(Position position, List<Recorded> events) {
        return events.isEmpty() ? position : position.at(events.getLast().seq());
    }

    private Snapshot snapshot(String sql) {
        record Asked(String snapshot, @Nullable Long own) {}
        Asked asked = database.withHandle(handle -> handle.createQuery(sql)
                .map((row, context) -> new Asked(row.getString("snapshot"), row.getObject("own", Long.class)))
                .one());
        Snapshot snapshot = Snapshot.parse(asked.snapshot());
        return asked.own() == null ? snapshot : snapshot.beforeEndOf(asked.own());
    }

    private List<Recorded> within(Position window, int limit) {
        if (window.isEmptyWindow()) {
            return List.of();
        }
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT seq, id, at, type, appointment_id, version, clinic_id, practitioner_id, actor, details
                          FROM event
                         WHERE %s
                         ORDER BY seq
                         LIMIT :limit
                        """.formatted(IN_WINDOW))
                .bindMap(window.columns())
                .bind("limit", limit)
                .map((row, context) -> recorded(row))
                .list());
    }

    private Recorded recorded(ResultSet row) throws SQLException {
        return new Recorded(
                row.getLong("seq"),
                row.getObject("id", UUID.class),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("type"),
                row.getObject("appointment_id", UUID.class),
                row.getObject("version", Integer.class),
                row.getObject("clinic_id", UUID.class),
                row.getObject("practitioner_id", UUID.class),
                row.getString("actor"),
                details.read(row.getString("details")));
    }
}
