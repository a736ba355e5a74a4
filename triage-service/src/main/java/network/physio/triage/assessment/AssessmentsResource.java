package network.physio.triage.assessment;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.physio.http.Caller;
import network.physio.http.CommonProblem;
import network.physio.http.Preconditions;
import network.physio.http.once.Answer;
import network.physio.http.once.Once;
import network.physio.triage.TriageProblem;
import network.physio.triage.question.AnswerSheet;
import network.physio.triage.question.Question;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Answers in, outcome out. */
@Path("/triage/v1/assessments")
@RunOnVirtualThread
@PermitAll
@Tag(name = "Assessments")
@SecurityRequirementsSet(value = {})
@SecurityRequirement(name = "accessToken")
public class AssessmentsResource {

    private final AssessSymptoms assessSymptoms;
    private final KeptAssessment kept;
    private final Once once;
    private final Caller caller;
    private final Preconditions preconditions;
    private final Clock clock;

    AssessmentsResource(
            AssessSymptoms assessSymptoms,
            KeptAssessment kept,
            Once once,
            Caller caller,
            Preconditions preconditions,
            Clock clock) {
        this.assessSymptoms = assessSymptoms;
        this.kept = kept;
        this.once = once;
        this.caller = caller;
        this.preconditions = preconditions;
        this.clock = clock;
    }

    @Schema(name = "GivenAnswer")
    public record GivenAnswer(
            @Schema(description = "Code of the question", examples = "fever") @NotNull @Size(min = 1, max = 64)
            String question,

            @Schema(
                    implementation = String.class,
                    description =
                            "Always a string: `yes`, `no` or `unknown` for a flag, one of the options for a choice.",
                    examples = "no")
            @Nullable
            JsonNode value) {}

    @Schema(
            name = "Context",
            description =
                    "What the answers are about. A mandatory member that is missing makes the assessment incomplete.")
    public record Context(
            @Schema(examples = "lower-back") @Nullable String bodyRegion,

            @Schema(examples = "18-49") @Nullable String ageBand,

            @Schema(description = "When the pain started, RFC 3339", examples = "2026-10-01T09:00:00+10:00") @Nullable
            String onsetAt,

            @Schema(description = "When an injury happened, RFC 3339", examples = "2026-11-29T17:30:00+11:00") @Nullable
            String injuryAt,

            @Schema(description = "When the last treatment ended, RFC 3339", examples = "2026-11-28T11:00:00+11:00")
            @Nullable
            String lastTreatmentAt) {}

    @Schema(name = "NewAssessment")
    public record NewAssessment(
            @NotNull @Size(max = 100) List<@NotNull @Valid GivenAnswer> answers,
            @NotNull @Valid Context context) {

        AnswerSheet.Reading read(AnswerSheet sheet) {
            for (int i = 0; i < answers.size(); i++) {
                GivenAnswer given = answers.get(i);
                JsonNode value = given.value();
                sheet.answer(
                        "#/answers/" + i,
                        given.question(),
                        value != null && value.isTextual() ? value.textValue() : null);
            }
            sheet.context("#/context/bodyRegion", Question.BODY_REGION, context.bodyRegion());
            sheet.context("#/context/ageBand", Question.AGE_BAND, context.ageBand());
            sheet.context("#/context/onsetAt", Question.ONSET_AT, context.onsetAt());
            sheet.context("#/context/injuryAt", Question.INJURY_AT, context.injuryAt());
            sheet.context("#/context/lastTreatmentAt", Question.LAST_TREATMENT_AT, context.lastTreatmentAt());
            return sheet.read();
        }
    }

    @Schema(
            name = "KeptAssessment",
            requiredProperties = {"answers", "assessment"})
    public record KeptView(
            @Schema(description = "Every answer by its question's code")
            Map<String, String> answers,

            AssessmentView assessment) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "assessSymptoms",
            summary = "Screen a patient's answers",
            description =
                    "Decides where a patient should go and what may be booked, says which rules fired and why, and gives a"
                            + " screening pass for booking. It never diagnoses. With mandatory questions unanswered the outcome is"
                            + " `incomplete`, names them and gives no pass. Free for everybody; send a Guest-Key to read it later.")
    @Parameter(
            name = Caller.GUEST_KEY,
            in = ParameterIn.HEADER,
            description = "A guest's secret of at least 128 random bits; it alone gives access to the assessment later",
            schema = @Schema(type = SchemaType.STRING, pattern = "^[A-Za-z0-9_-]{22,128}$"))
    @Parameter(
            name = Once.HEADER,
            in = ParameterIn.HEADER,
            description = "Repeating the request with the same key gives the same answer",
            schema = @Schema(type = SchemaType.STRING, maxLength = 255))
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = NewAssessment.class),
                            examples = @ExampleObject(name = "a-few-answers", value = """
                                    {"answers":[{"question":"reason","value":"pain"},{"question":"fever","value":"no"},
                                    {"question":"saddle-numbness","value":"unknown"}],
                                    "context":{"bodyRegion":"lower-back","ageBand":"18-49",
                                    "onsetAt":"2026-10-01T09:00:00+10:00"}}""")))
    @APIResponse(
            responseCode = "201",
            description = "Decided, or incomplete",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = AssessmentView.class),
                            examples = @ExampleObject(name = "see-a-doctor-today", value = EXAMPLE)))
    @APIResponse(responseCode = "400", ref = "BadRequest")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "409", ref = "InProgress")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
    @APIResponse(responseCode = "422", ref = "InvalidAnswers")
    @APIResponse(responseCode = "503", ref = "Busy")
    public Response assess(@NotNull @Valid NewAssessment request) {
        return once.answer(request, () -> switch (request.read(new AnswerSheet(clock.instant()))) {
            case AnswerSheet.Reading.Faulty(var faults) ->
                Answer.refused(() -> TriageProblem.INVALID_ANSWERS.problem(
                        "Some answers do not have the type that their question asks for.", faults));
            case AnswerSheet.Reading.Read(var answers) -> {
                AssessmentView assessed = assessSymptoms.assess(answers, Respondent.of(caller));
                yield Answer.created(URI.create("/triage/v1/assessments/" + assessed.id()), assessed, 1);
            }
        });
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "getAssessment",
            summary = "Read an assessment again",
            description =
                    "For its owner (the signed-in subject or the Guest-Key it was made with), and without the pass for"
                            + " practitioners and clinical leads, whose reading is logged. It never changes.")
    @Parameter(
            name = Caller.GUEST_KEY,
            in = ParameterIn.HEADER,
            description = "The guest's secret that the assessment was made with",
            schema = @Schema(type = SchemaType.STRING, pattern = "^[A-Za-z0-9_-]{22,128}$"))
    @APIResponse(
            responseCode = "200",
            description = "The answers and their outcome",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = KeptView.class),
                            examples =
                                    @ExampleObject(
                                            name = "kept",
                                            value = "{\"answers\":{\"fever\":\"yes\",\"body-region\":\"lower-back\"},"
                                                    + "\"assessment\":" + EXAMPLE + "}")))
    @APIResponse(responseCode = "304", description = "The version in If-None-Match is still the one")
    @APIResponse(responseCode = "400", ref = "BadRequest")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "410", ref = "Erased")
    @APIResponse(responseCode = "503", ref = "Busy")
    public Response one(@Parameter(description = "Id of the assessment") @PathParam("id") UUID id) {
        return switch (kept.find(id)) {
            case KeptAssessment.Found.Shown(var recorded) ->
                preconditions.answer(new KeptView(recorded.answers(), recorded.assessment()), 1);
            case KeptAssessment.Found.Erased() ->
                throw TriageProblem.ASSESSMENT_ERASED.problem("The answers of this assessment were erased.");
            case KeptAssessment.Found.Nothing() ->
                throw CommonProblem.NOT_FOUND.problem("There is no such assessment, or it belongs to somebody else.");
        };
    }

    private static final String EXAMPLE = """
            {"id":"0193f8a4-5c1d-7d11-9b0a-2f6f6e1f7a01","decidedAt":"2026-11-30T02:00:00Z",
            "outcome":{"status":"complete","missing":[],"disposition":"MEDICAL_SAME_DAY","title":"See a doctor today",
            "text":"Your answers include a sign that a doctor should check today.",
            "timeFrame":{"text":"Today","withinMinutes":1440},"emergencyNumber":"000",
            "restrictions":{"blocked":["TE-01","TE-02"],"cautioned":[],"lengths":[30,45,60]},
            "suggested":[],"advice":[],"clinicalReview":"pending"},
            "explanation":{"rules":[{"rule":"fever","text":"Fever with pain should be checked by a doctor today.",
            "hazard":"HZ-02","sources":[{"id":"RF-05","source":"facts"}]}],
            "rulesetHash":"5d2c0e8f4a1b9c7d3e6f8a0b2c4d6e8f0a1b3c5d7e9f1a2b4c6d8e0f2a4b6c8d","engineVersion":"1",
            "notADiagnosis":"This is a screening, not a diagnosis."}}""";
}
