package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import network.physio.booking.access.Access;
import network.physio.booking.access.Audience;
import network.physio.booking.accesslog.AccessLog;
import network.physio.booking.accesslog.Action;
import network.physio.booking.accesslog.Purpose;

/** Whose an appointment is, and the line in the access log when somebody else looks at it or changes it. */
@ApplicationScoped
public class AppointmentAccess {

    private final Access access;
    private final AccessLog accessLog;

    AppointmentAccess(Access access, AccessLog accessLog) {
        this.access = access;
        this.accessLog = accessLog;
    }

    /** Whether the caller made it. What staff made is the clinic's: it is theirs only while they work there. */
    boolean isOwner(Appointment appointment) {
        return access.owns(appointment.owner())
                && (appointment.bookedBy() != Appointment.BookedBy.STAFF || isStaff(appointment));
    }

    /** Whether the caller is the front desk of its clinic or the practitioner in whose diary it stands. */
    boolean isStaff(Appointment appointment) {
        return access.inDiaryOf(
                        appointment.practitioner().code(), appointment.clinic().code())
                == Audience.STAFF;
    }

    boolean isFrontDesk(Appointment appointment) {
        return access.isFrontDeskOf(appointment.clinic().code());
    }

    /** Writes that somebody other than the patient has looked at it or changed it. */
    public void log(Appointment appointment, Action action) {
        if (appointment.patientId() == null) {
            return;
        }
        if (isFrontDesk(appointment)) {
            accessLog.write(appointment.patientId(), action, Purpose.FRONT_DESK);
        } else if (isStaff(appointment)) {
            accessLog.write(appointment.patientId(), action, Purpose.TREATMENT);
        } else if (access.partner().isPresent()) {
            accessLog.write(appointment.patientId(), action, Purpose.PARTNER_BOOKING);
        }
    }
}
