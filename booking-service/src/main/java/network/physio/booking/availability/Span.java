package network.physio.booking.availability;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A half-open range of time in ticks: 5 minutes each, counted from the epoch. Every length, buffer, roster and zone offset
 * that booking knows is a multiple of them.
 */
public record Span(long from, long until) {

    public static final int TICK_MINUTES = 5;
    static final long TICK_SECONDS = TICK_MINUTES * 60L;

    /** The smallest span that covers these instants. */
    public static Span covering(Instant from, Instant until) {
        return new Span(
                Math.floorDiv(from.getEpochSecond(), TICK_SECONDS),
                Math.ceilDiv(until.getEpochSecond() + (until.getNano() > 0 ? 1 : 0), TICK_SECONDS));
    }

    /** The local day in which the instant lies. */
    public static Span ofDay(Instant instant, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(instant, zone);
        return covering(
                day.atStartOfDay(zone).toInstant(),
                day.plusDays(1).atStartOfDay(zone).toInstant());
    }

    /** The first tick that does not begin before the instant. */
    public static long tickAtOrAfter(Instant instant) {
        return Math.ceilDiv(instant.getEpochSecond() + (instant.getNano() > 0 ? 1 : 0), TICK_SECONDS);
    }

    public static long ticks(long minutes) {
        return minutes / TICK_MINUTES;
    }

    public static Instant instant(long tick) {
        return Instant.ofEpochSecond(tick * TICK_SECONDS);
    }

    /** Whether an instant is the beginning of a tick. */
    public static boolean isAligned(Instant instant) {
        return instant.getNano() == 0 && Math.floorMod(instant.getEpochSecond(), TICK_SECONDS) == 0;
    }

    public Instant start() {
        return instant(from);
    }

    public Instant end() {
        return instant(until);
    }

    public long length() {
        return until - from;
    }

    public Span widened(long ticks) {
        return new Span(from - ticks, until + ticks);
    }

    /** The smallest span around both. */
    public Span around(Span other) {
        return new Span(Math.min(from, other.from), Math.max(until, other.until));
    }

    /** What of it lies before a tick; empty when nothing does. */
    public Span before(long tick) {
        return new Span(Math.min(from, tick), Math.min(until, tick));
    }

    public boolean overlaps(Span other) {
        return from < other.until && other.from < until;
    }
}
