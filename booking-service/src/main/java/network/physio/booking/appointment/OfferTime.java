package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Reason;
import network.physio.booking.claim.Claims;
import network.physio.booking.patient.Patients;
import network.physio.booking.screening.ScreeningGate;
import network.physio.http.Ids;
import org.jspecify.annotations.Nullable;

/** Holds a time for somebody who did not ask for it just now, and lets it go again. For jobs: whoever calls decides for whom. */
@ApplicationScoped
public class OfferTime {

    private final TakeTime takeTime;
    private final NewAppointments newAppointments;
    private final Appointments appointments;
    private final AppointmentChanges changes;
    private final Holds holds;
    private final Claims claims;
    private final Catalogue catalogue;
    private final Patients patients;
    private final ScreeningGate gate;
    private final ChangeAppointment changeAppointment;
    private final AppointmentEvents events;
    private final Clock clock;

    OfferTime(
            TakeTime takeTime,
            NewAppointments newAppointments,
            Appointments appointments,
            AppointmentChanges changes,
            Holds holds,
            Claims claims,
            Catalogue catalogue,
            Patients patients,
            ScreeningGate gate,
            ChangeAppointment changeAppointment,
            AppointmentEvents events,
            Clock clock) {
        this.takeTime = takeTime;
        this.newAppointments = newAppointments;
        this.appointments = appointments;
        this.changes = changes;
        this.holds = holds;
        this.claims = claims;
        this.catalogue = catalogue;
        this.patients = patients;
        this.gate = gate;
        this.changeAppointment = changeAppointment;
        this.events = events;
        this.clock = clock;
    }

    /**
     * A hold to be made for somebody.
     *
     * @param owner the principal who may take it
     * @param replaces the appointment that moves to this time when it is taken; null when a new one is made
     */
    public record Offer(
            Judge.Wish wish,
            UUID patientId,
            String owner,
            Appointment.BookedBy bookedBy,
            Duration keptFor,
            @Nullable UUID replaces) {}

    /** Makes the hold. Must run in a transaction that is rolled back on any outcome but {@link Booking.Done}. */
    public Booking offer(Offer offer, String actor) {
        UUID id = Ids.at(clock.instant());
        return switch (takeTime.forNew(id, offer.wish(), offer.patientId())) {
            case TakeTime.Outcome.Refused(Booking why) -> why;
            case TakeTime.Outcome.Taken taken -> notEarlier(offer).orElseGet(() -> held(id, offer, taken, actor));
        };
    }

    /** Why the appointment that is to move cannot move there; read under the locks of its patient. */
    private Optional<Booking> notEarlier(Offer offer) {
        if (offer.replaces() == null) {
            return Optional.empty();
        }
        Appointment replaced = appointments.locked(offer.replaces());
        if (replaced.state() != Appointment.State.CONFIRMED
                || !offer.wish().startsAt().isBefore(replaced.startsAt())) {
            return Optional.of(new Booking.WrongState(replaced.state()));
        }
        // A front desk may state, when it takes the offer, that an adult has agreed.
        if (offer.bookedBy() != Appointment.BookedBy.STAFF && changeAppointment.lacksAdult(replaced, offer.wish())) {
            return Optional.of(new Booking.ResponsibleAdultNeeded());
        }
        ScreeningGate.Decision decision =
                gate.decideMove(offer.wish(), patients.subjectsOf(offer.patientId()), replaced.screening());
        return decision instanceof ScreeningGate.Decision.Open
                ? Optional.empty()
                : Optional.of(new Booking.Screened(decision));
    }

    private Booking held(UUID id, Offer offer, TakeTime.Outcome.Taken taken, String actor) {
        Judge.Wish wish = offer.wish();
        Optional<Catalogue.Price> price = catalogue.price(
                wish.treatment().id(), wish.minutes(), taken.offering().tier());
        if (price.isEmpty()) {
            return new Booking.NotBookable(List.of(Reason.LENGTH_NOT_OFFERED));
        }
        Instant now = clock.instant();
        Appointment hold = changes.add(
                newAppointments.held(
                        id,
                        wish,
                        taken,
                        offer.patientId(),
                        price.get(),
                        now.plus(offer.keptFor()),
                        new NewAppointments.Maker(offer.bookedBy(), offer.owner(), null),
                        offer.replaces()),
                now);
        takeTime.layWays(hold);
        events.writeAs(actor, "time-held", hold, details(hold));
        return new Booking.Done(hold);
    }

    /** How an offered hold ends without being taken. */
    public enum End {
        RELEASED("hold-released"),
        EXPIRED("hold-expired");

        private final String event;

        End(String event) {
            this.event = event;
        }
    }

    /** Lets the time go; false when the hold has become an appointment or has ended already. */
    public boolean end(UUID id, UUID practitioner, UUID clinic, End end, String actor) {
        claims.lock(List.of(practitioner), List.of(clinic));
        Appointment hold = appointments.locked(id);
        if (hold.state() != Appointment.State.HELD) {
            return false;
        }
        Appointment ended = holds.expire(hold, clock.instant());
        takeTime.giveBack(hold);
        events.writeAs(actor, end.event, ended, details(ended));
        return true;
    }

    private static Map<String, Object> details(Appointment hold) {
        return Map.of("startsAt", hold.startsAt().toString(), "minutes", hold.minutes());
    }
}
