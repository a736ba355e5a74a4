package network.physio.triage.stop;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.physio.triage.pass.PassSettings;
import network.physio.triage.pass.Signatures;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The signed list that booking pulls every 30 seconds. */
@Path("/triage/v1/stops")
@RunOnVirtualThread
@PermitAll
@Tag(name = "Passes")
@SecurityRequirements
public class StopsResource {

    static final String TYPE = "screening-stops+jwt";
    private static final String JOSE = "application/jose";

    private final Stops stops;
    private final Signatures signatures;
    private final PassSettings settings;
    private final Clock clock;

    StopsResource(Stops stops, Signatures signatures, PassSettings settings, Clock clock) {
        this.stops = stops;
        this.signatures = signatures;
        this.settings = settings;
        this.clock = clock;
    }

    @GET
    @Produces(JOSE)
    @Operation(
            operationId = "getStops",
            summary = "Signed list of revoked passes and stopped patients",
            description =
                    "A compact JWS with a growing sequence number. docs/screening-pass.md describes its payload and how"
                            + " to verify it. Only hashes and ids are in it.")
    @APIResponse(
            responseCode = "200",
            description = "The list, signed now",
            content =
                    @Content(
                            mediaType = JOSE,
                            schema = @Schema(type = SchemaType.STRING),
                            examples =
                                    @ExampleObject(
                                            name = "signed-list",
                                            value = "eyJhbGciOiJFUzI1NiIsInR5cCI6InNjcmVlbmluZy1zdG9wcytqd3QiLCJraWQi"
                                                    + "OiJ0LTEifQ.eyJzZXF1ZW5jZSI6NDJ9.c2lnbmF0dXJl")))
    @APIResponse(responseCode = "304", description = "The list you have is the current one, at most a minute old")
    @APIResponse(responseCode = "400", ref = "BadRequest")
    public Response list(@Context Request request) {
        Instant now = clock.instant();
        Stops.Standing standing = stops.standing(now);
        // changes every minute, so that a 304 vouches for an age of at most that
        EntityTag tag = new EntityTag(standing.sequence() + "-" + now.getEpochSecond() / 60, true);
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return unchanged != null
                ? unchanged.build()
                : Response.ok(signatures.signed(TYPE, claims(standing, now)), JOSE)
                        .tag(tag)
                        .build();
    }

    private Map<String, Object> claims(Stops.Standing standing, Instant now) {
        List<Map<String, String>> passes = new ArrayList<>();
        List<Map<String, String>> subjects = new ArrayList<>();
        for (Stops.Stop stop : standing.stops()) {
            switch (stop) {
                case Stops.Stop.OfPass(var jti, var until) ->
                    passes.add(Map.of("jti", jti.toString(), "until", until.toString()));
                case Stops.Stop.OfSubject(var hash, var until) ->
                    subjects.add(Map.of("subjectHash", hash, "until", until.toString()));
            }
        }
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", settings.issuer());
        claims.put("aud", settings.audience());
        claims.put("sequence", standing.sequence());
        claims.put("issuedAt", now.truncatedTo(ChronoUnit.MILLIS).toString());
        claims.put("passes", passes);
        claims.put("subjects", subjects);
        return claims;
    }
}
