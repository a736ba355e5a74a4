package network.physio.booking.roster;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
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
        for (int i = 0; i < wanted.size(); i++) {
            WantedTimeOff one = wanted.get(i);
            List<Fault> own = one.faults();
            faults.addAll(own);
            if (own.isEmpty() && (overlapsStored(one, stored, wanted) || overlapsAny(one, wanted.subList(0, i)))) {
                faults.add(new Fault(one.place() + "/from", "overlaps other time off of this practitioner"));
            }
        }
        return faults;
    }

    /** What is wrong with a time off that is asked for by itself: it replaces none. */
    List<Fault> faultsOfNew(UUID practitioner, WantedTimeOff wanted) {
        List<Fault> own = wanted.faults();
        boolean overlaps = own.isEmpty()
                && timesOff.of(practitioner).stream()
                        .anyMatch(other -> other.overlaps(wanted.startsAt(), wanted.endsAt()));
        return overlaps
                ? List.of(new Fault(wanted.place() + "/from", "overlaps other time off of this practitioner"))
                : own;
    }

    public Outcome take(UUID practitioner, WantedTimeOff wanted, String actor) {
        Instant from = wanted.startsAt();
        Instant until = wanted.endsAt();
        Optional<TimeOff> before = timesOff.of(practitioner).stream()
                .filter(one -> one.startsAt().equals(from))
                .findFirst();
        if (before.isPresent() && before.get().endsAt().equals(until)) {
            return renamed(before.get(), wanted.reason());
        }
        before.ifPresent(one -> timesOff.remove(one.id()));
        occupied.endLapsedHolds(practitioner, from, until, actor);
        List<Stranded> stranded = appointments.inTimeOff(practitioner, from, until);
        if (!occupied.moveAside(practitioner, from, until)) {
            return new Outcome.NoWay();
        }
        Optional<TimeOff> added = timesOff.add(practitioner, from, until, wanted.reason());
        if (added.isEmpty()) {
            return new Outcome.NoWay();
        }
        appointments.mark(stranded, "time-off", actor);
        events.write(
                new Event(
                        "time-off-taken",
                        null,
                        null,
                        null,
                        practitioner,
                        Map.of("timeOffId", added.get().id())),
                actor);
        return new Outcome.Taken(added.get().id(), stranded, before.isPresent());
    }

    /** Gives the time back; appointments that were moved stay marked until somebody decides about each. */
    void giveBack(UUID practitioner, TimeOff timeOff, String actor) {
        timesOff.remove(timeOff.id());
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

    private static boolean overlapsStored(WantedTimeOff one, List<TimeOff> stored, List<WantedTimeOff> wanted) {
        return stored.stream()
                .filter(other ->
                        wanted.stream().noneMatch(instead -> instead.startsAt().equals(other.startsAt())))
                .anyMatch(other -> other.overlaps(one.startsAt(), one.endsAt()));
    }

    private static boolean overlapsAny(WantedTimeOff one, List<WantedTimeOff> others) {
        return others.stream()
                .anyMatch(other -> other.startsAt().isBefore(one.endsAt())
                        && one.startsAt().isBefore(other.endsAt()));
    }
}
