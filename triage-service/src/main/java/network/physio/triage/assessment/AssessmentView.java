package network.physio.triage.assessment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.triage.disposition.Disposition;
import network.physio.triage.question.Question;
import network.physio.triage.rule.Decision;
import network.physio.triage.rule.Phase;
import network.physio.triage.rule.Restrictions;
import network.physio.triage.rule.Rule;
import network.physio.triage.rule.Technique;
import network.physio.triage.ruleset.Ruleset;
import network.physio.triage.wording.Wording;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An assessment as it is told, and as it is kept under its owner's key. */
@Schema(
        name = "Assessment",
        requiredProperties = {"id", "decidedAt", "outcome", "explanation"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AssessmentView(
        UUID id,
        Instant decidedAt,
        Outcome outcome,
        Explanation explanation,

        @Schema(
                description =
                        "Signed, opaque, for the body of a booking request; absent when the outcome allows no booking."
                                + " It must be used before bookBy.")
        @Nullable
        String screeningPass,

        @Schema(description = "Until when an appointment must be booked with the pass") @Nullable
        Instant bookBy,

        @Schema(
                description =
                        "Present when an earlier, more urgent outcome of the same person still holds and is told instead")
        @Nullable
        EarlierOutcome earlierOutcome) {

    @Schema(
            name = "Outcome",
            requiredProperties = {
                "status",
                "missing",
                "title",
                "text",
                "emergencyNumber",
                "suggested",
                "advice",
                "clinicalReview"
            })
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Outcome(
            @Schema(enumeration = {"complete", "incomplete"})
            String status,

            @Schema(
                    description =
                            "Codes of mandatory questions without an answer, most urgent first; empty when complete")
            List<String> missing,

            @Schema(
                    description =
                            "The outcome. In an incomplete assessment present only when the answers so far already need a"
                                    + " doctor today or an emergency service")
            @Nullable
            Disposition disposition,

            @Schema(description = "Short heading in plain words")
            String title,

            @Schema(description = "What to do, in plain words")
            String text,

            @Nullable TimeFrame timeFrame,

            @Schema(description = "The number to call in this country", examples = "000")
            String emergencyNumber,

            @Schema(
                    description = "How long it has hurt",
                    enumeration = {"acute", "subacute", "chronic"})
            @Nullable
            String phase,

            @Nullable RestrictionsView restrictions,

            @Schema(
                    description =
                            "Technique codes that people in this situation often choose; a preference, not a ranking")
            List<String> suggested,

            List<Advice> advice,

            @Schema(description = "`pending` until a clinician has signed the rules that decided")
            String clinicalReview) {}

    @Schema(
            name = "TimeFrame",
            requiredProperties = {"text"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TimeFrame(
            @Schema(examples = "Today") String text,

            @Schema(description = "The same in minutes; absent when there is no limit", examples = "1440") @Nullable
            Integer withinMinutes) {}

    @Schema(
            name = "Restrictions",
            requiredProperties = {"blocked", "cautioned", "lengths"},
            description = "What a booking has to keep")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RestrictionsView(
            @Schema(description = "Technique codes that must not be used", examples = "[\"TE-02\"]")
            List<String> blocked,

            @Schema(description = "Technique codes to be used gently", examples = "[\"TE-03\"]")
            List<String> cautioned,

            @Schema(description = "No hands-on care starts before it") @Nullable
            Instant notBefore,

            @Schema(description = "Allowed lengths of hands-on care, in minutes", examples = "[30, 45]")
            List<Integer> lengths,

            @Schema(description = "Code of the fitting series of visits", examples = "FR-01") @Nullable
            String plan) {

        static RestrictionsView of(Restrictions restrictions) {
            return new RestrictionsView(
                    restrictions.blocked(),
                    restrictions.cautioned(),
                    restrictions.notBefore(),
                    restrictions.lengths(),
                    restrictions.plan());
        }
    }

    @Schema(
            name = "Advice",
            requiredProperties = {"code", "text", "sources"})
    public record Advice(
            @Schema(examples = "keep-moving") String code,

            String text,

            @Schema(description = "Ids of the clinical facts it rests on", examples = "[\"SC-01\"]")
            List<String> sources) {

        static Advice of(String code) {
            String[] textAndSources = Wording.ADVICE.of(code).split("\\|", -1);
            return new Advice(code, textAndSources[0], List.of(textAndSources[1].split(" ", -1)));
        }
    }

    @Schema(
            name = "Explanation",
            requiredProperties = {"rules", "rulesetHash", "engineVersion", "notADiagnosis"})
    public record Explanation(
            @Schema(description = "The rules that fired, most urgent family first")
            List<FiredRule> rules,

            @Schema(description = "Hash of the rules that decided")
            String rulesetHash,

            String engineVersion,

            @Schema(description = "To be shown with every outcome")
            String notADiagnosis) {}

    @Schema(
            name = "FiredRule",
            requiredProperties = {"rule", "text", "hazard", "sources"})
    public record FiredRule(
            @Schema(examples = "fever") String rule,

            @Schema(description = "Why, in plain words") String text,

            @Schema(description = "The hazard that the rule guards against", examples = "HZ-02")
            String hazard,

            List<Source> sources) {

        static FiredRule of(Rule rule) {
            return new FiredRule(
                    rule.name(),
                    Wording.RULES.of(rule.name()),
                    rule.hazard().code(),
                    rule.sources().stream().map(Source::of).toList());
        }
    }

    @Schema(
            name = "Source",
            requiredProperties = {"id", "source"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Source(
            @Schema(examples = "RF-05") String id,

            @Schema(description = "`facts` for the network's own fact base, `external` for what it does not mention")
            String source,

            @Schema(description = "Where an external source can be read") @Nullable
            String reference) {

        private static final String EXTERNAL = "external:";

        static Source of(String id) {
            if (!id.startsWith(EXTERNAL)) {
                return new Source(id, "facts", null);
            }
            String name = id.substring(EXTERNAL.length());
            return new Source(name, "external", Wording.EXTERNAL_SOURCES.of(name));
        }
    }

    @Schema(
            name = "EarlierOutcome",
            requiredProperties = {"disposition", "until"})
    public record EarlierOutcome(
            Disposition disposition,

            @Schema(description = "Until then it holds, unless a clinician clears it")
            Instant until) {}

    /**
     * @param earlier a more urgent outcome that still holds: it is told instead, because nobody may read "you can book" who was
     *     sent to a doctor before
     */
    static Outcome outcome(Decision decision, Optional<Disposition> earlier, String emergencyNumber) {
        Optional<Disposition> told = earlier.or(decision::said);
        String words = told.map(Disposition::name).orElse("incomplete");
        String before = earlier.isPresent() ? sentence("held.text", emergencyNumber) + " " : "";
        Restrictions restrictions = earlier.map(decision::heldTo).orElse(decision.restrictions());
        return new Outcome(
                decision.complete() ? "complete" : "incomplete",
                decision.missing().stream().map(Question::code).toList(),
                told.orElse(null),
                sentence(words + ".title", emergencyNumber),
                before + sentence(words + ".text", emergencyNumber),
                told.map(AssessmentView::timeFrame).orElse(null),
                emergencyNumber,
                Optional.ofNullable(decision.phase()).map(Phase::code).orElse(null),
                decision.complete() ? RestrictionsView.of(restrictions) : null,
                decision.complete() && earlier.isEmpty()
                        ? decision.suggested().stream().map(Technique::code).toList()
                        : List.of(),
                decision.complete() ? decision.advice().stream().map(Advice::of).toList() : List.of(),
                "pending");
    }

    static Explanation explanation(Decision decision, String emergencyNumber) {
        return new Explanation(
                decision.fired().stream().map(FiredRule::of).toList(),
                Ruleset.CURRENT.hash(),
                Ruleset.ENGINE_VERSION,
                sentence("notADiagnosis", emergencyNumber));
    }

    AssessmentView withoutPass() {
        return new AssessmentView(id, decidedAt, outcome, explanation, null, null, earlierOutcome);
    }

    private static TimeFrame timeFrame(Disposition disposition) {
        String within = disposition + ".within";
        return new TimeFrame(
                Wording.DISPOSITIONS.of(disposition + ".timeFrame"),
                Wording.DISPOSITIONS.has(within) ? Integer.valueOf(Wording.DISPOSITIONS.of(within)) : null);
    }

    private static String sentence(String code, String emergencyNumber) {
        return Wording.DISPOSITIONS.of(code).replace("{emergencyNumber}", emergencyNumber);
    }
}
