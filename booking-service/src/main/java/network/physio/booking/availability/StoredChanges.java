package network.physio.booking.availability;

import static network.physio.booking.availability.Columns.span;
import static network.physio.booking.column.Columns.constant;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import network.physio.booking.event.Snapshot;
import network.physio.http.sql.Sql;
import org.jspecify.annotations.Nullable;

/** Reads what the triggers noted about changes of availability. */
@ApplicationScoped
class StoredChanges {

    private final Sql sql;
    private final AtomicLong newestBefore = new AtomicLong();

    StoredChanges(Sql sql) {
        this.sql = sql;
    }

    enum Kind {
        CLAIMS,
        HOLD,
        HOURS,
        OPENING,
        CATALOGUE,
        SESSION
    }

    /**
     * A committed change.
     *
     * @param id the resource, hold, practitioner, clinic or session it is about
     * @param span of claims: in which they changed
     */
    record Change(Kind kind, @Nullable UUID id, @Nullable Span span) {}

    /** Changes, and the snapshot in which they were read: whatever it did not see yet comes with the next ones. */
    record Batch(Snapshot snapshot, List<Change> changes) {}

    /** From which to read on. */
    Snapshot snapshot() {
        return sql.statement("SELECT pg_current_snapshot()::text AS snapshot").one(StoredChanges::snapshot);
    }

    /**
     * What has been committed since this snapshot, each change once, in whatever order transactions commit. What was restored
     * from another server has numbers of transactions that are still to come here: nobody has missed that.
     */
    Batch since(Snapshot seen) {
        List<Change> changes = new ArrayList<>();
        Snapshot now = sql.statement("""
                        SELECT here.snapshot, c.kind, c.id, c.starts_at, c.ends_at
                          FROM (SELECT pg_current_snapshot()::text AS snapshot) here
                          LEFT JOIN availability_change c
                                 ON c.txid >= pg_snapshot_xmin(:seen::text::pg_snapshot)
                                AND c.txid < pg_snapshot_xmax(pg_current_snapshot())
                                AND NOT pg_visible_in_snapshot(c.txid, :seen::text::pg_snapshot)
                        """)
                .bind("seen", seen.toString())
                .list(row -> {
                    if (row.getString("kind") != null) {
                        changes.add(change(row));
                    }
                    return snapshot(row);
                })
                .getFirst();
        return new Batch(now, changes);
    }

    private static Snapshot snapshot(ResultSet row) throws SQLException {
        return Snapshot.parse(row.getString("snapshot"));
    }

    /** Forgets changes that are at least half an hour old: a copy that has not seen them by then starts anew. */
    @Scheduled(every = "30m", delayed = "30m")
    void forgetOld() {
        long newest = sql.statement("SELECT coalesce(max(seq), 0) FROM availability_change")
                .one(row -> row.getLong(1));
        long old = newestBefore.getAndSet(newest);
        sql.statement("DELETE FROM availability_change WHERE seq <= :old")
                .bind("old", old)
                .execute();
    }

    private static Change change(ResultSet row) throws SQLException {
        return new Change(
                constant(Kind.class, row.getString("kind")),
                row.getObject("id", UUID.class),
                row.getObject("starts_at") == null ? null : span(row, "starts_at", "ends_at"));
    }
}
