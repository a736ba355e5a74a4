package network.physio.booking.waitlist;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.accesslog.Action;
import network.physio.booking.appointment.Appointment;
import network.physio.booking.appointment.BookAppointment.Visitor;
import network.physio.booking.appointment.Booking;
import network.physio.booking.appointment.ExchangeHold;
import network.physio.booking.appointment.ResponsibleAdults;
import network.physio.booking.availability.VisitKind;
import network.physio.booking.patient.PatientRef;
import network.physio.booking.patient.Patients;
import network.physio.booking.screening.ScreeningGate;
import network.physio.http.Fault;
import network.physio.http.Ids;
import org.jspecify.annotations.Nullable;

/** Writes somebody down for times that are taken now. */
@ApplicationScoped
class JoinWaitlist {

    private static final Fault UNHEARD = new Fault(
            "#/watched",
            "must be true: no letter about an offer reaches this patient, so the client has to look for offers by itself");

    private final WishFaults wishFaults;
    private final ExchangeHold exchangeHold;
    private final Entries entries;
    private final EntryScreening screening;
    private final ResponsibleAdults responsibleAdults;
    private final WhoHears whoHears;
    private final EntryEvents events;
    private final Patients patients;
    private final Access access;
    private final WaitlistAccess waitlistAccess;
    private final WaitlistSettings settings;
    private final Clock clock;

    JoinWaitlist(
            WishFaults wishFaults,
            ExchangeHold exchangeHold,
            Entries entries,
            EntryScreening screening,
            ResponsibleAdults responsibleAdults,
            WhoHears whoHears,
            EntryEvents events,
            Patients patients,
            Access access,
            WaitlistAccess waitlistAccess,
            WaitlistSettings settings,
            Clock clock) {
        this.wishFaults = wishFaults;
        this.exchangeHold = exchangeHold;
        this.entries = entries;
        this.screening = screening;
        this.responsibleAdults = responsibleAdults;
        this.whoHears = whoHears;
        this.events = events;
        this.patients = patients;
        this.access = access;
        this.waitlistAccess = waitlistAccess;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What is wished for.
     *
     * @param practitioners empty for anybody
     * @param earliest null for today
     * @param watched the client looks for offers by itself
     */
    record Wanted(
            UUID treatmentId,
            int minutes,
            VisitKind visitKind,
            List<UUID> clinics,
            List<UUID> practitioners,
            List<LocalRange> ranges,
            @Nullable LocalDate earliest,
            LocalDate latest,
            boolean watched) {}

    /** How it ends. */
    sealed interface Outcome {
        record Joined(Entry entry) implements Outcome {}

        record Faulty(List<Fault> faults) implements Outcome {}

        record TooMany() implements Outcome {}

        record Refused(Booking because) implements Outcome {}
    }

    /** For a new appointment. */
    Outcome join(Wanted wanted, Visitor visitor) {
        WishFaults.Checked checked = wishFaults.of(wanted, null);
        if (!checked.faults().isEmpty()) {
            return new Outcome.Faulty(checked.faults());
        }
        Optional<PatientRef> patient = patientOf(visitor, wanted.clinics().getFirst());
        if (patient.isEmpty()) {
            return new Outcome.Refused(
                    visitor.patientId() == null ? new Booking.PatientMissing() : new Booking.UnknownPatient());
        }
        if (tooMany()) {
            return new Outcome.TooMany();
        }
        UUID patientId = patient.get().id();
        if (!waitlistAccess.isDesk() && responsibleAdults.isLacking(patientId, checked.wish(checked.lastStart()))) {
            return new Outcome.Refused(new Booking.ResponsibleAdultNeeded());
        }
        Optional<ScreeningGate.Decision> refusal = EntryScreening.refusal(
                checked.from(),
                checked.before(),
                at -> screening.at(checked.wish(at), patientId, visitor.screeningPass(), waitlistAccess.isDesk()));
        if (refusal.isPresent()) {
            return new Outcome.Refused(new Booking.Screened(refusal.get()));
        }
        wanted.clinics().forEach(clinic -> patients.linkToClinic(patient.get(), clinic));
        return joined(wanted, checked, patientId, null, visitor.screeningPass());
    }

    /** For an earlier time of an appointment: who comes for what, and how they were screened, stays. */
    Outcome joinEarlier(Appointment replaced, Wanted wanted) {
        WishFaults.Checked checked = wishFaults.of(wanted, replaced.startsAt());
        if (!checked.faults().isEmpty()) {
            return new Outcome.Faulty(checked.faults());
        }
        if (tooMany()) {
            return new Outcome.TooMany();
        }
        UUID patientId = Objects.requireNonNull(replaced.patientId(), "a confirmed appointment has a patient");
        Optional<ScreeningGate.Decision> refusal = EntryScreening.refusal(
                checked.from(),
                checked.before(),
                at -> screening.at(checked.wish(at), patientId, replaced.screening()));
        if (refusal.isPresent()) {
            return new Outcome.Refused(new Booking.Screened(refusal.get()));
        }
        wanted.clinics().forEach(clinic -> patients.linkToClinic(patientId, clinic));
        return joined(wanted, checked, patientId, replaced.id(), null);
    }

    /** The appointment to be replaced, when this caller may move it and it can still be moved. */
    Optional<Appointment> movable(UUID appointment) {
        return exchangeHold.movable(appointment);
    }

    private Outcome joined(
            Wanted wanted,
            WishFaults.Checked checked,
            UUID patient,
            @Nullable UUID replaces,
            @Nullable String screeningPass) {
        Instant now = clock.instant();
        if (!whoHears.isTold(madeBy(), wanted.watched(), patient, now)) {
            return new Outcome.Faulty(List.of(UNHEARD));
        }
        Optional<Instant> passUntil = screeningPass == null ? Optional.empty() : screening.usableUntil(screeningPass);
        UUID id = Ids.at(now);
        entries.add(new Entry(
                id,
                1,
                0,
                Entry.State.WAITING,
                access.principals().getFirst(),
                madeBy(),
                patient,
                wanted.treatmentId(),
                wanted.minutes(),
                wanted.visitKind(),
                wanted.clinics(),
                checked.zone(),
                wanted.practitioners(),
                new WantedTimes(wanted.ranges(), checked.earliest(), wanted.latest(), checked.before()),
                replaces,
                passUntil.isPresent() ? screeningPass : null,
                passUntil.orElse(null),
                wanted.watched(),
                now,
                null));
        Entry entry = entries.locked(id);
        events.added(entry, access.actor());
        return new Outcome.Joined(entry);
    }

    private boolean tooMany() {
        return !waitlistAccess.isDesk() && entries.waitingOf(access.principals().getFirst()) >= settings.perClient();
    }

    private Entry.MadeBy madeBy() {
        if (waitlistAccess.isDesk()) {
            return Entry.MadeBy.STAFF;
        }
        return access.subject().isPresent() ? Entry.MadeBy.PATIENT : Entry.MadeBy.GUEST;
    }

    private Optional<PatientRef> patientOf(Visitor visitor, UUID clinic) {
        if (visitor.patientId() != null) {
            return patients.bookable(visitor.patientId(), Action.BOOK);
        }
        return Optional.ofNullable(visitor.patient())
                .map(details -> waitlistAccess.isDesk()
                        ? patients.createAtClinic(details, clinic)
                        : patients.createProvisional(details));
    }
}
