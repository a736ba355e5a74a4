package network.physio.booking.roster;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.physio.booking.availability.Schedule;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;
import network.physio.http.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Changes a practitioner's hours at one clinic. Runs in a transaction that holds the practitioner's lock (see
 * {@link PractitionerLock}); whoever asked refuses when the outcome strands appointments that may not be stranded.
 */
@ApplicationScoped
public class ChangeSchedule {

    /** How much of the stored schedule a wanted one replaces. */
    public enum Extent {
        /** All of it: what is not wanted goes. */
        WHOLE,
        /** Only rosters of the same first day and exceptions of the same day: a file deletes nothing. */
        SAME_DAYS
    }

    /**
     * What was changed.
     *
     * @param first whether the practitioner had no hours here before
     * @param stranded appointments that now lie outside the hours; marked already
     */
    public record Change(boolean changed, boolean first, List<Stranded> stranded) {}

    private final Schedules schedules;
    private final StrandedAppointments appointments;
    private final Events events;
    private final Clock clock;

    ChangeSchedule(Schedules schedules, StrandedAppointments appointments, Events events, Clock clock) {
        this.schedules = schedules;
        this.appointments = appointments;
        this.events = events;
        this.clock = clock;
    }

    /** What is wrong with the wanted hours. A practitioner or clinic that is yet to be made has no id. */
    public List<Fault> faults(
            @Nullable UUID practitioner, @Nullable UUID clinic, ZoneId zone, Wanted wanted, Extent extent) {
        Schedule current =
                practitioner == null || clinic == null ? Schedule.EMPTY : schedules.read(practitioner, clinic);
        LocalDate today = clock.instant().atZone(zone).toLocalDate();
        return ScheduleFaults.of(wanted, current, whole(wanted, current, extent), zone, today);
    }

    /** Stores hours without faults, and marks the appointments that they strand. */
    public Change change(UUID practitioner, UUID clinic, ZoneId zone, Wanted wanted, Extent extent, String actor) {
        Schedule current = schedules.read(practitioner, clinic);
        Schedule whole = whole(wanted, current, extent);
        if (whole.sameAs(current)) {
            return new Change(false, false, List.of());
        }
        schedules.replace(practitioner, clinic, current, whole);
        List<Stranded> stranded = appointments.inRosterChange(practitioner, clinic, current, whole, zone);
        appointments.mark(stranded, "roster", actor);
        events.write(new Event("roster-changed", null, null, clinic, practitioner, Map.of()), actor);
        return new Change(true, current.isEmpty(), stranded);
    }

    private static Schedule whole(Wanted wanted, Schedule current, Extent extent) {
        Schedule all = switch (extent) {
            case WHOLE -> wanted.schedule();
            case SAME_DAYS -> current.overlaidWith(wanted.schedule());
        };
        return all.withPurposes();
    }
}
