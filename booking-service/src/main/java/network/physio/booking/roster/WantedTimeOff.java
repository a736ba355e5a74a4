package network.physio.booking.roster;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import network.physio.http.Fault;

/**
 * A time off that somebody wants, in local time.
 *
 * @param place where it is written: {@code #} for a request's whole body
 */
public record WantedTimeOff(LocalDateTime from, LocalDateTime until, ZoneId zone, String reason, String place) {

    public static final List<String> REASONS = TimeOff.REASONS;

    Instant startsAt() {
        return from.atZone(zone).toInstant();
    }

    Instant endsAt() {
        return until.atZone(zone).toInstant();
    }

    /** What is wrong with it by itself. */
    public List<Fault> faults() {
        return faults(from, until, zone, place);
    }

    /** What is wrong with a local time from and until, at any place that takes one. */
    public static List<Fault> faults(LocalDateTime from, LocalDateTime until, ZoneId zone, String place) {
        List<Fault> faults = new ArrayList<>();
        inTime(from, zone, place + "/from", faults);
        inTime(until, zone, place + "/until", faults);
        if (!until.isAfter(from)) {
            faults.add(new Fault(place + "/until", "must be after it begins"));
        }
        return faults;
    }

    private static void inTime(LocalDateTime time, ZoneId zone, String place, List<Fault> faults) {
        if (time.getMinute() % 5 != 0 || time.getSecond() != 0 || time.getNano() != 0) {
            faults.add(new Fault(place, "must be a multiple of 5 minutes"));
        }
        SkippedTimes.reason(time, zone).ifPresent(reason -> faults.add(new Fault(place, reason)));
    }
}
