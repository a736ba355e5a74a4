package network.physio.triage.rule;

import static network.physio.triage.disposition.Disposition.EMERGENCY_AMBULANCE;
import static network.physio.triage.disposition.Disposition.EMERGENCY_DEPARTMENT;
import static network.physio.triage.disposition.Disposition.MEDICAL_CLEARANCE;
import static network.physio.triage.disposition.Disposition.MEDICAL_SAME_DAY;
import static network.physio.triage.disposition.Disposition.PHYSIOTHERAPY_FIRST;
import static network.physio.triage.question.Question.*;
import static network.physio.triage.rule.Condition.allOf;
import static network.physio.triage.rule.Condition.anyOf;
import static network.physio.triage.rule.Condition.chose;
import static network.physio.triage.rule.Condition.unknown;
import static network.physio.triage.rule.Condition.yes;
import static network.physio.triage.rule.Condition.yesOrUnknown;
import static network.physio.triage.rule.Effect.advise;
import static network.physio.triage.rule.Effect.block;
import static network.physio.triage.rule.Effect.caution;
import static network.physio.triage.rule.Effect.direct;
import static network.physio.triage.rule.Hazard.BLEEDING;
import static network.physio.triage.rule.Hazard.BONE_HARMED;
import static network.physio.triage.rule.Hazard.CAUDA_EQUINA_MISSED;
import static network.physio.triage.rule.Hazard.OVER_TRIAGE;
import static network.physio.triage.rule.Hazard.PREGNANCY_HARMED;
import static network.physio.triage.rule.Hazard.SERIOUS_ILLNESS_MISSED;
import static network.physio.triage.rule.Hazard.VASCULAR_EMERGENCY_MISSED;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the network's own facts do not mention but no screening may leave out. Where each comes from: {@code ruleset/external-sources.properties}. */
final class ExternalFlags {
    private static final Condition FIFTY_OR_OLDER = chose(AGE_BAND, "50-64", "65-and-over");
    private static final Set<Technique> NOT_IN_PREGNANCY = EnumSet.of(
            Technique.DEEP_TISSUE,
            Technique.HOT_STONE,
            Technique.CROSS_FIBRE_FRICTION,
            Technique.INSTRUMENT_ASSISTED,
            Technique.MOBILISATION,
            Technique.DRY_NEEDLING);

    static final Rule CHEST_PAIN_NEEDS_AN_AMBULANCE = Rule.named("chest-pain")
            .cites("external:chest-pain")
            .against(VASCULAR_EMERGENCY_MISSED)
            .when(yes(CHEST_PAIN))
            .then(direct(EMERGENCY_AMBULANCE));

    static final Rule CHEST_PAIN_NOT_KNOWN_NEEDS_A_DOCTOR_TODAY = Rule.named("chest-pain-not-known")
            .cites("external:chest-pain")
            .against(VASCULAR_EMERGENCY_MISSED)
            .when(unknown(CHEST_PAIN))
            .then(direct(MEDICAL_SAME_DAY));

    static final Rule THE_AORTIC_PATTERN_NEEDS_AN_AMBULANCE = Rule.named("aortic-pattern")
            .cites("external:aortic-aneurysm-pattern")
            .against(VASCULAR_EMERGENCY_MISSED)
            .when(allOf(yes(SUDDEN_SEVERE_PAIN), anyOf(yes(COLLAPSE), FIFTY_OR_OLDER)))
            .then(direct(EMERGENCY_AMBULANCE));

    static final Rule PART_OF_THE_AORTIC_PATTERN_IS_AN_EMERGENCY = Rule.named("aortic-pattern-in-part")
            .cites("external:aortic-aneurysm-pattern")
            .against(VASCULAR_EMERGENCY_MISSED)
            .when(anyOf(yes(COLLAPSE), allOf(yes(SUDDEN_SEVERE_PAIN), unknown(COLLAPSE))))
            .then(direct(EMERGENCY_DEPARTMENT));

    static final Rule SUDDEN_SEVERE_PAIN_NEEDS_A_DOCTOR_TODAY = Rule.named("sudden-severe-pain")
            .cites("external:aortic-aneurysm-pattern")
            .against(VASCULAR_EMERGENCY_MISSED)
            .when(anyOf(yes(SUDDEN_SEVERE_PAIN), allOf(unknown(SUDDEN_SEVERE_PAIN), FIFTY_OR_OLDER)))
            .then(direct(MEDICAL_SAME_DAY));

    static final Rule THE_AORTIC_PATTERN_NOT_KNOWN_NEEDS_A_DOCTOR = Rule.named("aortic-pattern-not-known")
            .cites("external:aortic-aneurysm-pattern")
            .against(VASCULAR_EMERGENCY_MISSED)
            .when(anyOf(unknown(SUDDEN_SEVERE_PAIN), unknown(COLLAPSE)))
            .then(direct(MEDICAL_CLEARANCE));

    static final Rule MAJOR_TRAUMA_IS_AN_EMERGENCY = Rule.named("major-trauma")
            .cites("external:major-trauma")
            .against(BONE_HARMED)
            .when(yes(MAJOR_TRAUMA))
            .then(direct(EMERGENCY_DEPARTMENT));

    static final Rule MAJOR_TRAUMA_NOT_KNOWN_NEEDS_A_DOCTOR_TODAY = Rule.named("major-trauma-not-known")
            .cites("external:major-trauma")
            .against(BONE_HARMED)
            .when(unknown(MAJOR_TRAUMA))
            .then(direct(MEDICAL_SAME_DAY));

    static final Rule SADDLE_NUMBNESS_IS_AN_EMERGENCY = Rule.named("saddle-numbness")
            .cites("external:saddle-numbness", "RF-02")
            .against(CAUDA_EQUINA_MISSED)
            .when(yes(SADDLE_NUMBNESS))
            .then(direct(EMERGENCY_DEPARTMENT));

    static final Rule SADDLE_NUMBNESS_NOT_KNOWN_NEEDS_A_DOCTOR_TODAY = Rule.named("saddle-numbness-not-known")
            .cites("external:saddle-numbness", "RF-02")
            .against(CAUDA_EQUINA_MISSED)
            .when(unknown(SADDLE_NUMBNESS))
            .then(direct(MEDICAL_SAME_DAY));

    static final Rule URINARY_RETENTION_IS_AN_EMERGENCY = Rule.named("urinary-retention")
            .cites("external:urinary-retention", "RF-03")
            .against(CAUDA_EQUINA_MISSED)
            .when(yes(URINARY_RETENTION))
            .then(direct(EMERGENCY_DEPARTMENT));

    static final Rule URINARY_RETENTION_NOT_KNOWN_NEEDS_A_DOCTOR_TODAY = Rule.named("urinary-retention-not-known")
            .cites("external:urinary-retention", "RF-03")
            .against(CAUDA_EQUINA_MISSED)
            .when(unknown(URINARY_RETENTION))
            .then(direct(MEDICAL_SAME_DAY));

    static final Rule SUSPECTED_THROMBOSIS_NEEDS_A_DOCTOR_TODAY = Rule.named("suspected-thrombosis")
            .cites("external:suspected-thrombosis")
            .against(VASCULAR_EMERGENCY_MISSED)
            .when(yes(SUSPECTED_THROMBOSIS))
            .then(direct(MEDICAL_SAME_DAY), block(Technique.all()));

    static final Rule SUSPECTED_THROMBOSIS_NOT_KNOWN_NEEDS_A_DOCTOR = Rule.named("suspected-thrombosis-not-known")
            .cites("external:suspected-thrombosis")
            .against(VASCULAR_EMERGENCY_MISSED)
            .when(unknown(SUSPECTED_THROMBOSIS))
            .then(direct(MEDICAL_CLEARANCE), block(Technique.all()));

    static final Rule BLOOD_THINNERS_NEED_CLEARANCE = Rule.named("anticoagulants")
            .cites("external:anticoagulants", "CI-03")
            .against(BLEEDING)
            .when(yes(ANTICOAGULANTS))
            .then(direct(MEDICAL_CLEARANCE), block(Technique.firm()));

    static final Rule BLOOD_THINNERS_NOT_KNOWN_NEED_ASSESSMENT = Rule.named("anticoagulants-not-known")
            .cites("external:anticoagulants", "CI-03")
            .against(BLEEDING)
            .when(unknown(ANTICOAGULANTS))
            .then(direct(PHYSIOTHERAPY_FIRST), block(Technique.firm()));

    static final Rule CANCER_BEFORE_NEEDS_CLEARANCE = Rule.named("cancer-history")
            .cites("external:cancer-history", "CI-07")
            .against(SERIOUS_ILLNESS_MISSED)
            .when(yes(CANCER_HISTORY))
            .then(direct(MEDICAL_CLEARANCE));

    static final Rule CANCER_BEFORE_NOT_KNOWN_NEEDS_ASSESSMENT = Rule.named("cancer-history-not-known")
            .cites("external:cancer-history", "CI-07")
            .against(SERIOUS_ILLNESS_MISSED)
            .when(unknown(CANCER_HISTORY))
            .then(direct(PHYSIOTHERAPY_FIRST));

    static final Rule CANCER_WITH_A_SECOND_SIGN_NEEDS_A_DOCTOR_TODAY = Rule.named("cancer-with-second-sign")
            .cites("external:cancer-history", "external:flag-combinations", "RF-06")
            .against(SERIOUS_ILLNESS_MISSED)
            .when(allOf(
                    anyOf(yes(CANCER_HISTORY), yes(CANCER_NOW)), anyOf(yes(NIGHT_PAIN), yes(WEIGHT_LOSS), yes(FEVER))))
            .then(direct(MEDICAL_SAME_DAY));

    // common in ordinary back pain: alone it must not send anybody to a doctor
    static final Rule NIGHT_PAIN_ALONE_IS_ONLY_NOTED = Rule.named("night-pain")
            .cites("external:flag-combinations")
            .against(OVER_TRIAGE)
            .when(yesOrUnknown(NIGHT_PAIN))
            .then(advise("tell-about-night-pain"));

    static final Rule PREGNANCY_NEEDS_ASSESSMENT = Rule.named("pregnancy")
            .cites("external:pregnancy")
            .against(PREGNANCY_HARMED)
            .when(yes(PREGNANCY))
            .then(direct(PHYSIOTHERAPY_FIRST), block(NOT_IN_PREGNANCY));

    static final Rule PREGNANCY_NOT_KNOWN_NEEDS_ASSESSMENT = Rule.named("pregnancy-not-known")
            .cites("external:pregnancy")
            .against(PREGNANCY_HARMED)
            .when(unknown(PREGNANCY))
            .then(direct(PHYSIOTHERAPY_FIRST), block(NOT_IN_PREGNANCY));

    static final Rule PREGNANCY_WARNING_IS_AN_EMERGENCY = Rule.named("pregnancy-warning")
            .cites("external:pregnancy")
            .against(PREGNANCY_HARMED)
            .when(yes(PREGNANCY_WARNING))
            .then(direct(EMERGENCY_DEPARTMENT));

    static final Rule PREGNANCY_WARNING_NOT_KNOWN_NEEDS_A_DOCTOR_TODAY = Rule.named("pregnancy-warning-not-known")
            .cites("external:pregnancy")
            .against(PREGNANCY_HARMED)
            .when(unknown(PREGNANCY_WARNING))
            .then(direct(MEDICAL_SAME_DAY));

    static final Rule A_CHILD_IS_ASSESSED_FIRST = Rule.named("under-sixteen")
            .cites("external:age-extremes")
            .against(SERIOUS_ILLNESS_MISSED)
            .when(chose(AGE_BAND, "under-16"))
            .then(direct(PHYSIOTHERAPY_FIRST), caution(Technique.firm()));

    static final List<Rule> ALL = List.of(
            CHEST_PAIN_NEEDS_AN_AMBULANCE,
            THE_AORTIC_PATTERN_NEEDS_AN_AMBULANCE,
            PART_OF_THE_AORTIC_PATTERN_IS_AN_EMERGENCY,
            MAJOR_TRAUMA_IS_AN_EMERGENCY,
            SADDLE_NUMBNESS_IS_AN_EMERGENCY,
            URINARY_RETENTION_IS_AN_EMERGENCY,
            PREGNANCY_WARNING_IS_AN_EMERGENCY,
            CHEST_PAIN_NOT_KNOWN_NEEDS_A_DOCTOR_TODAY,
            SUDDEN_SEVERE_PAIN_NEEDS_A_DOCTOR_TODAY,
            MAJOR_TRAUMA_NOT_KNOWN_NEEDS_A_DOCTOR_TODAY,
            SADDLE_NUMBNESS_NOT_KNOWN_NEEDS_A_DOCTOR_TODAY,
            URINARY_RETENTION_NOT_KNOWN_NEEDS_A_DOCTOR_TODAY,
            SUSPECTED_THROMBOSIS_NEEDS_A_DOCTOR_TODAY,
            CANCER_WITH_A_SECOND_SIGN_NEEDS_A_DOCTOR_TODAY,
            PREGNANCY_WARNING_NOT_KNOWN_NEEDS_A_DOCTOR_TODAY,
            THE_AORTIC_PATTERN_NOT_KNOWN_NEEDS_A_DOCTOR,
            SUSPECTED_THROMBOSIS_NOT_KNOWN_NEEDS_A_DOCTOR,
            BLOOD_THINNERS_NEED_CLEARANCE,
            CANCER_BEFORE_NEEDS_CLEARANCE,
            BLOOD_THINNERS_NOT_KNOWN_NEED_ASSESSMENT,
            CANCER_BEFORE_NOT_KNOWN_NEEDS_ASSESSMENT,
            PREGNANCY_NEEDS_ASSESSMENT,
            PREGNANCY_NOT_KNOWN_NEEDS_ASSESSMENT,
            A_CHILD_IS_ASSESSED_FIRST,
            NIGHT_PAIN_ALONE_IS_ONLY_NOTED);

    private ExternalFlags() {}
}
