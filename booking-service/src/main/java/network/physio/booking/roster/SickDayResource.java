package network.physio.booking.roster;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import network.physio.booking.BookingProblem;
import network.physio.booking.slot.SlotView;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
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

/** A practitioner is ill: one call shows, and one does, what becomes of their appointments. */
@Path("/booking/v1/practitioners/{id}/sick-days")
@RunOnVirtualThread
@Tag(name = "Rosters")
public class SickDayResource {

    private final RosterAccess access;
    private final CallInSick callInSick;
    private final Once once;

    SickDayResource(RosterAccess access, CallInSick callInSick, Once once) {
        this.access = access;
        this.callInSick = callInSick;
        this.once = once;
    }

    @Schema(
            name = "NewSickDay",
            description =
                    "Local times of the zone, which may be left out when all clinics of the practitioner share one")
    record NewSickDay(
            @NotNull LocalDateTime from,
            @NotNull LocalDateTime until,
            @Nullable String zone,

            @Schema(description = "False shows what would happen; true does it, with the token of what was shown.")
            @NotNull
            Boolean apply,

            @Schema(description = "The `preview` that the caller has seen; needed to apply it.")
            @Nullable
            @Pattern(regexp = "[0-9a-f]{64}", message = "must be the preview that was answered")
            String preview) {}

    @Schema(name = "SickDay")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SickDayView(
            UUID practitionerId,
            OffsetDateTime startsAt,
            OffsetDateTime endsAt,
            String zone,

            @Schema(description = "Whether it is done, or only shown.")
            boolean applied,

            @Schema(
                    description =
                            "The time off that was taken, once applied; the one that was there when the practitioner"
                                    + " was off sick for all of this time already.")
            @Nullable
            UUID timeOffId,

            @Schema(description = "Stands for exactly these changes: send it to apply them.")
            String preview,

            List<SickVisitView> appointments) {

        static SickDayView of(UUID practitioner, WantedTimeOff wanted, SickDay day, boolean applied) {
            return new SickDayView(
                    practitioner,
                    wanted.startsAt().atZone(wanted.zone()).toOffsetDateTime(),
                    wanted.endsAt().atZone(wanted.zone()).toOffsetDateTime(),
                    wanted.zone().getId(),
                    applied,
                    applied ? day.timeOff() : null,
                    day.token(practitioner, wanted),
                    day.visits().stream().map(SickVisitView::of).toList());
        }
    }

    @Schema(name = "SickDayAppointment")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SickVisitView(
            UUID id,
            OffsetDateTime startsAt,

            @Schema(
                    description = "appointment, or session: it moves with all its seats, or not",
                    examples = "appointment")
            String kind,

            @Schema(
                    description = "moved: at its time with another practitioner; rebooking-needed: it stays, marked.",
                    examples = "moved")
            String outcome,

            @Schema(description = "Who takes it over.") @Nullable
            UUID practitionerId,

            @Nullable String practitionerName,
            @Nullable String roomName,

            @Schema(
                    description = "Why nobody takes it over: nobody-free, other-clinic (its own desk decides),"
                            + " not-confirmed, home-visit, screening.",
                    examples = "nobody-free")
            @Nullable
            String because,

            @Schema(description = "The nearest free times for one that needs rebooking.")
            List<SlotView> alternatives) {

        static SickVisitView of(SickDay.Visit visit) {
            SickDay.Handed moved = visit.moved();
            return new SickVisitView(
                    visit.appointment().id(),
                    visit.appointment().view().startsAt(),
                    visit.appointment().view().kind(),
                    moved == null ? "rebooking-needed" : "moved",
                    moved == null ? null : moved.practitioner(),
                    moved == null ? null : moved.practitionerName(),
                    moved == null ? null : moved.roomName(),
                    visit.because() == null ? null : visit.because().code(),
                    visit.alternatives());
        }
    }

    @POST
    @RolesAllowed("receptionist")
    @Operation(
            operationId = "callInSick",
            summary = "Take a practitioner out for illness",
            description =
                    "Shows, and with apply does in one transaction: the practitioner's appointments in this time go to"
                            + " others at the same time, by all rules of a move, those who wait in the clinic too; the rest"
                            + " is marked rebookingNeeded; the time off is taken, whatever time of it is off already. The"
                            + " desk of another clinic where the practitioner works calls it in too and so decides about its"
                            + " own appointments. Who is being treated stays. Applied is exactly what was shown, or"
                            + " nothing.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = NewSickDay.class),
                            examples =
                                    @ExampleObject(
                                            name = "preview",
                                            value =
                                                    "{\"from\": \"2027-01-04T07:00\", \"until\": \"2027-01-04T19:00\", \"apply\": false}")))
    @APIResponse(
            responseCode = "200",
            description = "What applying it would do; nothing was changed",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = SickDayView.class)))
    @APIResponse(
            responseCode = "201",
            description = "Done",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = SickDayView.class)))
    @APIResponse(responseCode = "400", description = "malformed-request")
    @APIResponse(responseCode = "401", description = "unauthenticated")
    @APIResponse(responseCode = "403", description = "forbidden: another role")
    @APIResponse(responseCode = "404", description = "not-found: unknown, or works at none of the caller's clinics")
    @APIResponse(
            responseCode = "409",
            description = "preview-outdated: something has changed since; would-strand-appointments: the practitioner"
                    + " is overbooked already")
    @APIResponse(responseCode = "422", description = "invalid-request, roster-invalid: all faults with their place")
    public Response call(@PathParam("id") UUID id, @NotNull @Valid NewSickDay body) {
        if (body.apply() && body.preview() == null) {
            throw CommonProblem.INVALID_REQUEST.problem(
                    "Nothing is applied unseen.",
                    List.of(new Fault("#/preview", "is needed to apply: ask with apply: false first")));
        }
        return once.answer(body, () -> {
            RosteredPractitioner practitioner = access.changeable(id);
            WantedTimeOff wanted = new WantedTimeOff(
                    body.from(), body.until(), TimeOffResource.zone(practitioner, body.zone()), "sick", "#");
            return answer(id, wanted, body.apply() ? body.preview() : null);
        });
    }

    /** @param token null asks for a preview only */
    private Answer answer(UUID id, WantedTimeOff wanted, @Nullable String token) {
        CallInSick.Outcome outcome =
                token == null ? callInSick.preview(id, wanted) : callInSick.apply(id, wanted, token);
        return switch (outcome) {
            case CallInSick.Outcome.Done done
            when token == null -> Answer.ok(SickDayView.of(id, wanted, done.day(), false));
            case CallInSick.Outcome.Done done ->
                Answer.created(
                        URI.create("/booking/v1/practitioners/%s/time-off/%s"
                                .formatted(id, done.day().timeOff())),
                        SickDayView.of(id, wanted, done.day(), true));
            case CallInSick.Outcome.Faulty faulty -> Answer.refused(() -> TimeOffResource.invalid(faulty.faults()));
            case CallInSick.Outcome.Outdated outdated ->
                Answer.refused(() -> BookingProblem.PREVIEW_OUTDATED.problem(
                        "Nothing was changed: the diaries are not what they were at the preview. Ask for it again."));
            case CallInSick.Outcome.NoWay noWay -> Answer.refused(StrandedAppointments::noWay);
        };
    }
}
