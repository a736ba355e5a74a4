package network.physio.triage.rule;

import static network.physio.triage.rule.Answering.NOW;
import static network.physio.triage.rule.Answering.wellOtherwise;
import static network.physio.triage.rule.Answering.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import network.physio.triage.disposition.Disposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Phase, lengths, plan and gentleness of what is left when nothing stands against care. */
class CarePlanTest {

    @ParameterizedTest
    @CsvSource({
        "onset-at=-1d,   ACUTE,    FR-01, 30 45",
        "onset-at=-27d,  ACUTE,    FR-01, 30 45",
        "onset-at=-28d,  SUBACUTE, FR-01, 30 45 60",
        "onset-at=-84d,  SUBACUTE, FR-01, 30 45 60",
        "onset-at=-85d,  CHRONIC,  FR-02, 30 45 60",
        "reason=stress-tension, ,  FR-04, 30 45 60",
        "reason=maintenance, ,     FR-03, 30 45 60",
        "undiagnosed=yes, CHRONIC, FR-13, 30 45 60",
    })
    void phaseLengthsAndPlanFollowFromTheStart(String answers, Phase phase, String plan, String lengths) {
        Decision decision = Policy.decide(with(wellOtherwise(), answers), NOW);
        assertThat(decision.phase()).isEqualTo(phase);
        assertThat(decision.restrictions().plan()).isEqualTo(plan);
        assertThat(decision.restrictions().lengths())
                .isEqualTo(
                        Arrays.stream(lengths.split(" ")).map(Integer::valueOf).toList());
    }

    @Test
    void freshPainIsTreatedGently() {
        Decision decision = Policy.decide(with(wellOtherwise(), "onset-at=-5d"), NOW);
        assertThat(decision.restrictions().blocked()).isEmpty();
        assertThat(decision.restrictions().cautioned()).contains("TE-02", "TE-03");
        assertThat(decision.suggested()).containsExactly(Technique.SWEDISH);
    }

    @Test
    void anEarlierOutcomeThatHoldsWithholdsMore() {
        Restrictions held = Policy.decide(wellOtherwise(), NOW).heldTo(Disposition.MEDICAL_CLEARANCE);
        assertThat(held.blocked()).hasSize(Technique.values().length);
        assertThat(held.plan()).isNull();
    }

    @Test
    void theRulesAreTextThatDoesNotChangeByItself() {
        assertThat(Policy.text())
                .isEqualTo(Policy.text())
                .contains("rule saddle-numbness\n  cites external:saddle-numbness, RF-02\n")
                .contains("  when saddle-numbness = yes\n  then direct to EMERGENCY_DEPARTMENT\n")
                .contains("region lower-back reviewed\n")
                .contains("question fever flag [yes, no, unknown] needed always\n");
    }
}
