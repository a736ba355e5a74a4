package network.physio.triage.rule;

import static network.physio.triage.disposition.Disposition.MASSAGE_SUITABLE;
import static network.physio.triage.disposition.Disposition.PHYSIOTHERAPY_FIRST;
import static network.physio.triage.disposition.Disposition.SELF_CARE;
import static network.physio.triage.question.Question.*;
import static network.physio.triage.rule.Condition.ago;
import static network.physio.triage.rule.Condition.allOf;
import static network.physio.triage.rule.Condition.chose;
import static network.physio.triage.rule.Condition.noDate;
import static network.physio.triage.rule.Effect.advise;
import static network.physio.triage.rule.Effect.block;
import static network.physio.triage.rule.Effect.caution;
import static network.physio.triage.rule.Effect.direct;
import static network.physio.triage.rule.Effect.lengths;
import static network.physio.triage.rule.Effect.phase;
import static network.physio.triage.rule.Effect.plan;
import static network.physio.triage.rule.Effect.suggest;
import static network.physio.triage.rule.Hazard.CAUSE_NEVER_ASSESSED;
import static network.physio.triage.rule.Hazard.FRESH_TISSUE_HARMED;
import static network.physio.triage.rule.Hazard.HARM_AFTER_TREATMENT_MISSED;
import static network.physio.triage.rule.Hazard.OVER_TRIAGE;

import java.time.Duration;
import java.util.List;
import network.physio.triage.question.BodyRegions;
import network.physio.triage.rule.Condition.Bound;

/** What is fitting once nothing stands against it: by phase, by reason, and after a treatment. */
final class CarePlans {
    private static final Duration ACUTE = Duration.ofDays(28);
    // 12 weeks
    private static final Duration SUBACUTE = Duration.ofDays(84);
    // AF-01, AF-02: soreness that is mild and gone by then is normal
    private static final Duration NORMAL_SORENESS = Duration.ofDays(2);

    private static final Condition PAIN = chose(REASON, "pain");

    static final Rule A_REGION_WITHOUT_A_REVIEWED_PATHWAY_IS_ASSESSED = Rule.named("region-not-reviewed")
            .cites("external:reviewed-pathways")
            .against(CAUSE_NEVER_ASSESSED)
            .when(chose(BODY_REGION, BodyRegions.withoutReviewedPathway()))
            .then(direct(PHYSIOTHERAPY_FIRST));

    static final Rule ACUTE_PAIN_IS_TREATED_GENTLY = Rule.named("acute-pain")
            .cites("PH-01", "FR-01", "FR-06")
            .against(FRESH_TISSUE_HARMED)
            .when(allOf(PAIN, ago(ONSET_AT, Bound.LESS_THAN, ACUTE)))
            .then(
                    direct(MASSAGE_SUITABLE),
                    phase(Phase.ACUTE),
                    caution(Technique.firm()),
                    suggest(Technique.SWEDISH),
                    lengths(30, 45),
                    plan("FR-01"),
                    advise("keep-moving", "change-position", "avoid-heavy-lifting", "soreness-fades"));

    static final Rule SUBACUTE_PAIN_IS_TREATED_AS_ACUTE = Rule.named("subacute-pain")
            .cites("PH-02", "FR-01", "FR-06")
            .against(FRESH_TISSUE_HARMED)
            .when(allOf(PAIN, ago(ONSET_AT, Bound.AT_LEAST, ACUTE), ago(ONSET_AT, Bound.AT_MOST, SUBACUTE)))
            .then(
                    direct(MASSAGE_SUITABLE),
                    phase(Phase.SUBACUTE),
                    caution(Technique.DEEP_TISSUE, Technique.SPORTS_MASSAGE),
                    suggest(Technique.SWEDISH, Technique.MYOFASCIAL_RELEASE),
                    plan("FR-01"),
                    advise("keep-moving", "change-position", "gentle-stretching", "soreness-fades"));

    static final Rule CHRONIC_PAIN_IS_TREATED_IN_A_SERIES = Rule.named("chronic-pain")
            .cites("PH-03", "X-19", "FR-02", "X-12", "FR-06")
            .against(OVER_TRIAGE)
            .when(allOf(PAIN, ago(ONSET_AT, Bound.MORE_THAN, SUBACUTE)))
            .then(
                    direct(MASSAGE_SUITABLE),
                    phase(Phase.CHRONIC),
                    suggest(Technique.SWEDISH, Technique.DEEP_TISSUE, Technique.TRIGGER_POINT),
                    plan("FR-02"),
                    advise("keep-moving", "strengthen", "soreness-fades"));

    static final Rule PAIN_OF_UNKNOWN_AGE_IS_TREATED_GENTLY = Rule.named("pain-without-a-date")
            .cites("PH-01", "FR-01", "FR-06")
            .against(FRESH_TISSUE_HARMED)
            .when(allOf(PAIN, noDate(ONSET_AT)))
            .then(direct(MASSAGE_SUITABLE), caution(Technique.firm()), lengths(30, 45), plan("FR-01"));

    static final Rule STRESS_IS_TREATED_CALMLY = Rule.named("stress-tension")
            .cites("PH-04", "FR-04", "FR-06")
            .against(OVER_TRIAGE)
            .when(chose(REASON, "stress-tension"))
            .then(
                    direct(MASSAGE_SUITABLE),
                    suggest(Technique.SWEDISH, Technique.HOT_STONE),
                    plan("FR-04"),
                    advise("calm-time-after", "keep-moving", "soreness-fades"));

    static final Rule MAINTENANCE_IS_MONTHLY = Rule.named("maintenance")
            .cites("FR-03", "FR-06")
            .against(OVER_TRIAGE)
            .when(chose(REASON, "maintenance"))
            .then(
                    direct(MASSAGE_SUITABLE),
                    suggest(Technique.SWEDISH, Technique.SPORTS_MASSAGE),
                    plan("FR-03"),
                    advise("strengthen", "keep-moving", "soreness-fades"));

    static final Rule MILD_SORENESS_AFTER_TREATMENT_FADES = Rule.named("mild-soreness-after-treatment")
            .cites("AF-01", "AF-02", "AF-05")
            .against(OVER_TRIAGE)
            .when(chose(REASON, "after-treatment"))
            .then(direct(SELF_CARE), advise("soreness-care", "soreness-fades"));

    static final Rule SORENESS_THAT_LASTS_IS_ASSESSED = Rule.named("soreness-lasts-after-treatment")
            .cites("AF-02", "AF-04", "RF-11")
            .against(HARM_AFTER_TREATMENT_MISSED)
            .when(allOf(
                    chose(REASON, "after-treatment"),
                    chose(SORENESS, "mild", "strong"),
                    ago(LAST_TREATMENT_AT, Bound.MORE_THAN, NORMAL_SORENESS)))
            .then(direct(PHYSIOTHERAPY_FIRST), caution(Technique.firm()), advise("pressure-too-intense", "call-back"));

    static final Rule STRONG_SORENESS_IS_ASSESSED = Rule.named("strong-soreness-after-treatment")
            .cites("AF-04", "RF-11")
            .against(HARM_AFTER_TREATMENT_MISSED)
            .when(chose(SORENESS, "strong"))
            .then(direct(PHYSIOTHERAPY_FIRST), caution(Technique.firm()), advise("pressure-too-intense", "call-back"));

    static final Rule SHARP_PAIN_AFTER_TREATMENT_IS_ASSESSED = Rule.named("sharp-pain-after-treatment")
            .cites("RF-11", "AF-03")
            .against(HARM_AFTER_TREATMENT_MISSED)
            .when(chose(SORENESS, "sharp"))
            .then(direct(PHYSIOTHERAPY_FIRST), block(Technique.firm()), advise("no-more-massage-yet", "call-back"));

    static final List<Rule> ALL = List.of(
            A_REGION_WITHOUT_A_REVIEWED_PATHWAY_IS_ASSESSED,
            SHARP_PAIN_AFTER_TREATMENT_IS_ASSESSED,
            STRONG_SORENESS_IS_ASSESSED,
            SORENESS_THAT_LASTS_IS_ASSESSED,
            ACUTE_PAIN_IS_TREATED_GENTLY,
            SUBACUTE_PAIN_IS_TREATED_AS_ACUTE,
            CHRONIC_PAIN_IS_TREATED_IN_A_SERIES,
            PAIN_OF_UNKNOWN_AGE_IS_TREATED_GENTLY,
            STRESS_IS_TREATED_CALMLY,
            MAINTENANCE_IS_MONTHLY,
            MILD_SORENESS_AFTER_TREATMENT_FADES);

    private CarePlans() {}
}
