package network.physio.triage.rule;

import static network.physio.triage.disposition.Disposition.EMERGENCY_DEPARTMENT;
import static network.physio.triage.disposition.Disposition.MEDICAL_CLEARANCE;
import static network.physio.triage.disposition.Disposition.MEDICAL_SAME_DAY;
import static network.physio.triage.disposition.Disposition.PHYSIOTHERAPY_FIRST;
import static network.physio.triage.question.Question.*;
import static network.physio.triage.rule.Condition.ago;
import static network.physio.triage.rule.Condition.allOf;
import static network.physio.triage.rule.Condition.anyOf;
import static network.physio.triage.rule.Condition.unknown;
import static network.physio.triage.rule.Condition.yes;
import static network.physio.triage.rule.Condition.yesOrUnknown;
import static network.physio.triage.rule.Effect.advise;
import static network.physio.triage.rule.Effect.block;
import static network.physio.triage.rule.Effect.caution;
import static network.physio.triage.rule.Effect.direct;
import static network.physio.triage.rule.Hazard.CAUDA_EQUINA_MISSED;
import static network.physio.triage.rule.Hazard.CAUSE_NEVER_ASSESSED;
import static network.physio.triage.rule.Hazard.NERVE_MADE_WORSE;
import static network.physio.triage.rule.Hazard.OVER_TRIAGE;
import static network.physio.triage.rule.Hazard.SERIOUS_ILLNESS_MISSED;

import java.time.Duration;
import java.util.List;
import network.physio.triage.rule.Condition.Bound;

/** RF-01 to RF-14, in their strictest reading. */
final class RedFlags {
    // "many months" in RF-12; the facts give no number
    private static final Duration MANY_MONTHS = Duration.ofDays(180);

    static final Rule LEG_WEAKNESS_NEEDS_A_DOCTOR_TODAY = Rule.named("leg-weakness")
            .cites("RF-01")
            .against(CAUDA_EQUINA_MISSED)
            .when(yes(LEG_WEAKNESS))
            .then(direct(MEDICAL_SAME_DAY));

    static final Rule LEG_WEAKNESS_NOT_KNOWN_NEEDS_A_DOCTOR = Rule.named("leg-weakness-not-known")
            .cites("RF-01")
            .against(CAUDA_EQUINA_MISSED)
            .when(unknown(LEG_WEAKNESS))
            .then(direct(MEDICAL_CLEARANCE));

    static final Rule NEW_OR_GROWING_WEAKNESS_IS_AN_EMERGENCY = Rule.named("leg-weakness-getting-worse")
            .cites("RF-01")
            .against(CAUDA_EQUINA_MISSED)
            .when(yes(WEAKNESS_GETTING_WORSE))
            .then(direct(EMERGENCY_DEPARTMENT));

    static final Rule WEAKNESS_WITHOUT_A_KNOWN_COURSE_NEEDS_A_DOCTOR_TODAY = Rule.named("leg-weakness-course-not-known")
            .cites("RF-01")
            .against(CAUDA_EQUINA_MISSED)
            .when(unknown(WEAKNESS_GETTING_WORSE))
            .then(direct(MEDICAL_SAME_DAY));

    static final Rule WEAKNESS_WITH_LOST_FEELING_OR_BLADDER_CHANGE_IS_AN_EMERGENCY = Rule.named(
                    "cauda-equina-combination")
            .cites("RF-01", "RF-02", "RF-03")
            .against(CAUDA_EQUINA_MISSED)
            .when(allOf(yes(LEG_WEAKNESS), anyOf(yes(SENSATION_LOSS), yes(BLADDER_BOWEL_CHANGE))))
            .then(direct(EMERGENCY_DEPARTMENT));

    static final Rule BOTH_LEGS_IS_AN_EMERGENCY = Rule.named("both-legs")
            .cites("RF-01", "RF-02", "external:bilateral-sciatica")
            .against(CAUDA_EQUINA_MISSED)
            .when(yes(BOTH_LEGS))
            .then(direct(EMERGENCY_DEPARTMENT));

    static final Rule BOTH_LEGS_NOT_KNOWN_NEEDS_A_DOCTOR = Rule.named("both-legs-not-known")
            .cites("RF-01", "RF-02", "external:bilateral-sciatica")
            .against(CAUDA_EQUINA_MISSED)
            .when(unknown(BOTH_LEGS))
            .then(direct(MEDICAL_CLEARANCE));

    static final Rule LOST_FEELING_NEEDS_A_DOCTOR_TODAY = Rule.named("sensation-loss")
            .cites("RF-02")
            .against(CAUDA_EQUINA_MISSED)
            .when(yes(SENSATION_LOSS))
            .then(direct(MEDICAL_SAME_DAY));

    static final Rule LOST_FEELING_NOT_KNOWN_NEEDS_A_DOCTOR = Rule.named("sensation-loss-not-known")
            .cites("RF-02")
            .against(CAUDA_EQUINA_MISSED)
            .when(unknown(SENSATION_LOSS))
            .then(direct(MEDICAL_CLEARANCE));

    static final Rule BLADDER_OR_BOWEL_CHANGE_IS_AN_EMERGENCY = Rule.named("bladder-bowel-change")
            .cites("RF-03")
            .against(CAUDA_EQUINA_MISSED)
            .when(yes(BLADDER_BOWEL_CHANGE))
            .then(direct(EMERGENCY_DEPARTMENT));

    static final Rule BLADDER_OR_BOWEL_CHANGE_NOT_KNOWN_NEEDS_A_DOCTOR_TODAY = Rule.named(
                    "bladder-bowel-change-not-known")
            .cites("RF-03")
            .against(CAUDA_EQUINA_MISSED)
            .when(unknown(BLADDER_BOWEL_CHANGE))
            .then(direct(MEDICAL_SAME_DAY));

    static final Rule LOST_CONTROL_IS_AN_EMERGENCY = Rule.named("control-loss")
            .cites("RF-04", "CI-11")
            .against(CAUDA_EQUINA_MISSED)
            .when(yes(CONTROL_LOSS))
            .then(direct(EMERGENCY_DEPARTMENT));

    static final Rule LOST_CONTROL_NOT_KNOWN_NEEDS_A_DOCTOR_TODAY = Rule.named("control-loss-not-known")
            .cites("RF-04", "CI-11")
            .against(CAUDA_EQUINA_MISSED)
            .when(unknown(CONTROL_LOSS))
            .then(direct(MEDICAL_SAME_DAY));

    static final Rule FEVER_NEEDS_A_DOCTOR_TODAY = Rule.named("fever")
            .cites("RF-05", "CI-11")
            .against(SERIOUS_ILLNESS_MISSED)
            .when(yes(FEVER))
            .then(direct(MEDICAL_SAME_DAY));

    static final Rule FEVER_NOT_KNOWN_NEEDS_A_DOCTOR = Rule.named("fever-not-known")
            .cites("RF-05")
            .against(SERIOUS_ILLNESS_MISSED)
            .when(unknown(FEVER))
            .then(direct(MEDICAL_CLEARANCE));

    // the fact asks for 24 to 48 hours; of our time frames only the same day keeps that
    static final Rule WEIGHT_LOSS_NEEDS_A_DOCTOR_TODAY = Rule.named("weight-loss")
            .cites("RF-06", "CI-11")
            .against(SERIOUS_ILLNESS_MISSED)
            .when(yes(WEIGHT_LOSS))
            .then(direct(MEDICAL_SAME_DAY));

    static final Rule WEIGHT_LOSS_NOT_KNOWN_NEEDS_A_DOCTOR = Rule.named("weight-loss-not-known")
            .cites("RF-06")
            .against(SERIOUS_ILLNESS_MISSED)
            .when(unknown(WEIGHT_LOSS))
            .then(direct(MEDICAL_CLEARANCE));

    static final Rule LEG_NUMBNESS_NEEDS_A_DOCTOR = Rule.named("leg-numbness")
            .cites("RF-07", "CI-12")
            .against(NERVE_MADE_WORSE)
            .when(yes(LEG_NUMBNESS))
            .then(direct(MEDICAL_CLEARANCE));

    static final Rule LEG_NUMBNESS_NOT_KNOWN_NEEDS_ASSESSMENT = Rule.named("leg-numbness-not-known")
            .cites("RF-07", "CI-12")
            .against(NERVE_MADE_WORSE)
            .when(unknown(LEG_NUMBNESS))
            .then(direct(PHYSIOTHERAPY_FIRST));

    static final Rule DISC_BULGE_NEEDS_CLEARANCE = Rule.named("disc-bulge")
            .cites("RF-08", "CI-08", "X-01")
            .against(NERVE_MADE_WORSE)
            .when(yes(DISC_BULGE))
            .then(direct(MEDICAL_CLEARANCE), block(Technique.DEEP_TISSUE, Technique.MOBILISATION));

    static final Rule DISC_BULGE_NOT_KNOWN_NEEDS_ASSESSMENT = Rule.named("disc-bulge-not-known")
            .cites("RF-08")
            .against(NERVE_MADE_WORSE)
            .when(unknown(DISC_BULGE))
            .then(direct(PHYSIOTHERAPY_FIRST), caution(Technique.firm()));

    static final Rule PAIN_WITHOUT_A_KNOWN_CAUSE_NEEDS_ASSESSMENT = Rule.named("undiagnosed")
            .cites("RF-09", "X-18")
            .against(CAUSE_NEVER_ASSESSED)
            .when(yesOrUnknown(UNDIAGNOSED))
            .then(direct(PHYSIOTHERAPY_FIRST));

    static final Rule PAIN_WITHOUT_A_KNOWN_CAUSE_AND_A_WARNING_SIGN_NEEDS_A_DOCTOR_TODAY = Rule.named(
                    "undiagnosed-with-warning-sign")
            .cites("RF-09", "RF-04", "RF-05", "RF-06", "CI-11")
            .against(SERIOUS_ILLNESS_MISSED)
            .when(allOf(yesOrUnknown(UNDIAGNOSED), anyOf(yes(CONTROL_LOSS), yes(FEVER), yes(WEIGHT_LOSS))))
            .then(direct(MEDICAL_SAME_DAY), block(Technique.all()));

    static final Rule SHOOTING_LEG_PAIN_NEEDS_CLEARANCE = Rule.named("shooting-leg-pain")
            .cites("RF-10", "X-01")
            .against(NERVE_MADE_WORSE)
            .when(yes(SHOOTING_LEG_PAIN))
            .then(
                    direct(MEDICAL_CLEARANCE),
                    block(Technique.DEEP_TISSUE, Technique.CROSS_FIBRE_FRICTION, Technique.MOBILISATION));

    static final Rule SHOOTING_LEG_PAIN_NOT_KNOWN_NEEDS_ASSESSMENT = Rule.named("shooting-leg-pain-not-known")
            .cites("RF-10")
            .against(NERVE_MADE_WORSE)
            .when(unknown(SHOOTING_LEG_PAIN))
            .then(direct(PHYSIOTHERAPY_FIRST), caution(Technique.firm()));

    static final Rule MANY_MONTHS_OR_NERVE_DAMAGE_MEANS_SLOWER_RECOVERY = Rule.named("slower-recovery")
            .cites("RF-12")
            .against(OVER_TRIAGE)
            .when(anyOf(yesOrUnknown(NERVE_DAMAGE), ago(ONSET_AT, Bound.AT_LEAST, MANY_MONTHS)))
            .then(advise("slower-recovery"));

    static final Rule CARE_THAT_DID_NOT_HELP_NEEDS_ANOTHER_LOOK = Rule.named("no-better-with-care")
            .cites("RF-13")
            .against(CAUSE_NEVER_ASSESSED)
            .when(yes(NO_BETTER_WITH_CARE))
            .then(direct(PHYSIOTHERAPY_FIRST), advise("ask-about-referral"));

    static final Rule CARE_OF_UNKNOWN_EFFECT_IS_WORTH_TELLING = Rule.named("care-effect-not-known")
            .cites("RF-13")
            .against(CAUSE_NEVER_ASSESSED)
            .when(unknown(NO_BETTER_WITH_CARE))
            .then(advise("ask-about-referral"));

    static final Rule A_STRETCH_THAT_HURTS_IS_STOPPED = Rule.named("stretch-hurts")
            .cites("RF-14", "SC-03")
            .against(Hazard.FRESH_TISSUE_HARMED)
            .when(yesOrUnknown(STRETCH_HURTS))
            .then(advise("stop-the-stretch"));

    static final List<Rule> ALL = List.of(
            NEW_OR_GROWING_WEAKNESS_IS_AN_EMERGENCY,
            WEAKNESS_WITH_LOST_FEELING_OR_BLADDER_CHANGE_IS_AN_EMERGENCY,
            BOTH_LEGS_IS_AN_EMERGENCY,
            LOST_CONTROL_IS_AN_EMERGENCY,
            BLADDER_OR_BOWEL_CHANGE_IS_AN_EMERGENCY,
            LEG_WEAKNESS_NEEDS_A_DOCTOR_TODAY,
            WEAKNESS_WITHOUT_A_KNOWN_COURSE_NEEDS_A_DOCTOR_TODAY,
            LOST_FEELING_NEEDS_A_DOCTOR_TODAY,
            LOST_CONTROL_NOT_KNOWN_NEEDS_A_DOCTOR_TODAY,
            BLADDER_OR_BOWEL_CHANGE_NOT_KNOWN_NEEDS_A_DOCTOR_TODAY,
            FEVER_NEEDS_A_DOCTOR_TODAY,
            WEIGHT_LOSS_NEEDS_A_DOCTOR_TODAY,
            PAIN_WITHOUT_A_KNOWN_CAUSE_AND_A_WARNING_SIGN_NEEDS_A_DOCTOR_TODAY,
            LEG_WEAKNESS_NOT_KNOWN_NEEDS_A_DOCTOR,
            BOTH_LEGS_NOT_KNOWN_NEEDS_A_DOCTOR,
            LOST_FEELING_NOT_KNOWN_NEEDS_A_DOCTOR,
            FEVER_NOT_KNOWN_NEEDS_A_DOCTOR,
            WEIGHT_LOSS_NOT_KNOWN_NEEDS_A_DOCTOR,
            LEG_NUMBNESS_NEEDS_A_DOCTOR,
            DISC_BULGE_NEEDS_CLEARANCE,
            SHOOTING_LEG_PAIN_NEEDS_CLEARANCE,
            LEG_NUMBNESS_NOT_KNOWN_NEEDS_ASSESSMENT,
            DISC_BULGE_NOT_KNOWN_NEEDS_ASSESSMENT,
            SHOOTING_LEG_PAIN_NOT_KNOWN_NEEDS_ASSESSMENT,
            PAIN_WITHOUT_A_KNOWN_CAUSE_NEEDS_ASSESSMENT,
            CARE_THAT_DID_NOT_HELP_NEEDS_ANOTHER_LOOK,
            CARE_OF_UNKNOWN_EFFECT_IS_WORTH_TELLING,
            MANY_MONTHS_OR_NERVE_DAMAGE_MEANS_SLOWER_RECOVERY,
            A_STRETCH_THAT_HURTS_IS_STOPPED);

    private RedFlags() {}
}
