package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.access.Audience;
import network.physio.booking.accesslog.Action;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Offering;
import network.physio.booking.availability.PlaceWish;
import network.physio.booking.availability.Reason;
import network.physio.booking.availability.Wishes;
import network.physio.booking.claim.Claims;
import network.physio.booking.patient.Patients;
import network.physio.booking.screening.ScreeningGate;
import org.jspecify.annotations.Nullable;

/** Moves an appointment, which keeps its identity and history, and calls it off. */
@ApplicationScoped
public class ChangeAppointment {

    private final TakeTime takeTime;
    private final Wishes wishes;
    private final Appointments appointments;
    private final AppointmentChanges changes;
    private final Claims claims;
    private final Catalogue catalogue;
    private final Patients patients;
    private final ScreeningGate gate;
    private final ResponsibleAdults responsibleAdults;
    private final AppointmentEvents events;
    private final Access access;
    private final AppointmentAccess appointmentAccess;
    private final Clock clock;

    ChangeAppointment(
            TakeTime takeTime,
            Wishes wishes,
            Appointments appointments,
            AppointmentChanges changes,
            Claims claims,
            Catalogue catalogue,
            Patients patients,
            ScreeningGate gate,
            ResponsibleAdults responsibleAdults,
            AppointmentEvents events,
            Access access,
            AppointmentAccess appointmentAccess,
            Clock clock) {
        this.takeTime = takeTime;
        this.wishes = wishes;
        this.appointments = appointments;
        this.changes = changes;
        this.claims = claims;
        this.catalogue = catalogue;
        this.patients = patients;
        this.gate = gate;
        this.responsibleAdults = responsibleAdults;
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
            PlaceWish places) {

        /** Where it stands, with this practitioner, or as it is. */
        public static Target atItsTime(Appointment appointment, @Nullable UUID practitioner) {
            OffsetDateTime sameTime = appointment.startsAt().atOffset(ZoneOffset.UTC);
            return new Target(sameTime, null, practitioner, null, PlaceWish.ANY);
        }
    }

    /**
     * What staff may add to a move; whoever else says such a thing is refused.
     *
     * @param askedByPatient they move it because the patient asked, so the policy's fee applies
     * @param waiver why that fee is let go
     * @param overbook why the practitioner takes it although something else overlaps it
     */
    public record ByStaff(
            boolean askedByPatient,
            @Nullable FeeWaiver waiver,
            @Nullable Overbook overbook) {

        public static final ByStaff NOTHING = new ByStaff(false, null, null);
    }

    /** As {@link #reschedule(UUID, long, Target, ByStaff)}, with nothing that only staff may say. */
    public Booking reschedule(UUID id, long expectedVersion, Target target) {
        return reschedule(id, expectedVersion, target, ByStaff.NOTHING);
    }

    /**
     * Moves it in one swap: the old time is free and the new one taken at the same moment, or nothing changes. With the same
     * start it changes hands, rooms or devices.
     */
    public Booking reschedule(UUID id, long expectedVersion, Target target, ByStaff byStaff) {
        Instant now = clock.instant();
        Optional<Appointment> seen = changeable(id, now, Action.MOVE);
        if (seen.isEmpty()) {
            return new Booking.NotFound();
        }
        Appointment before = seen.get();
        Asked asked = new Asked(expectedVersion, target, byStaff, appointmentAccess.isStaff(before));
        Optional<Booking> refusal = against(before, asked, now);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Judge.Wish wish = keepingPlaces(before, target, wish(before, target));
        return switch (takeTime.forMove(before, wish, allowed(before, wish, asked))) {
            case TakeTime.Outcome.Refused(Booking.PatientBusy busy)
            when !mayKnowPatient(before) -> new Booking.NotBookable(List.of(Reason.PRACTITIONER_TAKEN));
            case TakeTime.Outcome.Refused(Booking why) -> why;
            case TakeTime.Outcome.Taken taken -> settle(before, wish, asked, taken, now);
        };
    }

    /** Whoever made it moves it also when reception has found out who comes; what else that person has is not theirs to know. */
    private boolean mayKnowPatient(Appointment appointment) {
        return appointment.patientId() != null && patients.mayRead(appointment.patientId());
    }

    /** A move as it was asked for; {@code staff}: by the staff of the clinic it is at now. */
    private record Asked(long expectedVersion, Target target, ByStaff byStaff, boolean staff) {}

    private static Optional<Booking> against(Appointment before, Asked asked, Instant now) {
        if (!asked.staff() && !asked.byStaff().equals(ByStaff.NOTHING)) {
            return Optional.of(new Booking.Forbidden(
                    "Only staff of its clinic overbook, waive a fee or move it for the patient."));
        }
        Optional<Booking> notMovable = notMovable(before, asked);
        if (notMovable.isPresent()) {
            return notMovable;
        }
        return asked.staff() || before.startsAt().isAfter(now)
                ? Optional.empty()
                : Optional.of(new Booking.NotBookable(List.of(Reason.IN_THE_PAST)));
    }

    /** The new time is taken: everything else has to agree, or it is given back with the transaction. */
    private Booking settle(
            Appointment before, Judge.Wish wish, Asked asked, TakeTime.Outcome.Taken taken, Instant now) {
        ByStaff byStaff = asked.byStaff();
        if (byStaff.overbook() != null && !isDiaryOfCaller(taken, wish)) {
            return new Booking.Forbidden("A practitioner is overbooked by their own clinic.");
        }
        // Read again now that the locks are held: somebody may have changed it in between.
        Optional<Booking> since = notMovable(appointments.locked(before.id()), asked);
        if (since.isPresent()) {
            return since.get();
        }
        ScreeningGate.Decision decision = gate.decideMove(wish, subjectsOf(before), before.screening());
        if (!(decision instanceof ScreeningGate.Decision.Open)) {
            return new Booking.Screened(decision);
        }
        if (!asked.staff() && lacksAdult(before, wish)) {
            return new Booking.ResponsibleAdultNeeded();
        }
        boolean byClinic = asked.staff() && !byStaff.askedByPatient();
        Optional<Catalogue.Price> price = priceOf(before, wish, taken, byClinic);
        if (price.isEmpty()) {
            return new Booking.NotBookable(List.of(Reason.LENGTH_NOT_OFFERED));
        }
        boolean costs = !byClinic && byStaff.waiver() == null;
        int fee = costs ? Fees.ofMoving(before, wish, now) : 0;
        Overbook overbook = taken.over() ? firstOf(byStaff.overbook(), before.overbook()) : null;
        Appointment moved = changes.move(before.id(), to(wish, taken, price.get(), fee, overbook), now);
        return moved(before, moved, fee, byStaff);
    }

    /** On an earlier day the patient may still be a minor. */
    boolean lacksAdult(Appointment before, Judge.Wish wish) {
        return before.patientId() != null
                && before.responsibleAdult() == null
                && responsibleAdults.isLacking(before.patientId(), wish);
    }

    private static AppointmentChanges.Move to(
            Judge.Wish wish,
            TakeTime.Outcome.Taken taken,
            Catalogue.Price price,
            int fee,
            @Nullable Overbook overbook) {
        return new AppointmentChanges.Move(
                wish.clinic().id(),
                taken.offering().practitionerId(),
                taken.room(),
                taken.equipment(),
                taken.session(),
                wish.minutes(),
                wish.startsAt(),
                wish.clinic().zone(),
                price,
                fee,
                overbook);
    }

    /** Reasons that do not count, because staff have said so now or before. */
    private static Set<Reason> allowed(Appointment before, Judge.Wish wish, Asked asked) {
        Set<Reason> allowed = EnumSet.noneOf(Reason.class);
        boolean stays = asked.staff() && wish.startsAt().equals(before.startsAt());
        if (stays) {
            allowed.add(Reason.IN_THE_PAST);
        }
        // Whatever overlaps it where it stays was authorised before; only somebody else's diary needs a word.
        boolean sameOverlap =
                stays && before.practitioner().id().equals(wish.practitioner()) && wish.minutes() <= before.minutes();
        if (asked.byStaff().overbook() != null || sameOverlap) {
            allowed.add(Reason.PRACTITIONER_TAKEN);
        }
        return allowed;
    }

    /**
     * The same length keeps the price it was booked at, unless the patient asks for somebody of another tier; another length
     * costs what it costs now. Whom the clinic hands to somebody cheaper pays that, and to somebody dearer not more.
     */
    private Optional<Catalogue.Price> priceOf(
            Appointment before, Judge.Wish wish, TakeTime.Outcome.Taken taken, boolean byClinic) {
        String tier = taken.offering().tier();
        Optional<Catalogue.Price> now = catalogue.price(wish.treatment().id(), wish.minutes(), tier);
        if (wish.minutes() != before.minutes()) {
            return now;
        }
        boolean sameTier = tierOf(before).map(tier::equals).orElse(true);
        boolean notMore = byClinic || before.rebookingNeeded();
        return now.map(
                price -> sameTier || (notMore && before.price().amount() < price.amount()) ? before.price() : price);
    }

    /** Empty when it is not offered by its practitioner any more. */
    private Optional<String> tierOf(Appointment appointment) {
        return catalogue
                .offerings(
                        appointment.treatment().id(),
                        List.of(appointment.clinic().id()),
                        Catalogue.Choice.of(appointment.practitioner().id()),
                        null)
                .stream()
                .map(Offering::tier)
                .findFirst();
    }

    private boolean isDiaryOfCaller(TakeTime.Outcome.Taken taken, Judge.Wish wish) {
        return access.inDiaryOf(
                        taken.offering().practitionerCode(), wish.clinic().code())
                == Audience.STAFF;
    }

    private Booking moved(Appointment before, Appointment moved, int fee, ByStaff byStaff) {
        appointmentAccess.log(before, Action.MOVE);
        linkToClinic(moved);
        takeTime.layWays(before);
        takeTime.layWays(moved);
        events.write("appointment-moved", moved, before, MoveDetails.of(before, moved, fee, byStaff.waiver()));
        if (moved.overbook() != null && byStaff.overbook() != null) {
            events.write(
                    "appointment-overbooked",
                    moved,
                    Map.of("reason", moved.overbook().code()));
        }
        return new Booking.Done(moved);
    }

    private static @Nullable Overbook firstOf(@Nullable Overbook stated, @Nullable Overbook kept) {
        return stated == null ? kept : stated;
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

    /** What other times would be sought for, were the move refused. */
    public Optional<Sought> sought(UUID id, Target target) {
        return appointments
                .readable(id, clock.instant())
                .map(appointment -> new Sought(
                        wish(appointment, target), mayKnowPatient(appointment) ? appointment.patientId() : null, id));
    }

    /** What a move would wish for, when the caller may read the appointment. */
    public Optional<Judge.Wish> wish(UUID id, Target target) {
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
                target.places(),
                target.startsAt());
    }

    /** What stays where it is keeps its room and device, unless others are asked for. */
    private Judge.Wish keepingPlaces(Appointment appointment, Target target, Judge.Wish wish) {
        boolean stays = wish.clinic().id().equals(appointment.clinic().id())
                && wish.startsAt().equals(appointment.startsAt())
                && wish.minutes() <= appointment.minutes();
        if (!stays) {
            return wish;
        }
        PlaceWish asked = target.places();
        UUID device = appointment.equipmentIds().stream().findFirst().orElse(null);
        return wish.with(wishes.fitting(
                wish,
                asked.room() == null ? appointment.roomId() : asked.room(),
                asked.equipment() == null ? device : asked.equipment()));
    }

    /**
     * How it is called off.
     *
     * @param forPatient staff call it off because the patient asked for it
     * @param waiver why staff let the policy's fee go
     */
    public record CallOff(
            String reason, boolean forPatient, @Nullable FeeWaiver waiver) {}

    /** Calls it off. */
    public Booking cancel(UUID id, long expectedVersion, CallOff how) {
        Instant now = clock.instant();
        Optional<Appointment> seen = changeable(id, now, Action.CANCEL);
        if (seen.isEmpty()) {
            return new Booking.NotFound();
        }
        if (how.waiver() != null && !appointmentAccess.isStaff(seen.get())) {
            return new Booking.Forbidden("Only staff of its clinic let a fee go.");
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
        // Whoever does not come would else call it off afterwards, and pay less than for not coming.
        if (!now.isBefore(appointment.startsAt()) && !appointmentAccess.isStaff(appointment)) {
            return new Booking.HasBegun();
        }
        Appointment cancelled = changes.cancel(appointment, cancellation(appointment, how, now));
        takeTime.giveBack(appointment);
        appointmentAccess.log(cancelled, Action.CANCEL);
        events.write("appointment-cancelled", cancelled, details(Objects.requireNonNull(cancelled.cancellation())));
        return new Booking.Done(cancelled);
    }

    private Appointment.Cancellation cancellation(Appointment appointment, CallOff how, Instant now) {
        String by = cancelledBy(appointment, how.forPatient());
        FeeWaiver waiver = how.waiver();
        return waiver == null
                ? new Appointment.Cancellation(by, how.reason(), now, Fees.ofCancelling(appointment, by, now), null)
                : new Appointment.Cancellation(by, how.reason(), now, 0, waiver.code());
    }

    private static Map<String, Object> details(Appointment.Cancellation cancellation) {
        Map<String, Object> details = new HashMap<>(Map.of("by", cancellation.by(), "reason", cancellation.reason()));
        if (cancellation.waiver() != null) {
            details.put("feeWaiver", cancellation.waiver());
        }
        return details;
    }

    private String cancelledBy(Appointment appointment, boolean forPatient) {
        return switch (access.inDiaryOf(
                appointment.practitioner().code(), appointment.clinic().code())) {
            case STAFF -> forPatient ? "patient" : "clinic";
            case PARTNER -> "partner";
            case PUBLIC -> "patient";
        };
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

    /** Somebody who has arrived already can still be given another room or practitioner, by staff. */
    private static Optional<Booking> notMovable(Appointment appointment, Asked asked) {
        if (appointment.version() != asked.expectedVersion()) {
            return Optional.of(new Booking.StaleVersion());
        }
        boolean arrivedAndStays = asked.staff()
                && appointment.state() == Appointment.State.ARRIVED
                && asked.target().startsAt().toInstant().equals(appointment.startsAt());
        return appointment.state() == Appointment.State.CONFIRMED || arrivedAndStays
                ? Optional.empty()
                : Optional.of(new Booking.WrongState(appointment.state()));
    }
}
