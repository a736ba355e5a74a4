package network.physio.booking.roster;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;
import network.physio.http.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Takes a practitioner out of a time: claims it as a block, moves what stood there to overbook units and marks those
 * appointments. Runs in a transaction that holds the {@link PractitionerLock}; whoever asked refuses when appointments
 * are stranded that may not be.
 */
@ApplicationScoped
public class TakeTimeOff {

    /** What became of the wish. */
    public sealed interface Outcome {
        /** The same time off was there already. */
        record Unchanged() implements Outcome {}

        /** @param replaced whether it took the place of one that began at the same time */
        record Taken(UUID id, List<Stranded> stranded, boolean replaced) implements Outcome {}

        /** The practitioner's overbook units are full: nothing can be moved out of the way. */
        record NoWay() implements Outcome {}
    }

    private final TimesOff timesOff;
    private final StrandedAppointments appointments;
    private final OccupiedTime occupied;
    private final Events events;

    TakeTimeOff(TimesOff timesOff, StrandedAppointments appointments, OccupiedTime occupied, Events events) {
        this.timesOff = timesOff;
        this.appointments = appointments;
        this.occupied = occupied;
        this.events = events;
    }

    /**
     * What is wrong with these times off of one practitioner, who may be yet to be made. One that begins when a stored one
     * does replaces it.
     */
    public List<Fault> faults(@Nullable UUID practitioner, List<WantedTimeOff> wanted) {
        List<Fault> faults = new ArrayList<>();
        List<TimeOff> stored = practitioner == null ? List.of() : timesOff.of(practitioner);
        List<TimeOff> replaced = wanted.stream()
                .flatMap(one -> standingFor(one, stored).stream())
                .toList();
        List<TimeOff> staying =
                stored.stream().filter(one -> !replaced.contains(one)).toList();
        for (int i = 0; i < wanted.size(); i++) {
            WantedTimeOff one = wanted.get(i);
            List<Fault> own = one.faults();
            faults.addAll(own);
            boolean overlaps = (!isStored(one, stored) && overlapsAny(one, staying))
                    || overlapsAnyWanted(one, wanted.subList(0, i));
            if (own.isEmpty() && overlaps) {
                faults.add(new Fault(one.place() + "/from", "overlaps other time off of this practitioner"));
            }
        }
        return faults;
    }

    /** What is wrong with a time off that is asked for by itself: it replaces none. */
    List<Fault> faultsOfNew(UUID practitioner, WantedTimeOff wanted) {
        List<Fault> own = wanted.faults();
        return own.isEmpty() && overlapsAny(wanted, timesOff.of(practitioner))
                ? List.of(new Fault(wanted.place() + "/from", "overlaps other time off of this practitioner"))
                : own;
    }

    public Outcome take(UUID practitioner, WantedTimeOff wanted, String actor) {
        List<TimeOff> stored = timesOff.of(practitioner);
        Optional<TimeOff> before = standingFor(wanted, stored);
        if (before.isPresent() && isStored(wanted, stored)) {
            return renamed(before.get(), wanted.reason());
        }
        before.ifPresent(one -> timesOff.remove(practitioner, one));
        return setAside(practitioner, wanted, actor)
                .flatMap(stranded -> add(practitioner, wanted, actor)
                        .<Outcome>map(added -> new Outcome.Taken(added.id(), stranded, before.isPresent())))
                .orElseGet(Outcome.NoWay::new);
    }

    /**
     * Takes it whatever is off already, which stays as it is. Within one of the same reason it is that one: two clinics that
     * hear of one illness take one time off. Empty when nothing can be moved out of the way.
     */
    Optional<Outcome.Taken> takeBesideOthers(UUID practitioner, WantedTimeOff wanted, String actor) {
        Optional<TimeOff> same = timesOff.of(practitioner).stream()
                .filter(one -> one.reason().equals(wanted.reason()) && one.covers(wanted.startsAt(), wanted.endsAt()))
                .findFirst();
        return setAside(practitioner, wanted, actor)
                .flatMap(stranded -> same.or(() -> add(practitioner, wanted, actor))
                        .map(one -> new Outcome.Taken(one.id(), stranded, false)));
    }

    /** Moves what stands there out of the way and marks it; empty when there is nowhere to move it to. */
    private Optional<List<Stranded>> setAside(UUID practitioner, WantedTimeOff wanted, String actor) {
        Instant from = wanted.startsAt();
        Instant until = wanted.endsAt();
        occupied.endLapsedHolds(practitioner, from, until, actor);
        List<Stranded> stranded = appointments.inTimeOff(practitioner, from, until);
        if (!occupied.moveAside(practitioner, from, until)) {
            return Optional.empty();
        }
        appointments.mark(stranded, "time-off", actor);
        return Optional.of(stranded);
    }

    private Optional<TimeOff> add(UUID practitioner, WantedTimeOff wanted, String actor) {
        Optional<TimeOff> added = timesOff.add(practitioner, wanted.startsAt(), wanted.endsAt(), wanted.reason());
        added.ifPresent(one -> events.write(
                new Event("time-off-taken", null, null, null, practitioner, Map.of("timeOffId", one.id())), actor));
        return added;
    }

    /** Gives the time back, but for what other time off takes. What was moved aside stays so, see {@link StandAgain}. */
    void giveBack(UUID practitioner, TimeOff timeOff, String actor) {
        timesOff.remove(practitioner, timeOff);
        events.write(
                new Event(
                        "time-off-given-back",
                        null,
                        null,
                        null,
                        practitioner,
                        Map.of(
                                "timeOffId",
                                timeOff.id(),
                                "startsAt",
                                timeOff.startsAt().toString(),
                                "endsAt",
                                timeOff.endsAt().toString())),
                actor);
    }

    private Outcome renamed(TimeOff stored, String reason) {
        if (stored.reason().equals(reason)) {
            return new Outcome.Unchanged();
        }
        timesOff.rename(stored.id(), reason);
        return new Outcome.Taken(stored.id(), List.of(), true);
    }

    /** The stored one that it is or replaces: of those that begin with it the same one, or else the first that was taken. */
    private static Optional<TimeOff> standingFor(WantedTimeOff wanted, List<TimeOff> stored) {
        return stored.stream()
                .filter(other -> other.startsAt().equals(wanted.startsAt()))
                .min(Comparator.comparing(other -> other.endsAt().equals(wanted.endsAt()) ? 0 : 1));
    }

    /** It has its time already, whatever was taken beside it since. */
    private static boolean isStored(WantedTimeOff wanted, List<TimeOff> stored) {
        return standingFor(wanted, stored)
                .filter(one -> one.endsAt().equals(wanted.endsAt()))
                .isPresent();
    }

    private static boolean overlapsAny(WantedTimeOff one, List<TimeOff> others) {
        return others.stream().anyMatch(other -> other.overlaps(one.startsAt(), one.endsAt()));
    }

    private static boolean overlapsAnyWanted(WantedTimeOff one, List<WantedTimeOff> others) {
        return others.stream()
                .anyMatch(other -> other.startsAt().isBefore(one.endsAt())
                        && one.startsAt().isBefore(other.endsAt()));
    }
}
