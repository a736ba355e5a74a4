package network.physio.booking.day;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A half-open stretch of time. */
record Stretch(Instant from, Instant until) {

    boolean isEmpty() {
        return !from.isBefore(until);
    }

    long minutes() {
        return Duration.between(from, until).toMinutes();
    }

    boolean overlaps(Stretch other) {
        return from.isBefore(other.until) && other.from.isBefore(until);
    }

    /** The part that lies in the other; empty when none does. */
    Stretch within(Stretch other) {
        return new Stretch(
                from.isAfter(other.from) ? from : other.from, until.isBefore(other.until) ? until : other.until);
    }

    /** What is in both, in order. */
    static List<Stretch> common(Collection<Stretch> some, Collection<Stretch> others) {
        return some.stream()
                .flatMap(one -> others.stream().map(one::within))
                .filter(part -> !part.isEmpty())
                .sorted(Comparator.comparing(Stretch::from))
                .toList();
    }

    /** What the taken leave of the free, in order; stretches of free time that touch or overlap become one first. */
    static List<Stretch> minus(Collection<Stretch> free, Collection<Stretch> taken) {
        List<Stretch> rest = joined(free);
        for (Stretch one : taken) {
            rest = rest.stream().flatMap(stretch -> stretch.without(one)).toList();
        }
        return rest;
    }

    private Stream<Stretch> without(Stretch other) {
        if (!overlaps(other)) {
            return Stream.of(this);
        }
        return Stream.of(new Stretch(from, other.from), new Stretch(other.until, until))
                .filter(part -> !part.isEmpty());
    }

    private static List<Stretch> joined(Collection<Stretch> stretches) {
        List<Stretch> joined = new ArrayList<>();
        for (Stretch next :
                stretches.stream().sorted(Comparator.comparing(Stretch::from)).toList()) {
            if (!joined.isEmpty() && !next.from.isAfter(joined.getLast().until)) {
                Stretch last = joined.removeLast();
                joined.add(new Stretch(last.from, last.until.isAfter(next.until) ? last.until : next.until));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }
}
