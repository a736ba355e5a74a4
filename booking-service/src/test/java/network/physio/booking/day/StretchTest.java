package network.physio.booking.day;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StretchTest {

    private static Stretch from(int from, int until) {
        return new Stretch(Instant.ofEpochSecond(60L * from), Instant.ofEpochSecond(60L * until));
    }

    @Test
    void whatIsTakenLeavesTheTimeBeforeAndAfterIt() {
        assertThat(Stretch.minus(List.of(from(0, 60)), List.of(from(20, 30))))
                .containsExactly(from(0, 20), from(30, 60));
        assertThat(Stretch.minus(List.of(from(0, 60)), List.of(from(0, 60)))).isEmpty();
        assertThat(Stretch.minus(List.of(from(0, 60)), List.of(from(60, 90)))).containsExactly(from(0, 60));
        assertThat(Stretch.minus(List.of(from(0, 60)), List.of(from(50, 90), from(0, 10), from(5, 15))))
                .containsExactly(from(15, 50));
    }

    @Test
    void stretchesThatTouchOrOverlapAreOneGap() {
        assertThat(Stretch.minus(List.of(from(30, 60), from(0, 30), from(10, 20)), List.of()))
                .containsExactly(from(0, 60));
    }

    @Test
    void commonIsWhatLiesInBoth() {
        assertThat(Stretch.common(List.of(from(0, 60), from(90, 120)), List.of(from(30, 100))))
                .containsExactly(from(30, 60), from(90, 100));
    }
}
