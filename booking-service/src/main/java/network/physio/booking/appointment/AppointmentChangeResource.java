package network.physio.booking.appointment;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.availability.PlaceWish;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
import network.physio.http.Preconditions;
import network.physio.http.Slugs;
import network.physio.http.once.Answer;
import network.physio.http.once.Once;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Moving an appointment and calling it off: by whoever made it, for the patient, or by the clinic. */
@Path("/booking/v1/appointments")
@Tag(name = "Appointments", description = "Booked from a hold or directly, moved, called off")
@PermitAll
@RunOnVirtualThread
@APIResponse(responseCode = "401", description = "`guest-key-needed`, `unauthenticated`")
@APIResponse(responseCode = "404", description = "`not-found`")
@APIResponse(responseCode = "412", description = "`stale-version`")
@APIResponse(responseCode = "428", description = "`precondition-required`")
public class AppointmentChangeResource {

    private final ChangeAppointment changeAppointment;
    private final OpenManageLink openManageLink;
    private final Refusals refusals;
    private final Once once;
    private final Preconditions preconditions;
    private final Access access;

    AppointmentChangeResource(
            ChangeAppointment changeAppointment,
            OpenManageLink openManageLink,
            Refusals refusals,
            Once once,
            Preconditions preconditions,
            Access access) {
        this.changeAppointment = changeAppointment;
        this.openManageLink = openManageLink;
        this.refusals = refusals;
        this.once = once;
        this.preconditions = preconditions;
        this.access = access;
    }

    @Schema(
            name = "Reschedule",
            description =
                    "What is left out stays as it is. The same startsAt changes only the practitioner or the room.")
    public record Reschedule(
            @NotNull @Schema(examples = "2026-12-02T10:00:00+11:00")
            OffsetDateTime startsAt,

            @Nullable UUID clinicId,
            @Nullable UUID practitionerId,
            @Nullable Integer minutes,
            @Nullable UUID roomId,
            @Nullable UUID equipmentId,

            @Schema(description = "Staff only: the patient asked for it, so a late move costs what the policy says.")
            @Nullable
            Boolean askedByPatient,

            @Schema(description = "Staff only: why the fee of a late move is let go.") @Nullable
            FeeWaiver feeWaiver,

            @Schema(description = "With a practitionerId.") @Nullable @Valid
            Overbook overbook) {}

    @POST
    @Path("/{id}/reschedule")
    @Operation(operationId = "rescheduleAppointment", summary = "Move an appointment", description = """
                    One atomic swap that keeps its id: when the new time is taken, the old one stays. The same `startsAt` with
                    another practitioner, room or device changes just that, which staff may also do after the patient has arrived.

                    The terms it was booked under stay, and so does the price while the length does; another length, or a
                    practitioner of another price tier, costs what it costs now. Where the clinic hands it to somebody else it
                    never costs more than before. A move inside the free-cancellation window that gives up time (another start, another
                    clinic, a shorter visit) costs the patient or partner as much as a late cancellation; it is kept as
                    `lateMoveFeeAmount`, adds up, and stays when the appointment is then cancelled. All fees together are
                    never more than the visit. What the clinic moves, and what it has marked `rebookingNeeded`, moves free.""")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = Reschedule.class),
                            examples = @ExampleObject(name = "another practitioner at the same time", value = """
                                    {"startsAt": "2026-12-02T10:00:00+11:00",
                                     "practitionerId": "0192f5c0-7000-7000-8000-000000000002"}""")))
    @APIResponse(
            responseCode = "200",
            description = "Moved.",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = AppointmentView.class)))
    @APIResponse(
            responseCode = "403",
            description = "`forbidden`: overbook, feeWaiver or askedByPatient from others than staff")
    @APIResponse(
            responseCode = "409",
            description = "`slot-taken` and `patient-busy` with alternatives, `appointment-state-conflict`")
    @APIResponse(
            responseCode = "422",
            description =
                    "`invalid-request`, `not-bookable` with alternatives, `screening-blocks-treatment`, `screening-pass-invalid`,"
                            + " `seek-emergency-care`")
    public Response reschedule(
            @PathParam("id") UUID id,
            @Parameter(description = ManageLinks.HEADER_DESCRIPTION) @HeaderParam(ManageLinks.HEADER) @Nullable
                    String manageToken,
            @NotNull @Valid Reschedule body) {
        openManageLink.orRequirePrincipal(id, manageToken);
        if (body.overbook() != null && body.practitionerId() == null) {
            throw CommonProblem.INVALID_REQUEST.problem(
                    "The request does not hold what the contract asks for.",
                    List.of(new Fault(
                            "#/practitionerId", "is needed with overbook: somebody in particular is overbooked")));
        }
        ChangeAppointment.Target target = new ChangeAppointment.Target(
                body.startsAt(),
                body.clinicId(),
                body.practitionerId(),
                body.minutes(),
                new PlaceWish(body.roomId(), body.equipmentId()));
        ChangeAppointment.ByStaff byStaff = new ChangeAppointment.ByStaff(
                Boolean.TRUE.equals(body.askedByPatient()), body.feeWaiver(), body.overbook());
        return once.answer(
                body,
                () -> refusals.answer(
                        changeAppointment.reschedule(id, preconditions.expectedVersion(), target, byStaff),
                        () -> changeAppointment.sought(id, target),
                        moved -> Answer.ok(AppointmentView.of(moved, access), moved.version())));
    }

    /** Why it is called off; free text is not taken until something reads it. */
    public enum CancelReason {
        @JsonProperty("changed-plans")
        CHANGED_PLANS,
        @JsonProperty("feeling-better")
        FEELING_BETTER,
        @JsonProperty("unwell")
        UNWELL,
        @JsonProperty("found-earlier-time")
        FOUND_EARLIER_TIME,
        @JsonProperty("practitioner-unavailable")
        PRACTITIONER_UNAVAILABLE,
        @JsonProperty("clinic-closed")
        CLINIC_CLOSED,
        @JsonProperty("other")
        OTHER
    }

    @Schema(name = "Cancel")
    public record Cancel(
            @NotNull CancelReason reason,

            @Schema(description = "Staff only: the patient asked for it, so the policy's fee applies.") @Nullable
            Boolean askedByPatient,

            @Schema(description = "Staff only: why that fee is let go.") @Nullable
            FeeWaiver feeWaiver) {

        /** As staff, or whoever else, say it. */
        ChangeAppointment.CallOff how() {
            return new ChangeAppointment.CallOff(Slugs.of(reason), Boolean.TRUE.equals(askedByPatient), feeWaiver);
        }
    }

    @POST
    @Path("/{id}/cancel")
    @Operation(
            operationId = "cancelAppointment",
            summary = "Call an appointment off",
            description =
                    "The answer says what it costs by the policy it was booked under; the clinic's own never costs, nor"
                            + " does one that is marked `rebookingNeeded`. Fees of late moves stay. From its start on only"
                            + " staff cancel it: whoever did not come has missed it, at the fee of a no-show.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = Cancel.class),
                            examples = @ExampleObject(name = "plans have changed", value = """
                                    {"reason": "changed-plans"}""")))
    @APIResponse(
            responseCode = "200",
            description = "Cancelled.",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = AppointmentView.class)))
    @APIResponse(responseCode = "403", description = "`forbidden`: feeWaiver from others than staff")
    @APIResponse(
            responseCode = "409",
            description = "`appointment-state-conflict`, `appointment-begun`: only staff cancel it now")
    @APIResponse(responseCode = "422", description = "`invalid-request`, `idempotency-key-reused`")
    public Response cancel(
            @PathParam("id") UUID id,
            @Parameter(description = ManageLinks.HEADER_DESCRIPTION) @HeaderParam(ManageLinks.HEADER) @Nullable
                    String manageToken,
            @NotNull @Valid Cancel body) {
        openManageLink.orRequirePrincipal(id, manageToken);
        return once.answer(
                body,
                () -> refusals.answer(
                        changeAppointment.cancel(id, preconditions.expectedVersion(), body.how()),
                        cancelled -> Answer.ok(AppointmentView.of(cancelled, access), cancelled.version())));
    }
}
