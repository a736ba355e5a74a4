package network.physio.booking.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which transactions had ended at a moment: all below {@code xmin}, none from {@code xmax} on, and of those between all but
 * the running ones. PostgreSQL's {@code pg_snapshot}.
 */
public record Snapshot(long xmin, long xmax, List<Long> running) {

    /** When nothing had happened yet. */
    public static final Snapshot BEFORE_ALL = new Snapshot(1, 1, List.of());

    private static final Pattern FORM = Pattern.compile("(\\d{1,18}):(\\d{1,18}):((?:\\d{1,18}(?:,\\d{1,18})*)?)");

    public Snapshot {
        running = List.copyOf(running);
        boolean ascending = new ArrayList<>(new TreeSet<>(running)).equals(running);
        boolean within = running.stream().allMatch(id -> id >= xmin && id < xmax);
        boolean normal = isNormal(xmin) && isNormal(xmax) && running.stream().allMatch(Snapshot::isNormal);
        if (xmin < 1 || xmax < xmin || !ascending || !within || !normal) {
            throw new IllegalArgumentException("no snapshot");
        }
    }

    /** Numbers of transactions go on in 64 bits, of which the lower 32 are never nought. */
    private static boolean isNormal(long id) {
        return (id & 0xFFFF_FFFFL) != 0;
    }

    /**
     * Reads what {@link #toString} and PostgreSQL write.
     *
     * @throws IllegalArgumentException when this is no snapshot
     */
    public static Snapshot parse(String written) {
        Matcher parts = FORM.matcher(written);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no snapshot");
        }
        List<Long> running = parts.group(3).isEmpty()
                ? List.of()
                : Arrays.stream(parts.group(3).split(",", -1))
                        .map(Long::valueOf)
                        .toList();
        return new Snapshot(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)), running);
    }

    /** PostgreSQL leaves the asking transaction out of its own snapshot, as if what it has yet to write were seen. */
    Snapshot beforeEndOf(long own) {
        if (own >= xmax) {
            return this;
        }
        TreeSet<Long> all = new TreeSet<>(running);
        all.add(own);
        return new Snapshot(Math.min(xmin, own), xmax, List.copyOf(all));
    }

    @Override
    public String toString() {
        return "%d:%d:%s"
                .formatted(xmin, xmax, running.stream().map(Object::toString).collect(Collectors.joining(",")));
    }
}
