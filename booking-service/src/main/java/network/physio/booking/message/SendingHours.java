package network.physio.booking.message;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** The hours of a day in which letters arrive, both ends included. */
record SendingHours(LocalTime begin, LocalTime end) {

    boolean include(Instant time, ZoneId zone) {
        LocalTime local = time.atZone(zone).toLocalTime();
        return !local.isBefore(begin) && !local.isAfter(end);
    }

    /** The time itself by day, at night the next morning. */
    Instant next(Instant time, ZoneId zone) {
        if (include(time, zone)) {
            return time;
        }
        ZonedDateTime local = time.atZone(zone);
        LocalDate day = local.toLocalTime().isAfter(end) ? local.toLocalDate().plusDays(1) : local.toLocalDate();
        return day.atTime(begin).atZone(zone).toInstant();
    }

    /** The time itself by day, at night the evening before. */
    Instant last(Instant time, ZoneId zone) {
        if (include(time, zone)) {
            return time;
        }
        ZonedDateTime local = time.atZone(zone);
        LocalDate day =
                local.toLocalTime().isBefore(begin) ? local.toLocalDate().minusDays(1) : local.toLocalDate();
        return day.atTime(end).atZone(zone).toInstant();
    }
}
