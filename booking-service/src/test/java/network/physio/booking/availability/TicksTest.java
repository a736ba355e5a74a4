package network.physio.booking.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** The bitmap behaves like a plain sorted set of numbers, whatever the window and the spans. */
class TicksTest {

    @Provide
    Arbitrary<Span> spans() {
        return Arbitraries.longs()
                .between(900, 1300)
                .flatMap(from -> Arbitraries.longs().between(from, from + 200).map(until -> new Span(from, until)));
    }

    @Property
    void addingAndRemovingSpansIsThatOfASet(
            @ForAll("spans") Span window,
            @ForAll @Size(max = 8) List<@From("spans") Span> added,
            @ForAll("spans") Span removed) {
        Ticks ticks = Ticks.none(window);
        Set<Long> expected = new TreeSet<>();
        for (Span span : added) {
            ticks.add(span);
            within(span, window).forEach(expected::add);
        }
        ticks.remove(removed);
        within(removed, window).forEach(expected::remove);
        assertThat(set(ticks)).isEqualTo(expected);
        assertThat(ticks.count()).isEqualTo(expected.size());
        assertThat(ticks.isEmpty()).isEqualTo(expected.isEmpty());
    }

    @Property
    void movingLosesWhatLeavesTheWindow(
            @ForAll("spans") Span window,
            @ForAll("spans") Span span,
            @ForAll @LongRange(min = -300, max = 300) long by) {
        Ticks moved = Ticks.none(window).add(span).moved(by);
        Set<Long> expected = within(span, window)
                .map(tick -> tick + by)
                .filter(tick -> tick >= window.from() && tick < window.until())
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(set(moved)).isEqualTo(expected);
    }

    @Property
    void runsBeginWhereSoManyTicksFollowEachOther(
            @ForAll("spans") Span window,
            @ForAll("spans") Span first,
            @ForAll("spans") Span second,
            @ForAll @LongRange(min = 1, max = 40) long length) {
        Ticks ticks = Ticks.none(window).add(first).add(second);
        Set<Long> in = set(ticks);
        Set<Long> expected = in.stream()
                .filter(tick -> LongStream.range(tick, tick + length).allMatch(in::contains))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(set(ticks.beginningRunsOf(length))).isEqualTo(expected);
    }

    @Property
    void setsMeetJoinAndDiffer(
            @ForAll("spans") Span window, @ForAll("spans") Span first, @ForAll("spans") Span second) {
        Ticks one = Ticks.none(window).add(first);
        Ticks other = Ticks.none(window).add(second);
        Set<Long> met = new TreeSet<>(set(one));
        met.retainAll(set(other));
        Set<Long> joined = new TreeSet<>(set(one));
        joined.addAll(set(other));
        Set<Long> left = new TreeSet<>(set(one));
        left.removeAll(set(other));
        assertThat(set(one.and(other))).isEqualTo(met);
        assertThat(set(one.or(other))).isEqualTo(joined);
        assertThat(set(one.minus(other))).isEqualTo(left);
        assertThat(set(one).stream().allMatch(one::contains)).isTrue();
    }

    private static LongStream within(Span span, Span window) {
        return LongStream.range(Math.max(span.from(), window.from()), Math.min(span.until(), window.until()));
    }

    private static Set<Long> set(Ticks ticks) {
        return ticks.stream().boxed().collect(Collectors.toCollection(TreeSet::new));
    }
}
