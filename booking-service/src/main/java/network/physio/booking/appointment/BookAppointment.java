package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.access.Audience;
import network.physio.booking.accesslog.Action;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Clinic;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Offering;
import network.physio.booking.availability.Reason;
import network.physio.booking.claim.Claims;
import network.physio.booking.patient.NewPatient;
import network.physio.booking.patient.PatientRef;
import network.physio.booking.patient.Patients;
import network.physio.booking.screening.Screening;
import network.physio.booking.screening.ScreeningGate;
import network.physio.http.Ids;
import org.jspecify.annotations.Nullable;

/** Makes appointments: from a hold, which only changes its state, or directly. */
@ApplicationScoped
public class BookAppointment {

    private final TakeTime takeTime;
    private final StandingWishes standing;
    private final NewAppointments newAppointments;
    private final Appointments appointments;
    private final AppointmentChanges changes;
    private final Claims claims;
    private final Catalogue catalogue;
    private final Patients patients;
    private final ScreeningGate gate;
    private final ResponsibleAdults responsibleAdults;
    private final HeldTimes heldTimes;
    private final ExchangeHold exchangeHold;
    private final AppointmentEvents events;
    private final Access access;
    private final AppointmentAccess appointmentAccess;
    private final Clock clock;

    BookAppointment(
            TakeTime takeTime,
            StandingWishes standing,
            NewAppointments newAppointments,
            Appointments appointments,
            AppointmentChanges changes,
            Claims claims,
            Catalogue catalogue,
            Patients patients,
            ScreeningGate gate,
            ResponsibleAdults responsibleAdults,
            HeldTimes heldTimes,
            ExchangeHold exchangeHold,
            AppointmentEvents events,
            Access access,
            AppointmentAccess appointmentAccess,
            Clock clock) {
        this.takeTime = takeTime;
        this.standing = standing;
        this.newAppointments = newAppointments;
        this.appointments = appointments;
        this.changes = changes;
        this.claims = claims;
        this.catalogue = catalogue;
        this.patients = patients;
        this.gate = gate;
        this.responsibleAdults = responsibleAdults;
        this.heldTimes = heldTimes;
        this.exchangeHold = exchangeHold;
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
     * @param responsibleAdult staff say that an adult who answers for the minor has agreed and comes along
     * @param resolved the patient, once it has been decided that the caller may book for them
     */
    public record Visitor(
            @Nullable UUID patientId,
            @Nullable NewPatient patient,
            @Nullable String screeningPass,
            boolean quickScreened,
            boolean responsibleAdult,
            @Nullable PatientRef resolved) {

        public Visitor(
                @Nullable UUID patientId,
                @Nullable NewPatient patient,
                @Nullable String screeningPass,
                boolean quickScreened,
                boolean responsibleAdult) {
            this(patientId, patient, screeningPass, quickScreened, responsibleAdult, null);
        }

        public Visitor(
                @Nullable UUID patientId,
                @Nullable NewPatient patient,
                @Nullable String screeningPass,
                boolean quickScreened) {
            this(patientId, patient, screeningPass, quickScreened, false);
        }

        /** Whether the patient is made known with this booking, and so to its clinic. */
        boolean isNew() {
            return patientId == null && patient != null;
        }

        /** The same, once the patient is known: for the visits of a series. */
        public Visitor known(PatientRef patient) {
            return new Visitor(patient.id(), null, screeningPass, quickScreened, responsibleAdult, patient);
        }
    }

    /** How a visit is screened, once it is known who treats. */
    private interface Screener {
        ScreeningGate.Decision decide(String practitionerCode, PatientRef patient);
    }

    /** Who comes to a visit, how they are screened, and why it may overlap something else, null when it may not. */
    private record Terms(
            Visitor visitor, Screener screener, @Nullable Overbook overbook) {

        Terms overbooked(boolean really) {
            return new Terms(visitor, screener, really ? overbook : null);
        }
    }

    /**
     * Confirms a hold: never a new claim, except the patient's when the hold named none, and where its time was taken from
     * under it. One that replaces moves instead.
     */
    public Booking fromHold(UUID holdId, Visitor visitor) {
        Instant now = clock.instant();
        Optional<Appointment> seen = appointments.readable(holdId, now).filter(appointmentAccess::mayUse);
        if (seen.isEmpty()) {
            return new Booking.NotFound();
        }
        UUID replaced = seen.get().replaces();
        if (replaced != null) {
            return exchangeHold.exchange(seen.get(), replaced);
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
        Appointment hold = appointments.locked(seen.get());
        Optional<Booking> refusal = heldTimes.lost(hold, now);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (hold.patientId() != null && !hold.patientId().equals(patient.get().id())) {
            return new Booking.HeldForAnother();
        }
        if (hold.patientId() == null && !claimedFor(hold, visitor, patient.get())) {
            return new Booking.PatientBusy();
        }
        Judge.Wish wish = standing.of(hold);
        ResponsibleAdults.Answer adult = adult(wish, hold.practitioner().code(), patient.get(), visitor);
        if (adult.refusal() != null) {
            return adult.refusal();
        }
        ScreeningGate.Decision decision = screen(wish, hold.practitioner().code(), patient.get(), visitor);
        if (!(decision instanceof ScreeningGate.Decision.Open open)) {
            return new Booking.Screened(decision);
        }
        return booked(
                changes.confirm(hold, patient.get().id(), open.screening(), adult.by(), now), patient.get(), visitor);
    }

    /** What other times would be sought for, were the hold not to be had for this patient, or for the one it names. */
    public Optional<Sought> sought(UUID holdId, @Nullable UUID patient) {
        return appointments
                .readable(holdId, clock.instant())
                .map(hold ->
                        new Sought(standing.of(hold), hold.patientId() == null ? patient : hold.patientId(), holdId));
    }

    private boolean claimedFor(Appointment hold, Visitor visitor, PatientRef patient) {
        return visitor.isNew() ? takeTime.addNewPatient(hold, patient.id()) : takeTime.addPatient(hold, patient.id());
    }

    /** Who comes; somebody not known yet is made known. Empty when nobody is named whom the caller may book for. */
    public Optional<PatientRef> whoComes(Visitor visitor, Clinic clinic) {
        return patientOf(visitor, null, clinic.id(), clinic.code());
    }

    /** Books without a hold. */
    public Booking directly(Judge.Wish wish, Visitor visitor) {
        return directly(wish, visitor, null);
    }

    /**
     * Books without a hold.
     *
     * @param overbook why the practitioner, whom the wish names, takes the visit although something else overlaps it; staff
     *     of the clinic only
     */
    public Booking directly(Judge.Wish wish, Visitor visitor, @Nullable Overbook overbook) {
        if (overbook != null && !isAnyStaff(wish)) {
            return new Booking.Forbidden("Only staff of the clinic overbook one of its practitioners.");
        }
        return book(
                wish,
                new Terms(
                        visitor,
                        (practitionerCode, patient) -> screen(wish, practitionerCode, patient, visitor),
                        overbook));
    }

    /** Books a later visit of a series: it is held to what the screening of the first one found, and waits for its own. */
    public Booking laterInSeries(Judge.Wish wish, Visitor visitor, Screening ofFirst) {
        Screening later = ofFirst.ofLaterVisit();
        return book(
                wish,
                new Terms(
                        visitor,
                        (practitionerCode, patient) -> gate.decideMove(wish, patients.subjectsOf(patient), later),
                        null));
    }

    /**
     * What a visit of a series would come to, without booking it: nothing of the series can stand any more.
     *
     * @param ofFirst how the first visit was screened, null when that is not known
     */
    public Booking judged(Judge.Wish wish, PatientRef patient, Visitor visitor, @Nullable Screening ofFirst) {
        Optional<Booking> against = takeTime.against(wish, patient.id());
        if (against.isPresent()) {
            return against.get();
        }
        ScreeningGate.Decision decision = ofFirst == null
                ? screening(wish, patient, visitor)
                : gate.decideMove(wish, patients.subjectsOf(patient), ofFirst.ofLaterVisit());
        return decision instanceof ScreeningGate.Decision.Open
                ? new Booking.Possible()
                : new Booking.Screened(decision);
    }

    /** What the screening says of a visit, whether or not its time can be had. */
    public ScreeningGate.Decision screening(Judge.Wish wish, PatientRef patient, Visitor visitor) {
        String practitioner = catalogue
                .offerings(
                        wish.treatment().id(),
                        List.of(wish.clinic().id()),
                        Catalogue.Choice.of(wish.practitioner()),
                        access.partner().orElse(null))
                .stream()
                .map(Offering::practitionerCode)
                .findFirst()
                .orElse("");
        return screen(wish, practitioner, patient, visitor);
    }

    private Booking book(Judge.Wish wish, Terms terms) {
        Visitor visitor = terms.visitor();
        Overbook overbook = terms.overbook();
        Optional<PatientRef> patient =
                patientOf(visitor, null, wish.clinic().id(), wish.clinic().code());
        if (patient.isEmpty()) {
            return visitor.patientId() == null ? new Booking.PatientMissing() : new Booking.UnknownPatient();
        }
        UUID id = Ids.at(clock.instant());
        Set<Reason> allowed = overbook == null ? Set.of() : Set.of(Reason.PRACTITIONER_TAKEN);
        return switch (takeTime.forNew(id, wish, patient.get().id(), allowed)) {
            case TakeTime.Outcome.Refused(Booking why) -> why;
            case TakeTime.Outcome.Taken taken ->
                overbook != null && !isStaff(taken.offering().practitionerCode(), wish)
                        ? new Booking.Forbidden("A practitioner is overbooked by their own clinic.")
                        : book(id, wish, patient.get(), taken, terms.overbooked(taken.over()));
        };
    }

    private Booking book(UUID id, Judge.Wish wish, PatientRef patient, TakeTime.Outcome.Taken taken, Terms terms) {
        String practitioner = taken.offering().practitionerCode();
        ResponsibleAdults.Answer adult = adult(wish, practitioner, patient, terms.visitor());
        if (adult.refusal() != null) {
            return adult.refusal();
        }
        ScreeningGate.Decision decision = terms.screener().decide(practitioner, patient);
        if (!(decision instanceof ScreeningGate.Decision.Open open)) {
            return new Booking.Screened(decision);
        }
        Optional<Catalogue.Price> price = catalogue.price(
                wish.treatment().id(), wish.minutes(), taken.offering().tier());
        if (price.isEmpty()) {
            return new Booking.NotBookable(List.of(Reason.LENGTH_NOT_OFFERED));
        }
        Appointment made = changes.add(
                newAppointments.booked(
                        id, wish, taken, patient.id(), open.screening(), price.get(), adult.by(), terms.overbook()),
                clock.instant());
        Booking booked = booked(made, patient, terms.visitor());
        if (terms.overbook() != null) {
            events.write(
                    "appointment-overbooked",
                    made,
                    Map.of("reason", terms.overbook().code()));
        }
        return booked;
    }

    private Booking booked(Appointment appointment, PatientRef patient, Visitor visitor) {
        takeTime.layWays(appointment);
        if (!visitor.isNew()) {
            patients.linkToClinic(patient, appointment.clinic().id());
        }
        events.write(
                "appointment-booked",
                appointment,
                Map.of("startsAt", appointment.startsAt().toString(), "minutes", appointment.minutes()));
        return new Booking.Done(appointment);
    }

    private ScreeningGate.Decision screen(
            Judge.Wish wish, String practitionerCode, PatientRef patient, Visitor visitor) {
        boolean quickScreened = visitor.quickScreened() && isStaff(practitionerCode, wish);
        return gate.decide(wish, patient.id(), patients.subjectsOf(patient), visitor.screeningPass(), quickScreened);
    }

    private ResponsibleAdults.Answer adult(
            Judge.Wish wish, String practitionerCode, PatientRef patient, Visitor visitor) {
        return visitor.responsibleAdult() && !isStaff(practitionerCode, wish)
                ? ResponsibleAdults.NOT_THEIRS_TO_SAY
                : responsibleAdults.of(patient, wish, visitor.responsibleAdult());
    }

    private boolean isStaff(String practitionerCode, Judge.Wish wish) {
        return access.inDiaryOf(practitionerCode, wish.clinic().code()) == Audience.STAFF;
    }

    /** Staff before it is known in whose diary the visit is. */
    private boolean isAnyStaff(Judge.Wish wish) {
        return access.isFrontDeskOf(wish.clinic().code())
                || access.practitioner().isPresent();
    }

    private Optional<PatientRef> patientOf(
            Visitor visitor, @Nullable Appointment hold, UUID clinicId, String clinicCode) {
        if (visitor.resolved() != null) {
            return Optional.of(visitor.resolved());
        }
        if (visitor.patientId() != null) {
            return patients.bookable(visitor.patientId(), Action.BOOK);
        }
        if (visitor.patient() != null) {
            return Optional.of(patients.createForVisit(visitor.patient(), clinicId, clinicCode));
        }
        return hold == null || hold.patientId() == null ? Optional.empty() : heldFor(hold, hold.patientId());
    }

    /** A guest takes what is held for them also when reception has confirmed or merged meanwhile whom they entered. */
    private Optional<PatientRef> heldFor(Appointment hold, UUID patient) {
        boolean guests = hold.bookedBy() == Appointment.BookedBy.GUEST && appointmentAccess.isMaker(hold);
        return guests ? patients.namedByHold(patient, Action.BOOK) : patients.bookable(patient, Action.BOOK);
    }
}
