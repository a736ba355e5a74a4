package network.physio.booking.series;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** A course as distances in days: every visit keeps the local time of the first, whatever the clock does in between. */
record Course(LocalDateTime first, List<Step> steps) {

    /**
     * A stretch of the course.
     *
     * @param daysBetween from each visit to the next, over and over: 3 and 4 make two visits a week
     * @param visits how many; the very first visit counts to the first step
     */
    record Step(List<Integer> daysBetween, int visits) {}

    List<LocalDateTime> starts() {
        List<LocalDateTime> starts = new ArrayList<>();
        for (Step step : steps) {
            int gap = 0;
            for (int visit = 0; visit < step.visits(); visit++) {
                if (starts.isEmpty()) {
                    starts.add(first);
                } else {
                    int days = step.daysBetween().get(gap++ % step.daysBetween().size());
                    starts.add(starts.getLast().plusDays(days));
                }
            }
        }
        return starts;
    }
}
