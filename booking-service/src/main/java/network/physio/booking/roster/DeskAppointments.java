package network.physio.booking.roster;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import network.physio.booking.access.Access;
import network.physio.booking.appointment.Appointment;
import network.physio.booking.appointment.Appointments;

/** The appointments that the caller's desk can move: those of its own clinics, home visits excepted, which come by offers. */
@ApplicationScoped
class DeskAppointments {

    private final Appointments appointments;
    private final Access access;
    private final Clock clock;

    DeskAppointments(Appointments appointments, Access access, Clock clock) {
        this.appointments = appointments;
        this.access = access;
        this.clock = clock;
    }

    /** As it is now; empty for a session, which is moved as one. */
    Optional<Appointment> movable(Stranded one) {
        return one.isSession() || one.isAtHome()
                ? Optional.empty()
                : appointments
                        .readable(one.id(), clock.instant())
                        .filter(visit -> access.isFrontDeskOf(visit.clinic().code()));
    }
}
