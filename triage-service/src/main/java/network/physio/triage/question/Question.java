package network.physio.triage.question;

import static network.physio.triage.question.AnswerType.flag;
import static network.physio.triage.question.AnswerType.oneOf;
import static network.physio.triage.question.AnswerType.pastMoment;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every question, most urgent first. The words are in {@code wording/questions.properties}. */
public enum Question {
    BODY_REGION(oneOf(BodyRegions.all()), Needed.ALWAYS, Place.CONTEXT),
    AGE_BAND(oneOf("under-16", "16-17", "18-49", "50-64", "65-and-over"), Needed.ALWAYS, Place.CONTEXT),

    CHEST_PAIN(flag(), Needed.ALWAYS),
    COLLAPSE(flag(), Needed.ALWAYS),
    SUDDEN_SEVERE_PAIN(flag(), Needed.ALWAYS),
    MAJOR_TRAUMA(flag(), Needed.ALWAYS),
    SADDLE_NUMBNESS(flag(), Needed.ALWAYS),
    URINARY_RETENTION(flag(), Needed.ALWAYS),
    CONTROL_LOSS(flag(), Needed.ALWAYS),
    BLADDER_BOWEL_CHANGE(flag(), Needed.ALWAYS),
    BOTH_LEGS(flag(), Needed.ALWAYS),
    LEG_WEAKNESS(flag(), Needed.ALWAYS),
    WEAKNESS_GETTING_WORSE(flag(), Needed.UNLESS_LEG_WEAKNESS_IS_NO),
    SUSPECTED_THROMBOSIS(flag(), Needed.ALWAYS),
    FEVER(flag(), Needed.ALWAYS),

    REASON(oneOf("pain", "stress-tension", "maintenance", "after-treatment"), Needed.ALWAYS),
    SENSATION_LOSS(flag(), Needed.IN_A_REVIEWED_REGION),
    WEIGHT_LOSS(flag(), Needed.IN_A_REVIEWED_REGION),
    CANCER_NOW(flag(), Needed.IN_A_REVIEWED_REGION),
    CANCER_HISTORY(flag(), Needed.IN_A_REVIEWED_REGION),
    PREGNANCY(flag(), Needed.IN_A_REVIEWED_REGION),
    PREGNANCY_WARNING(flag(), Needed.UNLESS_PREGNANCY_IS_NO),
    FRACTURE(flag(), Needed.IN_A_REVIEWED_REGION),
    ANTICOAGULANTS(flag(), Needed.IN_A_REVIEWED_REGION),
    CLOTTING_DISORDER(flag(), Needed.IN_A_REVIEWED_REGION),
    RECENT_SURGERY(flag(), Needed.IN_A_REVIEWED_REGION),
    SKIN_INFECTION(flag(), Needed.IN_A_REVIEWED_REGION),
    LEG_NUMBNESS(flag(), Needed.IN_A_REVIEWED_REGION),
    SHOOTING_LEG_PAIN(flag(), Needed.IN_A_REVIEWED_REGION),
    DISC_BULGE(flag(), Needed.IN_A_REVIEWED_REGION),
    SCIATICA(flag(), Needed.IN_A_REVIEWED_REGION),
    SPINAL_STENOSIS(flag(), Needed.IN_A_REVIEWED_REGION),
    UNDIAGNOSED(flag(), Needed.IN_A_REVIEWED_REGION_WITH_PAIN),
    NO_BETTER_WITH_CARE(flag(), Needed.IN_A_REVIEWED_REGION_WITH_PAIN),
    RECENT_INJURY(flag(), Needed.IN_A_REVIEWED_REGION),
    ONSET_AT(pastMoment(), Needed.IN_A_REVIEWED_REGION_WITH_PAIN, Place.CONTEXT),
    INJURY_AT(pastMoment(), Needed.NEVER, Place.CONTEXT),
    SWELLING_OR_SHARP_PAIN(flag(), Needed.UNLESS_RECENT_INJURY_IS_NO),
    PULLED_MUSCLE(flag(), Needed.UNLESS_RECENT_INJURY_IS_NO),
    LAST_TREATMENT_AT(pastMoment(), Needed.AFTER_A_TREATMENT, Place.CONTEXT),
    SORENESS(oneOf("none", "mild", "strong", "sharp"), Needed.AFTER_A_TREATMENT),
    NIGHT_PAIN(flag(), Needed.NEVER),
    NERVE_DAMAGE(flag(), Needed.NEVER),
    STRETCH_HURTS(flag(), Needed.NEVER),
    TENSED_IN_MASSAGE(flag(), Needed.NEVER);

    /** Where in the request the answer goes. */
    public enum Place {
        ANSWERS,
        CONTEXT
    }

    @SuppressWarnings("ImmutableEnumChecker") // the types are records of immutable lists
    private final AnswerType type;

    private final Needed needed;
    private final Place place;

    Question(AnswerType type, Needed needed) {
        this(type, needed, Place.ANSWERS);
    }

    Question(AnswerType type, Needed needed, Place place) {
        this.type = type;
        this.needed = needed;
        this.place = place;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public AnswerType type() {
        return type;
    }

    public Needed needed() {
        return needed;
    }

    public Place place() {
        return place;
    }

    /** Where the answer goes in a new assessment. */
    public String pointer() {
        return switch (place) {
            case ANSWERS -> "/answers";
            case CONTEXT -> "/context/" + memberName();
        };
    }

    /** The code as the name of a JSON member: {@code onset-at} is {@code onsetAt}. */
    private String memberName() {
        var words = code().split("-", -1);
        var name = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return name.toString();
    }

    public static Optional<Question> of(String code) {
        return Arrays.stream(values())
                .filter(question -> question.code().equals(code))
                .findFirst();
    }
}
