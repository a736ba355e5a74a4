package network.physio.triage.rule;

import static network.physio.triage.rule.Answering.NOW;
import static network.physio.triage.rule.Answering.wellOtherwise;
import static network.physio.triage.rule.Answering.with;
import static network.physio.triage.rule.Answering.without;
import static org.assertj.core.api.Assertions.assertThat;

import network.physio.triage.disposition.Disposition;
import network.physio.triage.question.Answers;
import network.physio.triage.question.Question;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When there is no outcome yet. */
class MissingAnswersTest {

    @Test
    void withoutAnyAnswerTheUniversalQuestionsAreMissingMostUrgentFirst() {
        assertThat(Answers.none().missing())
                .startsWith(Question.BODY_REGION, Question.AGE_BAND, Question.CHEST_PAIN)
                .contains(Question.SADDLE_NUMBNESS, Question.REASON)
                .doesNotContain(Question.FRACTURE);
    }

    @Test
    void anotherRegionNeedsTheUniversalQuestionsOnly() {
        Answers answers = with(without(wellOtherwise(), Question.FRACTURE), "body-region=shoulder");
        assertThat(Policy.decide(answers, NOW).complete()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "leg-weakness=unknown, weakness-getting-worse",
        "pregnancy=yes, pregnancy-warning",
        "recent-injury=yes, pulled-muscle",
        "reason=after-treatment, soreness",
    })
    void someAnswersAskForAnother(String answer, String asked) {
        Question question = Question.of(asked).orElseThrow();
        assertThat(without(wellOtherwise(), question).missing()).isEmpty();
        assertThat(with(without(wellOtherwise(), question), answer).missing()).contains(question);
    }

    @Test
    void anEmergencyIsSaidEvenWhileOtherAnswersAreMissing() {
        Decision decision = Policy.decide(with(Answers.none(), "saddle-numbness=yes"), NOW);
        assertThat(decision.complete()).isFalse();
        assertThat(decision.said()).contains(Disposition.EMERGENCY_DEPARTMENT);
    }

    @Test
    void nothingElseIsSaidWhileAnswersAreMissing() {
        assertThat(Policy.decide(with(Answers.none(), "disc-bulge=yes"), NOW).said())
                .isEmpty();
    }
}
