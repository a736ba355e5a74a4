package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.access.Audience;
import network.physio.booking.accesslog.Action;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Reason;
import network.physio.booking.availability.Wishes;
import network.physio.booking.claim.Claims;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;
import network.physio.booking.patient.NewPatient;
import network.physio.booking.patient.PatientRef;
import network.physio.booking.patient.Patients;
import network.physio.booking.screening.ScreeningGate;
import network.physio.http.Ids;
import org.jspecify.annotations.Nullable;

/** Makes appointments: from a hold, which only changes its state, or directly. */
@ApplicationScoped
public class BookAppointment {

    private final TakeTime takeTime;
    private final Wishes wishes;
    private final NewAppointments newAppointments;
    private final Appointments appointments;
    private final Claims claims;
    private final Catalogue catalogue;
    private final Patients patients;
    private final ScreeningGate gate;
    private final Events events;
    private final Access access;
    private final AppointmentAccess appointmentAccess;
    private final Clock clock;

    BookAppointment(
            TakeTime takeTime,
            Wishes wishes,
            NewAppointments newAppointments,
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
        this.newAppointments = newAppointments;
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

    /**
     * Who comes, and how they were screened.
     *
     * @param patientId of a patient the caller may book for; null with {@code patient} or a hold that names one
     * @param patient details of somebody not known yet
     * @param screeningPass what triage gave the caller
     * @param quickScreened staff have asked the universal questions themselves
     */
    public record Visitor(
            @Nullable UUID patientId,
            @Nullable NewPatient patient,
            @Nullable String screeningPass,
            boolean quickScreened) {}

    /** Confirms a hold: never a new claim, except the patient's when the hold named none. */
    public Booking fromHold(UUID holdId, Visitor visitor) {
        Instant now = clock.instant();
        Optional<Appointment> seen = appointments.readable(holdId, now).filter(this::mayUse);
        if (seen.isEmpty()) {
            return new Booking.NotFound();
        }
        Optional<PatientRef> patient = patientOf(
                visitor,
                seen.get(),
                seen.get().clinic().id(),
                seen.get().clinic().code());
        if (patient.isEmpty()) {
            return visitor.patientId() == null ? new Booking.PatientMissing() : new Booking.UnknownPatient();
        }
        claims.lock(
                List.of(seen.get().practitioner().id(), patient.get().id()),
                List.of(seen.get().clinic().id()));
        Appointment hold = appointments.locked(holdId);
        Optional<Booking> refusal = notHeld(hold, now);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (hold.patientId() != null && !hold.patientId().equals(patient.get().id())) {
            return new Booking.HeldForAnother();
        }
        if (hold.patientId() == null && !takeTime.addPatient(hold, patient.get().id())) {
            return new Booking.PatientBusy();
        }
        ScreeningGate.Decision decision = screen(wish(hold), hold.practitioner().code(), patient.get(), visitor);
        if (!(decision instanceof ScreeningGate.Decision.Open open)) {
            return new Booking.Screened(decision);
        }
        appointments.confirm(holdId, patient.get().id(), open.screening(), now);
        return booked(holdId, patient.get());
    }

    private Judge.Wish wish(Appointment hold) {
        return wishes.of(
                hold.treatment().id(),
                hold.minutes(),
                hold.visitKind(),
                hold.clinic().id(),
                hold.practitioner().id(),
                hold.roomId(),
                hold.startsAt().atOffset(ZoneOffset.UTC));
    }

    /** Books without a hold. */
    public Booking directly(Judge.Wish wish, Visitor visitor) {
        Optional<PatientRef> patient =
                patientOf(visitor, null, wish.clinic().id(), wish.clinic().code());
        if (patient.isEmpty()) {
            return visitor.patientId() == null ? new Booking.PatientMissing() : new Booking.UnknownPatient();
        }
        UUID id = Ids.at(clock.instant());
        return switch (takeTime.forNew(id, wish, patient.get().id())) {
            case TakeTime.Outcome.NotBookable no -> new Booking.NotBookable(no.reasons());
            case TakeTime.Outcome.PatientBusy busy -> new Booking.PatientBusy();
            case TakeTime.Outcome.LostRace lost -> new Booking.LostRace();
            case TakeTime.Outcome.Taken taken -> book(id, wish, visitor, patient.get(), taken);
        };
    }

    private Booking book(UUID id, Judge.Wish wish, Visitor visitor, PatientRef patient, TakeTime.Outcome.Taken taken) {
        ScreeningGate.Decision decision = screen(wish, taken.offering().practitionerCode(), patient, visitor);
        if (!(decision instanceof ScreeningGate.Decision.Open open)) {
            return new Booking.Screened(decision);
        }
        Optional<Catalogue.Price> price = catalogue.price(
                wish.treatment().id(), wish.minutes(), taken.offering().tier());
        if (price.isEmpty()) {
            return new Booking.NotBookable(List.of(Reason.LENGTH_NOT_OFFERED));
        }
        appointments.add(
                newAppointments.of(
                        id,
                        Appointment.State.CONFIRMED,
                        wish,
                        taken,
                        patient.id(),
                        open.screening(),
                        price.get(),
                        null),
                clock.instant());
        return booked(id, patient);
    }

    private Booking booked(UUID id, PatientRef patient) {
        Appointment appointment = appointments.locked(id);
        takeTime.layWays(appointment);
        patients.linkToClinic(patient, appointment.clinic().id());
        events.write(
                new Event(
                        "appointment-booked",
                        id,
                        Math.toIntExact(appointment.version()),
                        appointment.clinic().id(),
                        appointment.practitioner().id(),
                        Map.of("startsAt", appointment.startsAt().toString(), "minutes", appointment.minutes())),
                access.actor());
        return new Booking.Done(appointment);
    }

    private ScreeningGate.Decision screen(
            Judge.Wish wish, String practitionerCode, PatientRef patient, Visitor visitor) {
        boolean byStaff = access.inDiaryOf(practitionerCode, wish.clinic().code()) == Audience.STAFF;
        return gate.decide(
                wish,
                patient.id(),
                patients.subjectsOf(patient),
                visitor.screeningPass(),
                byStaff && visitor.quickScreened());
    }

    private Optional<PatientRef> patientOf(
            Visitor visitor, @Nullable Appointment hold, UUID clinicId, String clinicCode) {
        if (visitor.patientId() != null) {
            return patients.bookable(visitor.patientId(), Action.BOOK);
        }
        if (visitor.patient() != null) {
            return Optional.of(patients.createForVisit(visitor.patient(), clinicId, clinicCode));
        }
        return hold == null || hold.patientId() == null
                ? Optional.empty()
                : patients.bookable(hold.patientId(), Action.BOOK);
    }

    /** A hold belongs to whoever made it, and to the front desk of its clinic. */
    private boolean mayUse(Appointment hold) {
        return appointmentAccess.isOwner(hold) || appointmentAccess.isFrontDesk(hold);
    }

    private static Optional<Booking> notHeld(Appointment hold, Instant now) {
        return switch (hold.state()) {
            case HELD ->
                hold.expiresAt() != null && now.isBefore(hold.expiresAt())
                        ? Optional.empty()
                        : Optional.of(new Booking.HoldExpired());
            case EXPIRED -> Optional.of(new Booking.HoldExpired());
            case CONFIRMED, ARRIVED, IN_TREATMENT, COMPLETED, CANCELLED, NO_SHOW, NO_ACCESS ->
                Optional.of(new Booking.WrongState(hold.state()));
        };
    }
}
