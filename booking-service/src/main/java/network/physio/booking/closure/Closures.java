package network.physio.booking.closure;

import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.http.Ids;
import org.jdbi.v3.core.Jdbi;

/** Closures as they are stored. */
@ApplicationScoped
class Closures {

    /** What closures need to know of their clinic. */
    record ClosedClinic(UUID id, String code, ZoneId zone) {}

    private final Jdbi database;
    private final Clock clock;

    Closures(Jdbi database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    Optional<ClosedClinic> clinic(UUID id) {
        return database.withHandle(handle -> handle.createQuery("SELECT id, code, zone FROM clinic WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> new ClosedClinic(
                        row.getObject("id", UUID.class), row.getString("code"), ZoneId.of(row.getString("zone"))))
                .findOne());
    }

    /** Every booking at the clinic waits for this lock, and it for every booking. */
    void lock(UUID clinic) {
        database.useHandle(handle -> handle.createQuery("SELECT id FROM clinic WHERE id = :id FOR UPDATE")
                .bind("id", clinic)
                .mapTo(UUID.class)
                .one());
    }

    /** A page by start, of those that end after {@code after}. */
    List<Closure> page(UUID clinic, Instant after, Instant startAfter, UUID idAfter, int rows) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT id, starts_at, ends_at, reason FROM closure
                         WHERE clinic_id = :clinic AND ends_at > :after AND (starts_at, id) > (:startAfter, :idAfter)
                         ORDER BY starts_at, id LIMIT :rows
                        """)
                .bind("clinic", clinic)
                .bind("after", utc(after))
                .bind("startAfter", utc(startAfter))
                .bind("idAfter", idAfter)
                .bind("rows", rows)
                .map((row, context) -> closure(row))
                .list());
    }

    Optional<Closure> find(UUID clinic, UUID id) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT id, starts_at, ends_at, reason FROM closure WHERE id = :id AND clinic_id = :clinic
                        """)
                .bind("id", id)
                .bind("clinic", clinic)
                .map((row, context) -> closure(row))
                .findOne());
    }

    private static Closure closure(ResultSet row) throws SQLException {
        return new Closure(
                row.getObject("id", UUID.class),
                row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                row.getObject("ends_at", OffsetDateTime.class).toInstant(),
                row.getString("reason"));
    }

    Closure add(UUID clinic, Instant from, Instant until, String reason) {
        Instant now = clock.instant();
        Closure closure = new Closure(Ids.at(now), from, until, reason);
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO closure (id, clinic_id, starts_at, ends_at, reason, created_at)
                        VALUES (:id, :clinic, :from, :until, :reason, :now)
                        """)
                .bind("id", closure.id())
                .bind("clinic", clinic)
                .bind("from", utc(from))
                .bind("until", utc(until))
                .bind("reason", reason)
                .bind("now", utc(now))
                .execute());
        return closure;
    }

    boolean remove(UUID clinic, UUID id) {
        return database.withHandle(
                        handle -> handle.createUpdate("DELETE FROM closure WHERE id = :id AND clinic_id = :clinic")
                                .bind("id", id)
                                .bind("clinic", clinic)
                                .execute())
                == 1;
    }
}
