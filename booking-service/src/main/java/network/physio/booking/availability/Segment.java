package network.physio.booking.availability;

import java.time.DayOfWeek;
import java.util.List;

/**
 * Hours that recur on the same days of the week.
 *
 * @param week 0 or 1 of a fortnightly roster, else 0
 */
public record Segment(int week, List<DayOfWeek> days, LocalHours hours, Purpose purpose) {

    Segment on(List<DayOfWeek> otherDays) {
        return new Segment(week, otherDays, hours, purpose);
    }
}
