package network.physio.booking.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
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
 * <p>Transactions below {@code pg_snapshot_xmin} have all ended, so a window of transaction ids up to it is complete. Windows
 * follow each other; within one, events come by {@code seq}. Two events of one appointment are in order either way: the
 * appointment's row is locked before its event is written, so the second writer had not ended when the first had, and no
 * {@code xmin} ever lay between the two with the second below it.
 */
@ApplicationScoped
public class EventLog {

    private final Jdbi database;
    private final ObjectMapper json;

    EventLog(Jdbi database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** After the event {@code seq} within the window of transaction ids from {@code low} to before {@code high}. */
    public record Position(long low, long high, long seq) {

        /** Before everything that ever happened. */
        public static final Position BEGINNING = new Position(0, 0, 0);

        Position next(long xmin) {
            return new Position(high, xmin, 0);
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

    /** Up to {@code limit} events after the position; fewer when no more have been committed for certain. */
    public Batch after(Position position, int limit) {
        List<Recorded> events = new ArrayList<>();
        Position at = position;
        while (true) {
            List<Recorded> found = within(at, limit - events.size());
            events.addAll(found);
            if (!found.isEmpty()) {
                at = new Position(at.low(), at.high(), found.getLast().seq());
            }
            if (events.size() == limit) {
                return new Batch(events, at);
            }
            long xmin = xmin();
            if (xmin <= at.high()) {
                return new Batch(events, at);
            }
            at = at.next(xmin);
        }
    }

    /** The position after everything that has been committed for certain. */
    public Position now() {
        long xmin = xmin();
        return new Position(xmin, xmin, 0);
    }

    private long xmin() {
        return database.withHandle(
                handle -> handle.createQuery("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
                        .mapTo(Long.class)
                        .one());
    }

    private List<Recorded> within(Position window, int limit) {
        if (window.low() >= window.high()) {
            return List.of();
        }
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT seq, id, at, type, appointment_id, version, clinic_id, practitioner_id, actor, details
                          FROM event
                         WHERE txid >= :low::text::xid8 AND txid < :high::text::xid8 AND seq > :seq
                         ORDER BY seq
                         LIMIT :limit
                        """)
                .bind("low", window.low())
                .bind("high", window.high())
                .bind("seq", window.seq())
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
                details(row.getString("details")));
    }

    private Map<String, Object> details(String written) {
        try {
            return json.readValue(written, new TypeReference<>() {});
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("the details of an event cannot be read", unreadable);
        }
    }
}
