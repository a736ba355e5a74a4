package network.physio.booking.session;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import network.physio.booking.access.Access;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;

/** Writes what happened to a session. Its seats are appointments, whose events are their own. */
@ApplicationScoped
class SessionEvents {

    private final Events events;
    private final Access access;

    SessionEvents(Events events, Access access) {
        this.events = events;
        this.access = access;
    }

    /** From start to end something may have become free: whoever waits for it looks there. */
    void write(String type, Session session, Map<String, ?> more) {
        Map<String, Object> details = new HashMap<>(more);
        details.put("sessionId", session.id().toString());
        details.put("startsAt", session.startsAt().toString());
        details.put("endsAt", session.endsAt().toString());
        details.put("capacity", session.capacity());
        events.write(
                new Event(
                        type,
                        null,
                        null,
                        session.clinicId(),
                        session.practitioner().id(),
                        details),
                access.actor());
    }
}
