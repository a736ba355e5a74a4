package network.physio.booking.availability;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Recurring hours of one practitioner at one clinic while they are valid.
 *
 * @param until the last day, null for an open end
 * @param everyWeeks 1, or 2 for weeks that alternate
 */
public record Roster(LocalDate from, @Nullable LocalDate until, int everyWeeks, List<Segment> segments) {

    boolean appliesOn(LocalDate day) {
        return !day.isBefore(from) && (until == null || !day.isAfter(until));
    }

    public boolean overlaps(Roster other) {
        return (until == null || !until.isBefore(other.from)) && (other.until == null || !other.until.isBefore(from));
    }

    public boolean hits(Segment segment, LocalDate day) {
        return appliesOn(day)
                && segment.days().contains(day.getDayOfWeek())
                && (everyWeeks == 1 || segment.week() == weekOf(day));
    }

    /** The part before {@code day}, as something to compare: what has been worked cannot be changed. */
    public Roster before(LocalDate day) {
        LocalDate lastDay = day.minusDays(1);
        return new Roster(from, until == null || until.isAfter(lastDay) ? lastDay : until, everyWeeks, perDay());
    }

    /** The same hours, one segment a day: how they are stored and compared, however they were grouped. */
    public List<Segment> perDay() {
        return segments.stream()
                .flatMap(segment -> segment.days().stream().map(day -> segment.on(List.of(day))))
                .toList();
    }

    /** The same hours, days that are alike and follow each other together: how they are shown. */
    public Roster gathered() {
        List<Segment> gathered = new ArrayList<>();
        for (Segment next : perDay()) {
            Segment last = gathered.isEmpty() ? next : gathered.getLast();
            boolean alike = last.on(next.days()).equals(next)
                    && last.days().getLast().compareTo(next.days().getFirst()) < 0;
            if (alike) {
                List<DayOfWeek> days = new ArrayList<>(last.days());
                days.addAll(next.days());
                gathered.set(gathered.size() - 1, last.on(days));
            } else {
                gathered.add(next);
            }
        }
        return new Roster(from, until, everyWeeks, gathered);
    }

    public boolean sameAs(Roster other) {
        return from.equals(other.from)
                && Objects.equals(until, other.until)
                && everyWeeks == other.everyWeeks
                && perDay().equals(other.perDay());
    }

    /** Fortnightly weeks are counted from the Monday of the week in which the roster begins. */
    private int weekOf(LocalDate day) {
        LocalDate firstMonday = from.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        return (int) (ChronoUnit.WEEKS.between(firstMonday, day) % everyWeeks);
    }
}
