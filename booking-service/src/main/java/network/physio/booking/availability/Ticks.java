package network.physio.booking.availability;

import java.util.Arrays;
import java.util.function.LongBinaryOperator;
import java.util.stream.LongStream;

/**
 * A set of ticks within a window, as a bitmap: a year of one diary is 13 kB, and free times of several resources meet by
 * one AND per 64 ticks. Operations give new sets; {@link #add} and {@link #remove} are for building one.
 */
public final class Ticks {

    private static final int BITS = Long.SIZE;

    private final Span window;
    private final long[] words;

    private Ticks(Span window, long[] words) {
        this.window = window;
        this.words = words;
    }

    public static Ticks none(Span window) {
        return new Ticks(window, new long[Math.toIntExact(Math.ceilDiv(window.length(), BITS))]);
    }

    public static Ticks all(Span window) {
        Ticks all = none(window);
        all.add(window);
        return all;
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
        int from = Math.toIntExact(Math.max(span.from(), window.from()) - window.from());
        int until = Math.toIntExact(Math.max(Math.min(span.until(), window.until()) - window.from(), 0));
        for (int bit = from; bit < until; ) {
            int word = bit / BITS;
            int inWord = bit % BITS;
            int count = Math.min(BITS - inWord, until - bit);
            long mask = (count == BITS ? -1L : (1L << count) - 1) << inWord;
            words[word] = change.applyAsLong(words[word], mask);
            bit += count;
        }
    }

    public boolean contains(long tick) {
        if (tick < window.from() || tick >= window.until()) {
            return false;
        }
        long bit = tick - window.from();
        return (words[(int) (bit / BITS)] >>> (bit % BITS) & 1) == 1;
    }

    public boolean isEmpty() {
        return Arrays.stream(words).allMatch(word -> word == 0);
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
        int wordShift = Math.toIntExact(Math.floorDiv(by, BITS));
        int bitShift = Math.floorMod(by, BITS);
        for (int i = 0; i < moved.length; i++) {
            long low = wordAt(i - wordShift);
            long carried = bitShift == 0 ? 0 : wordAt(i - wordShift - 1) >>> (BITS - bitShift);
            moved[i] = low << bitShift | carried;
        }
        return new Ticks(window, moved).trimmed();
    }

    private long wordAt(int index) {
        return index < 0 || index >= words.length ? 0 : words[index];
    }

    private Ticks trimmed() {
        int used = Math.floorMod(window.length(), BITS);
        if (used != 0 && words.length > 0) {
            words[words.length - 1] &= (1L << used) - 1;
        }
        return this;
    }

    /** The ticks from which so many ticks in a row are in this set. */
    public Ticks beginningRunsOf(long length) {
        Ticks runs = this;
        long covered = 1;
        while (covered < length) {
            long step = Math.min(covered, length - covered);
            runs = runs.and(runs.moved(-step));
            covered += step;
        }
        return runs;
    }

    /** The ticks in order. */
    public LongStream stream() {
        return LongStream.iterate(next(window.from()), tick -> tick >= 0, tick -> next(tick + 1));
    }

    /** The first tick of this set at or after the given one, -1 when there is none. */
    public long next(long tick) {
        long bit = Math.max(tick, window.from()) - window.from();
        int word = Math.toIntExact(Math.min(bit / BITS, words.length));
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
        return window.from() + (long) word * BITS + Long.numberOfTrailingZeros(remaining);
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
