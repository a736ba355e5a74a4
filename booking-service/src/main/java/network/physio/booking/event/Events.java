package network.physio.booking.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import network.physio.http.Ids;
import org.jdbi.v3.core.Jdbi;

/** Writes events into the surrounding transaction. */
@ApplicationScoped
public class Events {

    private final Jdbi database;
    private final ObjectMapper json;
    private final Clock clock;

    Events(Jdbi database, ObjectMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /** Writes the event as done by {@code actor}: a principal, or the name of the job that did it. */
    public void write(Event event, String actor) {
        Instant now = clock.instant();
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO event (id, at, type, appointment_id, version, clinic_id, practitioner_id, actor, details)
                        VALUES (:id, :at, :type, :appointment, :version, :clinic, :practitioner, :actor, :details::jsonb)
                        """)
                .bind("id", Ids.at(now))
                .bind("at", now.atOffset(ZoneOffset.UTC))
                .bind("type", event.type())
                .bind("appointment", event.appointmentId())
                .bind("version", event.version())
                .bind("clinic", event.clinicId())
                .bind("practitioner", event.practitionerId())
                .bind("actor", actor)
                .bind("details", written(event))
                .execute());
    }

    private String written(Event event) {
        try {
            return json.writeValueAsString(event.details());
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException("the details of an event cannot be written as JSON", ours);
        }
    }
}
