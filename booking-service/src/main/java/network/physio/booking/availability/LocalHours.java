package network.physio.booking.availability;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;

/** Local hours of one day. The one place where local time becomes instants. */
public record LocalHours(LocalTime from, LocalTime until) {

    private static final int SECONDS_OF_DAY = 24 * 60 * 60;

    /** Whether both have a time in common on days without a change of the clock. */
    boolean overlaps(LocalHours other) {
        return from.toSecondOfDay() < other.end() && other.from.toSecondOfDay() < end();
    }

    private int end() {
        return until.toSecondOfDay() + (until.isAfter(from) ? 0 : SECONDS_OF_DAY);
    }

    /**
     * The hours on this day: they end on the next day when {@code until} is not after {@code from}. On a day on which the
     * clock changes they last as long as the wall clock says, an hour less or more; the first of two equal local times
     * counts, and a time that the clock skips begins after the gap.
     */
    public Span on(LocalDate day, ZoneId zone) {
        LocalDate lastDay = until.isAfter(from) ? day : day.plusDays(1);
        return Span.covering(
                LocalDateTime.of(day, from).atZone(zone).toInstant(),
                LocalDateTime.of(lastDay, until).atZone(zone).toInstant());
    }
}
