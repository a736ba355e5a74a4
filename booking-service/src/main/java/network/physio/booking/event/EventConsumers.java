package network.physio.booking.event;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/**
 * Work that follows from events, done once over all copies of the service: what a consumer writes and how far it has come
 * are committed together, so a position is as lasting as that commit.
 */
@ApplicationScoped
public class EventConsumers {

    private final Jdbi database;
    private final EventLog log;

    EventConsumers(Jdbi database, EventLog log) {
        this.database = database;
        this.log = log;
    }

    /**
     * Hands the consumer its next events in a transaction of their own. A consumer not known yet begins with what happens
     * from now on.
     *
     * @return whether there may be more at once; false also while another copy is at it
     */
    public boolean next(String consumer, int limit, Consumer<List<EventLog.Recorded>> work) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Optional<EventLog.Position> position = claim(consumer);
            if (position.isEmpty()) {
                return false;
            }
            EventLog.Batch batch = log.after(position.get(), limit);
            // Without events the position stays: snapshots differ at each poll, and that is not worth a write.
            if (!batch.events().isEmpty()) {
                work.accept(batch.events());
                moveTo(consumer, batch.after());
            }
            return batch.events().size() == limit;
        });
    }

    private Optional<EventLog.Position> claim(String consumer) {
        return database.withHandle(handle -> {
            boolean known = handle.createQuery("SELECT EXISTS (SELECT FROM event_consumer WHERE name = :name)")
                    .bind("name", consumer)
                    .mapTo(Boolean.class)
                    .one();
            if (!known) {
                EventLog.Position now = log.now();
                handle.createUpdate("""
                                INSERT INTO event_consumer (name, seen, reading)
                                VALUES (:name, :seen::text::pg_snapshot, :reading::text::pg_snapshot)
                                ON CONFLICT DO NOTHING
                                """)
                        .bind("name", consumer)
                        .bind("seen", now.seen().toString())
                        .bind("reading", now.reading().toString())
                        .execute();
            }
            return handle.createQuery("""
                            SELECT seen::text AS seen, reading::text AS reading, last_seq
                              FROM event_consumer WHERE name = :name
                               FOR UPDATE SKIP LOCKED
                            """)
                    .bind("name", consumer)
                    .map((row, context) -> position(row))
                    .findOne();
        });
    }

    private void moveTo(String consumer, EventLog.Position position) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE event_consumer
                           SET seen = :seen::text::pg_snapshot, reading = :reading::text::pg_snapshot, last_seq = :seq
                         WHERE name = :name
                        """)
                .bind("name", consumer)
                .bindMap(position.columns())
                .execute());
    }

    private static EventLog.Position position(ResultSet row) throws SQLException {
        return new EventLog.Position(
                Snapshot.parse(row.getString("seen")),
                Snapshot.parse(row.getString("reading")),
                row.getLong("last_seq"));
    }
}
