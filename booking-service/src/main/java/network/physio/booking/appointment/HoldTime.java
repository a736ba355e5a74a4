package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.access.Audience;
import network.physio.booking.accesslog.Action;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Offering;
import network.physio.booking.availability.Reason;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.Treatment;
import network.physio.booking.claim.Claims;
import network.physio.booking.patient.PatientRef;
import network.physio.booking.patient.Patients;
import network.physio.http.Ids;
import org.jspecify.annotations.Nullable;

/** Keeps a time for somebody who is still deciding, extends it once, and lets it go. */
@ApplicationScoped
public class HoldTime {

    private final TakeTime takeTime;
    private final NewAppointments newAppointments;
    private final Appointments appointments;
    private final AppointmentChanges changes;
    private final Holds holds;
    private final Claims claims;
    private final Catalogue catalogue;
    private final Patients patients;
    private final AppointmentEvents events;
    private final Access access;
    private final AppointmentAccess appointmentAccess;
    private final HoldSettings settings;
    private final Clock clock;

    HoldTime(
            TakeTime takeTime,
            NewAppointments newAppointments,
            Appointments appointments,
            AppointmentChanges changes,
            Holds holds,
            Claims claims,
            Catalogue catalogue,
            Patients patients,
            AppointmentEvents events,
            Access access,
            AppointmentAccess appointmentAccess,
            HoldSettings settings,
            Clock clock) {
        this.takeTime = takeTime;
        this.newAppointments = newAppointments;
        this.appointments = appointments;
        this.changes = changes;
        this.holds = holds;
        this.claims = claims;
        this.catalogue = catalogue;
        this.patients = patients;
        this.events = events;
        this.access = access;
        this.appointmentAccess = appointmentAccess;
        this.settings = settings;
        this.clock = clock;
    }

    /** Holds the time, for a patient when one is named. */
    public Booking hold(Judge.Wish wish, @Nullable UUID patientId) {
        Instant now = clock.instant();
        UUID patient = null;
        if (patientId != null) {
            Optional<PatientRef> known = patients.bookable(patientId, Action.BOOK);
            if (known.isEmpty()) {
                return new Booking.UnknownPatient();
            }
            patient = known.get().id();
        }
        UUID id = Ids.at(now);
        return switch (takeTime.forNew(id, wish, patient)) {
            case TakeTime.Outcome.Refused(Booking why) -> why;
            case TakeTime.Outcome.Taken taken -> held(id, wish, patient, taken, now);
        };
    }

    private Booking held(UUID id, Judge.Wish wish, @Nullable UUID patient, TakeTime.Outcome.Taken taken, Instant now) {
        Optional<Catalogue.Price> price = catalogue.price(
                wish.treatment().id(), wish.minutes(), taken.offering().tier());
        if (price.isEmpty()) {
            return new Booking.NotBookable(List.of(Reason.LENGTH_NOT_OFFERED));
        }
        if (tooMany(wish, taken.offering(), now)) {
            return new Booking.TooManyHolds();
        }
        Appointment hold = changes.add(
                newAppointments.held(id, wish, taken, patient, price.get(), now.plus(settings.duration())), now);
        takeTime.layWays(hold);
        events.write("time-held", hold, details(hold));
        return new Booking.Done(hold);
    }

    /** Not for staff in a diary of theirs: front desks, and practitioners in their own. */
    private boolean tooMany(Judge.Wish wish, Offering offering, Instant now) {
        if (access.inDiaryOf(offering.practitionerCode(), wish.clinic().code()) == Audience.STAFF) {
            return false;
        }
        String owner = access.principals().getFirst();
        // A partner's limit is for fair use, and its holds must not queue for each other: what it asks for in one
        // moment may exceed it. A client's few are counted one after the other.
        if (access.partner().isEmpty()) {
            holds.lockOf(owner);
        }
        Span day = Span.ofDay(wish.startsAt(), wish.clinic().zone());
        Holds.Counts alive = holds.counts(owner, offering.practitionerId(), day, now);
        if (access.partner().isPresent()) {
            return alive.ofOwner() >= settings.perPartner() || alive.ofNetwork() >= settings.perNetwork();
        }
        // A class may have more seats than a practitioner's day has times: those that scramble for them are no
        // hoarders.
        boolean dayIsFull = wish.treatment().form() == Treatment.Form.VISIT
                && alive.ofPractitionerDay() >= settings.perPractitionerDay();
        return alive.ofOwner() >= settings.perClient() || dayIsFull || alive.ofNetwork() >= settings.perNetwork();
    }

    /**
     * Names the patient of a hold, extends it once, or both.
     *
     * @param patientId whom it is for, null to leave that as it is
     */
    public Booking change(UUID id, long expectedVersion, @Nullable UUID patientId, boolean extend) {
        Instant now = clock.instant();
        Optional<Appointment> seen = mine(id, now);
        if (seen.isEmpty()) {
            return new Booking.NotFound();
        }
        Optional<PatientRef> patient = patientId == null ? Optional.empty() : patients.bookable(patientId, Action.BOOK);
        if (patientId != null && patient.isEmpty()) {
            return new Booking.UnknownPatient();
        }
        claims.lock(
                patient.map(known -> List.of(seen.get().practitioner().id(), known.id()))
                        .orElse(List.of(seen.get().practitioner().id())),
                List.of(seen.get().clinic().id()));
        Appointment hold = appointments.locked(id);
        if (hold.state() != Appointment.State.HELD || hold.expiresAt() == null || !now.isBefore(hold.expiresAt())) {
            return hold.state() == Appointment.State.HELD || hold.state() == Appointment.State.EXPIRED
                    ? new Booking.HoldExpired()
                    : new Booking.WrongState(hold.state());
        }
        if (hold.version() != expectedVersion) {
            return new Booking.StaleVersion();
        }
        if (patient.isEmpty() && !extend) {
            return new Booking.Done(hold);
        }
        Appointment changed = hold;
        if (patient.isPresent()) {
            if (hold.patientId() != null
                    && !hold.patientId().equals(patient.get().id())) {
                return new Booking.HeldForAnother();
            }
            if (hold.patientId() == null
                    && !takeTime.addPatient(hold, patient.get().id())) {
                return new Booking.PatientBusy();
            }
            changed = holds.setPatient(hold, patient.get().id(), now);
            events.write("hold-changed", changed, details(changed));
        }
        if (extend) {
            if (hold.extended()) {
                return new Booking.AlreadyExtended();
            }
            if (changed.patientId() == null && access.partner().isEmpty()) {
                return new Booking.ContactDetailsNeeded();
            }
            changed = holds.extend(changed, hold.expiresAt().plus(settings.duration()), now);
            events.write("hold-extended", changed, details(changed));
        }
        appointmentAccess.log(changed, Action.BOOK);
        return new Booking.Done(changed);
    }

    /** Lets the time go. */
    public Booking release(UUID id) {
        Instant now = clock.instant();
        Optional<Appointment> seen = mine(id, now);
        if (seen.isEmpty()) {
            return new Booking.NotFound();
        }
        claims.lock(
                List.of(seen.get().practitioner().id()),
                List.of(seen.get().clinic().id()));
        Appointment hold = appointments.locked(id);
        return switch (hold.state()) {
            case EXPIRED -> new Booking.Done(hold);
            case HELD -> {
                appointmentAccess.log(hold, Action.CANCEL);
                Appointment released = holds.expire(hold, now);
                takeTime.giveBack(hold);
                events.write("hold-released", released, details(released));
                yield new Booking.Done(released);
            }
            case CONFIRMED, ARRIVED, IN_TREATMENT, COMPLETED, CANCELLED, NO_SHOW, NO_ACCESS ->
                new Booking.WrongState(hold.state());
        };
    }

    /** The hold, or what has become of it, for whoever may use it. */
    public Optional<Appointment> read(UUID id) {
        Optional<Appointment> hold = mine(id, clock.instant());
        hold.ifPresent(found -> appointmentAccess.log(found, Action.READ_APPOINTMENT));
        return hold;
    }

    private Optional<Appointment> mine(UUID id, Instant now) {
        return appointments.readable(id, now).filter(appointmentAccess::mayUse);
    }

    private static Map<String, Object> details(Appointment hold) {
        return Map.of("startsAt", hold.startsAt().toString(), "minutes", hold.minutes());
    }
}
