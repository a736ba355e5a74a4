package network.physio.triage.rule;

import static network.physio.triage.disposition.Disposition.MEDICAL_CLEARANCE;
import static network.physio.triage.disposition.Disposition.PHYSIOTHERAPY_FIRST;
import static network.physio.triage.question.Question.*;
import static network.physio.triage.rule.Condition.ago;
import static network.physio.triage.rule.Condition.allOf;
import static network.physio.triage.rule.Condition.always;
import static network.physio.triage.rule.Condition.anyOf;
import static network.physio.triage.rule.Condition.noDate;
import static network.physio.triage.rule.Condition.unknown;
import static network.physio.triage.rule.Condition.yes;
import static network.physio.triage.rule.Condition.yesOrUnknown;
import static network.physio.triage.rule.Effect.advise;
import static network.physio.triage.rule.Effect.block;
import static network.physio.triage.rule.Effect.caution;
import static network.physio.triage.rule.Effect.direct;
import static network.physio.triage.rule.Effect.lengths;
import static network.physio.triage.rule.Effect.noHandsOnFor;
import static network.physio.triage.rule.Hazard.BLEEDING;
import static network.physio.triage.rule.Hazard.BONE_HARMED;
import static network.physio.triage.rule.Hazard.FRESH_TISSUE_HARMED;
import static network.physio.triage.rule.Hazard.INFECTION_SPREAD;
import static network.physio.triage.rule.Hazard.NERVE_MADE_WORSE;
import static network.physio.triage.rule.Hazard.SERIOUS_ILLNESS_MISSED;

import java.time.Duration;
import java.util.List;
import network.physio.triage.rule.Condition.Bound;

/** CI-01 to CI-15: when massage waits, waits for a doctor, or is done more gently. CI-11 and CI-12 are red flags too and are cited there. */
final class Contraindications {
    // FR-11 says 24 to 48 hours; we take the longer
    private static final Duration FRESH = Duration.ofDays(2);
    // PH-01: acute ends where subacute starts
    private static final Duration ACUTE = Duration.ofDays(28);

    private static final Condition A_FRESH_INJURY = anyOf(
            ago(INJURY_AT, Bound.LESS_THAN, FRESH),
            allOf(noDate(INJURY_AT), ago(ONSET_AT, Bound.LESS_THAN, FRESH)),
            allOf(noDate(INJURY_AT), noDate(ONSET_AT)));

    private static final Condition AN_ACUTE_INJURY_PAST_THE_FIRST_HOURS = anyOf(
            allOf(ago(INJURY_AT, Bound.AT_LEAST, FRESH), ago(INJURY_AT, Bound.LESS_THAN, ACUTE)),
            allOf(
                    noDate(INJURY_AT),
                    ago(ONSET_AT, Bound.AT_LEAST, FRESH),
                    ago(ONSET_AT, Bound.LESS_THAN, ACUTE),
                    yesOrUnknown(RECENT_INJURY)));

    static final Rule A_FRESH_INJURY_WAITS = Rule.named("fresh-injury")
            .cites("CI-01", "FR-11", "PH-05", "X-08")
            .against(FRESH_TISSUE_HARMED)
            .when(anyOf(ago(INJURY_AT, Bound.LESS_THAN, FRESH), allOf(yesOrUnknown(RECENT_INJURY), A_FRESH_INJURY)))
            .then(noHandsOnFor(FRESH, INJURY_AT, ONSET_AT), advise("fresh-injury-care"));

    static final Rule A_SWOLLEN_FRESH_INJURY_IS_ASSESSED = Rule.named("fresh-injury-swollen")
            .cites("CI-01", "X-08")
            .against(FRESH_TISSUE_HARMED)
            .when(allOf(yesOrUnknown(SWELLING_OR_SHARP_PAIN), A_FRESH_INJURY))
            .then(direct(PHYSIOTHERAPY_FIRST), noHandsOnFor(FRESH, INJURY_AT, ONSET_AT), advise("fresh-injury-care"));

    static final Rule A_PULLED_MUSCLE_WAITS = Rule.named("pulled-muscle")
            .cites("CI-02", "X-08")
            .against(FRESH_TISSUE_HARMED)
            .when(allOf(yesOrUnknown(PULLED_MUSCLE), A_FRESH_INJURY))
            .then(
                    noHandsOnFor(FRESH, INJURY_AT, ONSET_AT),
                    block(Technique.DEEP_TISSUE, Technique.SPORTS_MASSAGE),
                    advise("fresh-injury-care"));

    static final Rule A_CLOTTING_DISORDER_NEEDS_CLEARANCE = Rule.named("clotting-disorder")
            .cites("CI-03")
            .against(BLEEDING)
            .when(yes(CLOTTING_DISORDER))
            .then(direct(MEDICAL_CLEARANCE), block(Technique.firm()));

    static final Rule A_CLOTTING_DISORDER_NOT_KNOWN_NEEDS_ASSESSMENT = Rule.named("clotting-disorder-not-known")
            .cites("CI-03")
            .against(BLEEDING)
            .when(unknown(CLOTTING_DISORDER))
            .then(direct(PHYSIOTHERAPY_FIRST), caution(Technique.firm()));

    static final Rule A_SKIN_INFECTION_NEEDS_CLEARANCE = Rule.named("skin-infection")
            .cites("CI-04")
            .against(INFECTION_SPREAD)
            .when(yes(SKIN_INFECTION))
            .then(direct(MEDICAL_CLEARANCE), block(Technique.all()));

    static final Rule A_SKIN_INFECTION_NOT_KNOWN_NEEDS_ASSESSMENT = Rule.named("skin-infection-not-known")
            .cites("CI-04")
            .against(INFECTION_SPREAD)
            .when(unknown(SKIN_INFECTION))
            .then(direct(PHYSIOTHERAPY_FIRST));

    // the fact gives no number of weeks, so any operation that the patient calls recent needs a doctor's word
    static final Rule RECENT_SURGERY_NEEDS_CLEARANCE = Rule.named("recent-surgery")
            .cites("CI-05")
            .against(FRESH_TISSUE_HARMED)
            .when(yes(RECENT_SURGERY))
            .then(direct(MEDICAL_CLEARANCE));

    static final Rule RECENT_SURGERY_NOT_KNOWN_NEEDS_ASSESSMENT = Rule.named("recent-surgery-not-known")
            .cites("CI-05")
            .against(FRESH_TISSUE_HARMED)
            .when(unknown(RECENT_SURGERY))
            .then(direct(PHYSIOTHERAPY_FIRST));

    static final Rule A_FRACTURE_NEEDS_CLEARANCE = Rule.named("fracture")
            .cites("CI-06")
            .against(BONE_HARMED)
            .when(yes(FRACTURE))
            .then(direct(MEDICAL_CLEARANCE), block(Technique.all()));

    static final Rule A_FRACTURE_NOT_KNOWN_NEEDS_CLEARANCE = Rule.named("fracture-not-known")
            .cites("CI-06")
            .against(BONE_HARMED)
            .when(unknown(FRACTURE))
            .then(direct(MEDICAL_CLEARANCE));

    static final Rule CANCER_NEEDS_CLEARANCE = Rule.named("cancer-now")
            .cites("CI-07")
            .against(SERIOUS_ILLNESS_MISSED)
            .when(yes(CANCER_NOW))
            .then(direct(MEDICAL_CLEARANCE), block(Technique.firm()));

    static final Rule CANCER_NOT_KNOWN_NEEDS_CLEARANCE = Rule.named("cancer-now-not-known")
            .cites("CI-07")
            .against(SERIOUS_ILLNESS_MISSED)
            .when(unknown(CANCER_NOW))
            .then(direct(MEDICAL_CLEARANCE));

    static final Rule A_DISC_WITH_NERVE_SIGNS_IS_NOT_PRESSED = Rule.named("disc-with-nerve-signs")
            .cites("CI-08", "RF-10", "X-01", "X-13")
            .against(NERVE_MADE_WORSE)
            .when(allOf(
                    yesOrUnknown(DISC_BULGE),
                    anyOf(yes(SHOOTING_LEG_PAIN), yes(LEG_NUMBNESS), yes(SENSATION_LOSS), yes(LEG_WEAKNESS))))
            .then(direct(MEDICAL_CLEARANCE), block(Technique.firm()));

    static final Rule SCIATICA_NEEDS_CLEARANCE = Rule.named("sciatica")
            .cites("CI-09", "RF-10", "X-01")
            .against(NERVE_MADE_WORSE)
            .when(yes(SCIATICA))
            .then(direct(MEDICAL_CLEARANCE), block(Technique.DEEP_TISSUE), caution(Technique.firm()));

    static final Rule SCIATICA_NOT_KNOWN_NEEDS_ASSESSMENT = Rule.named("sciatica-not-known")
            .cites("CI-09")
            .against(NERVE_MADE_WORSE)
            .when(unknown(SCIATICA))
            .then(direct(PHYSIOTHERAPY_FIRST), caution(Technique.firm()));

    static final Rule STENOSIS_NEEDS_CLEARANCE = Rule.named("spinal-stenosis")
            .cites("CI-10", "RF-10", "X-01")
            .against(NERVE_MADE_WORSE)
            .when(yes(SPINAL_STENOSIS))
            .then(
                    direct(MEDICAL_CLEARANCE),
                    block(Technique.DEEP_TISSUE, Technique.MOBILISATION),
                    caution(Technique.firm()));

    static final Rule STENOSIS_NOT_KNOWN_NEEDS_ASSESSMENT = Rule.named("spinal-stenosis-not-known")
            .cites("CI-10")
            .against(NERVE_MADE_WORSE)
            .when(unknown(SPINAL_STENOSIS))
            .then(direct(PHYSIOTHERAPY_FIRST), caution(Technique.firm()));

    static final Rule AN_ACUTE_INJURY_IS_TREATED_LIGHTLY = Rule.named("acute-injury-lighter-touch")
            .cites("CI-13", "TE-02", "X-13")
            .against(FRESH_TISSUE_HARMED)
            .when(AN_ACUTE_INJURY_PAST_THE_FIRST_HOURS)
            .then(
                    block(Technique.DEEP_TISSUE, Technique.SPORTS_MASSAGE),
                    caution(Technique.firm()),
                    caution(Technique.HOT_STONE, Technique.REMEDIAL_MASSAGE),
                    lengths(30, 45));

    static final Rule PRESSURE_THAT_HURT_IS_LOWERED = Rule.named("pressure-hurt-before")
            .cites("CI-14", "X-17")
            .against(FRESH_TISSUE_HARMED)
            .when(yesOrUnknown(TENSED_IN_MASSAGE))
            .then(caution(Technique.firm()), advise("say-when-it-hurts"));

    static final Rule NO_HEAVY_LOAD_AFTER_MASSAGE = Rule.named("rest-after-massage")
            .cites("CI-15", "AF-07", "X-16")
            .against(FRESH_TISSUE_HARMED)
            .when(always())
            .then(advise("no-heavy-load-after"));

    static final List<Rule> ALL = List.of(
            A_FRACTURE_NEEDS_CLEARANCE,
            A_FRACTURE_NOT_KNOWN_NEEDS_CLEARANCE,
            CANCER_NEEDS_CLEARANCE,
            CANCER_NOT_KNOWN_NEEDS_CLEARANCE,
            A_CLOTTING_DISORDER_NEEDS_CLEARANCE,
            A_SKIN_INFECTION_NEEDS_CLEARANCE,
            RECENT_SURGERY_NEEDS_CLEARANCE,
            A_DISC_WITH_NERVE_SIGNS_IS_NOT_PRESSED,
            SCIATICA_NEEDS_CLEARANCE,
            STENOSIS_NEEDS_CLEARANCE,
            A_CLOTTING_DISORDER_NOT_KNOWN_NEEDS_ASSESSMENT,
            A_SKIN_INFECTION_NOT_KNOWN_NEEDS_ASSESSMENT,
            RECENT_SURGERY_NOT_KNOWN_NEEDS_ASSESSMENT,
            SCIATICA_NOT_KNOWN_NEEDS_ASSESSMENT,
            STENOSIS_NOT_KNOWN_NEEDS_ASSESSMENT,
            A_SWOLLEN_FRESH_INJURY_IS_ASSESSED,
            A_FRESH_INJURY_WAITS,
            A_PULLED_MUSCLE_WAITS,
            AN_ACUTE_INJURY_IS_TREATED_LIGHTLY,
            PRESSURE_THAT_HURT_IS_LOWERED,
            NO_HEAVY_LOAD_AFTER_MASSAGE);

    private Contraindications() {}
}
