package network.physio.booking.series;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.accesslog.Action;
import network.physio.booking.appointment.AppointmentAccess;
import network.physio.booking.appointment.AppointmentChangeResource.CancelReason;
import network.physio.booking.appointment.ChangeAppointment;
import network.physio.booking.appointment.FeeWaiver;
import network.physio.booking.availability.LiveAvailability;
import network.physio.booking.availability.VisitKind;
import network.physio.booking.patient.NewPatient;
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
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Series: whoever may read one of its visits reads it, with the visits that they may read. */
@Path("/booking/v1/series")
@Tag(name = "Series", description = "A course of appointments booked, moved and called off together")
@PermitAll
@RunOnVirtualThread
@APIResponse(responseCode = "401", description = "`guest-key-needed`, `unauthenticated`")
public class SeriesResource {

    private final WantedSeries wantedSeries;
    private final BookSeries bookSeries;
    private final ChangeSeries changeSeries;
    private final SeriesAnswers answers;
    private final LiveAvailability live;
    private final Once once;
    private final Preconditions preconditions;
    private final Access access;
    private final AppointmentAccess appointmentAccess;

    SeriesResource(
            WantedSeries wantedSeries,
            BookSeries bookSeries,
            ChangeSeries changeSeries,
            SeriesAnswers answers,
            LiveAvailability live,
            Once once,
            Preconditions preconditions,
            Access access,
            AppointmentAccess appointmentAccess) {
        this.wantedSeries = wantedSeries;
        this.bookSeries = bookSeries;
        this.changeSeries = changeSeries;
        this.answers = answers;
        this.live = live;
        this.once = once;
        this.preconditions = preconditions;
        this.access = access;
        this.appointmentAccess = appointmentAccess;
    }

    /** What happens when not every visit can be done. */
    enum Mode {
        @JsonProperty("all-or-nothing")
        ALL_OR_NOTHING,
        @JsonProperty("each")
        EACH
    }

    @Schema(name = "SeriesStep", description = "A stretch of a series.")
    record Step(
            @Schema(
                    description = "Days from each visit to the next, over and over: [7] is weekly, [3, 4] twice a week,"
                            + " [28] monthly on the same weekday.",
                    examples = "[7]")
            @NotNull
            @Size(min = 1, max = 7)
            List<@NotNull @Min(1) @Max(365) Integer> daysBetween,

            @Schema(description = "How many visits; the first of the series counts to the first step.", examples = "4")
            @NotNull
            @Min(1)
            @Max(LocalStarts.MOST)
            Integer visits) {}

    @Schema(name = "SeriesPattern", description = "Every visit at the local time of the first.")
    record SeriesPattern(
            @Schema(description = "Local time of the clinic, without offset.", examples = "2026-12-01T09:00")
            @NotNull
            @Pattern(regexp = LocalStarts.FORM, message = LocalStarts.FORM_HINT)
            String startsAt,

            @NotNull @Size(min = 1, max = 5) List<@NotNull @Valid Step> steps) {}

    @Schema(
            name = "SeriesFromPlan",
            description =
                    "As often as the plan of the screening pass says: FR-01 once or twice a week, FR-02 weekly for"
                            + " four visits and then every two or four weeks, FR-03 every two or four weeks, FR-04 every four.")
    record FromPlan(
            @Schema(description = "Local time of the clinic, without offset.", examples = "2026-12-01T09:00")
            @NotNull
            @Pattern(regexp = LocalStarts.FORM, message = LocalStarts.FORM_HINT)
            String startsAt,

            @NotNull @Min(LocalStarts.FEWEST) @Max(LocalStarts.MOST)
            Integer visits,

            @Schema(description = "Which end of the plan's range.") @NotNull
            CarePlan.Pace pace) {}

    @Schema(
            name = "NewSeries",
            description = "When: one of starts, pattern and plan. Who comes: a patientId, or details of a new patient.")
    record NewSeries(
            @NotNull UUID treatmentId,
            @NotNull Integer minutes,
            @NotNull UUID clinicId,

            @Schema(description = "Who treats; without it the one who can take most of the visits.") @Nullable
            UUID practitionerId,

            @Schema(
                    description =
                            "Whether another practitioner may take a visit that this one cannot; otherwise one and"
                                    + " the same treats throughout.",
                    defaultValue = "false")
            @Nullable
            Boolean anyPractitioner,

            @Schema(description = "A room of the clinic that every visit shall take.") @Nullable
            UUID roomId,

            @Schema(description = "A device of the clinic that every visit shall take.") @Nullable
            UUID equipmentId,

            @Schema(description = "Of the first visit; those after it are follow-ups.", defaultValue = "initial")
            @Nullable
            VisitKind visitKind,

            @Schema(description = "Local times of the clinic in order, without offset: 2 to 30.")
            @Nullable
            @Size(min = LocalStarts.FEWEST, max = LocalStarts.MOST)
            List<@NotNull @Pattern(regexp = LocalStarts.FORM, message = LocalStarts.FORM_HINT) String> starts,

            @Nullable @Valid SeriesPattern pattern,
            @Nullable @Valid FromPlan plan,

            @Schema(
                    description = "`all-or-nothing` books every visit or none; `each` books those that can be booked.",
                    defaultValue = "all-or-nothing")
            @Nullable
            Mode mode,

            @Nullable UUID patientId,
            @Nullable @Valid NewPatient patient,

            @Schema(description = "Clears the first visit; those after it stay pending until a screening of their own.")
            @Size(max = 4096)
            @Nullable
            String screeningPass,

            @Schema(description = "Staff only: the universal questions were asked in person and nothing was found.")
            @Nullable
            Boolean quickScreened,

            @Schema(
                    description =
                            "Staff only: a parent or guardian of this minor has agreed to all visits and comes along.")
            @Nullable
            Boolean responsibleAdult) {}

    @POST
    @Operation(
            operationId = "bookSeries",
            summary = "Book a series of appointments",
            description = "In one transaction, every visit by the rules of a single appointment. All visits keep their"
                    + " local time over changes of the clock. The answer lists what became of each.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = NewSeries.class),
                            examples = @ExampleObject(name = "weekly-then-monthly", value = """
                            {"treatmentId": "01934f5e-0000-7000-8000-000000000001", "minutes": 45,
                             "clinicId": "01934f5e-0000-7000-8000-000000000002",
                             "pattern": {"startsAt": "2026-12-01T09:00",
                                         "steps": [{"daysBetween": [7], "visits": 4}, {"daysBetween": [28], "visits": 2}]},
                             "mode": "all-or-nothing", "patientId": "01934f5e-0000-7000-8000-000000000003"}""")))
    @APIResponse(
            responseCode = "201",
            description = "Booked: every visit, or with `each` those that could be.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = SeriesView.class)))
    @APIResponse(responseCode = "400", description = "`malformed-request`")
    @APIResponse(
            responseCode = "403",
            description = "`forbidden`: a role that books for nobody, or `responsibleAdult` from others than staff")
    @APIResponse(
            responseCode = "409",
            description = "`series-not-bookable`: nothing was booked; each visit with its refusal and alternatives")
    @APIResponse(
            responseCode = "422",
            description = "`invalid-request` (a local time that the clock skips is named), `home-visit-needs-offer`,"
                    + " `screening-needed`, `screening-pass-invalid`, `seek-emergency-care`, `responsible-adult-needed`,"
                    + " `idempotency-key-reused`")
    public Response book(@NotNull @Valid NewSeries body) {
        access.requireBooker();
        WantedSeries.checkForm(body);
        live.awaitOwn();
        return once.answer(
                body,
                () -> answers.answer(
                        bookSeries.book(wantedSeries.order(body)),
                        "booked",
                        (id, view, version) -> Answer.created(URI.create("/booking/v1/series/" + id), view, version)));
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "readSeries",
            summary = "Read a series",
            description = "With those of its visits that the caller may read, and its version as ETag: it changes"
                    + " whenever one of the visits does.")
    @APIResponse(
            responseCode = "200",
            description = "The series.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = SeriesView.class)))
    @APIResponse(responseCode = "304", description = "Unchanged since the version in If-None-Match.")
    @APIResponse(responseCode = "404", description = "`not-found`: none, or none of its visits is this caller's")
    public Response read(@PathParam("id") UUID id) {
        access.requirePrincipal();
        SeriesAnswers.Read read = answers.read(id, null)
                .orElseThrow(() -> CommonProblem.NOT_FOUND.problem(
                        "There is nothing at this address, or nothing that this caller may see."));
        read.visits().forEach(visit -> appointmentAccess.log(visit, Action.READ_APPOINTMENT));
        return preconditions.answer(read.view(), read.version());
    }

    @Schema(
            name = "RescheduleSeries",
            description = "By how much the wall clock of each visit moves, who treats from now on, or both.")
    record RescheduleSeries(
            @Schema(description = "This visit and those after it; without it all that are still to come.") @Nullable
            UUID fromAppointmentId,

            @Schema(description = "Days later; earlier when negative.", defaultValue = "0", examples = "1")
            @Nullable
            @Min(-365)
            @Max(365)
            Integer days,

            @Schema(
                    description = "Minutes later on the wall clock; earlier when negative.",
                    defaultValue = "0",
                    examples = "90")
            @Nullable
            @Min(-1440)
            @Max(1440)
            Integer minutes,

            @Nullable UUID practitionerId,

            @Schema(
                    description = "`all-or-nothing` moves every visit or none; `each` moves those that can be moved.",
                    defaultValue = "all-or-nothing")
            @Nullable
            Mode mode) {}

    @POST
    @Path("/{id}/reschedule")
    @Operation(
            operationId = "rescheduleSeries",
            summary = "Move the visits of a series",
            description = "All that are still to come, or one and those after it, by the same shift in local time. Each"
                    + " keeps its id; none is added. One visit alone is moved by its own operation.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = RescheduleSeries.class),
                            examples =
                                    @ExampleObject(
                                            name = "a-day-later",
                                            value = "{\"days\": 1, \"minutes\": 0, \"mode\": \"all-or-nothing\"}")))
    @APIResponse(
            responseCode = "200",
            description = "Moved: every visit, or with `each` those that could be.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = SeriesView.class)))
    @APIResponse(responseCode = "403", description = "`forbidden`: some of its visits are for others to change")
    @APIResponse(responseCode = "404", description = "`not-found`")
    @APIResponse(
            responseCode = "409",
            description = "`series-not-bookable`: nothing was moved; each visit with its refusal and alternatives."
                    + " `series-over`, `appointment-state-conflict`")
    @APIResponse(responseCode = "412", description = "`stale-version`")
    @APIResponse(responseCode = "422", description = "`invalid-request` (a local time that the clock skips is named)")
    @APIResponse(responseCode = "428", description = "`precondition-required`")
    public Response reschedule(@PathParam("id") UUID id, @NotNull @Valid RescheduleSeries body) {
        access.requirePrincipal();
        ChangeSeries.Shift shift = shift(body);
        ChangeSeries.Extent extent = new ChangeSeries.Extent(body.fromAppointmentId(), body.mode() == Mode.EACH);
        return once.answer(
                body,
                () -> answers.answer(
                        changeSeries.reschedule(id, preconditions.expectedVersion(), extent, shift),
                        "moved",
                        (series, view, version) -> Answer.ok(view, version)));
    }

    private static ChangeSeries.Shift shift(RescheduleSeries body) {
        int days = body.days() == null ? 0 : body.days();
        int minutes = body.minutes() == null ? 0 : body.minutes();
        if (days == 0 && minutes == 0 && body.practitionerId() == null) {
            throw LocalStarts.invalid(
                    List.of(new Fault("#", "moves nothing: send days, minutes, a practitionerId or several of them")));
        }
        return new ChangeSeries.Shift(days, minutes, body.practitionerId());
    }

    @Schema(name = "CancelSeries")
    record CancelSeries(
            @Schema(description = "This visit and those after it; without it all that are still to come.") @Nullable
            UUID fromAppointmentId,

            @NotNull CancelReason reason,

            @Schema(description = "Staff only: the patient asked for it, so the policy's fees apply.") @Nullable
            Boolean askedByPatient,

            @Schema(description = "Staff only: why those fees are let go.") @Nullable
            FeeWaiver feeWaiver) {

        ChangeAppointment.CallOff how() {
            return new ChangeAppointment.CallOff(Slugs.of(reason), Boolean.TRUE.equals(askedByPatient), feeWaiver);
        }
    }

    @POST
    @Path("/{id}/cancel")
    @Operation(
            operationId = "cancelSeries",
            summary = "Call the visits of a series off",
            description = "All that are still to come, or one and those after it, together. Each costs what the policy"
                    + " says that it was booked under; the clinic's own never costs.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = CancelSeries.class),
                            examples = @ExampleObject(name = "all", value = "{\"reason\": \"feeling-better\"}")))
    @APIResponse(
            responseCode = "200",
            description = "Cancelled; each visit says its fee.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = SeriesView.class)))
    @APIResponse(
            responseCode = "403",
            description =
                    "`forbidden`: some of its visits are for others to change, or feeWaiver from others than staff")
    @APIResponse(responseCode = "404", description = "`not-found`")
    @APIResponse(responseCode = "409", description = "`series-over`, `appointment-state-conflict`")
    @APIResponse(responseCode = "412", description = "`stale-version`")
    @APIResponse(responseCode = "422", description = "`invalid-request`")
    @APIResponse(responseCode = "428", description = "`precondition-required`")
    public Response cancel(@PathParam("id") UUID id, @NotNull @Valid CancelSeries body) {
        access.requirePrincipal();
        return once.answer(
                body,
                () -> answers.answer(
                        changeSeries.cancel(id, preconditions.expectedVersion(), body.fromAppointmentId(), body.how()),
                        "cancelled",
                        (series, view, version) -> Answer.ok(view, version)));
    }
}
