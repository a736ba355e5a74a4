package network.physio.booking.day;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether somebody is waited for, or waits. Nobody is taken for a no-show by the clock: a person decides that. */
record Lateness(@Nullable Long minutes, boolean undecided) {

    private static final Set<String> NOT_STARTED = Set.of("confirmed", "arrived");

    static Lateness of(String state, Stretch visit, Instant now) {
        boolean over = !now.isBefore(visit.until());
        long late = Duration.between(visit.from(), now).toMinutes();
        return new Lateness(
                NOT_STARTED.contains(state) && !over && late > 0 ? late : null, state.equals("confirmed") && over);
    }
}
