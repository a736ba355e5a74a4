package network.physio.booking.series;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import network.physio.booking.roster.SkippedTimes;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;

/**
 * Turns local times of a clinic into starts. A time that the clock skips is refused by name; of one that it shows twice, the
 * first is meant.
 */
final class LocalStarts {

    static final int FEWEST = 2;
    static final int MOST = 30;

    /** A local time of four-digit year to the minute; an offset would say something else than the clinic's wall clock. */
    static final String FORM = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:00)?";

    static final String FORM_HINT = "must be a local time of the clinic without offset, such as 2027-03-01T09:00";

    private LocalStarts() {}

    /** The time that is written there; its form was checked, the calendar not yet. */
    static Optional<LocalDateTime> read(String written) {
        try {
            return Optional.of(LocalDateTime.parse(written));
        } catch (DateTimeException notInTheCalendar) {
            return Optional.empty();
        }
    }

    /** @throws HttpProblem {@code invalid-request} when the calendar has no such time */
    static LocalDateTime read(String written, String pointer) {
        return read(written)
                .orElseThrow(() -> invalid(List.of(new Fault(pointer, "is no day or time of the calendar"))));
    }

    /**
     * The starts in the order in which they are listed, which is the order in time.
     *
     * @throws HttpProblem {@code invalid-request} with every fault
     */
    static List<Occurrence> listed(List<String> written, ZoneId zone) {
        List<Fault> faults = new ArrayList<>();
        List<LocalDateTime> starts = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            String pointer = "#/starts/" + i;
            Optional<LocalDateTime> start = read(written.get(i));
            if (start.isEmpty()) {
                faults.add(new Fault(pointer, "is no day or time of the calendar"));
            } else if (!starts.isEmpty() && !start.get().isAfter(starts.getLast())) {
                faults.add(new Fault(pointer, "must be later than the start before it"));
            }
            start.ifPresent(starts::add);
        }
        if (!faults.isEmpty()) {
            throw invalid(faults);
        }
        return of(starts, i -> "#/starts/" + i, zone);
    }

    /** The starts of a course; each fault names the day, and points to where the course is described. */
    static List<Occurrence> of(Course course, String pointer, ZoneId zone) {
        List<LocalDateTime> starts = course.starts();
        if (starts.size() < FEWEST || starts.size() > MOST) {
            throw invalid(List.of(new Fault(pointer, "must come to %d to %d visits in all".formatted(FEWEST, MOST))));
        }
        return of(starts, i -> pointer, zone);
    }

    private static List<Occurrence> of(List<LocalDateTime> starts, IntFunction<String> pointer, ZoneId zone) {
        List<Fault> faults = new ArrayList<>();
        List<Occurrence> occurrences = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            String place = pointer.apply(i);
            SkippedTimes.reason(starts.get(i), zone).ifPresent(reason -> faults.add(new Fault(place, reason)));
            occurrences.add(
                    new Occurrence(i + 1, place, starts.get(i).atZone(zone).toInstant()));
        }
        if (!faults.isEmpty()) {
            throw invalid(faults);
        }
        return occurrences;
    }

    static HttpProblem invalid(List<Fault> faults) {
        return CommonProblem.INVALID_REQUEST.problem("The request does not hold what the contract asks for.", faults);
    }
}
