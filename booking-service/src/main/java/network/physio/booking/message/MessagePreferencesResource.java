package network.physio.booking.message;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.accesslog.Action;
import network.physio.booking.message.MessagePreferences.Preferences;
import network.physio.booking.patient.PatientRef;
import network.physio.booking.patient.Patients;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;
import network.physio.http.Preconditions;
import network.physio.http.once.Answer;
import network.physio.http.once.Once;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a patient gets by e-mail, for themselves and for those who may book for them. */
@Path("/booking/v1/patients/{id}/message-preferences")
@PermitAll
@RunOnVirtualThread
@Tag(name = "Messages", description = "What patients are told by e-mail, and what they may switch off")
@APIResponse(responseCode = "401", description = "`guest-key-needed`, `unauthenticated`")
public class MessagePreferencesResource {

    private static final String EXAMPLE = "{\"switchedOff\": [\"soreness-check\"]}";

    private final MessagePreferences preferences;
    private final Patients patients;
    private final Access access;
    private final Preconditions preconditions;
    private final Once once;

    MessagePreferencesResource(
            MessagePreferences preferences, Patients patients, Access access, Preconditions preconditions, Once once) {
        this.preferences = preferences;
        this.patients = patients;
        this.access = access;
        this.preconditions = preconditions;
        this.once = once;
    }

    @Schema(
            name = "MessagePreferences",
            description =
                    "Kinds of e-mails that are not sent: reminder, soreness-check, waitlist-offer. All others are.")
    public record PreferencesView(
            @NotNull @Size(max = 10) @Schema(examples = "[\"soreness-check\"]")
            List<@NotNull String> switchedOff) {}

    @GET
    @Operation(
            operationId = "readMessagePreferences",
            summary = "What a patient does not get by e-mail",
            description = "For everybody who may read the patient. Without a choice of theirs nothing is switched off.")
    @APIResponse(
            responseCode = "200",
            description = "The kinds that are switched off.",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = PreferencesView.class),
                            examples = @ExampleObject(name = "no soreness checks", value = EXAMPLE)))
    @APIResponse(responseCode = "304", description = "Unchanged since the version in If-None-Match.")
    @APIResponse(responseCode = "404", description = "`not-found`: none, or not this caller's")
    public Response read(@PathParam("id") UUID id) {
        access.requirePrincipal();
        PatientRef patient = patients.readable(id, Action.READ).orElseThrow(MessagePreferencesResource::notFound);
        Preferences found = preferences.of(patient.id());
        return Response.fromResponse(preconditions.answer(new PreferencesView(found.switchedOff()), found.version()))
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .build();
    }

    @PUT
    @Operation(
            operationId = "chooseMessagePreferences",
            summary = "Choose what a patient does not get by e-mail",
            description = "Replaces the choice. For everybody who may book for the patient.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = PreferencesView.class),
                            examples = @ExampleObject(name = "no soreness checks", value = EXAMPLE)))
    @APIResponse(
            responseCode = "200",
            description = "Chosen.",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = PreferencesView.class)))
    @APIResponse(responseCode = "400", description = "`malformed-request`")
    @APIResponse(responseCode = "404", description = "`not-found`: none, or not this caller's to choose for")
    @APIResponse(responseCode = "412", description = "`stale-version`")
    @APIResponse(
            responseCode = "422",
            description = "`invalid-request`: a kind that does not exist or cannot be switched off")
    @APIResponse(responseCode = "428", description = "`precondition-required`")
    public Response choose(@PathParam("id") UUID id, @NotNull @Valid PreferencesView body) {
        access.requirePrincipal();
        check(body);
        return once.answer(body, () -> {
            PatientRef patient = patients.bookable(id, Action.CHANGE).orElseThrow(MessagePreferencesResource::notFound);
            Optional<Preferences> chosen = preferences.replace(
                    patient.id(), new TreeSet<>(body.switchedOff()), preconditions.expectedVersion());
            return chosen.map(now -> Answer.ok(new PreferencesView(now.switchedOff()), now.version()))
                    .orElseGet(() -> Answer.refused(MessagePreferencesResource::stale));
        });
    }

    private static void check(PreferencesView body) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < body.switchedOff().size(); i++) {
            if (!MessagePurpose.optionalCodes().contains(body.switchedOff().get(i))) {
                faults.add(new Fault(
                        "#/switchedOff/" + i, "must be one of " + String.join(", ", MessagePurpose.optionalCodes())));
            }
        }
        if (!faults.isEmpty()) {
            throw CommonProblem.INVALID_REQUEST.problem("Not everything can be switched off.", faults);
        }
    }

    private static HttpProblem stale() {
        return CommonProblem.STALE_VERSION.problem(
                "The preferences have changed since the version in If-Match; read them again.");
    }

    private static HttpProblem notFound() {
        return CommonProblem.NOT_FOUND.problem(
                "There is nothing at this address, or nothing that this caller may see.");
    }
}
