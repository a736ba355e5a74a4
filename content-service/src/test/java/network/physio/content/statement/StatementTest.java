package network.physio.content.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementTest {

    private static final LocalDate DAY = LocalDate.of(2028, 2, 29);

    @Test
    void safetyIsReviewedAfterTwelveMonthsAndTheRestAfterThirtySix() {
        assertThat(statement(true, null).reviewByWhenPublishedOn(DAY)).isEqualTo("2029-02-28");
        assertThat(statement(false, null).reviewByWhenPublishedOn(DAY)).isEqualTo("2031-02-28");
    }

    @Test
    void theDayOfReviewIsTheLastDayOnWhichAStatementIsShown() {
        assertThat(statement(false, DAY).isLiveOn(DAY)).isTrue();
        assertThat(statement(false, DAY).isLiveOn(DAY.plusDays(1))).isFalse();
    }

    @Test
    void aStatementWithoutADayOfReviewIsNotShown() {
        assertThat(statement(false, null).isLiveOn(DAY)).isFalse();
    }

    private static Statement statement(boolean safety, @org.jspecify.annotations.Nullable LocalDate reviewBy) {
        return new Statement("a", "Words.", Grade.LOW, safety, List.of(), List.of(), null, reviewBy);
    }
}
