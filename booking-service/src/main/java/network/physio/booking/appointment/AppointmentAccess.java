package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.access.Audience;
import network.physio.booking.accesslog.AccessLog;
import network.physio.booking.accesslog.Action;
import network.physio.booking.accesslog.Purpose;
import network.physio.booking.patient.Accounts;
import network.physio.booking.patient.Patients;
import org.jspecify.annotations.Nullable;

/** Whose an appointment is, and the line in the access log when somebody else looks at it or changes it. */
@ApplicationScoped
public class AppointmentAccess {

    private final Access access;
    private final AccessLog accessLog;
    private final Patients patients;
    private final Accounts accounts;

    AppointmentAccess(Access access, AccessLog accessLog, Patients patients, Accounts accounts) {
        this.access = access;
        this.accessLog = accessLog;
        this.patients = patients;
        this.accounts = accounts;
    }

    /** As what the caller acts in this diary. */
    Appointment.BookedBy actsAs(String practitionerCode, String clinicCode) {
        return switch (access.inDiaryOf(practitionerCode, clinicCode)) {
            case STAFF -> Appointment.BookedBy.STAFF;
            case PARTNER -> Appointment.BookedBy.PARTNER;
            case PUBLIC -> access.isAccountOrLink() ? Appointment.BookedBy.PATIENT : Appointment.BookedBy.GUEST;
        };
    }

    /** Whether the caller made it, or holds the link to manage it. */
    boolean isOwner(Appointment appointment) {
        return access.holdsLinkTo(appointment.id()) || isMaker(appointment);
    }

    /**
     * Whether it is the caller's for having made it. What staff made is the clinic's: it is theirs only while they work there.
     * What an account made for somebody it is or was linked to is theirs as far and as long as that link lets them.
     */
    boolean isMaker(Appointment appointment) {
        return access.owns(appointment.owner())
                && switch (appointment.bookedBy()) {
                    case STAFF -> isStaff(appointment);
                    case PATIENT -> !isOrWasLinked(appointment);
                    case GUEST, PARTNER -> true;
                };
    }

    private boolean isOrWasLinked(Appointment appointment) {
        UUID patient = appointment.patientId();
        return patient != null
                && access.subject()
                        .filter(subject -> accounts.isOrWasLinked(patient, subject))
                        .isPresent();
    }

    /** A hold is for whoever made it, for accounts that book for the patient whom it names, and for its clinic's front desk. */
    boolean mayUse(Appointment hold) {
        return isOwner(hold) || isFrontDesk(hold) || isAccountThatBooksFor(hold.patientId());
    }

    private boolean isAccountThatBooksFor(@Nullable UUID patient) {
        return patient != null && access.isPatient() && patients.mayBook(patient);
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
