package network.physio.triage;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Contact;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What all operations of this service's contract share. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Triage service",
                        version = "0.1.0",
                        description = """
                                Screens a patient's answers so that unsafe bookings are stopped and people find the right
                                door. It never diagnoses. Until a clinician has signed the rules, clinicalReview is pending.""",
                        contact = @Contact(name = "Physio network", url = "https://github.com/physio-network"),
                        license =
                                @License(
                                        name = "Apache-2.0",
                                        url = "https://www.apache.org/licenses/LICENSE-2.0.html")),
        servers = @Server(url = "/", description = "Relative to the gateway"),
        tags = {
            @Tag(name = "Questions", description = "What is asked, and why"),
            @Tag(name = "Assessments", description = "Answers and their outcome"),
            @Tag(name = "Passes", description = "What booking needs to verify a screening pass"),
            @Tag(name = "Rulesets", description = "The rules that decide, each version under its hash")
        },
        components =
                @Components(
                        responses = {
                            @APIResponse(
                                    name = "BadRequest",
                                    description =
                                            "`malformed-request`, `unknown-parameter`, or `invalid-parameter` for an"
                                                    + " unusable Guest-Key or Idempotency-Key",
                                    content =
                                            @Content(
                                                    mediaType = TriageApi.PROBLEM,
                                                    schema = @Schema(ref = "Problem"),
                                                    examples =
                                                            @ExampleObject(name = "unknown-parameter", value = """
                                                    {"type":"/problems/unknown-parameter","status":400,
                                                    "title":"A query parameter is not known",
                                                    "detail":"This address takes no query parameters.",
                                                    "errors":[{"parameter":"lang","detail":"is not known here"}]}"""))),
                            @APIResponse(
                                    name = "Unauthenticated",
                                    description = "`unauthenticated`: a token was sent and is not valid for this API",
                                    content =
                                            @Content(mediaType = TriageApi.PROBLEM, schema = @Schema(ref = "Problem"))),
                            @APIResponse(
                                    name = "NotFound",
                                    description = "`not-found`: there is none, or none that this caller may see",
                                    content =
                                            @Content(mediaType = TriageApi.PROBLEM, schema = @Schema(ref = "Problem"))),
                            @APIResponse(
                                    name = "InProgress",
                                    description = "`request-in-progress`: the same request is still being worked on",
                                    content =
                                            @Content(mediaType = TriageApi.PROBLEM, schema = @Schema(ref = "Problem"))),
                            @APIResponse(
                                    name = "Erased",
                                    description = "`assessment-erased`: its answers were erased",
                                    content =
                                            @Content(mediaType = TriageApi.PROBLEM, schema = @Schema(ref = "Problem"))),
                            @APIResponse(
                                    name = "TooLarge",
                                    description = "`request-too-large`: the body is larger than a megabyte",
                                    content =
                                            @Content(mediaType = TriageApi.PROBLEM, schema = @Schema(ref = "Problem"))),
                            @APIResponse(
                                    name = "UnsupportedMediaType",
                                    description = "`unsupported-media-type`: send application/json",
                                    content =
                                            @Content(mediaType = TriageApi.PROBLEM, schema = @Schema(ref = "Problem"))),
                            @APIResponse(
                                    name = "InvalidAnswers",
                                    description = "`invalid-answers` with a pointer to each answer that cannot be read,"
                                            + " `invalid-request` for a missing member, or `idempotency-key-reused`",
                                    content =
                                            @Content(
                                                    mediaType = TriageApi.PROBLEM,
                                                    schema = @Schema(ref = "Problem"),
                                                    examples = @ExampleObject(name = "true-for-yes", value = """
                                                    {"type":"/problems/invalid-answers","status":422,
                                                    "title":"Some answers cannot be read",
                                                    "detail":"Some answers do not have the type that their question asks for.",
                                                    "errors":[{"pointer":"#/answers/0/value",
                                                    "detail":"must be one of the strings yes, no, unknown"}]}"""))),
                            @APIResponse(
                                    name = "Busy",
                                    description = "`busy`: nothing was changed; ask again after Retry-After seconds",
                                    content =
                                            @Content(mediaType = TriageApi.PROBLEM, schema = @Schema(ref = "Problem")))
                        }))
public class TriageApi extends Application {

    static final String PROBLEM = "application/problem+json";
}
