package network.physio.booking.waitlist;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.TakenPlace;
import org.jdbi.v3.core.Jdbi;

/**
 * Rooms and devices that visits have given back, as freed times of the other practitioners who could use them: of those only
 * for whom somebody waits.
 */
@ApplicationScoped
class FreedPlaces {

    /** The places of each {@code visit}, with the time of it and of the claim. */
    private static final String GIVEN_BACK = """
            , given_back AS (
              SELECT visit.clinic_id, visit.practitioner_id, visit.starts_at,
                     visit.starts_at + visit.minutes * interval '1 minute' AS ends_at,
                     place.id AS place_id, place.need, place.kind, count(*) AS times,
                     min(visit.starts_at + (n.offset_minutes - n.buffer_before) * interval '1 minute') AS claimed_from,
                     max(visit.starts_at + (n.offset_minutes + coalesce(n.minutes, visit.minutes - n.offset_minutes)
                                            + n.buffer_after) * interval '1 minute') AS claimed_until
                FROM visit
                JOIN (SELECT id, 'room' AS need, kind FROM room
                      UNION ALL
                      SELECT id, 'equipment', kind FROM equipment) place ON place.id = ANY (visit.places)
                JOIN treatment_need n
                  ON n.treatment_id = visit.treatment_id AND n.kind = place.need AND n.requirement = place.kind
               GROUP BY visit.id, visit.clinic_id, visit.practitioner_id, visit.starts_at, visit.minutes,
                        place.id, place.need, place.kind)
            """;

    private static final String FOR_THE_OTHERS = FreedTimes.INSERT + """
            SELECT other.practitioner_id, given_back.clinic_id, given_back.starts_at, given_back.ends_at, NULL::bigint, :now,
                   array_agg(given_back.place_id ORDER BY given_back.place_id),
                   array_agg(tstzrange(given_back.claimed_from, given_back.claimed_until) ORDER BY given_back.place_id)
              FROM given_back
             -- A shared room is given back as often as the visit needed a place in it.
             CROSS JOIN LATERAL generate_series(1, given_back.times)
              JOIN LATERAL (
                   SELECT DISTINCT f.practitioner_id
                     FROM offering f
                     JOIN treatment_need n ON n.treatment_id = f.treatment_id
                      AND n.kind = given_back.need AND n.requirement = given_back.kind
                     JOIN waitlist_entry e ON e.state = 'waiting' AND e.clinics @> ARRAY[given_back.clinic_id]
                      AND e.treatment_id = f.treatment_id AND e.wanted_before > given_back.starts_at
                      AND (cardinality(e.practitioners) = 0 OR f.practitioner_id = ANY (e.practitioners))
                    WHERE f.clinic_id = given_back.clinic_id AND f.practitioner_id <> given_back.practitioner_id)
                   AS other ON true
             GROUP BY other.practitioner_id, given_back.clinic_id, given_back.starts_at, given_back.ends_at
            """ + FreedTimes.FROM_THE_START;

    private final Jdbi database;

    FreedPlaces(Jdbi database) {
        this.database = database;
    }

    /** What these appointments and holds gave back when they ended. */
    void ofEnded(Collection<UUID> appointments, Instant now) {
        database.useHandle(
                handle -> handle.createUpdate("""
                        WITH visit AS (
                          SELECT id, clinic_id, practitioner_id, treatment_id, minutes, starts_at, room_id || equipment_ids AS places
                            FROM appointment freed
                           WHERE id = ANY (:ids) AND state IN ('cancelled', 'expired') AND starts_at > :now AND
                        """ + FreedTimes.SOMEBODY_WAITS + ")" + GIVEN_BACK + FOR_THE_OTHERS)
                        .bindArray("ids", UUID.class, appointments.toArray())
                        .bind("now", utc(now))
                        .execute());
    }

    /** What an appointment gave back where it stood before it moved. */
    void ofMoved(FreedTimes.Left left, Collection<UUID> places, Instant now) {
        if (places.isEmpty()) {
            return;
        }
        database.useHandle(
                handle -> handle.createUpdate("""
                        WITH visit AS (
                          SELECT freed.*
                            FROM (SELECT id, :clinic::uuid AS clinic_id, :practitioner::uuid AS practitioner_id, treatment_id,
                                         coalesce(:minutes::integer, minutes) AS minutes, :startsAt::timestamptz AS starts_at,
                                         :places::uuid[] AS places
                                    FROM appointment WHERE id = :appointment) freed
                           WHERE starts_at > :now AND
                        """ + FreedTimes.SOMEBODY_WAITS + ")" + GIVEN_BACK + FOR_THE_OTHERS)
                        .bind("appointment", left.appointment())
                        .bind("practitioner", left.practitioner())
                        .bind("clinic", left.clinic())
                        .bind("startsAt", utc(left.startsAt()))
                        .bind("minutes", left.minutes())
                        .bindArray("places", UUID.class, places.toArray())
                        .bind("now", utc(now))
                        .execute());
    }

    /**
     * All that has been given back at this clinic around this time and is not offered yet: two rooms that become free at once
     * both stood in the way before.
     */
    List<TakenPlace> around(FreedTime freed) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT one.place, lower(one.claim) AS claimed_from, upper(one.claim) AS claimed_until
                          FROM (SELECT DISTINCT places, claimed FROM waitlist_freed_time
                                 WHERE clinic_id = :clinic AND places IS NOT NULL
                                   AND starts_at < :until::timestamptz + interval '1 day'
                                   AND ends_at > :from::timestamptz - interval '1 day') AS given_back
                         CROSS JOIN LATERAL unnest(given_back.places, given_back.claimed) AS one (place, claim)
                        """)
                .bind("clinic", freed.clinicId())
                .bind("from", utc(freed.startsAt()))
                .bind("until", utc(freed.endsAt()))
                .map((row, context) -> new TakenPlace(
                        Objects.requireNonNull(row.getObject("place", UUID.class)),
                        Span.covering(
                                row.getObject("claimed_from", OffsetDateTime.class)
                                        .toInstant(),
                                row.getObject("claimed_until", OffsetDateTime.class)
                                        .toInstant())))
                .list());
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
