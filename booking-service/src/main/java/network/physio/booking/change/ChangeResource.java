package network.physio.booking.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.physio.booking.BookingProblem;
import network.physio.booking.access.Access;
import network.physio.booking.event.EventLog;
import network.physio.booking.event.Snapshot;
import network.physio.http.CommonProblem;
import network.physio.http.Cursors;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What happened since somebody last asked, without a gap: how others keep a copy of what concerns them. */
@Path("/booking/v1/changes")
@PermitAll
@RunOnVirtualThread
@Tag(name = "Changes", description = "Everything that happened, in order, for the caller's share of the network")
public class ChangeResource {

    /** Instead of a cursor: from now on. */
    private static final String NOW = "now";

    private static final int CURSOR_PARTS = 4;

    private static final String EXAMPLE = """
            {"items": [{"id": "01937b1c-0000-7000-8000-0000000000c1", "at": "2027-02-01T08:00:00+11:00",
                        "type": "appointment-booked", "appointmentId": "01937b1c-0000-7000-8000-0000000000aa", "version": 2,
                        "clinicId": "01934f5e-0000-7000-8000-000000000002",
                        "practitionerId": "01934f5e-0000-7000-8000-000000000001",
                        "startsAt": "2027-02-01T10:00:00+11:00", "minutes": 30, "zone": "Australia/Melbourne"}],
             "next": "MDJlOWYxH2ExOjE6HzgyMjo4MjI6HzE3", "more": false}""";

    private final Access access;
    private final Changes changes;
    private final Epoch epoch;

    ChangeResource(Access access, Changes changes, Epoch epoch) {
        this.access = access;
        this.changes = changes;
        this.epoch = epoch;
    }

    @Schema(
            name = "Change",
            requiredProperties = {"id", "at", "type"},
            description = "Ids, types and times only. Tolerate types that you do not know: read the appointment again.")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ChangeView(
            UUID id,

            @Schema(
                    description = "When it was written; not what the order goes by",
                    examples = "2027-02-01T08:00:00+11:00")
            OffsetDateTime at,

            @Schema(
                    description =
                            "Such as appointment-booked. appointment-changed: something of no concern to others"
                                    + " than staff; appointment-left: moved to a clinic or practitioner that is not the caller's.",
                    examples = "appointment-booked")
            String type,

            @Nullable UUID appointmentId,

            @Schema(description = "Of the appointment afterwards; grows, but not by one each time") @Nullable
            Integer version,

            @Nullable UUID clinicId,
            @Nullable UUID practitionerId,
            @Nullable OffsetDateTime startsAt,
            @Nullable Integer minutes,

            @Schema(examples = "Australia/Melbourne") @Nullable
            String zone,

            @Schema(
                    description = "More about it, such as entryId of who waits or, for staff, patientId; what is in it"
                            + " depends on the type")
            @Nullable
            Map<String, Object> details) {

        static ChangeView of(Change change) {
            Map<String, Object> details = new HashMap<>(change.details());
            Object startsAt = details.remove("startsAt");
            Object minutes = details.remove("minutes");
            ZoneId zone = change.zone();
            return new ChangeView(
                    change.id(),
                    at(change.at(), zone),
                    change.type(),
                    change.appointmentId(),
                    change.version(),
                    change.clinicId(),
                    change.practitionerId(),
                    startsAt == null ? null : at(Instant.parse(startsAt.toString()), zone),
                    minutes instanceof Integer whole ? whole : null,
                    zone == null ? null : zone.getId(),
                    details);
        }

        private static OffsetDateTime at(Instant instant, @Nullable ZoneId zone) {
            return instant.atZone(zone == null ? ZoneOffset.UTC : zone).toOffsetDateTime();
        }
    }

    @Schema(
            name = "Changes",
            requiredProperties = {"items", "next", "more"})
    public record ChangesView(
            List<ChangeView> items,

            @Schema(description = "Send it as after to go on; there is always one")
            String next,

            @Schema(description = "Ask again at once; otherwise come back later")
            boolean more) {}

    @GET
    @Operation(operationId = "listChanges", summary = "What happened since", description = """
                    Every change of what concerns the caller, each once, those of one appointment in their order. Keep `next`
                    with what you have made of the items, and send it as `after` the next time. Begin without `after` at the
                    oldest change that is kept, or with `after=now`. Front desks follow their clinics: appointments, who waits
                    for one of them, and the patients whom they treat, by ids only; practitioners their diary, partners what
                    they sold, patients and guests their appointments and waits, network administrators the reference data.
                    What somebody may read is asked anew each time: to have what came before a new right, begin again.""")
    @APIResponse(
            responseCode = "200",
            description = "What happened; items may be empty also where more is true",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = ChangesView.class),
                            examples = @ExampleObject(name = "a booking", value = EXAMPLE)))
    @APIResponse(responseCode = "400", description = "`invalid-parameter`, `unknown-parameter`")
    @APIResponse(responseCode = "401", description = "`guest-key-needed`, `unauthenticated`")
    @APIResponse(
            responseCode = "410",
            description = "`cursor-expired`: the records were restored since; read everything anew")
    public ChangesView list(
            @Parameter(description = "`next` of the answer before, or `now`", example = NOW)
                    @QueryParam("after")
                    @Nullable
                    String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
        access.requirePrincipal();
        String current = epoch.current();
        Changes.Batch batch = changes.after(position(after, current), limit);
        return new ChangesView(
                batch.changes().stream().map(ChangeView::of).toList(), cursor(current, batch.after()), batch.more());
    }

    private EventLog.Position position(@Nullable String after, String current) {
        if (after == null) {
            return EventLog.Position.BEGINNING;
        }
        if (after.equals(NOW)) {
            return changes.now();
        }
        List<String> parts = read(after);
        EventLog.Position position = position(parts);
        if (!parts.getFirst().equals(current) || changes.isAhead(position)) {
            throw BookingProblem.CURSOR_EXPIRED.problem(
                    "The records were restored since this cursor was given out, and some of what it stands for may be"
                            + " gone. Begin with after=now and read everything anew.");
        }
        return position;
    }

    private static String cursor(String epoch, EventLog.Position position) {
        return Cursors.of(epoch, position.seen(), position.reading(), position.seq());
    }

    private static EventLog.Position position(List<String> parts) {
        try {
            long seq = Long.parseLong(parts.get(3));
            return new EventLog.Position(Snapshot.parse(parts.get(1)), Snapshot.parse(parts.get(2)), seq);
        } catch (IllegalArgumentException notOurs) {
            throw invalid();
        }
    }

    private static List<String> read(String after) {
        try {
            return Cursors.read(after, CURSOR_PARTS);
        } catch (HttpProblem notOurs) {
            throw invalid();
        }
    }

    private static HttpProblem invalid() {
        return CommonProblem.INVALID_PARAMETER.problem(
                "The cursor is not one that this feed gave out.",
                List.of(Fault.ofParameter("after", "begin again without it, or with now")));
    }
}
