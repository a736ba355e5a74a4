package network.physio.booking.series;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import network.physio.booking.access.Access;
import network.physio.booking.appointment.BookAppointment;
import network.physio.booking.appointment.Booking;
import network.physio.booking.appointment.Sought;
import network.physio.booking.attempt.Savepoints;
import network.physio.booking.availability.Clinic;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.PlaceWish;
import network.physio.booking.availability.Treatment;
import network.physio.booking.availability.VisitKind;
import network.physio.booking.claim.Claims;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;
import network.physio.booking.patient.PatientRef;
import network.physio.booking.screening.Screening;
import network.physio.booking.screening.ScreeningGate;
import network.physio.http.Ids;
import org.jspecify.annotations.Nullable;

/** Books the visits of a series one after the other in one transaction, each in the way of a single appointment. */
@ApplicationScoped
class BookSeries {

    private final BookAppointment bookAppointment;
    private final Continuity continuity;
    private final Savepoints savepoints;
    private final SeriesRecords records;
    private final Claims claims;
    private final Events events;
    private final Access access;
    private final Clock clock;

    BookSeries(
            BookAppointment bookAppointment,
            Continuity continuity,
            Savepoints savepoints,
            SeriesRecords records,
            Claims claims,
            Events events,
            Access access,
            Clock clock) {
        this.bookAppointment = bookAppointment;
        this.continuity = continuity;
        this.savepoints = savepoints;
        this.records = records;
        this.claims = claims;
        this.events = events;
        this.access = access;
        this.clock = clock;
    }

    /**
     * A series that somebody wants.
     *
     * @param firstVisit what kind the first visit is; those after it are follow-ups
     * @param practitioner null leaves the choice to us
     * @param anyPractitioner whether another one may take a visit that the chosen one cannot
     * @param places the room and the device that every visit shall take
     * @param each whether to book what can be booked, and not all or nothing
     * @param plan code of the plan that the occurrences were made from
     */
    record Order(
            Treatment treatment,
            int minutes,
            Clinic clinic,
            VisitKind firstVisit,
            @Nullable UUID practitioner,
            boolean anyPractitioner,
            PlaceWish places,
            List<Occurrence> occurrences,
            boolean each,
            @Nullable String plan,
            BookAppointment.Visitor visitor) {

        /** The visit wished for at this place; nobody is named to treat yet. */
        Judge.Wish wish(int place, boolean first) {
            return new Judge.Wish(
                    treatment,
                    minutes,
                    first ? firstVisit : VisitKind.FOLLOW_UP,
                    clinic,
                    null,
                    places,
                    occurrences.get(place).startsAt());
        }

        List<Judge.Wish> wishes() {
            List<Judge.Wish> wishes = new ArrayList<>();
            for (int place = 0; place < occurrences.size(); place++) {
                wishes.add(wish(place, place == 0));
            }
            return wishes;
        }
    }

    SeriesOutcome book(Order order) {
        Optional<PatientRef> patient = bookAppointment.whoComes(order.visitor(), order.clinic());
        if (patient.isEmpty()) {
            return new SeriesOutcome.Refused(
                    order.visitor().patientId() == null ? new Booking.PatientMissing() : new Booking.UnknownPatient());
        }
        UUID clinic = order.clinic().id();
        records.lockClinics(List.of(clinic), false);
        Continuity.Treating treating = continuity.choose(order.wishes(), order.practitioner(), order.anyPractitioner());
        // Every lock before the first claim: two series that lock as they go would wait for each other.
        Set<UUID> people = new HashSet<>(treating.everybody());
        people.add(patient.get().id());
        claims.lock(people, List.of(clinic));

        UUID series = Ids.at(clock.instant());
        records.add(
                new SeriesRecords.Row(series, order.plan(), order.occurrences().size()), clock.instant());
        List<Attempt> attempts = new ArrayList<>();
        Screening first = null;
        boolean inVain = false;
        for (int place = 0; place < order.occurrences().size(); place++) {
            Attempt attempt = attempt(order, place, treating, patient.get(), first, inVain);
            if (concernsAll(attempt.outcome())) {
                return new SeriesOutcome.Refused(attempt.outcome());
            }
            attempts.add(attempt);
            if (attempt.outcome() instanceof Booking.Done done) {
                records.join(
                        series, done.appointment().id(), attempt.occurrence().ordinal());
                first = first == null ? done.appointment().screening() : first;
            } else if (!order.each() && place == 0) {
                ScreeningGate.Decision decision = screening(order, treating, patient.get());
                if (decision instanceof ScreeningGate.Decision.Open open) {
                    first = open.screening();
                } else if (concernsAll(new Booking.Screened(decision))) {
                    return new SeriesOutcome.Refused(new Booking.Screened(decision));
                }
            }
            inVain |= !order.each() && !attempt.done();
        }
        SeriesOutcome outcome = SeriesOutcome.of(series, attempts, order.each());
        if (outcome instanceof SeriesOutcome.Done) {
            writeEvent(series, order, attempts);
        }
        return outcome;
    }

    /** How the first visit is screened though its time cannot be had: the others are held to that. */
    private ScreeningGate.Decision screening(Order order, Continuity.Treating treating, PatientRef patient) {
        return bookAppointment.screening(
                treating.wish(order.wish(0, true)), patient, order.visitor().known(patient));
    }

    /**
     * Books a visit, or only judges it.
     *
     * @param first how the first visit is screened; null until one could be booked
     * @param inVain an earlier visit could not be booked and all or none are wanted: the others are judged, which keeps those
     *     who wait for the same practitioner waiting for much less time
     */
    private Attempt attempt(
            Order order,
            int place,
            Continuity.Treating treating,
            PatientRef patient,
            @Nullable Screening first,
            boolean inVain) {
        // All or nothing, the first is the first also when it cannot be booked; otherwise the first that is booked is.
        Judge.Wish wish = order.wish(place, order.each() ? first == null : place == 0);
        BookAppointment.Visitor visitor = order.visitor().known(patient);
        Function<Judge.Wish, Booking> attempt = inVain
                ? wished -> bookAppointment.judged(wished, patient, visitor, first)
                : wished -> book(wished, visitor, first);
        Booking outcome = attempt.apply(treating.wish(wish));
        if (outcome instanceof Booking.NotBookable && !treating.instead().isEmpty()) {
            outcome = attempt.apply(wish);
        }
        return new Attempt(
                order.occurrences().get(place), null, new Sought(treating.wish(wish), patient.id(), null), outcome);
    }

    private Booking book(Judge.Wish wish, BookAppointment.Visitor visitor, @Nullable Screening first) {
        return savepoints.attempt(
                () -> first == null
                        ? bookAppointment.directly(wish, visitor)
                        : bookAppointment.laterInSeries(wish, visitor, first),
                Booking::isDone);
    }

    /** Whether it stands against the whole series, at whatever times: the pass, an emergency, the patient. */
    private static boolean concernsAll(Booking outcome) {
        boolean ofThisVisit = outcome instanceof Booking.Done
                || outcome instanceof Booking.Possible
                || outcome instanceof Booking.NotBookable
                || outcome instanceof Booking.PatientBusy
                || outcome instanceof Booking.LostRace
                || (outcome instanceof Booking.Screened screened
                        && screened.decision() instanceof ScreeningGate.Decision.Blocked);
        return !ofThisVisit;
    }

    private void writeEvent(UUID series, Order order, List<Attempt> attempts) {
        events.write(
                new Event(
                        "series-booked",
                        null,
                        null,
                        order.clinic().id(),
                        null,
                        Map.of(
                                "seriesId", series.toString(),
                                "asked", order.occurrences().size(),
                                "appointmentIds", idsOf(attempts))),
                access.actor());
    }

    static List<String> idsOf(List<Attempt> attempts) {
        return attempts.stream()
                .filter(Attempt::done)
                .flatMap(attempt -> Optional.ofNullable(attempt.appointmentThatStands()).stream())
                .map(UUID::toString)
                .toList();
    }
}
