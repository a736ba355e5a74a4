package network.physio.booking.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import network.physio.booking.series.CarePlan.Pace;
import network.physio.booking.series.Course.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far the visits of a course are from each other. */
class CourseTest {

    private static final LocalDateTime FIRST = LocalDateTime.parse("2027-02-01T10:00");

    private static List<Long> gaps(List<Step> steps) {
        List<LocalDateTime> starts = new Course(FIRST, steps).starts();
        assertThat(starts.getFirst()).isEqualTo(FIRST);
        return IntStream.range(1, starts.size())
                .mapToObj(i -> ChronoUnit.DAYS.between(starts.get(i - 1), starts.get(i)))
                .toList();
    }

    @Test
    void theFirstVisitCountsToTheFirstStep() {
        assertThat(gaps(List.of(new Step(List.of(7), 3)))).containsExactly(7L, 7L);
    }

    @Test
    void aStepGoesOnFromTheLastVisitOfTheOneBefore() {
        assertThat(gaps(List.of(new Step(List.of(7), 2), new Step(List.of(28), 2))))
                .containsExactly(7L, 28L, 28L);
    }

    @Test
    void severalDistancesTakeTurns() {
        assertThat(gaps(List.of(new Step(List.of(3, 4), 5)))).containsExactly(3L, 4L, 3L, 4L);
    }

    @ParameterizedTest
    @CsvSource({
        "FR_01, CLOSER, 5, '3 4 3 4'",
        "FR_01, WIDER, 3, '7 7'",
        "FR_02, CLOSER, 6, '7 7 7 14 14'",
        "FR_02, WIDER, 6, '7 7 7 28 28'",
        "FR_02, WIDER, 2, '7'",
        "FR_03, CLOSER, 3, '14 14'",
        "FR_03, WIDER, 3, '28 28'",
        "FR_04, CLOSER, 3, '28 28'",
    })
    void aPlanComesAsOftenAsItsFactSays(CarePlan plan, Pace pace, int visits, String expected) {
        List<Step> steps = plan.steps(pace, visits);
        assertThat(gaps(steps))
                .containsExactlyElementsOf(
                        List.of(expected.split(" ")).stream().map(Long::valueOf).toList());
    }

    @Test
    void anAssessmentSoonIsNoCourse() {
        assertThat(CarePlan.of("FR-13")).isEmpty();
        assertThat(CarePlan.of("FR-02")).contains(CarePlan.FR_02);
    }
}
