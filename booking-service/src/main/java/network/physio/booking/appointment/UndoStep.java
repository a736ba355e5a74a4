package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.physio.booking.accesslog.Action;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.PlaceWish;
import network.physio.booking.availability.Reason;
import network.physio.booking.patient.Patients;
import network.physio.booking.screening.ScreeningGate;
import org.jspecify.annotations.Nullable;

/** Takes the last step back on the day it was taken: somebody clicked on the wrong line. The history keeps both. */
@ApplicationScoped
public class UndoStep {

    private final Appointments appointments;
    private final AppointmentChanges changes;
    private final TakeTime takeTime;
    private final StandingWishes standing;
    private final Patients patients;
    private final ScreeningGate gate;
    private final AppointmentEvents events;
    private final AppointmentAccess appointmentAccess;
    private final Clock clock;

    UndoStep(
            Appointments appointments,
            AppointmentChanges changes,
            TakeTime takeTime,
            StandingWishes standing,
            Patients patients,
            ScreeningGate gate,
            AppointmentEvents events,
            AppointmentAccess appointmentAccess,
            Clock clock) {
        this.appointments = appointments;
        this.changes = changes;
        this.takeTime = takeTime;
        this.standing = standing;
        this.patients = patients;
        this.gate = gate;
        this.events = events;
        this.appointmentAccess = appointmentAccess;
        this.clock = clock;
    }

    /** What would be taken back, and to which state. */
    private record Last(String step, @Nullable Instant at, Appointment.State to) {}

    /** Takes back the last step, as staff. A cancellation is taken back only while all that it gave back is still free. */
    public Stepped undo(UUID id, long expectedVersion) {
        Instant now = clock.instant();
        Optional<Appointment> seen = appointments.readable(id, now);
        if (seen.isEmpty()) {
            return refused(new Booking.NotFound());
        }
        if (!appointmentAccess.isStaff(seen.get())) {
            return refused(new Booking.Forbidden("The clinic and its practitioner take back what they said."));
        }
        Optional<Stepped> refusal = refusal(seen.get(), expectedVersion, now);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        boolean cancelled = seen.get().state() == Appointment.State.CANCELLED;
        if (cancelled) {
            Judge.Wish wish = standing.whereItIs(seen.get());
            Optional<Booking> notAgain = stand(seen.get(), wish);
            if (notAgain.isPresent()) {
                return new Stepped.Refused(
                        notAgain.get(),
                        new Sought(wish.with(PlaceWish.ANY), seen.get().patientId(), id));
            }
        }
        // Read again now that the locks are held: somebody may have changed it in between.
        Appointment before = appointments.locked(id);
        Optional<Stepped> since = refusal(before, expectedVersion, now);
        if (since.isPresent()) {
            return since.get();
        }
        return done(before, last(before).orElseThrow(), now);
    }

    private Stepped done(Appointment before, Last last, Instant now) {
        Appointment after = changes.takeBack(before, last.to(), now);
        if (before.state() == Appointment.State.CANCELLED) {
            takeTime.layWays(after);
        }
        appointmentAccess.log(after, Action.RECORD_VISIT);
        events.write(
                "appointment-change-undone",
                after,
                Map.of("undone", last.step(), "state", after.state().code()));
        return new Stepped.Done(after);
    }

    private static Optional<Stepped> refusal(Appointment appointment, long expectedVersion, Instant now) {
        if (appointment.version() != expectedVersion) {
            return Optional.of(refused(new Booking.StaleVersion()));
        }
        Optional<Last> last = last(appointment);
        if (last.isEmpty()) {
            return Optional.of(refused(new Booking.WrongState(appointment.state())));
        }
        Instant at = last.get().at();
        boolean today = at != null
                && LocalDate.ofInstant(at, appointment.zone()).equals(LocalDate.ofInstant(now, appointment.zone()));
        return today ? Optional.empty() : Optional.of(new Stepped.UndoTooLate());
    }

    private static Optional<Last> last(Appointment appointment) {
        Appointment.Progress progress = appointment.progress();
        return switch (appointment.state()) {
            case ARRIVED -> Optional.of(new Last("arrive", progress.arrivedAt(), Appointment.State.CONFIRMED));
            case IN_TREATMENT -> Optional.of(new Last("start", progress.startedAt(), Appointment.State.ARRIVED));
            case COMPLETED -> Optional.of(new Last("complete", progress.endedAt(), Appointment.State.IN_TREATMENT));
            case NO_SHOW -> Optional.of(new Last("no-show", progress.endedAt(), Appointment.State.CONFIRMED));
            case NO_ACCESS ->
                Optional.of(new Last(
                        "no-access",
                        progress.endedAt(),
                        progress.arrivedAt() == null ? Appointment.State.CONFIRMED : Appointment.State.ARRIVED));
            case CANCELLED ->
                Optional.ofNullable(appointment.cancellation())
                        .map(cancellation -> new Last("cancel", cancellation.at(), Appointment.State.CONFIRMED));
            case HELD, CONFIRMED, EXPIRED -> Optional.empty();
        };
    }

    /** Claims again what the cancellation gave back, all of it, room and device included; says why not when that fails. */
    private Optional<Booking> stand(Appointment cancelled, Judge.Wish wish) {
        return switch (takeTime.forNew(cancelled.id(), wish, cancelled.patientId(), allowed(cancelled))) {
            case TakeTime.Outcome.Refused(Booking why) -> Optional.of(why);
            case TakeTime.Outcome.Taken taken -> {
                if (!taken.hasDevicesOf(cancelled)) {
                    yield Optional.of(new Booking.NotBookable(List.of(Reason.NO_EQUIPMENT_FREE)));
                }
                if (taken.session() != null) {
                    changes.seat(cancelled.id(), taken.session());
                }
                yield screened(cancelled, wish);
            }
        };
    }

    private Optional<Booking> screened(Appointment cancelled, Judge.Wish wish) {
        ScreeningGate.Decision decision = gate.decideMove(
                wish,
                cancelled.patientId() == null ? List.of() : patients.subjectsOf(cancelled.patientId()),
                cancelled.screening());
        return decision instanceof ScreeningGate.Decision.Open
                ? Optional.empty()
                : Optional.of(new Booking.Screened(decision));
    }

    /** It may have begun meanwhile, and what was authorised to overlap another visit still is. */
    private static Set<Reason> allowed(Appointment cancelled) {
        return cancelled.overbooked()
                ? EnumSet.of(Reason.IN_THE_PAST, Reason.PRACTITIONER_TAKEN)
                : EnumSet.of(Reason.IN_THE_PAST);
    }

    private static Stepped refused(Booking why) {
        return new Stepped.Refused(why);
    }
}
