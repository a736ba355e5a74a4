package network.physio.booking.calendar;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Appointments as a file that goes to a patient by another way than being read at its address. */
@ApplicationScoped
public class AppointmentFiles {

    /** The method is part of the type by RFC 5545: programs that get it by mail go by it. */
    public static final String TYPE = "text/calendar; charset=utf-8; method=" + CalendarText.METHOD;

    private final Calendars calendars;

    AppointmentFiles(Calendars calendars) {
        this.calendars = calendars;
    }

    /** What stands at each appointment's own address now, as one file. */
    public String of(List<UUID> appointments) {
        return calendars.ofAppointments(appointments);
    }
}
