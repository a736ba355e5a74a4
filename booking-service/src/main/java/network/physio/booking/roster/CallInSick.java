package network.physio.booking.roster;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.physio.booking.access.Access;
import network.physio.booking.appointment.Appointment;
import network.physio.booking.appointment.Booking;
import network.physio.booking.appointment.ChangeAppointment;
import network.physio.booking.appointment.Refusals;
import network.physio.booking.appointment.Sought;
import network.physio.booking.attempt.Savepoints;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Offering;
import network.physio.booking.availability.PlaceWish;
import network.physio.booking.availability.Reason;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.Treatment;
import network.physio.booking.claim.Claims;
import network.physio.booking.session.HandOverSession;
import network.physio.booking.session.Session;
import network.physio.booking.slot.Slot;
import network.physio.http.Fault;

/**
 * Takes a practitioner out of a time and hands what stood there to others: the same time with somebody else who offers it,
 * by all the rules of a move; the rest is marked for rebooking. Whatever changes for a patient is one event.
 */
@ApplicationScoped
class CallInSick {

    /** What became of the call. */
    sealed interface Outcome {
        record Done(SickDay day) implements Outcome {}

        /** The time cannot be taken off at all. */
        record Faulty(List<Fault> faults) implements Outcome {}

        /** The appointments or the diaries of others are not what they were at the preview. */
        record Outdated() implements Outcome {}

        /** The practitioner's overbook units are full: what cannot be moved cannot be set aside either. */
        record NoWay() implements Outcome {}
    }

    /** Who waits in the clinic goes to somebody else as well as who is still to come. */
    private static final Set<Appointment.State> HANDED_OVER =
            Set.of(Appointment.State.CONFIRMED, Appointment.State.ARRIVED);

    private final DeskAppointments appointments;
    private final ChangeAppointment changeAppointment;
    private final HandOverSession handOverSession;
    private final StrandedAppointments stranded;
    private final TakeTimeOff takeTimeOff;
    private final PractitionerLock practitionerLock;
    private final Claims claims;
    private final Catalogue catalogue;
    private final Judge judge;
    private final Refusals refusals;
    private final Savepoints savepoints;
    private final Access access;
    private final Clock clock;

    CallInSick(
            DeskAppointments appointments,
            ChangeAppointment changeAppointment,
            HandOverSession handOverSession,
            StrandedAppointments stranded,
            TakeTimeOff takeTimeOff,
            PractitionerLock practitionerLock,
            Claims claims,
            Catalogue catalogue,
            Judge judge,
            Refusals refusals,
            Savepoints savepoints,
            Access access,
            Clock clock) {
        this.appointments = appointments;
        this.changeAppointment = changeAppointment;
        this.handOverSession = handOverSession;
        this.stranded = stranded;
        this.takeTimeOff = takeTimeOff;
        this.practitionerLock = practitionerLock;
        this.claims = claims;
        this.catalogue = catalogue;
        this.judge = judge;
        this.refusals = refusals;
        this.savepoints = savepoints;
        this.access = access;
        this.clock = clock;
    }

    /** Does all of it and takes it back: what it shows is what {@link #apply} does. */
    Outcome preview(UUID practitioner, WantedTimeOff wanted) {
        return underLocks(practitioner, wanted, () -> savepoints.tried(() -> run(practitioner, wanted)));
    }

    /** @param token of the preview that somebody has agreed to */
    Outcome apply(UUID practitioner, WantedTimeOff wanted, String token) {
        return underLocks(practitioner, wanted, () -> {
            Outcome outcome = run(practitioner, wanted);
            return outcome instanceof Outcome.Done done
                            && !done.day().token(practitioner, wanted).equals(token)
                    ? new Outcome.Outdated()
                    : outcome;
        });
    }

    private Outcome underLocks(UUID practitioner, WantedTimeOff wanted, Supplier<Outcome> work) {
        List<Fault> faults = faults(wanted);
        if (!faults.isEmpty()) {
            return new Outcome.Faulty(faults);
        }
        lockEverybody(practitioner, wanted);
        return work.get();
    }

    /** What is off already is no fault: illness comes whatever else was planned, and to each of the practitioner's clinics. */
    private List<Fault> faults(WantedTimeOff wanted) {
        List<Fault> faults = wanted.faults();
        return faults.isEmpty() && !wanted.endsAt().isAfter(clock.instant())
                ? List.of(new Fault("#/until", "lies in the past"))
                : faults;
    }

    /** Whoever may lose or take over an appointment, and its patient: all at once, in the order in which bookings lock. */
    private void lockEverybody(UUID practitioner, WantedTimeOff wanted) {
        Set<UUID> people = new HashSet<>(Set.of(practitioner));
        Set<UUID> clinics = new HashSet<>();
        for (Stranded one : stranded.seenOccupying(practitioner, wanted.startsAt(), wanted.endsAt())) {
            if (one.isSession()) {
                handOverSession.movable(one.id()).ifPresent(session -> {
                    clinics.add(session.clinicId());
                    people.addAll(handOverSession.practitioners(session));
                });
            }
            appointments.movable(one).ifPresent(visit -> {
                clinics.add(visit.clinic().id());
                Optional.ofNullable(visit.patientId()).ifPresent(people::add);
                catalogue
                        .offerings(
                                visit.treatment().id(), List.of(visit.clinic().id()), Catalogue.Choice.ANYONE, null)
                        .stream()
                        .map(Offering::practitionerId)
                        .forEach(people::add);
            });
        }
        practitionerLock.lock(people);
        claims.lock(List.of(), clinics);
    }

    private Outcome run(UUID practitioner, WantedTimeOff wanted) {
        List<Stranded> inTheWay = stranded.occupying(practitioner, wanted.startsAt(), wanted.endsAt()).stream()
                .sorted(Comparator.comparing(Stranded::startsAt).thenComparing(Stranded::id))
                .toList();
        List<SickDay.Visit> visits = inTheWay.stream()
                .filter(one -> one.isSession() || one.sessionId() == null)
                .flatMap(one -> one.isSession()
                        ? handOverSession(one, inTheWay).stream()
                        : Stream.of(handOver(practitioner, one)))
                .toList();
        return takeTimeOff
                .takeBesideOthers(practitioner, wanted, access.actor())
                .<Outcome>map(taken -> new Outcome.Done(new SickDay(
                        taken.id(),
                        visits.stream()
                                .map(visit -> withAlternatives(visit, new JustTaken(practitioner, wanted, visits)))
                                .toList())))
                .orElseGet(Outcome.NoWay::new);
    }

    /** A session goes to somebody else with all its seats, or stays with all of them. */
    private List<SickDay.Visit> handOverSession(Stranded session, List<Stranded> inTheWay) {
        List<Stranded> seats = inTheWay.stream()
                .filter(one -> session.id().equals(one.sessionId()))
                .toList();
        Optional<Session> mine = handOverSession.movable(session.id());
        Map<UUID, Long> versions = seats.stream()
                .collect(Collectors.toMap(
                        Stranded::id,
                        seat -> appointments
                                .movable(seat)
                                .map(Appointment::version)
                                .orElse(0L)));
        Optional<Session> moved = mine.flatMap(handOverSession::toSomebodyElse);
        long version = mine.map(Session::version).orElse(0L);
        SickDay.Because because = mine.isPresent() ? SickDay.Because.NOBODY_FREE : SickDay.Because.OTHER_CLINIC;
        return Stream.concat(Stream.of(session), seats.stream())
                .map(one -> {
                    long before = Objects.requireNonNullElse(versions.get(one.id()), version);
                    return moved.map(to -> SickDay.Visit.moved(one, before, SickDay.Handed.of(to)))
                            .orElseGet(() -> SickDay.Visit.stays(one, before, because));
                })
                .toList();
    }

    private SickDay.Visit handOver(UUID practitioner, Stranded one) {
        Optional<Appointment> mine = appointments.movable(one);
        if (mine.isEmpty()) {
            return SickDay.Visit.stays(
                    one, 0, one.isAtHome() ? SickDay.Because.HOME_VISIT : SickDay.Because.OTHER_CLINIC);
        }
        Appointment visit = mine.get();
        if (!HANDED_OVER.contains(visit.state())) {
            return SickDay.Visit.stays(one, visit.version(), SickDay.Because.NOT_CONFIRMED);
        }
        for (Judge.Candidate other : others(practitioner, visit)) {
            Booking outcome = handTo(visit, other.offering().practitionerId());
            if (outcome instanceof Booking.Done done) {
                return SickDay.Visit.moved(one, visit.version(), SickDay.Handed.of(done.appointment()));
            }
            if (outcome instanceof Booking.Screened) {
                return SickDay.Visit.stays(one, visit.version(), SickDay.Because.SCREENING);
            }
        }
        return SickDay.Visit.stays(one, visit.version(), SickDay.Because.NOBODY_FREE);
    }

    /** Those who could be booked for it at its time, which may have come while the patient waits; the best first. */
    private List<Judge.Candidate> others(UUID practitioner, Appointment visit) {
        return anybody(visit).stream()
                .flatMap(wish -> judge.decide(wish, null, null, visit.id()).candidates().stream())
                .filter(other -> other.reasons().stream().allMatch(Reason.IN_THE_PAST::equals))
                .filter(other -> !other.offering().practitionerId().equals(practitioner))
                .toList();
    }

    /** In the room where the patient is expected: what keeps its time keeps that too. */
    private Booking handTo(Appointment visit, UUID other) {
        return savepoints.attempt(
                () -> changeAppointment.reschedule(
                        visit.id(), visit.version(), ChangeAppointment.Target.atItsTime(visit, other)),
                Booking::isDone);
    }

    private SickDay.Visit withAlternatives(SickDay.Visit visit, JustTaken taken) {
        if (visit.moved() != null) {
            return visit;
        }
        return appointments
                .movable(visit.appointment())
                .flatMap(mine -> anybody(mine).map(wish -> new Sought(wish, mine.patientId(), mine.id())))
                .map(sought -> visit.with(refusals.alternatives(
                        sought, slot -> taken.leaves(slot, sought.wish().treatment()))))
                .orElse(visit);
    }

    /** What this transaction has taken of diaries, of which memory knows nothing yet. */
    private record JustTaken(UUID away, WantedTimeOff wanted, List<SickDay.Visit> visits) {

        /** Not with whoever is away now, nor with a colleague who has just been given another visit at that time. */
        boolean leaves(Slot slot, Treatment treatment) {
            UUID practitioner = slot.offering().practitionerId();
            Span needed = treatment.practitionerNeeded(slot.startTick(), slot.minutes());
            boolean isAway =
                    practitioner.equals(away) && needed.overlaps(Span.covering(wanted.startsAt(), wanted.endsAt()));
            return !isAway
                    && visits.stream()
                            .noneMatch(visit -> visit.isMovedTo(practitioner)
                                    && visit.appointment().needed().overlaps(needed));
        }
    }

    /** The wish for this visit as it stands, with whoever. */
    private Optional<Judge.Wish> anybody(Appointment visit) {
        return changeAppointment
                .wish(visit.id(), ChangeAppointment.Target.atItsTime(visit, null))
                .map(wish -> new Judge.Wish(
                        wish.treatment(),
                        wish.minutes(),
                        wish.visitKind(),
                        wish.clinic(),
                        null,
                        PlaceWish.ANY,
                        wish.startsAt()));
    }
}
