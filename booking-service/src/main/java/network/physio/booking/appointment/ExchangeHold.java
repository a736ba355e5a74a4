package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.physio.booking.accesslog.Action;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Reason;
import network.physio.booking.claim.Claims;
import network.physio.booking.claim.TravelClaims;
import network.physio.booking.patient.Patients;
import network.physio.booking.screening.ScreeningGate;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes an offered time for an appointment that exists: the hold's claims become the appointment's, which keeps its identity.
 * Nothing is claimed anew, so nobody can come in between; the old time is free at the same moment.
 */
@ApplicationScoped
public class ExchangeHold {

    private final Jdbi database;
    private final Appointments appointments;
    private final AppointmentChanges changes;
    private final Holds holds;
    private final HeldTimes heldTimes;
    private final ChangeAppointment changeAppointment;
    private final Claims claims;
    private final TravelClaims travel;
    private final StandingWishes standing;
    private final Patients patients;
    private final ScreeningGate gate;
    private final AppointmentEvents events;
    private final AppointmentAccess appointmentAccess;
    private final Clock clock;

    ExchangeHold(
            Jdbi database,
            Appointments appointments,
            AppointmentChanges changes,
            Holds holds,
            HeldTimes heldTimes,
            ChangeAppointment changeAppointment,
            Claims claims,
            TravelClaims travel,
            StandingWishes standing,
            Patients patients,
            ScreeningGate gate,
            AppointmentEvents events,
            AppointmentAccess appointmentAccess,
            Clock clock) {
        this.database = database;
        this.appointments = appointments;
        this.changes = changes;
        this.holds = holds;
        this.heldTimes = heldTimes;
        this.changeAppointment = changeAppointment;
        this.claims = claims;
        this.travel = travel;
        this.standing = standing;
        this.patients = patients;
        this.gate = gate;
        this.events = events;
        this.appointmentAccess = appointmentAccess;
        this.clock = clock;
    }

    /** The appointment, when this caller may move it and it can still be moved. */
    public Optional<Appointment> movable(UUID id) {
        Instant now = clock.instant();
        return changeAppointment
                .changeable(id, now, Action.MOVE)
                .filter(appointment -> appointment.state() == Appointment.State.CONFIRMED
                        && appointment.startsAt().isAfter(now));
    }

    Booking exchange(Appointment seen, UUID replaced) {
        Instant now = clock.instant();
        Optional<Appointment> changeable = changeAppointment.changeable(replaced, now, Action.MOVE);
        if (changeable.isEmpty()) {
            return new Booking.NotFound();
        }
        Appointment before = changeable.get();
        lock(seen, before);
        Appointment hold = appointments.locked(seen.id());
        Optional<Booking> refusal = heldTimes.lost(hold, now).or(() -> notMovable(before, hold, now));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Judge.Wish wish = standing.of(hold);
        if (!appointmentAccess.isStaff(before) && changeAppointment.lacksAdult(before, wish)) {
            return new Booking.ResponsibleAdultNeeded();
        }
        List<String> subjects = before.patientId() == null ? List.of() : patients.subjectsOf(before.patientId());
        ScreeningGate.Decision decision = gate.decideMove(wish, subjects, before.screening());
        if (!(decision instanceof ScreeningGate.Decision.Open)) {
            return new Booking.Screened(decision);
        }
        return new Booking.Done(swapped(hold, before, now));
    }

    private void lock(Appointment hold, Appointment before) {
        Set<UUID> people = new HashSet<>(
                List.of(hold.practitioner().id(), before.practitioner().id()));
        if (before.patientId() != null) {
            people.add(before.patientId());
        }
        claims.lock(
                people,
                new HashSet<>(List.of(hold.clinic().id(), before.clinic().id())));
    }

    /**
     * Read again under the locks: somebody may have moved it or called it off in between. What was offered as an earlier time
     * is none any more when the appointment has been moved before it since.
     */
    private Optional<Booking> notMovable(Appointment before, Appointment hold, Instant now) {
        Appointment again = appointments.locked(before.id());
        if (again.state() != Appointment.State.CONFIRMED || !hold.startsAt().isBefore(again.startsAt())) {
            return Optional.of(new Booking.WrongState(again.state()));
        }
        if (again.version() != before.version()) {
            return Optional.of(new Booking.LostRace());
        }
        return again.startsAt().isAfter(now)
                ? Optional.empty()
                : Optional.of(new Booking.NotBookable(List.of(Reason.IN_THE_PAST)));
    }

    /** The clinic offered the earlier time, so whoever takes it pays nothing for the move. */
    private Appointment swapped(Appointment hold, Appointment before, Instant now) {
        claims.giveBack(before.id());
        travel.clear(before.practitioner().id(), before.startsAt());
        travel.clear(hold.practitioner().id(), hold.startsAt());
        database.useHandle(handle -> handle.createUpdate(
                        "UPDATE claim SET appointment_id = :appointment WHERE appointment_id = :hold")
                .bind("appointment", before.id())
                .bind("hold", hold.id())
                .execute());
        Appointment exchanged = holds.expire(hold, now);
        Appointment moved = changes.move(
                before.id(),
                new AppointmentChanges.Move(
                        hold.clinic().id(),
                        hold.practitioner().id(),
                        hold.roomId(),
                        hold.equipmentIds(),
                        hold.sessionId(),
                        hold.minutes(),
                        hold.startsAt(),
                        hold.zone(),
                        price(hold, before),
                        0,
                        null),
                now);
        travel.lay(before.practitioner().id(), before.startsAt());
        travel.lay(hold.practitioner().id(), hold.startsAt());
        record(exchanged, before, moved);
        return moved;
    }

    /** The same length never costs more than before: the clinic chose who gives it. */
    private static Catalogue.Price price(Appointment hold, Appointment before) {
        boolean kept = hold.minutes() == before.minutes()
                && before.price().amount() < hold.price().amount();
        return kept ? before.price() : hold.price();
    }

    private void record(Appointment exchanged, Appointment before, Appointment moved) {
        appointmentAccess.log(moved, Action.MOVE);
        if (moved.patientId() != null) {
            patients.linkToClinic(moved.patientId(), moved.clinic().id());
        }
        events.write(
                "hold-exchanged", exchanged, Map.of("appointmentId", moved.id().toString()));
        events.write("appointment-moved", moved, before, MoveDetails.of(before, moved, 0, null));
    }
}
