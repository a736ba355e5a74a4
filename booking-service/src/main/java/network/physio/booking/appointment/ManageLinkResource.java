package network.physio.booking.appointment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import network.physio.booking.BookingProblem;
import network.physio.booking.access.Access;
import network.physio.http.CommonProblem;
import network.physio.http.HttpProblem;
import network.physio.http.once.Answer;
import network.physio.http.once.Once;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Links with which somebody without an account reads, moves and calls off one appointment. */
@Path("/booking/v1/appointments/{id}/manage-links")
@Tag(name = "Manage links", description = "One appointment, managed without an account")
@PermitAll
@RunOnVirtualThread
@APIResponse(responseCode = "401", description = "`guest-key-needed`, `unauthenticated`")
@APIResponse(responseCode = "404", description = "`not-found`: none, or not this caller's")
public class ManageLinkResource {

    private final ShareAppointment shareAppointment;
    private final Once once;
    private final Access access;

    ManageLinkResource(ShareAppointment shareAppointment, Once once, Access access) {
        this.shareAppointment = shareAppointment;
        this.once = once;
        this.access = access;
    }

    @Schema(name = "NewManageLink")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record NewLinkView(
            UUID id,

            @Schema(
                    description =
                            "Told in this answer only, and not in its repetition for the same Idempotency-Key: make"
                                    + " another link when it got lost.")
            @Nullable
            String token,

            @Schema(
                    description =
                            "The link is the address of your page, #, and this; what follows the # reaches no server.",
                    examples = "appointment=0192f5c0-7000-7000-8000-000000000001&token=pNf...")
            @Nullable
            String fragment,

            @Schema(description = "Moves with the appointment.")
            OffsetDateTime expiresAt) {}

    @Schema(name = "ManageLink")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LinkView(
            UUID id, OffsetDateTime createdAt, @Nullable OffsetDateTime revokedAt) {
        static LinkView of(ManageLinks.Kept link) {
            return new LinkView(
                    link.id(),
                    link.createdAt().atOffset(ZoneOffset.UTC),
                    link.revokedAt() == null ? null : link.revokedAt().atOffset(ZoneOffset.UTC));
        }
    }

    @Schema(name = "ManageLinks")
    public record LinksView(List<LinkView> items) {}

    @POST
    @Operation(
            operationId = "makeManageLink",
            summary = "Make a link to manage an appointment",
            description = "For whoever made it, its patient's accounts and its clinic. Whoever sends the token as"
                    + " `Manage-Token` may read, move and call off this appointment, until some hours after the visit.")
    @APIResponse(
            responseCode = "201",
            description = "With the token, once.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = NewLinkView.class)))
    @APIResponse(
            responseCode = "409",
            description = "`appointment-state-conflict`: there is nothing to manage yet, or any more")
    public Response make(@PathParam("id") UUID id) {
        access.requirePrincipal();
        return once.answer(null, () -> answer(shareAppointment.make(id)));
    }

    private static Answer answer(ShareAppointment.Outcome outcome) {
        if (!(outcome instanceof ShareAppointment.Outcome.Made made)) {
            return refusal(outcome);
        }
        ManageLinks.Made link = made.link();
        OffsetDateTime endsAt = made.endsAt().atZone(made.appointment().zone()).toOffsetDateTime();
        return Answer.createdWithSecret(
                null,
                new NewLinkView(link.id(), link.token(), link.fragment(), endsAt),
                new NewLinkView(link.id(), null, null, endsAt));
    }

    @GET
    @Operation(
            operationId = "listManageLinks",
            summary = "List the links of an appointment",
            description = "Without their tokens, the oldest first, the revoked ones too.")
    @APIResponse(responseCode = "200", description = "All of them.")
    public LinksView list(@PathParam("id") UUID id) {
        access.requirePrincipal();
        return new LinksView(shareAppointment.list(id).orElseThrow(ManageLinkResource::notFound).stream()
                .map(LinkView::of)
                .toList());
    }

    @DELETE
    @Path("/{linkId}")
    @Operation(
            operationId = "revokeManageLink",
            summary = "Revoke a link",
            description = "It opens nothing from now on.")
    @APIResponse(responseCode = "204", description = "Revoked; also when it was already.")
    public Response revoke(@PathParam("id") UUID id, @PathParam("linkId") UUID linkId) {
        access.requirePrincipal();
        return once.answer(null, () -> refusal(shareAppointment.revoke(id, linkId)));
    }

    private static Answer refusal(ShareAppointment.Outcome outcome) {
        return switch (outcome) {
            case ShareAppointment.Outcome.Revoked revoked -> Answer.noContent();
            case ShareAppointment.Outcome.NotFound none -> Answer.refused(ManageLinkResource::notFound);
            case ShareAppointment.Outcome.WrongState wrong ->
                Answer.refused(() -> BookingProblem.APPOINTMENT_STATE_CONFLICT
                        .builder("There is nothing to manage yet, or any more.")
                        .with("state", wrong.state().code())
                        .build());
            case ShareAppointment.Outcome.Made made -> throw new IllegalStateException("a link made is no refusal");
        };
    }

    private static HttpProblem notFound() {
        return CommonProblem.NOT_FOUND.problem(
                "There is nothing at this address, or nothing that this caller may see.");
    }
}
