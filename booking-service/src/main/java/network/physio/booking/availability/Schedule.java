package network.physio.booking.availability;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that is known of a practitioner's hours at one clinic: rosters by their first day, and exceptional days. */
public record Schedule(List<Roster> rosters, List<ExceptionalDay> exceptions) {

    public static final Schedule EMPTY = new Schedule(List.of(), List.of());

    /** This schedule with rosters of the same first day, and exceptions of the same day, replaced by the other's. */
    public Schedule overlaidWith(Schedule other) {
        return new Schedule(
                overlaid(rosters, other.rosters, Roster::from),
                overlaid(exceptions, other.exceptions, ExceptionalDay::day));
    }

    public boolean isEmpty() {
        return rosters.isEmpty() && exceptions.isEmpty();
    }

    public boolean sameAs(Schedule other) {
        return exceptionsByDay().equals(other.exceptionsByDay()) && sameRosters(sorted(), other.sorted());
    }

    /** Whether this is what the other says of the days before {@code day}. */
    public boolean sameBefore(LocalDate day, Schedule other) {
        return sameRosters(pastRosters(day), other.pastRosters(day))
                && exceptionsByDay().headMap(day).equals(other.exceptionsByDay().headMap(day));
    }

    public boolean hasPast(LocalDate today) {
        return !pastRosters(today).isEmpty();
    }

    /** When the practitioner is here and works at this kind of place, of the asked time. */
    public Ticks worked(Span asked, String place, ZoneId zone) {
        Ticks worked = Ticks.none(asked);
        LocalDate firstDay = asked.start().atZone(zone).toLocalDate().minusDays(1);
        LocalDate lastDay = asked.end().atZone(zone).toLocalDate();
        firstDay.datesUntil(lastDay.plusDays(1))
                .flatMap(day -> on(day).stream()
                        .filter(hours -> hours.isAt(place))
                        .map(hours -> hours.hours().on(day, zone)))
                .forEach(worked::add);
        return worked;
    }

    /** The hours of a day: those of an exceptional one, else the rosters'. */
    List<WorkingHours> on(LocalDate day) {
        for (ExceptionalDay exception : exceptions) {
            if (exception.day().equals(day)) {
                return exception.hours();
            }
        }
        return rostered(day);
    }

    private List<WorkingHours> rostered(LocalDate day) {
        List<WorkingHours> hours = new ArrayList<>();
        for (Roster roster : rosters) {
            for (Segment segment : roster.segments()) {
                if (roster.hits(segment, day)) {
                    hours.add(new WorkingHours(segment.hours(), segment.purpose()));
                }
            }
        }
        return hours;
    }

    /** What the rosters have these hours of a day for: several things when they have parts of them for each. */
    public List<Purpose> rosteredFor(LocalDate day, LocalHours hours) {
        return rostered(day).stream()
                .filter(rostered -> rostered.hours().overlaps(hours))
                .map(WorkingHours::purpose)
                .distinct()
                .toList();
    }

    /** This schedule with exceptional hours that do not say for what they are taking it from the rosters. */
    public Schedule withPurposes() {
        return new Schedule(
                rosters,
                exceptions.stream()
                        .map(exception -> new ExceptionalDay(
                                exception.day(),
                                exception.hours().stream()
                                        .map(hours -> new WorkingHours(hours.hours(), purpose(exception.day(), hours)))
                                        .toList()))
                        .toList());
    }

    private Purpose purpose(LocalDate day, WorkingHours hours) {
        return hours.purpose() == null
                ? rosteredFor(day, hours.hours()).stream().findFirst().orElse(Purpose.ANY_VISIT)
                : hours.purpose();
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

    private TreeMap<LocalDate, List<WorkingHours>> exceptionsByDay() {
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
