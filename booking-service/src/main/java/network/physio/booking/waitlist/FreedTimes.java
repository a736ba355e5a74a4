package network.physio.booking.waitlist;

import static network.physio.booking.column.Columns.instantOrNull;
import static network.physio.booking.column.Columns.utc;
import static network.physio.booking.column.Columns.utcOrNull;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The rows of freed times. Kept only where somebody waits at the clinic. */
@ApplicationScoped
class FreedTimes {

    /** What fails so often is given up, so that it does not hold up the others. */
    private static final int MOST_FAILURES = 5;

    static final String SOMEBODY_WAITS = """
            EXISTS (SELECT FROM waitlist_entry e
                     WHERE e.state = 'waiting' AND e.clinics @> ARRAY[freed.clinic_id])
            """;

    static final String INSERT = """
            INSERT INTO waitlist_freed_time AS known
                   (practitioner_id, clinic_id, starts_at, ends_at, tried, found_at, places, claimed)
            """;

    /** Freed once more before it was offered to everybody: all of them are asked again, about all that was freed. */
    static final String FROM_THE_START = """
             ON CONFLICT (practitioner_id, clinic_id, starts_at, ends_at) DO UPDATE
                SET tried = excluded.tried, found_at = excluded.found_at,
                    places = CASE WHEN known.places IS NOT NULL AND excluded.places IS NOT NULL
                                  THEN known.places || excluded.places END,
                    claimed = CASE WHEN known.places IS NOT NULL AND excluded.places IS NOT NULL
                                   THEN known.claimed || excluded.claimed END
            """;

    /** Not when another copy has found it freed again since: then everybody is to be asked again. */
    private static final String AS_SEEN = " WHERE id = :id AND found_at = :seen";

    /** As the index waitlist_freed_time_visits_first has it. */
    private static final String LONG_ONES_LAST = "(ends_at - starts_at > interval '3 hours'),";

    private final Jdbi database;

    FreedTimes(Jdbi database) {
        this.database = database;
    }

    /** The times of these appointments and holds, as far as they gave them up and lie ahead. */
    void ofEnded(Collection<UUID> appointments, Instant now) {
        database.useHandle(handle -> handle.createUpdate(INSERT + """
                        SELECT DISTINCT practitioner_id, clinic_id, starts_at, ends_at, NULL::bigint, :now, NULL::uuid[], NULL::tstzrange[]
                          FROM appointment freed
                         WHERE id = ANY (:ids) AND state IN ('cancelled', 'expired') AND starts_at > :now AND
                        """ + SOMEBODY_WAITS + FROM_THE_START)
                .bindArray("ids", UUID.class, appointments.toArray())
                .bind("now", utc(now))
                .execute());
    }

    /**
     * Where an appointment stood before it moved.
     *
     * @param minutes null for an event that does not say it: as long as the appointment is now
     */
    record Left(
            UUID appointment,
            UUID practitioner,
            UUID clinic,
            Instant startsAt,
            @Nullable Integer minutes) {}

    /** All of it: what the appointment still has of it cannot be booked, so it is offered to nobody. */
    void ofMoved(Left left, Instant now) {
        database.useHandle(handle -> handle.createUpdate(INSERT + """
                        SELECT :practitioner::uuid, clinic_id, :startsAt::timestamptz,
                               :startsAt::timestamptz + minutes * interval '1 minute', NULL::bigint, :now::timestamptz,
                               NULL::uuid[], NULL::tstzrange[]
                          FROM (SELECT :clinic::uuid AS clinic_id, coalesce(:minutes::integer, minutes) AS minutes
                                  FROM appointment WHERE id = :appointment) freed
                         WHERE :startsAt::timestamptz > :now AND
                        """ + SOMEBODY_WAITS + FROM_THE_START)
                .bind("appointment", left.appointment())
                .bind("practitioner", left.practitioner())
                .bind("clinic", left.clinic())
                .bind("startsAt", utc(left.startsAt()))
                .bind("minutes", left.minutes())
                .bind("now", utc(now))
                .execute());
    }

    /** Whatever has become free in the diaries of this practitioner or this clinic; null means all of them. */
    void ofDiaries(@Nullable UUID practitioner, @Nullable UUID clinic, Instant from, Instant until, Instant now) {
        database.useHandle(handle -> handle.createUpdate(INSERT + """
                        SELECT practitioner_id, clinic_id, :from, :until, NULL::bigint, :now, NULL::uuid[], NULL::tstzrange[]
                          FROM (SELECT DISTINCT practitioner_id, clinic_id FROM offering
                                 WHERE (:practitioner::uuid IS NULL OR practitioner_id = :practitioner)
                                   AND (:clinic::uuid IS NULL OR clinic_id = :clinic)) freed
                         WHERE
                        """ + SOMEBODY_WAITS + FROM_THE_START)
                .bind("practitioner", practitioner)
                .bind("clinic", clinic)
                .bind("from", utc(from))
                .bind("until", utc(until))
                .bind("now", utc(now))
                .execute());
    }

    /** Whether this transaction is the one that offers now, over all copies of the service. */
    boolean claimTurn() {
        // An advisory lock and no row's: it takes no transaction id, so a long look does not hold back readers of
        // events.
        return database.withHandle(
                handle -> handle.createQuery("SELECT pg_try_advisory_xact_lock(hashtextextended('waitlist', 0))")
                        .mapTo(Boolean.class)
                        .one());
    }

    /**
     * The first of those that were found up to this moment.
     *
     * @param visitsFirst what is longer than a visit, such as the diary of a roster that was changed, comes after all others
     */
    Optional<FreedTime> first(Instant foundUntil, boolean visitsFirst) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT id, practitioner_id, clinic_id, starts_at, ends_at, found_at, tried, heard_from, places, claimed::text[] AS claims,
                               (SELECT min(lower(one)) FROM unnest(claimed) AS one) AS claimed_from,
                               (SELECT max(upper(one)) FROM unnest(claimed) AS one) AS claimed_until
                          FROM waitlist_freed_time
                         WHERE found_at <= :foundUntil
                         ORDER BY failures, %s id
                         LIMIT 1
                        """.formatted(visitsFirst ? LONG_ONES_LAST : ""))
                .bind("foundUntil", utc(foundUntil))
                .map((row, context) -> new FreedTime(
                        row.getLong("id"),
                        row.getObject("practitioner_id", UUID.class),
                        row.getObject("clinic_id", UUID.class),
                        row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                        row.getObject("ends_at", OffsetDateTime.class).toInstant(),
                        row.getObject("found_at", OffsetDateTime.class).toInstant(),
                        row.getObject("tried", Long.class),
                        instantOrNull(row, "heard_from"),
                        givenBack(row)))
                .findOne());
    }

    void tried(FreedTime freed, long place) {
        tried(freed, place, null);
    }

    /** @param later when the first of those who were passed over for the moment would hear of an offer; null for nobody */
    void tried(FreedTime freed, long place, @Nullable Instant later) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE waitlist_freed_time
                           SET tried = :place, heard_from = least(heard_from, :later::timestamptz)
                        """ + AS_SEEN + " AND (tried IS NULL OR tried < :place)")
                .bind("id", freed.id())
                .bind("seen", utc(freed.foundAt()))
                .bind("place", place)
                .bind("later", utcOrNull(later))
                .execute());
    }

    /** From then on everybody is asked again: some of them only did not hear of it before. */
    void askAgain(FreedTime freed, Instant then) {
        database.useHandle(handle -> handle.createUpdate(
                        "UPDATE waitlist_freed_time SET found_at = :then, tried = NULL, heard_from = NULL" + AS_SEEN)
                .bind("id", freed.id())
                .bind("seen", utc(freed.foundAt()))
                .bind("then", utc(then))
                .execute());
    }

    /** It is looked at again from then on. */
    void restUntil(FreedTime freed, Instant then) {
        database.useHandle(handle -> handle.createUpdate("UPDATE waitlist_freed_time SET found_at = :then" + AS_SEEN)
                .bind("id", freed.id())
                .bind("seen", utc(freed.foundAt()))
                .bind("then", utc(then))
                .execute());
    }

    void failed(FreedTime freed) {
        database.useHandle(handle -> {
            handle.execute("UPDATE waitlist_freed_time SET failures = failures + 1 WHERE id = ?", freed.id());
            handle.execute("DELETE FROM waitlist_freed_time WHERE id = ? AND failures >= ?", freed.id(), MOST_FAILURES);
        });
    }

    void remove(FreedTime freed) {
        database.useHandle(handle -> remove(handle, freed));
    }

    /** Keeps what an offered visit left of it, to rest once more: the diary has just changed. */
    void offered(FreedTime freed, Instant from, Instant until, long place, Instant now) {
        database.useHandle(handle -> {
            remove(handle, freed);
            FreedTime.GivenBack given = freed.givenBack();
            for (FreedTime left : freed.without(from, until, place)) {
                handle.createUpdate(INSERT
                                + "VALUES (:practitioner, :clinic, :from, :until, :tried, :now, :places, :claims::tstzrange[])"
                                + FROM_THE_START)
                        .bind("practitioner", left.practitionerId())
                        .bind("clinic", left.clinicId())
                        .bind("from", utc(left.startsAt()))
                        .bind("until", utc(left.endsAt()))
                        .bind("tried", left.tried())
                        .bind("now", utc(now))
                        .bind("places", given == null ? null : given.places().toArray(UUID[]::new))
                        .bind("claims", given == null ? null : given.claims().toArray(String[]::new))
                        .execute();
            }
        });
    }

    /** There may be more seats for those who wait behind: it rests once more, and they are asked. */
    void seatOffered(FreedTime freed, long place, Instant now) {
        database.useHandle(handle -> handle.createUpdate(
                        "UPDATE waitlist_freed_time SET tried = :place, found_at = :now" + AS_SEEN)
                .bind("id", freed.id())
                .bind("seen", utc(freed.foundAt()))
                .bind("place", place)
                .bind("now", utc(now))
                .execute());
    }

    private static FreedTime.@Nullable GivenBack givenBack(ResultSet row) throws SQLException {
        Array places = row.getArray("places");
        return places == null
                ? null
                : new FreedTime.GivenBack(
                        List.of((UUID[]) places.getArray()),
                        List.of((String[]) row.getArray("claims").getArray()),
                        row.getObject("claimed_from", OffsetDateTime.class).toInstant(),
                        row.getObject("claimed_until", OffsetDateTime.class).toInstant());
    }

    private static void remove(Handle handle, FreedTime freed) {
        handle.createUpdate("DELETE FROM waitlist_freed_time" + AS_SEEN)
                .bind("id", freed.id())
                .bind("seen", utc(freed.foundAt()))
                .execute();
    }
}
