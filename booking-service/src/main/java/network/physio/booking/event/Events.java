package network.physio.booking.event;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import network.physio.http.Ids;
import network.physio.http.sql.Sql;

/** Writes events into the surrounding transaction; who observes them within this copy hears of them when it has committed. */
@ApplicationScoped
public class Events {

    private final Sql sql;
    private final EventDetails details;
    private final Clock clock;
    private final jakarta.enterprise.event.Event<Event> written;

    Events(Sql sql, EventDetails details, Clock clock, jakarta.enterprise.event.Event<Event> written) {
        this.sql = sql;
        this.details = details;
        this.clock = clock;
        this.written = written;
    }

    /** Writes the event as done by {@code actor}: a principal, or the name of the job that did it. */
    public void write(Event event, String actor) {
        Instant now = clock.instant();
        sql.statement("""
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
                .bind("details", details.written(event.details()))
                .execute();
        written.fire(event);
    }
}
