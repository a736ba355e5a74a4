package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.accesslog.Action;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Treatment;
import org.jspecify.annotations.Nullable;

/** Keeps what happened to an appointment on its day. People say it; nothing is ever decided by the time alone. */
@ApplicationScoped
public class AdvanceAppointment {

    private final Appointments appointments;
    private final AppointmentChanges changes;
    private final Catalogue catalogue;
    private final AppointmentEvents events;
    private final Access access;
    private final AppointmentAccess appointmentAccess;
    private final Clock clock;

    AdvanceAppointment(
            Appointments appointments,
            AppointmentChanges changes,
            Catalogue catalogue,
            AppointmentEvents events,
            Access access,
            AppointmentAccess appointmentAccess,
            Clock clock) {
        this.appointments = appointments;
        this.changes = changes;
        this.catalogue = catalogue;
        this.events = events;
        this.access = access;
        this.appointmentAccess = appointmentAccess;
        this.clock = clock;
    }

    /** What is said to have happened. */
    public sealed interface Step {

        /** The patient is there. */
        record Arrive() implements Step {}

        /** @param acknowledged techniques that the practitioner knows to be ruled out */
        record Start(Set<String> acknowledged) implements Step {}

        record Complete() implements Step {}

        /** @param waiver why it costs nothing, null when it does */
        record NoShow(@Nullable FeeWaiver waiver) implements Step {}

        /**
         * The practitioner was at the address and nobody let them in.
         *
         * @param waiver why it costs nothing, null when it costs what the policy says
         */
        record NoAccess(@Nullable FeeWaiver waiver) implements Step {}
    }

    /** Takes the step, as staff of the clinic or as the practitioner of the diary. */
    public Stepped take(UUID id, long expectedVersion, Step step) {
        Instant now = clock.instant();
        if (appointments.readable(id, now).isEmpty()) {
            return new Stepped.Refused(new Booking.NotFound());
        }
        Appointment before = appointments.locked(id);
        if (!appointmentAccess.isStaff(before)) {
            return new Stepped.Refused(new Booking.Forbidden("The clinic and its practitioner say what happened."));
        }
        if (before.version() != expectedVersion) {
            return new Stepped.Refused(new Booking.StaleVersion());
        }
        Optional<Stepped> refusal = refusal(before, step, now);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Appointment after = write(before, step, now);
        appointmentAccess.log(after, Action.RECORD_VISIT);
        events.write(event(step), after, details(after));
        return new Stepped.Done(after);
    }

    private Optional<Stepped> refusal(Appointment before, Step step, Instant now) {
        if (step instanceof Step.NoAccess && before.place() != Appointment.Place.ADDRESS) {
            return Optional.of(new Stepped.NotAtAnAddress());
        }
        if (!from(step).contains(before.state())) {
            return Optional.of(new Stepped.Refused(new Booking.WrongState(before.state())));
        }
        Instant earliest = earliest(before, step);
        if (now.isBefore(earliest)) {
            return Optional.of(new Stepped.TooEarly(earliest));
        }
        return step instanceof Step.Start start ? alert(before, start) : Optional.empty();
    }

    /** The states in which the step can be taken. */
    private static Set<Appointment.State> from(Step step) {
        return switch (step) {
            case Step.Arrive arrive -> Set.of(Appointment.State.CONFIRMED);
            case Step.Start start -> Set.of(Appointment.State.ARRIVED);
            case Step.Complete complete -> Set.of(Appointment.State.IN_TREATMENT);
            case Step.NoShow noShow -> Set.of(Appointment.State.CONFIRMED);
            case Step.NoAccess noAccess -> Set.of(Appointment.State.CONFIRMED, Appointment.State.ARRIVED);
        };
    }

    /** People come early on the day; that nobody came is known at the start at the earliest. */
    private static Instant earliest(Appointment before, Step step) {
        return switch (step) {
            case Step.Arrive arrive ->
                LocalDate.ofInstant(before.startsAt(), before.zone())
                        .atStartOfDay(before.zone())
                        .toInstant();
            case Step.NoShow noShow -> before.startsAt();
            case Step.NoAccess noAccess -> before.startsAt();
            case Step.Start start -> Instant.MIN;
            case Step.Complete complete -> Instant.MIN;
        };
    }

    /** What the treatment may use and the screening rules out is acknowledged by whoever has the patient in their hands. */
    private Optional<Stepped> alert(Appointment before, Step.Start start) {
        List<String> techniques =
                catalogue
                        .treatment(before.treatment().id().toString())
                        .map(Treatment::mayTechniques)
                        .orElse(List.of())
                        .stream()
                        .filter(before.screening().blocked()::contains)
                        .toList();
        if (techniques.isEmpty()) {
            return Optional.empty();
        }
        boolean practitioner = access.practitioner()
                .filter(before.practitioner().code()::equals)
                .isPresent();
        return practitioner && start.acknowledged().containsAll(techniques)
                ? Optional.empty()
                : Optional.of(new Stepped.AlertNotAcknowledged(techniques));
    }

    private Appointment write(Appointment before, Step step, Instant now) {
        return switch (step) {
            case Step.Arrive arrive -> changes.arrive(before, now);
            case Step.Start start -> changes.start(before, start.acknowledged(), now);
            case Step.Complete complete -> changes.complete(before, now);
            case Step.NoAccess noAccess -> {
                int fee = noAccess.waiver() == null ? Fees.ofNoAccess(before) : 0;
                yield changes.findNoAccess(before, fee, noAccess.waiver(), now);
            }
            case Step.NoShow noShow -> {
                int fee = noShow.waiver() == null ? Fees.ofNoShow(before) : 0;
                yield changes.miss(before, fee, noShow.waiver(), now);
            }
        };
    }

    private static Map<String, Object> details(Appointment after) {
        Map<String, Object> details = new HashMap<>();
        Appointment.InVain inVain = after.inVain();
        if (inVain != null) {
            details.put("feeAmount", inVain.fee());
            if (inVain.waiver() != null) {
                details.put("feeWaiver", inVain.waiver());
            }
        }
        return details;
    }

    private static String event(Step step) {
        return switch (step) {
            case Step.Arrive arrive -> "appointment-arrived";
            case Step.Start start -> "treatment-started";
            case Step.Complete complete -> "appointment-completed";
            case Step.NoShow noShow -> "appointment-missed";
            case Step.NoAccess noAccess -> "appointment-no-access";
        };
    }
}
