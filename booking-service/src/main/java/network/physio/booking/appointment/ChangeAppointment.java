package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.accesslog.Action;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Reason;
import network.physio.booking.availability.Wishes;
import network.physio.booking.claim.Claims;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;
import network.physio.booking.patient.Patients;
import network.physio.booking.screening.ScreeningGate;
import org.jspecify.annotations.Nullable;

/** Moves an appointment, which keeps its identity and history, and calls it off. */
@ApplicationScoped
public class ChangeAppointment {

    private final TakeTime takeTime;
    private final Wishes wishes;
    private final Appointments appointments;
    private final Claims claims;
    private final Catalogue catalogue;
    private final Patients patients;
    private final ScreeningGate gate;
    private final Events events;
    private final Access access;
    private final AppointmentAccess appointmentAccess;
    private final Clock clock;

    ChangeAppointment(
            TakeTime takeTime,
            Wishes wishes,
            Appointments appointments,
            Claims claims,
            Catalogue catalogue,
            Patients patients,
            ScreeningGate gate,
            Events events,
            Access access,
            AppointmentAccess appointmentAccess,
            Clock clock) {
        this.takeTime = takeTime;
        this.wishes = wishes;
        this.appointments = appointments;
        this.claims = claims;
        this.catalogue = catalogue;
        this.patients = patients;
        this.gate = gate;
        this.events = events;
        this.access = access;
        this.appointmentAccess = appointmentAccess;
        this.clock = clock;
    }

    /** Where to; null keeps what is. */
    public record Target(
            OffsetDateTime startsAt,
            @Nullable UUID clinicId,
            @Nullable UUID practitionerId,
            @Nullable Integer minutes,
            @Nullable UUID roomId) {}

    /** Moves it in one swap: the old time is free and the new one taken at the same moment, or nothing changes. */
    public Booking reschedule(UUID id, long expectedVersion, Target target) {
        Instant now = clock.instant();
        Optional<Appointment> seen = changeable(id, now, Action.MOVE);
        if (seen.isEmpty()) {
            return new Booking.NotFound();
        }
        Appointment before = seen.get();
        Optional<Booking> refusal = notOpen(before, expectedVersion);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!before.startsAt().isAfter(now) && !appointmentAccess.isStaff(before)) {
            return new Booking.NotBookable(List.of(Reason.IN_THE_PAST));
        }
        Judge.Wish wish = wish(before, target);
        TakeTime.Outcome outcome = takeTime.forMove(before, wish);
        if (!(outcome instanceof TakeTime.Outcome.Taken taken)) {
            return switch (outcome) {
                case TakeTime.Outcome.NotBookable no -> new Booking.NotBookable(no.reasons());
                case TakeTime.Outcome.PatientBusy busy -> new Booking.PatientBusy();
                case TakeTime.Outcome.LostRace lost -> new Booking.LostRace();
                case TakeTime.Outcome.Taken impossible -> throw new IllegalStateException("handled above");
            };
        }
        // Read again now that the locks are held: somebody may have changed it in between.
        Optional<Booking> since = notOpen(appointments.locked(id), expectedVersion);
        if (since.isPresent()) {
            return since.get();
        }
        ScreeningGate.Decision decision = gate.decideMove(wish, subjectsOf(before), before.screening());
        if (!(decision instanceof ScreeningGate.Decision.Open)) {
            return new Booking.Screened(decision);
        }
        Optional<Catalogue.Price> price = catalogue.price(
                wish.treatment().id(), wish.minutes(), taken.offering().tier());
        if (price.isEmpty()) {
            return new Booking.NotBookable(List.of(Reason.LENGTH_NOT_OFFERED));
        }
        appointments.move(
                id,
                new Appointments.Move(
                        wish.clinic().id(),
                        taken.offering().practitionerId(),
                        taken.room(),
                        wish.minutes(),
                        wish.startsAt(),
                        wish.clinic().zone(),
                        wish.minutes() == before.minutes() ? before.price() : price.get()),
                now);
        Appointment moved = appointments.locked(id);
        appointmentAccess.log(moved, Action.MOVE);
        linkToClinic(moved);
        takeTime.layWays(before);
        takeTime.layWays(moved);
        events.write(
                event(
                        "appointment-moved",
                        moved,
                        Map.of(
                                "fromStartsAt", before.startsAt().toString(),
                                "startsAt", moved.startsAt().toString(),
                                "fromPractitionerId", before.practitioner().id().toString(),
                                "fromClinicId", before.clinic().id().toString())),
                access.actor());
        return new Booking.Done(moved);
    }

    private List<String> subjectsOf(Appointment appointment) {
        return appointment.patientId() == null ? List.of() : patients.subjectsOf(appointment.patientId());
    }

    /** The clinic that now treats the patient may read who they are. */
    private void linkToClinic(Appointment moved) {
        if (moved.patientId() != null) {
            patients.linkToClinic(moved.patientId(), moved.clinic().id());
        }
    }

    /** What a move would wish for, when the caller may read the appointment. */
    Optional<Judge.Wish> wish(UUID id, Target target) {
        return appointments.readable(id, clock.instant()).map(appointment -> wish(appointment, target));
    }

    private Judge.Wish wish(Appointment appointment, Target target) {
        UUID clinic = target.clinicId() == null ? appointment.clinic().id() : target.clinicId();
        boolean sameClinic = clinic.equals(appointment.clinic().id());
        UUID practitioner = target.practitionerId() != null || !sameClinic
                ? target.practitionerId()
                : appointment.practitioner().id();
        return wishes.of(
                appointment.treatment().id(),
                target.minutes() == null ? appointment.minutes() : target.minutes(),
                appointment.visitKind(),
                clinic,
                practitioner,
                target.roomId(),
                target.startsAt());
    }

    /**
     * Calls it off.
     *
     * @param forPatient staff call it off because the patient asked for it
     */
    public Booking cancel(UUID id, long expectedVersion, String reason, boolean forPatient) {
        Instant now = clock.instant();
        Optional<Appointment> seen = changeable(id, now, Action.CANCEL);
        if (seen.isEmpty()) {
            return new Booking.NotFound();
        }
        claims.lock(
                List.of(seen.get().practitioner().id()),
                List.of(seen.get().clinic().id()));
        Appointment appointment = appointments.locked(id);
        boolean movedMeanwhile = !appointment.practitioner().equals(seen.get().practitioner())
                || !appointment.clinic().equals(seen.get().clinic());
        if (expectedVersion != appointment.version() || movedMeanwhile) {
            return new Booking.StaleVersion();
        }
        if (appointment.state() != Appointment.State.CONFIRMED) {
            return new Booking.WrongState(appointment.state());
        }
        String by = cancelledBy(appointment, forPatient);
        appointments.cancel(id, new Appointment.Cancellation(by, reason, now, fee(appointment, by, now)));
        takeTime.giveBack(appointment);
        Appointment cancelled = appointments.locked(id);
        appointmentAccess.log(cancelled, Action.CANCEL);
        events.write(event("appointment-cancelled", cancelled, Map.of("by", by, "reason", reason)), access.actor());
        return new Booking.Done(cancelled);
    }

    private String cancelledBy(Appointment appointment, boolean forPatient) {
        return switch (access.inDiaryOf(
                appointment.practitioner().code(), appointment.clinic().code())) {
            case STAFF -> forPatient ? "patient" : "clinic";
            case PARTNER -> "partner";
            case PUBLIC -> "patient";
        };
    }

    /** By the policy kept on the appointment; what the clinic calls off never costs a fee. */
    private static int fee(Appointment appointment, String by, Instant now) {
        Duration notice = Duration.between(now, appointment.startsAt());
        boolean inTime = notice.compareTo(Duration.ofHours(appointment.policy().freeCancellationHours())) >= 0;
        return by.equals("clinic") || inTime
                ? 0
                : appointment.price().amount() * appointment.policy().lateCancellationPercent() / 100;
    }

    /** Whoever may read it may change it, but for accounts that were given reading only. */
    Optional<Appointment> changeable(UUID id, Instant now, Action action) {
        return appointments
                .readable(id, now)
                .filter(appointment -> appointmentAccess.isOwner(appointment)
                        || appointmentAccess.isStaff(appointment)
                        || (appointment.patientId() != null
                                && patients.bookable(appointment.patientId(), action)
                                        .isPresent()));
    }

    private static Optional<Booking> notOpen(Appointment appointment, long expectedVersion) {
        if (appointment.version() != expectedVersion) {
            return Optional.of(new Booking.StaleVersion());
        }
        return appointment.state() == Appointment.State.CONFIRMED
                ? Optional.empty()
                : Optional.of(new Booking.WrongState(appointment.state()));
    }

    private static Event event(String type, Appointment appointment, Map<String, Object> details) {
        return new Event(
                type,
                appointment.id(),
                Math.toIntExact(appointment.version()),
                appointment.clinic().id(),
                appointment.practitioner().id(),
                details);
    }
}
