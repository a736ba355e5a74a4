package network.physio.triage.question;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.List;
import network.physio.http.Slugs;
import network.physio.triage.wording.Wording;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The questions to ask. */
@Path("/triage/v1/questions")
@RunOnVirtualThread
@PermitAll
@Tag(name = "Questions")
@SecurityRequirements
public class QuestionsResource {

    @Schema(
            name = "Question",
            requiredProperties = {"code", "wording", "why", "type", "options", "mandatory", "mandatoryWhen", "place"})
    public record QuestionView(
            @Schema(description = "Stable code, used in answers", examples = "saddle-numbness")
            String code,

            @Schema(description = "The question in plain words", examples = "Do you have a fever?")
            String wording,

            @Schema(description = "Why it is asked, in plain words")
            String why,

            @Schema(description = "`flag` (yes, no or unknown), `choice` (one of the options) or `instant` (RFC 3339)")
            String type,

            @Schema(description = "The strings that are read as an answer; empty for an instant")
            List<String> options,

            @Schema(description = "Whether everybody must answer it")
            boolean mandatory,

            @Schema(description = "When it must be answered", examples = "in-a-reviewed-region")
            String mandatoryWhen,

            @Schema(description = "JSON pointer of the place for the answer in a new assessment", examples = "/answers")
            String place) {

        static QuestionView of(Question question) {
            return new QuestionView(
                    question.code(),
                    Wording.QUESTIONS.of(question.code()),
                    Wording.QUESTIONS.of(question.code() + ".why"),
                    question.type().code(),
                    question.type().options(),
                    question.needed() == Needed.ALWAYS,
                    Slugs.of(question.needed()),
                    question.pointer());
        }
    }

    @Schema(name = "Questions", description = "Every question, most urgent first", requiredProperties = "items")
    public record QuestionsView(List<QuestionView> items) {}

    @GET
    @Operation(
            operationId = "listQuestions",
            summary = "All questions, most urgent first",
            description =
                    "Plain words to show to a patient, with the reason for each question. Which ones are mandatory depends"
                            + " on the answers so far; an assessment without one of them is `incomplete` and names it.")
    @APIResponse(
            responseCode = "200",
            description = "The questions",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = QuestionsView.class),
                            examples = @ExampleObject(name = "one-question", value = """
                                    {"items":[{"code":"fever","wording":"Do you have a fever, or chills that make you shake?",
                                    "why":"A fever with pain can mean an infection.","type":"flag",
                                    "options":["yes","no","unknown"],"mandatory":true,"mandatoryWhen":"always",
                                    "place":"/answers"}]}""")))
    @APIResponse(responseCode = "400", ref = "BadRequest")
    public QuestionsView list() {
        return new QuestionsView(
                Arrays.stream(Question.values()).map(QuestionView::of).toList());
    }
}
