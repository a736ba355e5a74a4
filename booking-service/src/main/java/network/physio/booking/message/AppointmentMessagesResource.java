package network.physio.booking.message;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.access.Audience;
import network.physio.booking.accesslog.AccessLog;
import network.physio.booking.accesslog.Action;
import network.physio.booking.accesslog.Purpose;
import network.physio.http.CommonProblem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What the patient of an appointment was told: for the front desk that is asked "did you write to me?". */
@Path("/booking/v1/appointments/{id}/messages")
@PermitAll
@RunOnVirtualThread
@Tag(name = "Messages", description = "What patients are told by e-mail, and what they may switch off")
public class AppointmentMessagesResource {

    /** Far more than one appointment ever has. */
    private static final int MOST = 200;

    private final AppointmentMessages messages;
    private final Access access;
    private final AccessLog accessLog;

    AppointmentMessagesResource(AppointmentMessages messages, Access access, AccessLog accessLog) {
        this.messages = messages;
        this.access = access;
        this.accessLog = accessLog;
    }

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
            @Nullable OffsetDateTime sentAt) {

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
                    row.sentAt() == null ? null : inZone(row.sentAt(), zone));
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
    @APIResponse(responseCode = "401", description = "`guest-key-needed`, `unauthenticated`")
    @APIResponse(responseCode = "404", description = "`not-found`: none, or not of this caller's clinic or diary")
    public MessageList list(@PathParam("id") UUID id) {
        access.requirePrincipal();
        AppointmentMessages.Place place = messages.placeOf(id)
                .filter(one -> access.inDiaryOf(one.practitionerCode(), one.clinicCode()) == Audience.STAFF)
                .orElseThrow(() -> CommonProblem.NOT_FOUND.problem(
                        "There is nothing at this address, or nothing that this caller may see."));
        if (place.patientId() != null) {
            accessLog.write(
                    place.patientId(),
                    Action.READ_APPOINTMENT,
                    access.isFrontDeskOf(place.clinicCode()) ? Purpose.FRONT_DESK : Purpose.TREATMENT);
        }
        return new MessageList(messages.of(id, MOST).stream()
                .map(row -> MessageView.of(row, place.zone()))
                .toList());
    }
}
