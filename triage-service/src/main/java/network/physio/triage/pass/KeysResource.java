package network.physio.triage.pass;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import network.physio.http.Hashes;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The public keys, for booking and whoever else verifies a pass. */
@Path("/triage/v1/keys")
@RunOnVirtualThread
@PermitAll
@Tag(name = "Passes")
@SecurityRequirements
public class KeysResource {

    private static final String JWK_SET = "application/jwk-set+json";

    private final SigningKeys keys;

    KeysResource(SigningKeys keys) {
        this.keys = keys;
    }

    @Schema(
            name = "PublicKey",
            requiredProperties = {"kty", "crv", "use", "alg", "kid", "x", "y"},
            description = "A key as RFC 7517 writes it")
    public record PublicKey(String kty, String crv, String use, String alg, String kid, String x, String y) {}

    @Schema(
            name = "PublicKeys",
            requiredProperties = {"keys"},
            description = "A JWK Set (RFC 7517), newest key first")
    public record PublicKeys(List<PublicKey> keys) {}

    @GET
    @Produces({JWK_SET, "application/json"})
    @Operation(
            operationId = "listKeys",
            summary = "Keys that sign passes and stops",
            description = "A JWK Set. A new key is listed an hour before it signs, a retired one for 30 days after.")
    @APIResponse(
            responseCode = "200",
            description = "The keys",
            content =
                    @Content(
                            mediaType = JWK_SET,
                            schema = @Schema(type = SchemaType.OBJECT, implementation = PublicKeys.class),
                            examples = @ExampleObject(name = "one-key", value = """
                                    {"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256",
                                    "kid":"t-0193f8a4-5c1e-7b2f-8f43-6e0f0b6f5f10",
                                    "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
                                    "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]}""")))
    @APIResponse(responseCode = "304", description = "Not changed since the ETag in If-None-Match")
    @APIResponse(responseCode = "400", ref = "BadRequest")
    public Response list(@Context Request request) {
        String set = "{\"keys\":[" + String.join(",", keys.published()) + "]}";
        EntityTag tag = new EntityTag(Hashes.sha256Hex(set).substring(0, 16));
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return (unchanged != null ? unchanged : Response.ok(set, JWK_SET).tag(tag))
                .header(HttpHeaders.CACHE_CONTROL, "max-age=300")
                .build();
    }
}
