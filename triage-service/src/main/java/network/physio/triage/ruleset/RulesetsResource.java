package network.physio.triage.ruleset;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.List;
import network.physio.http.CommonProblem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The rules, for whoever wants to read what decides. */
@Path("/triage/v1/rulesets")
@RunOnVirtualThread
@PermitAll
@Tag(name = "Rulesets")
@SecurityRequirements
public class RulesetsResource {

    private final Rulesets rulesets;

    RulesetsResource(Rulesets rulesets) {
        this.rulesets = rulesets;
    }

    @Schema(
            name = "RulesetSummary",
            requiredProperties = {"hash", "engineVersion", "clinicalReview", "firstUsedAt", "current"})
    public record Summary(
            @Schema(description = "SHA-256 of the definition, in hex")
            String hash,

            String engineVersion,

            @Schema(description = "`pending` until a clinician has signed these rules")
            String clinicalReview,

            Instant firstUsedAt,

            @Schema(description = "Whether new assessments are decided with it")
            boolean current) {

        static Summary of(Rulesets.Kept kept) {
            return new Summary(
                    kept.hash(), kept.engineVersion(), kept.clinicalReview(), kept.firstUsedAt(), isCurrent(kept));
        }
    }

    @Schema(
            name = "Ruleset",
            requiredProperties = {"hash", "engineVersion", "clinicalReview", "firstUsedAt", "current", "definition"})
    public record Whole(
            String hash,
            String engineVersion,
            String clinicalReview,
            Instant firstUsedAt,
            boolean current,

            @Schema(description = "Every question, outcome and rule in one fixed rendering; its SHA-256 is the hash")
            String definition) {

        static Whole of(Rulesets.Kept kept) {
            return new Whole(
                    kept.hash(),
                    kept.engineVersion(),
                    kept.clinicalReview(),
                    kept.firstUsedAt(),
                    isCurrent(kept),
                    kept.definition());
        }
    }

    @Schema(name = "RulesetSummaries", description = "Newest first", requiredProperties = "items")
    public record Summaries(List<Summary> items) {}

    private static boolean isCurrent(Rulesets.Kept kept) {
        return kept.hash().equals(Ruleset.CURRENT.hash());
    }

    @GET
    @Operation(
            operationId = "listRulesets",
            summary = "Versions of the rules",
            description = "Every version that ever decided here, newest first.")
    @APIResponse(
            responseCode = "200",
            description = "The versions",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = Summaries.class),
                            examples = @ExampleObject(name = "one-version", value = """
                                    {"items":[{"hash":"5d2c0e8f4a1b9c7d3e6f8a0b2c4d6e8f0a1b3c5d7e9f1a2b4c6d8e0f2a4b6c8d",
                                    "engineVersion":"1","clinicalReview":"pending",
                                    "firstUsedAt":"2026-11-30T02:00:00Z","current":true}]}""")))
    @APIResponse(responseCode = "400", ref = "BadRequest")
    public Summaries list() {
        return new Summaries(rulesets.all().stream().map(Summary::of).toList());
    }

    @GET
    @Path("/{hash}")
    @Operation(
            operationId = "getRuleset",
            summary = "One version of the rules",
            description = "The whole definition: questions, outcomes and rules with their sources and hazards.")
    @APIResponse(
            responseCode = "200",
            description = "The version",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = Whole.class),
                            examples = @ExampleObject(name = "version", value = """
                                    {"hash":"5d2c0e8f4a1b9c7d3e6f8a0b2c4d6e8f0a1b3c5d7e9f1a2b4c6d8e0f2a4b6c8d",
                                    "engineVersion":"1","clinicalReview":"pending","firstUsedAt":"2026-11-30T02:00:00Z",
                                    "current":true,"definition":"rule fever\\n  cites RF-05, CI-11\\n …"}""")))
    @APIResponse(responseCode = "400", ref = "BadRequest")
    @APIResponse(responseCode = "404", ref = "NotFound")
    public Whole one(@Parameter(description = "SHA-256 of the definition, in hex") @PathParam("hash") String hash) {
        return rulesets.find(hash)
                .map(Whole::of)
                .orElseThrow(() -> CommonProblem.NOT_FOUND.problem("No ruleset with this hash ever decided here."));
    }
}
