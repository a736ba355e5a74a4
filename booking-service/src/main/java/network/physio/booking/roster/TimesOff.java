package network.physio.booking.roster;

import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.http.Ids;
import org.jdbi.v3.core.Jdbi;

/**
 * Times off as they are stored, with their claims on the practitioner. Two may take the same time; one of them has claimed it,
 * and when that one is given back the other claims it.
 */
@ApplicationScoped
class TimesOff {

    private final Jdbi database;
    private final Clock clock;

    TimesOff(Jdbi database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    List<TimeOff> of(UUID practitioner) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT id, starts_at, ends_at, reason FROM time_off
                         WHERE practitioner_id = :practitioner ORDER BY starts_at, id
                        """)
                .bind("practitioner", practitioner)
                .map((row, context) -> timeOff(row))
                .list());
    }

    /** A page by start, of those that end after {@code after}. */
    List<TimeOff> page(UUID practitioner, Instant after, Instant startAfter, UUID idAfter, int rows) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT id, starts_at, ends_at, reason FROM time_off
                         WHERE practitioner_id = :practitioner AND ends_at > :after
                           AND (starts_at, id) > (:startAfter, :idAfter)
                         ORDER BY starts_at, id LIMIT :rows
                        """)
                .bind("practitioner", practitioner)
                .bind("after", utc(after))
                .bind("startAfter", utc(startAfter))
                .bind("idAfter", idAfter)
                .bind("rows", rows)
                .map((row, context) -> timeOff(row))
                .list());
    }

    Optional<TimeOff> find(UUID practitioner, UUID id) {
        return of(practitioner).stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /** Writes it and claims what no other has claimed of it; empty when something else still occupies the practitioner. */
    Optional<TimeOff> add(UUID practitioner, Instant from, Instant until, String reason) {
        Instant now = clock.instant();
        TimeOff added = new TimeOff(Ids.at(now), from, until, reason);
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO time_off (id, practitioner_id, starts_at, ends_at, reason, created_at)
                        VALUES (:id, :practitioner, :from, :until, :reason, :now)
                        """)
                .bind("id", added.id())
                .bind("practitioner", practitioner)
                .bind("from", utc(from))
                .bind("until", utc(until))
                .bind("reason", reason)
                .bind("now", utc(now))
                .execute());
        return claimRest(added) ? Optional.of(added) : Optional.empty();
    }

    /** Gives back what it has claimed; what others take of it they claim now. */
    void remove(UUID practitioner, TimeOff timeOff) {
        database.useHandle(handle -> {
            handle.createUpdate("DELETE FROM claim WHERE time_off_id = :id")
                    .bind("id", timeOff.id())
                    .execute();
            handle.createUpdate("DELETE FROM time_off WHERE id = :id")
                    .bind("id", timeOff.id())
                    .execute();
        });
        of(practitioner).stream()
                .filter(other -> other.overlaps(timeOff.startsAt(), timeOff.endsAt()))
                .forEach(this::claimRest);
    }

    /** Whether all of it is claimed now, by itself or by others. */
    private boolean claimRest(TimeOff timeOff) {
        return database.withHandle(handle -> handle.createQuery("""
                        WITH rest AS (
                          SELECT t.id, t.practitioner_id,
                                 unnest(tstzmultirange(tstzrange(t.starts_at, t.ends_at))
                                        - coalesce((SELECT range_agg(c.during) FROM claim c
                                                     WHERE c.resource_id = t.practitioner_id AND c.kind = 'block'
                                                       AND c.during && tstzrange(t.starts_at, t.ends_at)),
                                                   '{}'::tstzmultirange)) AS during
                            FROM time_off t WHERE t.id = :id),
                        claimed AS (
                          INSERT INTO claim (resource_id, unit, during, kind, time_off_id)
                          SELECT practitioner_id, 0, during, 'block', id FROM rest ORDER BY during
                          ON CONFLICT DO NOTHING
                          RETURNING id)
                        SELECT (SELECT count(*) FROM rest) = (SELECT count(*) FROM claimed)
                        """)
                .bind("id", timeOff.id())
                .mapTo(boolean.class)
                .one());
    }

    void rename(UUID id, String reason) {
        database.useHandle(handle -> handle.createUpdate(
                        "UPDATE time_off SET reason = :reason, version = version + 1 WHERE id = :id")
                .bind("id", id)
                .bind("reason", reason)
                .execute());
    }

    private static TimeOff timeOff(ResultSet row) throws SQLException {
        return new TimeOff(
                row.getObject("id", UUID.class),
                row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                row.getObject("ends_at", OffsetDateTime.class).toInstant(),
                row.getString("reason"));
    }
}
