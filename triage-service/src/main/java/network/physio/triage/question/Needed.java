package network.physio.triage.question;

import static network.physio.triage.question.Question.BODY_REGION;
import static network.physio.triage.question.Question.LEG_WEAKNESS;
import static network.physio.triage.question.Question.PREGNANCY;
import static network.physio.triage.question.Question.REASON;
import static network.physio.triage.question.Question.RECENT_INJURY;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** When a question must be answered before there can be an outcome. */
public enum Needed {
    ALWAYS(answers -> true),
    IN_A_REVIEWED_REGION(Needed::reviewedRegion),
    IN_A_REVIEWED_REGION_WITH_PAIN(answers -> reviewedRegion(answers) && answers.chose(REASON, List.of("pain"))),
    UNLESS_LEG_WEAKNESS_IS_NO(answers -> answers.mayBe(LEG_WEAKNESS)),
    UNLESS_PREGNANCY_IS_NO(answers -> answers.mayBe(PREGNANCY)),
    UNLESS_RECENT_INJURY_IS_NO(answers -> answers.mayBe(RECENT_INJURY)),
    AFTER_A_TREATMENT(answers -> answers.chose(REASON, List.of("after-treatment"))),
    NEVER(answers -> false);

    @SuppressWarnings("ImmutableEnumChecker") // captures nothing
    private final Predicate<Answers> when;

    Needed(Predicate<Answers> when) {
        this.when = when;
    }

    boolean given(Answers answers) {
        return when.test(answers);
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean reviewedRegion(Answers answers) {
        return answers.chose(BODY_REGION, BodyRegions.reviewed());
    }
}
