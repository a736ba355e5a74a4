package network.physio.booking.appointment;

import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import network.physio.booking.availability.Span;
import network.physio.http.sql.Sql;

/** What only appointments that are held have: an end, one extension, a patient who may come later, and a cap. */
@ApplicationScoped
class Holds {

    private final Sql sql;
    private final AppointmentRows rows;

    Holds(Sql sql, AppointmentRows rows) {
        this.sql = sql;
        this.rows = rows;
    }

    Appointment expire(Appointment hold, Instant now) {
        return sql.statement("""
                        UPDATE appointment SET state = 'expired', version = version + 1, updated_at = :now
                         WHERE id = :id RETURNING *
                        """).bind("id", hold.id()).bind("now", utc(now)).one(rows.ofSame(hold));
    }

    Appointment extend(Appointment hold, Instant until, Instant now) {
        return sql.statement("""
                        UPDATE appointment
                           SET expires_at = :until, extended = true, version = version + 1, updated_at = :now
                         WHERE id = :id RETURNING *
                        """)
                .bind("id", hold.id())
                .bind("until", utc(until))
                .bind("now", utc(now))
                .one(rows.ofSame(hold));
    }

    Appointment setPatient(Appointment hold, UUID patient, Instant now) {
        return sql.statement("""
                        UPDATE appointment SET patient_id = :patient, version = version + 1, updated_at = :now
                         WHERE id = :id RETURNING *
                        """)
                .bind("id", hold.id())
                .bind("patient", patient)
                .bind("now", utc(now))
                .one(rows.ofSame(hold));
    }

    /**
     * How many holds are alive now: of this owner, of this practitioner on this day, of the network. What the waiting list
     * offers was not taken by its owner, and counts for the network only.
     */
    record Counts(int ofOwner, int ofPractitionerDay, int ofNetwork) {}

    /** Makes this transaction the only one that adds to the owner's holds: many at once would all count none. */
    void lockOf(String owner) {
        sql.statement("SELECT pg_advisory_xact_lock(hashtextextended('holds of ' || :owner, 0))")
                .bind("owner", owner)
                .list(row -> row.getString(1));
    }

    Counts counts(String owner, UUID practitioner, Span day, Instant now) {
        return sql.statement("""
                        SELECT count(*) FILTER (WHERE owner = :owner AND offer.id IS NULL) AS of_owner,
                               count(*) FILTER (WHERE hold.practitioner_id = :practitioner
                                                  AND booked_by IN ('guest', 'patient')
                                                  AND session_id IS NULL
                                                  AND hold.starts_at >= :day AND hold.starts_at < :nextDay
                                                  AND offer.id IS NULL) AS of_day,
                               count(*) AS of_network
                          FROM appointment hold LEFT JOIN waitlist_offer offer ON offer.id = hold.id
                         WHERE state = 'held' AND expires_at > :now
                        """)
                .bind("owner", owner)
                .bind("practitioner", practitioner)
                .bind("day", utc(day.start()))
                .bind("nextDay", utc(day.end()))
                .bind("now", utc(now))
                .one(row -> new Counts(row.getInt("of_owner"), row.getInt("of_day"), row.getInt("of_network")));
    }

    /** Locks the practitioner's diary if nobody else has it locked. Waits for nobody, so it may come in any order. */
    boolean lockIfFree(UUID practitioner) {
        return sql.statement("SELECT id FROM resource WHERE id = :practitioner FOR NO KEY UPDATE SKIP LOCKED")
                .bind("practitioner", practitioner)
                .findOne(row -> row.getObject(1, UUID.class))
                .isPresent();
    }
}
