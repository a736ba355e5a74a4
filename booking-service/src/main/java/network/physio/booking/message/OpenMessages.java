package network.physio.booking.message;

import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Messages that wait for a person: failed, unclear, or dropped although somebody has to be told, and not settled. */
@ApplicationScoped
class OpenMessages {

    private final Jdbi database;

    OpenMessages(Jdbi database) {
        this.database = database;
    }

    sealed interface Found {
        record None() implements Found {}

        record Closed(String state) implements Found {}

        /** @param version of the appointment now */
        record Open(Message message, int version) implements Found {}
    }

    /** The message, which nobody else settles until the transaction ends. */
    Found lock(UUID appointment, UUID id) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT m.*, a.version AS now
                          FROM message m JOIN appointment a ON a.id = m.appointment_id
                         WHERE m.id = :id AND m.appointment_id = :appointment
                           FOR UPDATE OF m
                        """)
                .bind("id", id)
                .bind("appointment", appointment)
                .<Found>map((row, context) -> row.getBoolean("open")
                        ? new Found.Open(Messages.message(row), row.getInt("now"))
                        : new Found.Closed(row.getString("state")))
                .findOne()
                .orElseGet(Found.None::new));
    }

    /** What the patient was to hear of a rebooking, and cannot have heard, nobody has to tell them any more. */
    void settleRebookings(UUID appointmentId, String actor, Instant now) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE message SET settled_at = :now, settled_by = :actor, settled_how = :how
                         WHERE appointment_id = :appointment AND purpose = 'rebooking-needed' AND open
                           AND state IN ('dropped', 'failed')
                        """)
                .bind("appointment", appointmentId)
                .bind("how", Settled.NOT_NEEDED.code())
                .bind("actor", actor)
                .bind("now", utc(now))
                .execute());
    }

    void settle(UUID id, String how, String actor, Instant now) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE message SET settled_at = :now, settled_by = :actor, settled_how = :how WHERE id = :id
                        """)
                .bind("id", id)
                .bind("how", how)
                .bind("actor", actor)
                .bind("now", utc(now))
                .execute());
    }
}
