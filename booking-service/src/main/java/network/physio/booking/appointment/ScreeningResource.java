package network.physio.booking.appointment;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
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
import org.jspecify.annotations.Nullable;

/** The short screening before a visit that was booked pending. */
@Path("/booking/v1/appointments/{id}/screening")
@Tag(name = "Appointments")
@PermitAll
@RunOnVirtualThread
public class ScreeningResource {

    private final ScreenAppointment screenAppointment;
    private final Refusals refusals;
    private final Once once;
    private final Preconditions preconditions;
    private final Access access;

    ScreeningResource(
            ScreenAppointment screenAppointment,
            Refusals refusals,
            Once once,
            Preconditions preconditions,
            Access access) {
        this.screenAppointment = screenAppointment;
        this.refusals = refusals;
        this.once = once;
        this.preconditions = preconditions;
        this.access = access;
    }

    @Schema(name = "NewScreening", description = "One of both.")
    record NewScreening(
            @Schema(description = "From POST /triage/v1/assessments; an opaque text.") @Size(max = 4096) @Nullable
            String screeningPass,

            @Schema(description = "Staff only: the universal questions were asked in person and nothing was found.")
            @Nullable
            Boolean quickScreened) {}

    @POST
    @Operation(
            operationId = "screenAppointment",
            summary = "Screen for an appointment that stands",
            description =
                    "What the new screening says is kept on the appointment. Later visits of a series stay pending"
                            + " until then. One that does not allow the visit is refused and changes nothing.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = NewScreening.class),
                            examples = @ExampleObject(name = "by-staff", value = "{\"quickScreened\": true}")))
    @APIResponse(
            responseCode = "200",
            description = "Screened.",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = AppointmentView.class)))
    @APIResponse(responseCode = "401", description = "`guest-key-needed`, `unauthenticated`")
    @APIResponse(responseCode = "404", description = "`not-found`")
    @APIResponse(responseCode = "409", description = "`appointment-state-conflict`")
    @APIResponse(responseCode = "412", description = "`stale-version`")
    @APIResponse(
            responseCode = "422",
            description = "`invalid-request`, `screening-needed`, `screening-pass-invalid`,"
                    + " `screening-blocks-treatment`, `seek-emergency-care`")
    @APIResponse(responseCode = "428", description = "`precondition-required`")
    public Response screen(@PathParam("id") UUID id, @NotNull @Valid NewScreening body) {
        access.requirePrincipal();
        boolean quickScreened = Boolean.TRUE.equals(body.quickScreened());
        if ((body.screeningPass() != null) == quickScreened) {
            throw CommonProblem.INVALID_REQUEST.problem(
                    "The request does not hold what the contract asks for.",
                    List.of(new Fault("#/screeningPass", "send either a pass or quickScreened: true")));
        }
        return once.answer(
                body,
                () -> refusals.answer(
                        screenAppointment.screen(
                                id, preconditions.expectedVersion(), body.screeningPass(), quickScreened),
                        screened -> Answer.ok(AppointmentView.of(screened, access), screened.version())));
    }
}
