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
    record Change(
            long seq,
            Kind kind,
            @Nullable UUID id,
            @Nullable Span span) {}

    /** Changes, and the oldest transaction that was still open: whatever commits after this is of it or a later one. */
    record Batch(long xmin, List<Change> changes) {}

    /** What has been committed by this transaction or later ones; some of it may have been seen before. */
    Batch since(long txid) {
        List<Change> changes = new ArrayList<>();
        long xmin = sql.statement("""
                        SELECT s.xmin, c.seq, c.kind, c.id, c.starts_at, c.ends_at
                          FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS xmin) s
                          LEFT JOIN availability_change c ON c.txid >= :txid::text::xid8
                        """)
                .bind("txid", Long.toString(txid))
                .list(row -> {
                    if (row.getObject("seq") != null) {
                        changes.add(change(row));
                    }
                    return row.getLong("xmin");
                })
                .getFirst();
        return new Batch(xmin, changes);
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
                row.getLong("seq"),
                constant(Kind.class, row.getString("kind")),
                row.getObject("id", UUID.class),
                row.getObject("starts_at") == null ? null : span(row, "starts_at", "ends_at"));
    }
}
