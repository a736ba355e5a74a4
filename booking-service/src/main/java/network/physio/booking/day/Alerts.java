package network.physio.booking.day;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the screening says against the techniques of a treatment. */
final class Alerts {

    /** Starting a treatment acknowledges its alerts; from then on none is open. */
    private static final Set<String> NOT_STARTED = Set.of("held", "confirmed", "arrived");

    private Alerts() {}

    static List<Day.Alert> of(List<String> techniques, Day.Screening screening, String state) {
        Predicate<String> used = Set.copyOf(techniques)::contains;
        return Stream.concat(
                        screening.blocked().stream()
                                .filter(used)
                                .map(technique -> new Day.Alert(technique, "blocked", NOT_STARTED.contains(state))),
                        screening.cautioned().stream()
                                .filter(used)
                                .map(technique -> new Day.Alert(technique, "cautioned", false)))
                .toList();
    }
}
