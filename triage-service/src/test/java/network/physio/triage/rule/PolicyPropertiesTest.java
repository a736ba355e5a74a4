package network.physio.triage.rule;

import static network.physio.triage.rule.Answering.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import network.physio.triage.disposition.Disposition;
import network.physio.triage.question.Answer;
import network.physio.triage.question.AnswerType;
import network.physio.triage.question.Answers;
import network.physio.triage.question.Flag;
import network.physio.triage.question.Question;

/** What holds for every set of answers. */
class PolicyPropertiesTest {

    private static final List<Question> FLAGS = Arrays.stream(Question.values())
            .filter(question -> question.type() instanceof AnswerType.Flags)
            .toList();

    @Property(tries = 2000)
    void fromNoToUnknownToYesNeverLowersUrgencyNorFreesATechnique(
            @ForAll("answers") Answers answers, @ForAll("flags") Question flag) {
        Decision no = decided(answers, flag, Flag.NO);
        Decision unknown = decided(answers, flag, Flag.UNKNOWN);
        Decision yes = decided(answers, flag, Flag.YES);

        assertThat(unknown.disposition()).isGreaterThanOrEqualTo(no.disposition());
        assertThat(yes.disposition()).isGreaterThanOrEqualTo(unknown.disposition());
        assertThat(unknown.restrictions().blocked())
                .containsAll(no.restrictions().blocked());
        assertThat(yes.restrictions().blocked())
                .containsAll(unknown.restrictions().blocked());
    }

    @Property(tries = 2000)
    void answeringAQuestionThatWasOpenNeverLowersUrgency(
            @ForAll("answers") Answers answers, @ForAll("flags") Question flag, @ForAll Flag said) {
        Decision open = Policy.decide(Answering.without(answers, flag), NOW);
        assertThat(decided(answers, flag, said).disposition()).isGreaterThanOrEqualTo(open.disposition());
    }

    @Property(tries = 2000)
    void everySetOfAnswersHasAnOutcomeAndItIsAlwaysTheSame(@ForAll("answers") Answers answers) {
        Decision decision = Policy.decide(answers, NOW);
        assertThat(decision).isEqualTo(Policy.decide(answers, NOW));
        assertThat(decision.restrictions().blocked())
                .filteredOn(decision.restrictions().cautioned()::contains)
                .isEmpty();
        assertThat(decision.restrictions().lengths()).isNotEmpty();
        assertThat(decision.disposition()).isNotNull();
        assertThat(decision.complete()).isEqualTo(answers.missing().isEmpty());
    }

    @Property(tries = 500)
    void anUnknownRedFlagIsNeverReadAsNo(@ForAll("gatingFlags") Question flag) {
        Decision unknown = decided(Answering.wellOtherwise(), flag, Flag.UNKNOWN);
        assertThat(unknown.disposition()).isGreaterThan(Disposition.MASSAGE_SUITABLE);
    }

    @Property(tries = 500)
    void aRegionWithoutAReviewedPathwayNeverGetsMassage(
            @ForAll("answers") Answers answers, @ForAll("otherRegions") String region) {
        Answers elsewhere = answers.with(Question.BODY_REGION, new Answer.Chosen(region));
        assertThat(Policy.decide(elsewhere, NOW).disposition()).isGreaterThanOrEqualTo(Disposition.PHYSIOTHERAPY_FIRST);
    }

    @Provide
    Arbitrary<Question> flags() {
        return Arbitraries.of(FLAGS);
    }

    /** All flags but those which the facts say are not a reason to hold back care. */
    @Provide
    Arbitrary<Question> gatingFlags() {
        List<Question> onlyNoted = List.of(
                Question.NIGHT_PAIN,
                Question.NERVE_DAMAGE,
                Question.STRETCH_HURTS,
                Question.TENSED_IN_MASSAGE,
                Question.NO_BETTER_WITH_CARE,
                Question.RECENT_INJURY,
                Question.PULLED_MUSCLE,
                Question.SWELLING_OR_SHARP_PAIN);
        return Arbitraries.of(
                FLAGS.stream().filter(flag -> !onlyNoted.contains(flag)).toList());
    }

    @Provide
    Arbitrary<String> otherRegions() {
        return Arbitraries.of(network.physio.triage.question.BodyRegions.withoutReviewedPathway());
    }

    @Provide
    Arbitrary<Answers> answers() {
        Arbitrary<Question> questions = Arbitraries.of(Question.values());
        Arbitrary<Tuple2<Question, Answer>> pairs =
                questions.flatMap(question -> answerTo(question).map(answer -> Tuple.of(question, answer)));
        return pairs.list().ofMaxSize(60).map(list -> {
            Map<Question, Answer> given = new EnumMap<>(Question.class);
            list.forEach(pair -> given.put(pair.get1(), pair.get2()));
            return new Answers(given);
        });
    }

    private static Arbitrary<Answer> answerTo(Question question) {
        return switch (question.type()) {
            // mostly no, as in life: otherwise every case is an emergency and shows nothing
            case AnswerType.Flags flags ->
                Arbitraries.frequency(Tuple.of(8, Flag.NO), Tuple.of(1, Flag.UNKNOWN), Tuple.of(1, Flag.YES))
                        .map(Answer.Flagged::new);
            case AnswerType.OneOf(var options) -> Arbitraries.of(options).map(Answer.Chosen::new);
            case AnswerType.PastMoment moment ->
                Arbitraries.longs()
                        .between(0, Duration.ofDays(400).toMinutes())
                        .map(minutes -> new Answer.Moment(NOW.minus(Duration.ofMinutes(minutes))));
        };
    }

    private static Decision decided(Answers answers, Question flag, Flag said) {
        return Policy.decide(answers.with(flag, new Answer.Flagged(said)), NOW);
    }
}
