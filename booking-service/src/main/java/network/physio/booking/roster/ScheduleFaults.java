package network.physio.booking.roster;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import network.physio.booking.availability.ExceptionalDay;
import network.physio.booking.availability.LocalHours;
import network.physio.booking.availability.Roster;
import network.physio.booking.availability.Schedule;
import network.physio.booking.availability.Segment;
import network.physio.http.Fault;

/**
 * What is wrong with a schedule that somebody wants, all of it at once. Pointers are those of the request or file: the
 * schedule knows its rosters and exceptions by the place at which they are written.
 */
final class ScheduleFaults {

    /** A clock change farther away may still be decided otherwise by a parliament. */
    private static final int YEARS_OF_CLOCK_CHANGES = 2;

    private final ZoneId zone;
    private final LocalDate today;
    private final List<Fault> faults = new ArrayList<>();

    private ScheduleFaults(ZoneId zone, LocalDate today) {
        this.zone = zone;
        this.today = today;
    }

    /**
     * The faults of {@code wanted}, whose place is told by {@code places}.
     *
     * @param current what is stored
     * @param whole what would be stored: {@code wanted}, with what it leaves alone
     */
    static List<Fault> of(Wanted wanted, Schedule current, Schedule whole, ZoneId zone, LocalDate today) {
        ScheduleFaults found = new ScheduleFaults(zone, today);
        for (int i = 0; i < wanted.schedule().rosters().size(); i++) {
            found.inRoster(
                    wanted.schedule().rosters().get(i),
                    whole,
                    wanted.rosterPlaces().get(i));
        }
        found.inOverlaps(wanted, whole);
        for (int i = 0; i < wanted.schedule().exceptions().size(); i++) {
            found.inException(
                    wanted.schedule().exceptions().get(i),
                    whole,
                    wanted.exceptionPlaces().get(i));
        }
        found.inDays(wanted);
        found.inPast(wanted, current, whole);
        return List.copyOf(found.faults);
    }

    private void inRoster(Roster roster, Schedule whole, String place) {
        if (roster.until() != null && roster.until().isBefore(roster.from())) {
            add(place + "/until", "lies before the first day");
        }
        if (roster.everyWeeks() != 1 && roster.everyWeeks() != 2) {
            add(place + "/everyWeeks", "must be 1 or 2");
            return;
        }
        for (int i = 0; i < roster.segments().size(); i++) {
            inSegment(roster, roster.segments().get(i), whole, place + "/segments/" + i);
        }
    }

    private void inSegment(Roster roster, Segment segment, Schedule whole, String place) {
        if (segment.week() < 0 || segment.week() >= roster.everyWeeks()) {
            add(place + "/week", "must be " + (roster.everyWeeks() == 1 ? "0, as every week is alike" : "0 or 1"));
        }
        if (new HashSet<>(segment.days()).size() < segment.days().size()) {
            add(place + "/days", "names a day twice");
        }
        inHours(segment.hours(), place);
        gaps(roster, segment, whole, place);
    }

    private void inHours(LocalHours hours, String place) {
        inTime(hours.from(), place + "/from");
        inTime(hours.until(), place + "/until");
        if (hours.from().equals(hours.until())) {
            add(place + "/until", "is when they begin");
        }
    }

    private void inTime(LocalTime time, String place) {
        if (time.getMinute() % 5 != 0 || time.getSecond() != 0 || time.getNano() != 0) {
            add(place, "must be a multiple of 5 minutes");
        }
    }

    /** Only days that the segment really hits: an hour on Mondays is in no gap of a Sunday. */
    private void gaps(Roster roster, Segment segment, Schedule whole, String place) {
        LocalDate from = roster.from().isBefore(today) ? today : roster.from();
        LocalDate horizon = today.plusYears(YEARS_OF_CLOCK_CHANGES);
        LocalDate until = roster.until() == null || roster.until().isAfter(horizon) ? horizon : roster.until();
        Set<LocalDate> exceptional = new HashSet<>();
        whole.exceptions().forEach(exception -> exceptional.add(exception.day()));
        SkippedTimes.daysOfGaps(from, until, zone)
                .filter(day -> !day.isBefore(from) && roster.hits(segment, day) && !exceptional.contains(day))
                .forEach(day -> gap(day, segment.hours(), place));
    }

    private void gap(LocalDate day, LocalHours hours, String place) {
        SkippedTimes.reason(day.atTime(hours.from()), zone).ifPresent(reason -> add(place + "/from", reason));
        LocalDate lastDay = hours.until().isAfter(hours.from()) ? day : day.plusDays(1);
        SkippedTimes.reason(lastDay.atTime(hours.until()), zone).ifPresent(reason -> add(place + "/until", reason));
    }

    private void inOverlaps(Wanted wanted, Schedule whole) {
        List<Roster> rosters = wanted.schedule().rosters();
        for (int i = 0; i < rosters.size(); i++) {
            Roster roster = rosters.get(i);
            String place = wanted.rosterPlaces().get(i) + "/from";
            if (rosters.subList(0, i).stream()
                    .anyMatch(earlier -> earlier.from().equals(roster.from()))) {
                add(place, "another roster at this clinic begins on this day");
                continue;
            }
            whole.rosters().stream()
                    .filter(other -> other.from().isBefore(roster.from()) && other.overlaps(roster))
                    .forEach(other -> add(
                            place,
                            "the roster that began on %s is still valid: end it before".formatted(other.from())));
            boolean storedLater = whole.rosters().stream()
                    .anyMatch(other ->
                            !rosters.contains(other) && other.from().isAfter(roster.from()) && other.overlaps(roster));
            if (storedLater) {
                add(
                        wanted.rosterPlaces().get(i) + "/until",
                        "another roster at this clinic begins before this one ends");
            }
        }
    }

    private void inException(ExceptionalDay exception, Schedule whole, String place) {
        for (int i = 0; i < exception.hours().size(); i++) {
            LocalHours hours = exception.hours().get(i).hours();
            inHours(hours, place + "/hours/" + i);
            boolean unsaid = exception.hours().get(i).purpose() == null;
            if (unsaid && whole.rosteredFor(exception.day(), hours).size() > 1) {
                add(
                        place + "/hours/" + i,
                        "overlap hours that the roster has for different things: divide them, or say place, audience,"
                                + " visitKinds or releaseHours");
            }
            if (!exception.day().isBefore(today)) {
                gap(exception.day(), hours, place + "/hours/" + i);
            }
        }
    }

    private void inDays(Wanted wanted) {
        Set<LocalDate> seen = new HashSet<>();
        for (int i = 0; i < wanted.schedule().exceptions().size(); i++) {
            if (!seen.add(wanted.schedule().exceptions().get(i).day())) {
                add(wanted.exceptionPlaces().get(i) + "/day", "is excepted twice at this clinic");
            }
        }
    }

    private void inPast(Wanted wanted, Schedule current, Schedule whole) {
        if (current.hasPast(today) && !current.sameBefore(today, whole)) {
            add(
                    pastPlace(wanted, current, whole),
                    "changes days before %s, which have been worked: end the roster and begin another"
                            .formatted(today));
        }
    }

    /** The first roster or exception that speaks of the past otherwise than what is stored. */
    private String pastPlace(Wanted wanted, Schedule current, Schedule whole) {
        for (int i = 0; i < wanted.schedule().rosters().size(); i++) {
            Roster roster = wanted.schedule().rosters().get(i);
            boolean kept = current.rosters().stream()
                    .anyMatch(stored -> stored.from().equals(roster.from())
                            && stored.before(today).sameAs(roster.before(today)));
            if (roster.from().isBefore(today) && !kept) {
                return wanted.rosterPlaces().get(i);
            }
        }
        for (int i = 0; i < wanted.schedule().exceptions().size(); i++) {
            ExceptionalDay exception = wanted.schedule().exceptions().get(i);
            boolean kept = current.exceptions().stream()
                    .filter(stored -> stored.day().equals(exception.day()))
                    .anyMatch(whole.exceptions()::contains);
            if (exception.day().isBefore(today) && !kept) {
                return wanted.exceptionPlaces().get(i);
            }
        }
        return wanted.place();
    }

    private void add(String place, String detail) {
        faults.add(new Fault(place, detail));
    }
}
