package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import network.physio.booking.access.Access;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;

/** Writes what was done to an appointment; of a caller with the part they did it in, which their account would not tell later. */
@ApplicationScoped
class AppointmentEvents {

    /** Among an event's details: as what the actor acted, in the words of {@link Appointment.BookedBy}. */
    static final String ACTED_AS = "actedAs";

    /** How the names of jobs begin. No caller can be asked for while they run. */
    private static final String JOB = "job:";

    private final Events events;
    private final Access access;
    private final AppointmentAccess appointmentAccess;

    AppointmentEvents(Events events, Access access, AppointmentAccess appointmentAccess) {
        this.events = events;
        this.access = access;
        this.appointmentAccess = appointmentAccess;
    }

    void write(String type, Appointment after, Map<String, ?> details) {
        write(type, after, after, details);
    }

    /** What {@code actor} did: the caller in their part, or a job, which has none. */
    void writeAs(String actor, String type, Appointment after, Map<String, ?> details) {
        if (actor.startsWith(JOB)) {
            write(type, after, details, actor);
        } else {
            write(type, after, details);
        }
    }

    /** {@code concerned}: in whose diary they acted, which a move may have left. */
    void write(String type, Appointment after, Appointment concerned, Map<String, ?> details) {
        Map<String, Object> all = new HashMap<>(details);
        all.put(
                ACTED_AS,
                appointmentAccess
                        .actsAs(
                                concerned.practitioner().code(),
                                concerned.clinic().code())
                        .code());
        write(type, after, all, access.actor());
    }

    private void write(String type, Appointment after, Map<String, ?> details, String actor) {
        events.write(
                new Event(
                        type,
                        after.id(),
                        Math.toIntExact(after.version()),
                        after.clinic().id(),
                        after.practitioner().id(),
                        Map.copyOf(details)),
                actor);
    }
}
