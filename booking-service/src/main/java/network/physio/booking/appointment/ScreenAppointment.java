package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.accesslog.Action;
import network.physio.booking.claim.Claims;
import network.physio.booking.patient.Patients;
import network.physio.booking.screening.Screening;
import network.physio.booking.screening.ScreeningGate;
import org.jspecify.annotations.Nullable;

/** Screens for an appointment that stands: later visits of a series wait for this, and so does what was booked pending. */
@ApplicationScoped
class ScreenAppointment {

    private final ChangeAppointment changeAppointment;
    private final Appointments appointments;
    private final AppointmentChanges changes;
    private final StandingWishes standing;
    private final Claims claims;
    private final Patients patients;
    private final ScreeningGate gate;
    private final AppointmentEvents events;
    private final AppointmentAccess appointmentAccess;
    private final Clock clock;

    ScreenAppointment(
            ChangeAppointment changeAppointment,
            Appointments appointments,
            AppointmentChanges changes,
            StandingWishes standing,
            Claims claims,
            Patients patients,
            ScreeningGate gate,
            AppointmentEvents events,
            AppointmentAccess appointmentAccess,
            Clock clock) {
        this.changeAppointment = changeAppointment;
        this.appointments = appointments;
        this.changes = changes;
        this.standing = standing;
        this.claims = claims;
        this.patients = patients;
        this.gate = gate;
        this.events = events;
        this.appointmentAccess = appointmentAccess;
        this.clock = clock;
    }

    /**
     * Keeps what the new screening says. One that does not allow the visit is refused and leaves it as it is: whether it is
     * moved or called off is for people to decide.
     *
     * @param pass what triage gave the caller, null for none
     * @param quickScreened staff have asked the universal questions themselves
     */
    Booking screen(UUID id, long expectedVersion, @Nullable String pass, boolean quickScreened) {
        Instant now = clock.instant();
        Optional<Appointment> seen = changeAppointment.changeable(id, now, Action.CHANGE);
        if (seen.isEmpty()) {
            return new Booking.NotFound();
        }
        claims.lock(
                List.of(seen.get().practitioner().id()),
                List.of(seen.get().clinic().id()));
        Appointment appointment = appointments.locked(id);
        if (appointment.version() != expectedVersion) {
            return new Booking.StaleVersion();
        }
        if (appointment.state() != Appointment.State.CONFIRMED && appointment.state() != Appointment.State.ARRIVED) {
            return new Booking.WrongState(appointment.state());
        }
        UUID patient = Objects.requireNonNull(appointment.patientId(), "who is booked is known");
        ScreeningGate.Decision decision = gate.decide(
                standing.of(appointment),
                patient,
                patients.subjectsOf(patient),
                pass,
                quickScreened && appointmentAccess.isStaff(appointment));
        return decision instanceof ScreeningGate.Decision.Open open
                ? screened(appointment, open.screening(), now)
                : new Booking.Screened(decision);
    }

    private Booking screened(Appointment before, Screening screening, Instant now) {
        if (screening.equals(before.screening())) {
            return new Booking.Done(before);
        }
        Appointment after = changes.screen(before, screening, now);
        appointmentAccess.log(after, Action.CHANGE);
        events.write("appointment-screened", after, Map.of());
        return new Booking.Done(after);
    }
}
