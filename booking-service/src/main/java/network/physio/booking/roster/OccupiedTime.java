package network.physio.booking.roster;

import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.physio.booking.availability.Diaries;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;
import org.jdbi.v3.core.Jdbi;

/** Makes room in a practitioner's diary for a time off. Whoever asks holds the {@link PractitionerLock}. */
@ApplicationScoped
class OccupiedTime {

    private final Jdbi database;
    private final Events events;
    private final Clock clock;

    OccupiedTime(Jdbi database, Events events, Clock clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /** Ends the lapsed holds that still occupy the practitioner at this time; whoever displaces them says so. */
    void endLapsedHolds(UUID practitioner, Instant from, Instant until, String actor) {
        record Lapsed(UUID id, int version, UUID clinic) {}
        List<Lapsed> lapsed = database.withHandle(handle -> handle.createQuery("""
                        UPDATE appointment
                           SET state = 'expired', version = version + 1, updated_at = :now
                         WHERE state = 'held' AND expires_at <= :displaceable
                           AND id IN (SELECT c.appointment_id FROM claim c
                                       WHERE c.resource_id = :practitioner AND c.kind = 'appointment'
                                         AND c.during && tstzrange(:from, :until))
                        RETURNING id, version, clinic_id
                        """)
                .bind("practitioner", practitioner)
                .bind("from", utc(from))
                .bind("until", utc(until))
                .bind("now", utc(clock.instant()))
                .bind("displaceable", utc(clock.instant().minus(Diaries.GRACE)))
                .map((row, context) -> new Lapsed(
                        row.getObject("id", UUID.class), row.getInt("version"), row.getObject("clinic_id", UUID.class)))
                .list());
        UUID[] ids = lapsed.stream().map(Lapsed::id).toArray(UUID[]::new);
        database.useHandle(handle -> handle.createUpdate("""
                        DELETE FROM claim WHERE appointment_id = ANY (:ids) OR from_appointment_id = ANY (:ids)
                        """).bind("ids", ids).execute());
        lapsed.forEach(one -> events.write(
                new Event("hold-expired", one.id(), one.version(), one.clinic(), practitioner, Map.of()), actor));
    }

    /**
     * Moves what occupies the practitioner at this time to overbook units, where it is visible as such, so that unit 0 is
     * free for a block.
     *
     * @return false when no overbook unit is free for one of them; then nothing stands that may be committed
     */
    boolean moveAside(UUID practitioner, Instant from, Instant until) {
        int inTheWay = database.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM claim
                         WHERE resource_id = :practitioner AND unit = 0 AND kind <> 'block'
                           AND during && tstzrange(:from, :until)
                        """)
                .bind("practitioner", practitioner)
                .bind("from", utc(from))
                .bind("until", utc(until))
                .mapTo(int.class)
                .one());
        // Claims of unit 0 do not overlap each other, so each may take any unit that was free before the statement.
        int moved = database.withHandle(handle -> handle.createUpdate("""
                        WITH free AS (
                          SELECT c.id, min(u.unit) AS unit
                            FROM claim c JOIN resource_unit u ON u.resource_id = c.resource_id AND u.kind = 'overbook'
                           WHERE c.resource_id = :practitioner AND c.unit = 0 AND c.kind <> 'block'
                             AND c.during && tstzrange(:from, :until)
                             AND NOT EXISTS (SELECT FROM claim o
                                              WHERE o.resource_id = c.resource_id AND o.unit = u.unit
                                                AND o.during && c.during)
                           GROUP BY c.id)
                        UPDATE claim SET unit = free.unit FROM free WHERE claim.id = free.id
                        """)
                .bind("practitioner", practitioner)
                .bind("from", utc(from))
                .bind("until", utc(until))
                .execute());
        return moved == inTheWay;
    }
}
