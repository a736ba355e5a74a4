package network.physio.booking.waitlist;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import network.physio.booking.availability.Weekday;

/**
 * When somebody would come.
 *
 * @param ranges times of the day, one of which the visit must fall into; none: any time
 * @param earliest first local day
 * @param latest last local day, included
 * @param before nothing that starts from here on
 */
record WantedTimes(List<LocalRange> ranges, LocalDate earliest, LocalDate latest, Instant before) {

    /** Whether a visit at this time, at a clinic in this zone, is wished for. */
    boolean allow(Instant startsAt, int minutes, ZoneId zone) {
        ZonedDateTime start = startsAt.atZone(zone);
        ZonedDateTime end = start.plusMinutes(minutes);
        LocalDate day = start.toLocalDate();
        return startsAt.isBefore(before)
                && !day.isBefore(earliest)
                && !day.isAfter(latest)
                && (ranges.isEmpty() || (day.equals(end.toLocalDate()) && oneCovers(start, end)));
    }

    private boolean oneCovers(ZonedDateTime start, ZonedDateTime end) {
        Weekday day = Weekday.of(start.getDayOfWeek());
        return ranges.stream().anyMatch(range -> range.covers(day, start.toLocalTime(), end.toLocalTime()));
    }
}
