package network.physio.booking.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import network.physio.booking.BookingProblem;
import network.physio.booking.access.Access;
import network.physio.booking.access.Audience;
import network.physio.booking.accesslog.AccessLog;
import network.physio.booking.accesslog.Action;
import network.physio.booking.accesslog.Purpose;
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

/** What the patient of an appointment was told: for the front desk that is asked "did you write to me?". */
@Path("/booking/v1/appointments/{id}/messages")
@PermitAll
@RunOnVirtualThread
@Tag(name = "Messages", description = "What patients are told by e-mail, and what they may switch off")
@APIResponse(responseCode = "401", description = "`guest-key-needed`, `unauthenticated`")
@APIResponse(responseCode = "404", description = "`not-found`: none, or not of this caller's clinic or diary")
public class AppointmentMessagesResource {

    /** Far more than one appointment ever has. */
    private static final int MOST = 200;

    private static final String UNCLEAR = """
            {"id": "01937b1c-0000-7000-8000-0000000000b1", "purpose": "confirmation", "channel": "email",
             "state": "unclear", "reason": "no-answer", "language": "en", "appointmentVersion": 1, "attempts": 1,
             "dueAt": "2027-02-01T08:00:05+11:00", "settledAt": "2027-02-01T09:10:00+11:00",
             "settledHow": "told-otherwise"}""";

    private static final String PLANNED = """
            {"id": "01937b1c-0000-7000-8000-0000000000b7", "purpose": "confirmation", "channel": "email",
             "state": "planned", "appointmentVersion": 1, "attempts": 0, "dueAt": "2027-02-01T09:10:00+11:00"}""";

    private final AppointmentMessages messages;
    private final SettleMessage settleMessage;
    private final Once once;
    private final Access access;
    private final AccessLog accessLog;

    AppointmentMessagesResource(
            AppointmentMessages messages, SettleMessage settleMessage, Once once, Access access, AccessLog accessLog) {
        this.messages = messages;
        this.settleMessage = settleMessage;
        this.once = once;
        this.access = access;
        this.accessLog = accessLog;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Message", description = "Without its words and without the address it went to.")
    public record MessageView(
            UUID id,

            @Schema(
                    description = "confirmation, change, cancellation, rebooking-needed, reminder, soreness-check or"
                            + " waitlist-offer; more may come",
                    examples = "reminder")
            String purpose,

            @Schema(examples = "email") String channel,

            @Schema(
                    description =
                            "planned, claimed (being sent), sent, failed, unclear (may have gone out, is not repeated)"
                                    + " or dropped",
                    examples = "sent")
            String state,

            @Schema(description = "Why it was dropped, has failed or is tried again", examples = "superseded") @Nullable
            String reason,

            @Schema(description = "The language it was written in, once it was", examples = "en") @Nullable
            String language,

            int appointmentVersion,
            int attempts,
            OffsetDateTime dueAt,
            @Nullable OffsetDateTime sentAt,

            @Schema(
                    description =
                            "When somebody has answered one that failed, is unclear or was dropped although it matters")
            @Nullable
            OffsetDateTime settledAt,

            @Schema(description = "told-otherwise, not-needed or sent-again", examples = "told-otherwise") @Nullable
            String settledHow) {

        static MessageView of(AppointmentMessages.Row row, ZoneId zone) {
            return new MessageView(
                    row.id(),
                    row.purpose(),
                    row.channel(),
                    row.state(),
                    row.reason(),
                    row.language(),
                    row.appointmentVersion(),
                    row.attempts(),
                    inZone(row.dueAt(), zone),
                    inZoneOrNull(row.sentAt(), zone),
                    inZoneOrNull(row.settledAt(), zone),
                    row.settledHow());
        }

        private static @Nullable OffsetDateTime inZoneOrNull(@Nullable OffsetDateTime time, ZoneId zone) {
            return time == null ? null : inZone(time, zone);
        }

        private static OffsetDateTime inZone(OffsetDateTime time, ZoneId zone) {
            return time.atZoneSameInstant(zone).toOffsetDateTime();
        }
    }

    @Schema(name = "AppointmentMessages")
    public record MessageList(List<MessageView> items) {}

    @GET
    @Operation(
            operationId = "listAppointmentMessages",
            summary = "What the patient was told about an appointment",
            description = "For the front desk of its clinic and the practitioner in whose diary it stands.")
    @APIResponse(
            responseCode = "200",
            description = "The messages, by when they are due.",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = MessageList.class),
                            examples = @ExampleObject(name = "confirmed, to be reminded", value = """
                                    {"items": [{"id": "01937b1c-0000-7000-8000-0000000000b1", "purpose": "confirmation",
                                                "channel": "email", "state": "sent", "language": "en",
                                                "appointmentVersion": 1, "attempts": 1,
                                                "dueAt": "2027-02-01T08:00:05+11:00",
                                                "sentAt": "2027-02-01T08:00:06+11:00"},
                                               {"id": "01937b1c-0000-7000-8000-0000000000b2", "purpose": "reminder",
                                                "channel": "email", "state": "planned",
                                                "appointmentVersion": 1, "attempts": 0,
                                                "dueAt": "2027-02-02T10:00:00+11:00"}]}""")))
    public MessageList list(@PathParam("id") UUID id) {
        AppointmentMessages.Place place = placeOf(id);
        log(place, Action.READ_APPOINTMENT);
        return new MessageList(messages.of(id, MOST).stream()
                .map(row -> MessageView.of(row, place.zone()))
                .toList());
    }

    @Schema(name = "SettleMessage")
    public record Settle(
            @NotNull @Schema(description = "told-otherwise: the patient was told in another way, or says that it came")
            Settled how) {}

    @POST
    @Path("/{messageId}/settle")
    @Operation(operationId = "settleMessage", summary = "Say that a message needs nothing more", description = """
                    For one that failed, is unclear or was dropped although it matters (`messages` of the clinic's day lists
                    them), when the patient was told in another way or need not be. For the front desk of the clinic and the
                    practitioner in whose diary the appointment stands.""")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = Settle.class),
                            examples =
                                    @ExampleObject(
                                            name = "told by telephone",
                                            value = "{\"how\": \"told-otherwise\"}")))
    @APIResponse(
            responseCode = "200",
            description = "The message",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = MessageView.class),
                            examples = @ExampleObject(name = "settled", value = UNCLEAR)))
    @APIResponse(responseCode = "400", description = "`malformed-request`")
    @APIResponse(responseCode = "409", description = "`message-not-open`: it waits for nobody; `request-in-progress`")
    @APIResponse(responseCode = "422", description = "`invalid-request`, `idempotency-key-reused`")
    @APIResponse(responseCode = "503", description = "`busy`; see Retry-After")
    public Response settle(
            @PathParam("id") UUID id, @PathParam("messageId") UUID messageId, @NotNull @Valid Settle body) {
        AppointmentMessages.Place place = placeOf(id);
        return once.answer(body, () -> answer(settleMessage.settle(id, messageId, body.how()), place));
    }

    @POST
    @Path("/{messageId}/send-again")
    @Operation(operationId = "sendMessageAgain", summary = "Send a message anew", description = """
                    For one that failed, is unclear or was dropped although it matters, by somebody who knows that it may
                    arrive twice. It goes out at once as another message with the state of now, and this one is settled. What
                    would be dropped is refused. For the front desk of the clinic and the practitioner in whose diary the
                    appointment stands. No body.""")
    @APIResponse(
            responseCode = "200",
            description = "The message that takes its place",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = MessageView.class),
                            examples = @ExampleObject(name = "goes out at once", value = PLANNED)))
    @APIResponse(
            responseCode = "409",
            description = "`message-not-open`: it waits for nobody; `message-would-be-dropped`: `reason` says why;"
                    + " `request-in-progress`")
    @APIResponse(responseCode = "422", description = "`idempotency-key-reused`")
    @APIResponse(responseCode = "503", description = "`busy`; see Retry-After")
    public Response sendAgain(@PathParam("id") UUID id, @PathParam("messageId") UUID messageId) {
        AppointmentMessages.Place place = placeOf(id);
        return once.answer(null, () -> answer(settleMessage.sendAgain(id, messageId), place));
    }

    private Answer answer(SettleMessage.Outcome outcome, AppointmentMessages.Place place) {
        return switch (outcome) {
            case SettleMessage.Outcome.Done(UUID message) -> {
                log(place, Action.SETTLE_MESSAGE);
                yield Answer.ok(MessageView.of(messages.one(message), place.zone()));
            }
            case SettleMessage.Outcome.NotFound none -> Answer.refused(AppointmentMessagesResource::notFound);
            case SettleMessage.Outcome.NotOpen(String state) ->
                Answer.refused(() -> BookingProblem.MESSAGE_NOT_OPEN
                        .builder(
                                "Only what failed, is unclear or was dropped although it matters, and nobody has settled, waits for a person.")
                        .with("state", state)
                        .build());
            case SettleMessage.Outcome.WouldBeDropped(DropReason reason) ->
                Answer.refused(() -> BookingProblem.MESSAGE_WOULD_BE_DROPPED
                        .builder("The message would not be sent. Say that it is settled instead.")
                        .with("reason", reason.code())
                        .build());
        };
    }

    /** Where the appointment stands, for those who work there. */
    private AppointmentMessages.Place placeOf(UUID appointment) {
        access.requirePrincipal();
        return messages.placeOf(appointment)
                .filter(one -> access.inDiaryOf(one.practitionerCode(), one.clinicCode()) == Audience.STAFF)
                .orElseThrow(AppointmentMessagesResource::notFound);
    }

    private static HttpProblem notFound() {
        return CommonProblem.NOT_FOUND.problem(
                "There is nothing at this address, or nothing that this caller may see.");
    }

    private void log(AppointmentMessages.Place place, Action action) {
        if (place.patientId() != null) {
            accessLog.write(
                    place.patientId(),
                    action,
                    access.isFrontDeskOf(place.clinicCode()) ? Purpose.FRONT_DESK : Purpose.TREATMENT);
        }
    }
}
