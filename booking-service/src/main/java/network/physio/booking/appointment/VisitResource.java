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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongFunction;
import network.physio.booking.BookingProblem;
import network.physio.booking.access.Access;
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

/** What the clinic says on the day of the visit, and takes back when it was the wrong line. */
@Path("/booking/v1/appointments")
@Tag(name = "Visits", description = "What happened on the day: arrived, started, completed, missed")
@PermitAll
@RunOnVirtualThread
@APIResponse(
        responseCode = "200",
        description = "The appointment as it is now.",
        content = @Content(mediaType = "application/json", schema = @Schema(implementation = AppointmentView.class)))
@APIResponse(responseCode = "401", description = "`guest-key-needed`, `unauthenticated`")
@APIResponse(responseCode = "403", description = "`forbidden`: not staff of its clinic nor its practitioner")
@APIResponse(responseCode = "404", description = "`not-found`")
@APIResponse(responseCode = "412", description = "`stale-version`")
@APIResponse(responseCode = "428", description = "`precondition-required`")
public class VisitResource {

    private final AdvanceAppointment advanceAppointment;
    private final UndoStep undoStep;
    private final Refusals refusals;
    private final Once once;
    private final Preconditions preconditions;
    private final Access access;

    VisitResource(
            AdvanceAppointment advanceAppointment,
            UndoStep undoStep,
            Refusals refusals,
            Once once,
            Preconditions preconditions,
            Access access) {
        this.advanceAppointment = advanceAppointment;
        this.undoStep = undoStep;
        this.refusals = refusals;
        this.once = once;
        this.preconditions = preconditions;
        this.access = access;
    }

    @POST
    @Path("/{id}/arrive")
    @Operation(
            operationId = "arriveAtAppointment",
            summary = "The patient is there",
            description = "From `confirmed` to `arrived`, on the day of the visit.")
    @APIResponse(responseCode = "409", description = "`appointment-state-conflict`, `step-too-early` before the day")
    public Response arrive(@PathParam("id") UUID id) {
        return step(id, null, new AdvanceAppointment.Step.Arrive());
    }

    @Schema(name = "Start")
    public record Start(
            @Schema(
                    description =
                            "Techniques of this treatment that the screening rules out, as the practitioner knows."
                                    + " Needed when there are any, and only from the practitioner.",
                    examples = "[\"TE-02\"]")
            @Nullable
            @Size(max = 50)
            Set<@NotNull @Size(max = 20) String> acknowledgedTechniques) {}

    @POST
    @Path("/{id}/start")
    @Operation(
            operationId = "startTreatment",
            summary = "The treatment begins",
            description =
                    "From `arrived` to `in-treatment`. What the treatment may use and the screening rules out has to be acknowledged by"
                            + " the practitioner first; without such an alert send `{}`.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = Start.class),
                            examples = @ExampleObject(name = "an alert acknowledged", value = """
                                    {"acknowledgedTechniques": ["TE-02"]}""")))
    @APIResponse(responseCode = "409", description = "`appointment-state-conflict`")
    @APIResponse(responseCode = "422", description = "`alert-not-acknowledged`, `invalid-request`")
    public Response start(@PathParam("id") UUID id, @NotNull @Valid Start body) {
        Set<String> acknowledged = body.acknowledgedTechniques() == null ? Set.of() : body.acknowledgedTechniques();
        return step(id, body, new AdvanceAppointment.Step.Start(acknowledged));
    }

    @POST
    @Path("/{id}/complete")
    @Operation(
            operationId = "completeAppointment",
            summary = "The treatment is done",
            description = "From `in-treatment` to `completed`.")
    @APIResponse(responseCode = "409", description = "`appointment-state-conflict`")
    public Response complete(@PathParam("id") UUID id) {
        return step(id, null, new AdvanceAppointment.Step.Complete());
    }

    @Schema(name = "NoShow")
    public record NoShow(
            @Schema(description = "Why the fee is let go; without it the policy's fee applies.") @Nullable
            FeeWaiver feeWaiver) {}

    @POST
    @Path("/{id}/no-show")
    @Operation(
            operationId = "missAppointment",
            summary = "Nobody came",
            description =
                    "From `confirmed` to `no-show`, once the visit should have begun. Nobody is a no-show until a person says so."
                            + " The fee comes from the policy it was booked under; one that the clinic marked"
                            + " `rebookingNeeded` costs nothing.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = NoShow.class),
                            examples = @ExampleObject(name = "a fee waived", value = """
                                    {"feeWaiver": "illness"}""")))
    @APIResponse(responseCode = "409", description = "`appointment-state-conflict`, `step-too-early` before the start")
    @APIResponse(responseCode = "422", description = "`invalid-request`")
    public Response noShow(@PathParam("id") UUID id, @NotNull @Valid NoShow body) {
        return step(id, body, new AdvanceAppointment.Step.NoShow(body.feeWaiver()));
    }

    @Schema(name = "NoAccess")
    public record NoAccess(
            @Schema(description = "Why the fee is let go; without it the policy's fee applies.") @Nullable
            FeeWaiver feeWaiver) {}

    @POST
    @Path("/{id}/no-access")
    @Operation(
            operationId = "findNoAccess",
            summary = "Nobody opened the door",
            description =
                    "Only for a visit to an address, once it should have begun. The fee comes from the policy it was booked"
                            + " under and is none unless that says so; one that the clinic marked `rebookingNeeded` costs"
                            + " nothing. Without a waiver send `{}`, or nothing.")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = NoAccess.class),
                            examples = @ExampleObject(name = "a fee waived", value = """
                                    {"feeWaiver": "illness"}""")))
    @APIResponse(responseCode = "409", description = "`appointment-state-conflict`, `step-too-early` before the start")
    @APIResponse(responseCode = "422", description = "`not-at-an-address`, `invalid-request`")
    public Response noAccess(@PathParam("id") UUID id, @Nullable @Valid NoAccess body) {
        return step(id, body, new AdvanceAppointment.Step.NoAccess(body == null ? null : body.feeWaiver()));
    }

    @POST
    @Path("/{id}/undo")
    @Operation(
            operationId = "undoLastStep",
            summary = "Take the last step back",
            description =
                    "Arrive, start, complete, no-show, no-access or cancel, on the day it was said; repeatedly, step"
                            + " by step. A cancellation is taken back only while the practitioner, the room and all else are"
                            + " still free. The history keeps both.")
    @APIResponse(
            responseCode = "409",
            description = "`undo-too-late`, `slot-taken` with alternatives, `patient-busy`,"
                    + " `appointment-state-conflict`: there is nothing to take back")
    @APIResponse(
            responseCode = "422",
            description =
                    "`not-bookable`, `screening-blocks-treatment`, `screening-pass-invalid`, `seek-emergency-care`:"
                            + " a cancelled visit could not be booked again")
    public Response undo(@PathParam("id") UUID id) {
        return answer(null, version -> undoStep.undo(id, version));
    }

    private Response step(UUID id, @Nullable Object body, AdvanceAppointment.Step step) {
        return answer(body, version -> advanceAppointment.take(id, version, step));
    }

    private Response answer(@Nullable Object body, LongFunction<Stepped> work) {
        access.requirePrincipal();
        return once.answer(body, () -> answer(work.apply(preconditions.expectedVersion())));
    }

    private Answer answer(Stepped outcome) {
        return switch (outcome) {
            case Stepped.Done done ->
                Answer.ok(
                        AppointmentView.of(done.appointment(), access),
                        done.appointment().version());
            case Stepped.Refused refused ->
                refusals.answer(refused.why(), () -> Optional.ofNullable(refused.sought()), VisitResource::impossible);
            case Stepped.TooEarly early ->
                Answer.refused(() -> BookingProblem.STEP_TOO_EARLY
                        .builder("This can be said from the time on that `from` names.")
                        .with("from", early.from().toString())
                        .build());
            case Stepped.AlertNotAcknowledged alert ->
                Answer.refused(() -> BookingProblem.ALERT_NOT_ACKNOWLEDGED
                        .builder(
                                "The screening rules out techniques that this treatment may use; the practitioner sends"
                                        + " them as acknowledgedTechniques.")
                        .with("techniques", alert.techniques())
                        .build());
            case Stepped.NotAtAnAddress elsewhere ->
                Answer.refused(() -> BookingProblem.NOT_AT_AN_ADDRESS.problem(
                        "Only a visit to the patient's address can find a closed door; say no-show instead."));
            case Stepped.UndoTooLate late ->
                Answer.refused(() ->
                        BookingProblem.UNDO_TOO_LATE.problem("The last step was taken on an earlier day and stands."));
        };
    }

    private static Answer impossible(Appointment appointment) {
        throw new IllegalStateException("what is done is no refusal: " + appointment.id());
    }
}
