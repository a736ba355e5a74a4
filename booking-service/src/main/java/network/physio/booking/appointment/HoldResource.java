package network.physio.booking.appointment;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.LiveAvailability;
import network.physio.booking.availability.PlaceWish;
import network.physio.booking.availability.VisitKind;
import network.physio.booking.availability.Wishes;
import network.physio.http.CommonProblem;
import network.physio.http.Preconditions;
import network.physio.http.once.Answer;
import network.physio.http.once.Once;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Holds: reached by whoever made them, with a token or a guest key. */
@Path("/booking/v1/holds")
@Tag(name = "Holds", description = "A time kept for ten minutes; confirming it makes the appointment")
@PermitAll
@RunOnVirtualThread
public class HoldResource {

    private final HoldTime holdTime;
    private final Wishes wishes;
    private final Refusals refusals;
    private final LiveAvailability live;
    private final Once once;
    private final Preconditions preconditions;
    private final Access access;

    HoldResource(
            HoldTime holdTime,
            Wishes wishes,
            Refusals refusals,
            LiveAvailability live,
            Once once,
            Preconditions preconditions,
            Access access) {
        this.holdTime = holdTime;
        this.wishes = wishes;
        this.refusals = refusals;
        this.live = live;
        this.once = once;
        this.preconditions = preconditions;
        this.access = access;
    }

    @Schema(name = "NewHold")
    public record NewHold(
            @NotNull UUID treatmentId,
            @NotNull @Schema(examples = "45") Integer minutes,
            @NotNull UUID clinicId,

            @Schema(description = "Without it the least-booked practitioner is chosen.") @Nullable
            UUID practitionerId,

            @Schema(description = "A room of the clinic that the visit shall take; without it one that fits is chosen.")
            @Nullable
            UUID roomId,

            @Schema(
                    description =
                            "A device of the clinic that the visit shall take; without it one that fits is chosen.")
            @Nullable
            UUID equipmentId,

            @NotNull @Schema(examples = "2026-12-01T09:00:00+11:00")
            OffsetDateTime startsAt,

            @Schema(defaultValue = "initial") @Nullable VisitKind visitKind,

            @Schema(description = "Claims the patient's time too.") @Nullable
            UUID patientId) {}

    @Schema(name = "HoldChange", description = "Names the patient, extends the hold once, or both.")
    public record HoldChange(
            @Nullable UUID patientId, @Nullable Boolean extend) {}

    @POST
    @Operation(
            operationId = "holdTime",
            summary = "Hold a time",
            description =
                    "Nobody else can take it for ten minutes. Of a treatment that is given to several at once it is a"
                            + " seat in the session that starts then.")
    @APIResponse(
            responseCode = "201",
            description = "Held until `expiresAt`; book it with its id.",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = AppointmentView.class)))
    @APIResponse(responseCode = "400", description = "`malformed-request`")
    @APIResponse(responseCode = "401", description = "`guest-key-needed`, `unauthenticated`")
    @APIResponse(responseCode = "403", description = "`forbidden`: a role that books for nobody")
    @APIResponse(responseCode = "409", description = "`slot-taken` and `patient-busy` with alternatives")
    @APIResponse(
            responseCode = "422",
            description =
                    "`invalid-request`, `not-bookable` with alternatives, `home-visit-needs-offer`, `idempotency-key-reused`")
    @APIResponse(responseCode = "429", description = "`too-many-holds`")
    public Response hold(@NotNull @Valid NewHold body) {
        access.requireBooker();
        if (body.practitionerId() == null) {
            live.awaitOwn();
        }
        return once.answer(body, () -> {
            Judge.Wish wish = wishes.of(
                    body.treatmentId(),
                    body.minutes(),
                    Optional.ofNullable(body.visitKind()).orElse(VisitKind.INITIAL),
                    body.clinicId(),
                    body.practitionerId(),
                    new PlaceWish(body.roomId(), body.equipmentId()),
                    body.startsAt());
            return refusals.answer(
                    holdTime.hold(wish, body.patientId()),
                    () -> Optional.of(new Sought(wish, body.patientId(), null)),
                    hold -> Answer.created(
                            URI.create("/booking/v1/holds/" + hold.id()),
                            AppointmentView.of(hold, access),
                            hold.version()));
        });
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "readHold",
            summary = "Read a hold",
            description = "For whoever made it and the front desk of its clinic, also after it ran out or was booked:"
                    + " `state` says which. Its version is the ETag.")
    @APIResponse(
            responseCode = "200",
            description = "The hold, or what has become of it.",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = AppointmentView.class)))
    @APIResponse(responseCode = "304", description = "Unchanged since the version in If-None-Match.")
    @APIResponse(responseCode = "401", description = "`guest-key-needed`, `unauthenticated`")
    @APIResponse(responseCode = "404", description = "`not-found`: none, or somebody else's")
    public Response read(@PathParam("id") UUID id) {
        access.requirePrincipal();
        Appointment hold = holdTime.read(id)
                .orElseThrow(() -> CommonProblem.NOT_FOUND.problem(
                        "There is nothing at this address, or nothing that this caller may see."));
        return preconditions.answer(AppointmentView.of(hold, access), hold.version());
    }

    @PATCH
    @Path("/{id}")
    @Operation(
            operationId = "changeHold",
            summary = "Name the patient of a hold, or extend it once",
            description = "A guest's hold is extended only after it names a patient.")
    @APIResponse(
            responseCode = "200",
            description = "The hold as it is now.",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = AppointmentView.class)))
    @APIResponse(responseCode = "404", description = "`not-found`: none, or somebody else's")
    @APIResponse(
            responseCode = "409",
            description = "`hold-already-extended`, `patient-busy`, `appointment-state-conflict`")
    @APIResponse(responseCode = "410", description = "`hold-expired`")
    @APIResponse(responseCode = "412", description = "`stale-version`")
    @APIResponse(responseCode = "422", description = "`contact-details-needed`, `invalid-request`")
    @APIResponse(responseCode = "428", description = "`precondition-required`")
    public Response change(@PathParam("id") UUID id, @NotNull @Valid HoldChange body) {
        access.requirePrincipal();
        return once.answer(
                body,
                () -> refusals.answer(
                        holdTime.change(
                                id,
                                preconditions.expectedVersion(),
                                body.patientId(),
                                Boolean.TRUE.equals(body.extend())),
                        hold -> Answer.ok(AppointmentView.of(hold, access), hold.version())));
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "releaseHold", summary = "Release a hold", description = "The time is free again at once.")
    @APIResponse(responseCode = "204", description = "Released; also when it had run out already.")
    @APIResponse(responseCode = "404", description = "`not-found`: none, or somebody else's")
    @APIResponse(responseCode = "409", description = "`appointment-state-conflict`: it has become an appointment")
    public Response release(@PathParam("id") UUID id) {
        access.requirePrincipal();
        return once.answer(null, () -> refusals.answer(holdTime.release(id), hold -> Answer.noContent()));
    }
}
