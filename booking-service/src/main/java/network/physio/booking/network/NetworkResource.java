package network.physio.booking.network;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import network.physio.booking.BookingProblem;
import network.physio.booking.access.Access;
import network.physio.booking.roster.Stranded;
import network.physio.booking.roster.StrandedAppointments;
import network.physio.http.CommonProblem;
import network.physio.http.HttpProblem;
import network.physio.http.once.Answer;
import network.physio.http.once.Once;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The door for the network file. */
@Path("/booking/v1/network")
@RolesAllowed("network-admin")
@RunOnVirtualThread
@Tag(name = "Network", description = "The network's reference data, as one file")
public class NetworkResource {

    private final LoadNetwork loadNetwork;
    private final Access access;
    private final Once once;

    NetworkResource(LoadNetwork loadNetwork, Access access, Once once) {
        this.loadNetwork = loadNetwork;
        this.access = access;
        this.once = once;
    }

    @Schema(
            name = "NetworkLoaded",
            description = "By section of the file: how many things were created, updated, unchanged")
    record LoadedView(
            Map<String, Summary.Counts> sections,

            @Schema(description = "Appointments that the file left to be rebooked, where it said that it may")
            List<Stranded.View> rebookingNeeded) {}

    @PUT
    @Consumes("application/yaml")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "loadNetwork",
            summary = "Load a network file",
            description =
                    "Makes what is new and changes what differs, by code; deletes nothing. All or nothing: with any"
                            + " fault nothing is loaded and all faults are answered with path, line and column."
                            + " The format is described in docs/network-file.md. At most 1 MB.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/yaml",
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "organisation", value = """
                                                    format: 1
                                                    organisations:
                                                      - code: yarra-bay-health
                                                        name: Yarra Bay Health
                                                    """)))
    @APIResponse(
            responseCode = "200",
            description = "Loaded",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = LoadedView.class),
                            examples =
                                    @ExampleObject(
                                            name = "loaded",
                                            value =
                                                    "{\"sections\": {\"organisations\": {\"created\": 1, \"updated\": 0, \"unchanged\": 0}}, \"rebookingNeeded\": []}")))
    @APIResponse(responseCode = "400", description = "malformed-request: not UTF-8")
    @APIResponse(responseCode = "401", description = "unauthenticated")
    @APIResponse(responseCode = "403", description = "forbidden: another role than network-admin")
    @APIResponse(responseCode = "409", description = "would-strand-appointments: lists them")
    @APIResponse(responseCode = "413", description = "request-too-large")
    @APIResponse(responseCode = "415", description = "unsupported-media-type: send application/yaml")
    @APIResponse(responseCode = "422", description = "network-file-invalid: all faults with path, line and column")
    public Response load(byte @Nullable [] body) {
        String text = text(body);
        return once.answer(text, () -> switch (loadNetwork.load(text, access.actor())) {
            case LoadNetwork.Outcome.Loaded loaded ->
                Answer.ok(new LoadedView(
                        loaded.summary().bySection(),
                        loaded.stranded().stream().map(Stranded::view).toList()));
            case LoadNetwork.Outcome.Faulty faulty -> Answer.refused(() -> invalid(faulty.faults()));
            case LoadNetwork.Outcome.Strands strands ->
                Answer.refused(() -> StrandedAppointments.problem(strands.stranded()));
        });
    }

    private static HttpProblem invalid(List<FileFault> faults) {
        return BookingProblem.NETWORK_FILE_INVALID
                .builder("Nothing was loaded: %d faults, each with its place in the file.".formatted(faults.size()))
                .with("errors", faults)
                .build();
    }

    private static String text(byte @Nullable [] body) {
        if (body == null) {
            return "";
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw CommonProblem.MALFORMED_REQUEST.problem("The file is not UTF-8 text.");
        }
    }
}
