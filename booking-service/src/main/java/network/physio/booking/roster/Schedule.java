package network.physio.booking.roster;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.physio.booking.availability.LocalHours;
import network.physio.booking.availability.Span;

/** All that is known of a practitioner's hours at one clinic: rosters by their first day, and exceptional days. */
public record Schedule(List<Roster> rosters, List<ExceptionalDay> exceptions) {

    public static final Schedule EMPTY = new Schedule(List.of(), List.of());

    /** This schedule with rosters of the same first day, and exceptions of the same day, replaced by the other's. */
    public Schedule overlaidWith(Schedule other) {
        return new Schedule(
                overlaid(rosters, other.rosters, Roster::from),
                overlaid(exceptions, other.exceptions, ExceptionalDay::day));
    }

    boolean isEmpty() {
        return rosters.isEmpty() && exceptions.isEmpty();
    }

    boolean sameAs(Schedule other) {
        return exceptionsByDay().equals(other.exceptionsByDay()) && sameRosters(sorted(), other.sorted());
    }

    /** Whether this is what the other says of the days before {@code day}. */
    boolean sameBefore(LocalDate day, Schedule other) {
        return sameRosters(pastRosters(day), other.pastRosters(day))
                && exceptionsByDay().headMap(day).equals(other.exceptionsByDay().headMap(day));
    }

    boolean hasPast(LocalDate today) {
        return !pastRosters(today).isEmpty();
    }

    /** Whether the practitioner is here and works at this kind of place for the whole time. */
    boolean covers(Instant from, Instant until, String place, ZoneId zone) {
        Span asked = Span.covering(from, until);
        LocalDate firstDay = from.atZone(zone).toLocalDate().minusDays(1);
        LocalDate lastDay = until.atZone(zone).toLocalDate();
        List<Span> worked = firstDay.datesUntil(lastDay.plusDays(1))
                .flatMap(day -> hoursOn(day, place).map(hours -> hours.on(day, zone)))
                .sorted(Comparator.comparingLong(Span::from))
                .toList();
        long reached = asked.from();
        for (Span span : worked) {
            if (span.from() <= reached && span.until() > reached) {
                reached = span.until();
            }
        }
        return reached >= asked.until();
    }

    private Stream<LocalHours> hoursOn(LocalDate day, String place) {
        Optional<ExceptionalDay> instead = exceptions.stream()
                .filter(exception -> exception.day().equals(day))
                .findFirst();
        if (instead.isPresent()) {
            return instead.get().hours().stream();
        }
        return rosters.stream()
                .flatMap(roster -> roster.segmentsOn(day))
                .filter(segment -> segment.place().equals(place))
                .map(Segment::hours);
    }

    private List<Roster> pastRosters(LocalDate today) {
        return sorted().stream()
                .filter(roster -> roster.from().isBefore(today))
                .map(roster -> roster.before(today))
                .toList();
    }

    private List<Roster> sorted() {
        return rosters.stream().sorted(Comparator.comparing(Roster::from)).toList();
    }

    private TreeMap<LocalDate, List<LocalHours>> exceptionsByDay() {
        return exceptions.stream()
                .collect(Collectors.toMap(
                        ExceptionalDay::day, ExceptionalDay::hours, (first, second) -> second, TreeMap::new));
    }

    private static boolean sameRosters(List<Roster> some, List<Roster> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (!some.get(i).sameAs(others.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static <T> List<T> overlaid(List<T> below, List<T> above, Function<T, LocalDate> key) {
        SequencedMap<LocalDate, T> all = new TreeMap<>();
        Stream.concat(below.stream(), above.stream()).forEach(one -> all.put(key.apply(one), one));
        return new ArrayList<>(((Map<LocalDate, T>) all).values());
    }
}
