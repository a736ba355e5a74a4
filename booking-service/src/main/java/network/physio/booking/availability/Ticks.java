package network.physio.booking.availability;

import java.util.Arrays;
import java.util.function.LongBinaryOperator;
import java.util.stream.LongStream;

/**
 * A set of ticks within a window, as a bitmap: a year of one diary is 13 kB, and free times of several resources meet by
 * one AND per 64 ticks. Words begin at multiples of 64 ticks since the epoch, so a part of a set is a copy of its words.
 * Operations give new sets; {@link #add} and {@link #remove} are for building one, before anybody else sees it.
 */
public final class Ticks {

    private static final int BITS = Long.SIZE;

    private final Span window;
    private final long firstWord;
    private final long[] words;

    private Ticks(Span window, long[] words) {
        this.window = window;
        this.firstWord = Math.floorDiv(window.from(), BITS);
        this.words = words;
    }

    public static Ticks none(Span window) {
        long first = Math.floorDiv(window.from(), BITS);
        long end = window.length() == 0 ? first : Math.ceilDiv(window.until(), BITS);
        return new Ticks(window, new long[Math.toIntExact(end - first)]);
    }

    public static Ticks all(Span window) {
        return none(window).add(window);
    }

    /** Every {@code step}-th tick: those that {@code offset} ticks later are a multiple of the step. */
    public static Ticks every(int step, long offset, Span window) {
        Ticks every = none(window);
        long[] patterns = patterns(step);
        for (int word = 0; word < every.words.length; word++) {
            long firstBit = (every.firstWord + word) * BITS;
            every.words[word] = patterns[Math.floorMod(-(firstBit + offset), step)];
        }
        return every.trimmed();
    }

    /** Words of every {@code step}-th bit, by the number of bits before the first; a long step leaves some words empty. */
    private static long[] patterns(int step) {
        long[] patterns = new long[step];
        for (int first = 0; first < Math.min(step, BITS); first++) {
            for (int bit = first; bit < BITS; bit += step) {
                patterns[first] |= 1L << bit;
            }
        }
        return patterns;
    }

    public Span window() {
        return window;
    }

    public Ticks add(Span span) {
        fill(span, (word, mask) -> word | mask);
        return this;
    }

    public Ticks remove(Span span) {
        fill(span, (word, mask) -> word & ~mask);
        return this;
    }

    private void fill(Span span, LongBinaryOperator change) {
        long from = Math.max(span.from(), window.from()) - firstWord * BITS;
        long until = Math.min(span.until(), window.until()) - firstWord * BITS;
        for (long bit = from; bit < until; ) {
            int word = (int) (bit / BITS);
            int inWord = (int) (bit % BITS);
            int count = (int) Math.min(BITS - inWord, until - bit);
            long mask = (count == BITS ? -1L : (1L << count) - 1) << inWord;
            words[word] = change.applyAsLong(words[word], mask);
            bit += count;
        }
    }

    /** The part of this set in another window; what lies outside this window is not in it. */
    public Ticks within(Span other) {
        if (other.equals(window)) {
            return this;
        }
        Ticks part = none(other);
        for (int i = 0; i < part.words.length; i++) {
            part.words[i] = wordAt(part.firstWord + i - firstWord);
        }
        return part.trimmed();
    }

    /** In bytes. */
    long size() {
        return (long) words.length * Long.BYTES;
    }

    Ticks copy() {
        return new Ticks(window, words.clone());
    }

    public boolean contains(long tick) {
        if (tick < window.from() || tick >= window.until()) {
            return false;
        }
        long bit = tick - firstWord * BITS;
        return (words[(int) (bit / BITS)] >>> (bit % BITS) & 1) == 1;
    }

    public boolean isEmpty() {
        for (long word : words) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    public int count() {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    public Ticks and(Ticks other) {
        return combine(other, (mine, theirs) -> mine & theirs);
    }

    public Ticks or(Ticks other) {
        return combine(other, (mine, theirs) -> mine | theirs);
    }

    public Ticks minus(Ticks other) {
        return combine(other, (mine, theirs) -> mine & ~theirs);
    }

    private Ticks combine(Ticks other, LongBinaryOperator operator) {
        if (!window.equals(other.window)) {
            throw new IllegalArgumentException("sets of two windows cannot be combined");
        }
        long[] combined = new long[words.length];
        for (int i = 0; i < combined.length; i++) {
            combined[i] = operator.applyAsLong(words[i], other.words[i]);
        }
        return new Ticks(window, combined);
    }

    /** The ticks moved later by so many, or earlier when negative; what leaves the window is lost. */
    public Ticks moved(long by) {
        long[] moved = new long[words.length];
        long wordShift = Math.floorDiv(by, BITS);
        int bitShift = Math.floorMod(by, BITS);
        for (int i = 0; i < moved.length; i++) {
            long low = wordAt(i - wordShift);
            long carried = bitShift == 0 ? 0 : wordAt(i - wordShift - 1) >>> (BITS - bitShift);
            moved[i] = low << bitShift | carried;
        }
        return new Ticks(window, moved).trimmed();
    }

    private long wordAt(long index) {
        return index < 0 || index >= words.length ? 0 : words[(int) index];
    }

    /** Without what the first and the last word hold beyond the window. */
    private Ticks trimmed() {
        if (words.length > 0) {
            words[0] &= -1L << Math.floorMod(window.from(), BITS);
            int used = Math.floorMod(window.until(), BITS);
            if (used != 0) {
                words[words.length - 1] &= (1L << used) - 1;
            }
        }
        return this;
    }

    /** The ticks from which so many ticks in a row are in this set. */
    public Ticks beginningRunsOf(long length) {
        Ticks runs = new Ticks(window, words.clone());
        long covered = 1;
        while (covered < length) {
            long step = Math.min(covered, length - covered);
            runs.keepWhereLaterToo(step);
            covered += step;
        }
        return runs;
    }

    /** Words are read ahead of where they are written, so the set can be changed in place. */
    private void keepWhereLaterToo(long step) {
        int wordShift = Math.toIntExact(step / BITS);
        int bitShift = (int) (step % BITS);
        for (int i = 0; i < words.length; i++) {
            long low = wordAt(i + wordShift) >>> bitShift;
            long carried = bitShift == 0 ? 0 : wordAt(i + wordShift + 1L) << (BITS - bitShift);
            words[i] &= low | carried;
        }
    }

    /** Each run of ticks made longer by so many before it and so many after it. */
    public Ticks widened(long before, long after) {
        Ticks widened = none(window);
        for (long from = next(window.from()); from >= 0; ) {
            long until = endOfRun(from);
            widened.add(new Span(from - before, until + after));
            from = until >= window.until() ? -1 : next(until);
        }
        return widened;
    }

    private long endOfRun(long from) {
        long until = from;
        while (contains(until)) {
            until++;
        }
        return until;
    }

    /** The ticks in order. */
    public LongStream stream() {
        return LongStream.iterate(next(window.from()), tick -> tick >= 0, tick -> next(tick + 1));
    }

    /** The first tick of this set at or after the given one, -1 when there is none. */
    public long next(long tick) {
        long bit = Math.max(tick, window.from()) - firstWord * BITS;
        int word = (int) Math.min(bit / BITS, words.length);
        if (word == words.length) {
            return -1;
        }
        long remaining = words[word] & -1L << (bit % BITS);
        while (remaining == 0) {
            word++;
            if (word == words.length) {
                return -1;
            }
            remaining = words[word];
        }
        return (firstWord + word) * BITS + Long.numberOfTrailingZeros(remaining);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ticks ticks && window.equals(ticks.window) && Arrays.equals(words, ticks.words);
    }

    @Override
    public int hashCode() {
        return 31 * window.hashCode() + Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        return stream().mapToObj(tick -> Span.instant(tick).toString()).toList().toString();
    }
}
