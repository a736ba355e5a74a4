package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import network.physio.booking.access.Access;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;

/** Writes what a caller did to an appointment, with the part they did it in: their account alone would not tell it later. */
@ApplicationScoped
class AppointmentEvents {

    /** Among an event's details: as what the actor acted, in the words of {@link Appointment.BookedBy}. */
    static final String ACTED_AS = "actedAs";

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
        events.write(
                new Event(
                        type,
                        after.id(),
                        Math.toIntExact(after.version()),
                        after.clinic().id(),
                        after.practitioner().id(),
                        all),
                access.actor());
    }
}
