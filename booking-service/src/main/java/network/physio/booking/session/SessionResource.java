package network.physio.booking.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Clinic;
import network.physio.booking.availability.Weekday;
import network.physio.http.CommonProblem;
import network.physio.http.Cursors;
import network.physio.http.Fault;
import network.physio.http.Page;
import network.physio.http.Preconditions;
import network.physio.http.Slugs;
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

/** The group sessions of a clinic, for its front desk. Everybody else meets them as free seats among the slots. */
@Path("/booking/v1/clinics/{id}/sessions")
@RolesAllowed("receptionist")
@RunOnVirtualThread
@Tag(name = "Sessions", description = "Group sessions that a clinic schedules; patients book seats in them")
public class SessionResource {

    private final WantedSessions wantedSessions;
    private final ScheduleSessions scheduleSessions;
    private final ChangeSession changeSession;
    private final Sessions sessions;
    private final SessionAnswers answers;
    private final Catalogue catalogue;
    private final Once once;
    private final Preconditions preconditions;
    private final Access access;
    private final Clock clock;

    SessionResource(
            WantedSessions wantedSessions,
            ScheduleSessions scheduleSessions,
            ChangeSession changeSession,
            Sessions sessions,
            SessionAnswers answers,
            Catalogue catalogue,
            Once once,
            Preconditions preconditions,
            Access access,
            Clock clock) {
        this.wantedSessions = wantedSessions;
        this.scheduleSessions = scheduleSessions;
        this.changeSession = changeSession;
        this.sessions = sessions;
        this.answers = answers;
        this.catalogue = catalogue;
        this.once = once;
        this.preconditions = preconditions;
        this.access = access;
        this.clock = clock;
    }

    /** What happens when not every session can be scheduled. */
    enum Mode {
        @JsonProperty("all-or-nothing")
        ALL_OR_NOTHING,
        @JsonProperty("each")
        EACH
    }

    @Schema(name = "WeeklySessions", description = "The same local time on some days of each week.")
    record Weekly(
            @NotNull @Size(min = 1, max = 7) List<@NotNull Weekday> days,
            @NotNull @Schema(examples = "18:00") LocalTime at,
            @NotNull @Schema(examples = "2027-02-01") LocalDate from,

            @Schema(description = "Last day, included; at most a year later.", examples = "2027-04-30") @NotNull
            LocalDate until) {}

    @Schema(name = "NewSessions", description = "When: one of starts and weekly.")
    record NewSessions(
            @NotNull UUID treatmentId,
            @NotNull @Schema(examples = "45") Integer minutes,
            @NotNull UUID practitionerId,

            @Schema(description = "Without it a fitting room is chosen for each session.") @Nullable
            UUID roomId,

            @Schema(description = "Seats; as many as the treatment allows when absent.") @Nullable @Min(1)
            Integer capacity,

            @Schema(description = "Local times of the clinic in order, without offset.")
            @Nullable
            @Size(min = 1, max = WantedSessions.MOST)
            List<@NotNull LocalDateTime> starts,

            @Nullable @Valid Weekly weekly,

            @Schema(
                    description =
                            "`all-or-nothing` schedules every session or none; `each` those that can be scheduled.",
                    defaultValue = "all-or-nothing")
            @Nullable
            Mode mode) {}

    @Schema(name = "SessionRefusal", description = "A start at which no session can be, with every reason.")
    record RefusalView(OffsetDateTime startsAt, List<SessionAnswers.ReasonView> reasons) {
        static RefusalView of(SessionOutcome.Refused refused, ZoneId zone) {
            return new RefusalView(
                    refused.startsAt().atZone(zone).toOffsetDateTime(), SessionAnswers.views(refused.reasons()));
        }

        static List<RefusalView> of(List<SessionOutcome.Refused> refused, ZoneId zone) {
            return refused.stream().map(one -> of(one, zone)).toList();
        }
    }

    @Schema(name = "ScheduledSessions")
    record ScheduledView(
            List<SessionView> sessions,

            @Schema(description = "With `each`: what was left out.")
            List<RefusalView> refused) {}

    @POST
    @Operation(
            operationId = "scheduleSessions",
            summary = "Schedule group sessions",
            description =
                    "One, listed ones or a weekly pattern, in one transaction. Each claims its practitioner, a room"
                            + " and devices once, by the rules of any visit; patients then book its seats as they book other"
                            + " times. Nothing else makes a session.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = NewSessions.class),
                            examples = @ExampleObject(name = "weekly", value = """
                            {"treatmentId": "01934f5e-0000-7000-8000-000000000001", "minutes": 45,
                             "practitionerId": "01934f5e-0000-7000-8000-000000000004", "capacity": 3,
                             "weekly": {"days": ["mon", "wed"], "at": "18:00", "from": "2027-02-01", "until": "2027-04-30"}}""")))
    @APIResponse(
            responseCode = "201",
            description = "Scheduled: every session, or with `each` those that could be.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ScheduledView.class)))
    @APIResponse(responseCode = "400", description = "`malformed-request`")
    @APIResponse(responseCode = "401", description = "`unauthenticated`")
    @APIResponse(responseCode = "403", description = "`forbidden`: another role")
    @APIResponse(responseCode = "404", description = "`not-found`: unknown, or not a clinic of the caller's")
    @APIResponse(
            responseCode = "409",
            description = "`sessions-not-scheduled`: the starts that are not free, each with its reasons")
    @APIResponse(
            responseCode = "422",
            description = "`invalid-request`, `home-visit-needs-offer`, `idempotency-key-reused`")
    public Response schedule(@PathParam("id") UUID id, @NotNull @Valid NewSessions body) {
        return once.answer(body, () -> {
            Clinic clinic = clinic(id);
            return answers.scheduled(scheduleSessions.schedule(wantedSessions.order(id, clinic.zone(), body)), clinic);
        });
    }

    /** States a list can be narrowed to, as written in the query. */
    public enum StateFilter {
        SCHEDULED,
        CANCELLED;

        Session.State state() {
            return Session.State.valueOf(name());
        }

        @Override
        public String toString() {
            return Slugs.of(this);
        }

        /** Read by RESTEasy. */
        public static StateFilter fromString(String written) {
            return valueOf(written.toUpperCase(Locale.ROOT));
        }
    }

    @GET
    @Operation(
            operationId = "listSessions",
            summary = "List a clinic's group sessions",
            description = "By start, from now on when `from` is absent, with seats taken and left.")
    @APIResponse(responseCode = "200", description = "One page.")
    @APIResponse(responseCode = "400", description = "`unknown-parameter`, `invalid-parameter`")
    @APIResponse(responseCode = "401", description = "`unauthenticated`")
    @APIResponse(responseCode = "403", description = "`forbidden`: another role")
    @APIResponse(responseCode = "404", description = "`not-found`: unknown, or not a clinic of the caller's")
    public Page<SessionView> list(
            @PathParam("id") UUID id,
            @QueryParam("treatment") @Nullable UUID treatment,
            @QueryParam("practitioner") @Nullable UUID practitioner,
            @QueryParam("state") @Nullable StateFilter state,
            @Parameter(description = "First start; now when absent.", example = "2026-12-01T00:00:00+11:00")
                    @QueryParam("from")
                    @Nullable
                    OffsetDateTime from,
            @Parameter(description = "Starts before this.") @QueryParam("to") @Nullable OffsetDateTime to,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(200) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Clinic clinic = clinic(id);
        List<Session> rows = sessions.list(
                new Sessions.Filter(
                        clinic.id(),
                        treatment,
                        practitioner,
                        state == null ? null : state.state(),
                        from == null ? clock.instant() : from.toInstant(),
                        to == null ? null : to.toInstant()),
                cursor == null ? null : after(cursor),
                limit + 1,
                clock.instant());
        return Page.of(
                rows, limit, row -> Cursors.of(row.startsAt().atOffset(ZoneOffset.UTC), row.id()), SessionView::of);
    }

    private static Sessions.After after(String cursor) {
        List<String> parts = Cursors.read(cursor, 2);
        try {
            return new Sessions.After(Cursors.instant(parts.getFirst()), UUID.fromString(parts.getLast()));
        } catch (DateTimeException | IllegalArgumentException notOurs) {
            throw Cursors.invalid();
        }
    }

    @GET
    @Path("/{sessionId}")
    @Operation(
            operationId = "readSession",
            summary = "Read a group session",
            description =
                    "With its version as ETag; a seat that is taken or given back changes it too. Who sits there is"
                            + " in the list of appointments and in the day, under `sessionId`.")
    @APIResponse(
            responseCode = "200",
            description = "The session.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = SessionView.class)))
    @APIResponse(responseCode = "304", description = "Unchanged since the version in If-None-Match.")
    @APIResponse(responseCode = "401", description = "`unauthenticated`")
    @APIResponse(responseCode = "403", description = "`forbidden`: another role")
    @APIResponse(responseCode = "404", description = "`not-found`: no such session of a clinic of the caller's")
    public Response read(@PathParam("id") UUID id, @PathParam("sessionId") UUID sessionId) {
        Clinic clinic = clinic(id);
        Session session = sessions.find(clinic.id(), sessionId, clock.instant()).orElseThrow(SessionAnswers::notFound);
        return preconditions.answer(SessionView.of(session), session.version());
    }

    @Schema(name = "SessionChange", description = "What is to be different; absent members stay as they are.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Change(
            @Nullable UUID practitionerId,
            @Nullable UUID roomId,

            @Schema(description = "Not below the seats that are taken.") @Nullable @Min(1)
            Integer capacity) {}

    @PATCH
    @Path("/{sessionId}")
    @Operation(
            operationId = "changeSession",
            summary = "Change a group session",
            description = "Another practitioner or room at its time, its seats with it; or more or fewer seats. Whoever"
                    + " sits there is told of another practitioner or room once.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = Change.class),
                            examples = @ExampleObject(name = "fewer seats", value = "{\"capacity\": 2}")))
    @APIResponse(
            responseCode = "200",
            description = "As it is now.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = SessionView.class)))
    @APIResponse(responseCode = "400", description = "`malformed-request`")
    @APIResponse(responseCode = "401", description = "`unauthenticated`")
    @APIResponse(responseCode = "403", description = "`forbidden`: another role")
    @APIResponse(responseCode = "404", description = "`not-found`: no such session of a clinic of the caller's")
    @APIResponse(responseCode = "409", description = "`slot-taken`, `session-state-conflict`, `session-seats-taken`")
    @APIResponse(responseCode = "412", description = "`stale-version`")
    @APIResponse(responseCode = "422", description = "`invalid-request`, `not-bookable`, `idempotency-key-reused`")
    @APIResponse(responseCode = "428", description = "`precondition-required`")
    public Response change(
            @PathParam("id") UUID id, @PathParam("sessionId") UUID sessionId, @NotNull @Valid Change body) {
        if (body.practitionerId() == null && body.roomId() == null && body.capacity() == null) {
            throw CommonProblem.INVALID_REQUEST.problem(
                    "The request changes nothing.",
                    List.of(new Fault("#", "send a practitionerId, a roomId or a capacity")));
        }
        return once.answer(
                body,
                () -> answers.changed(changeSession.change(
                        clinic(id).id(),
                        sessionId,
                        preconditions.expectedVersion(),
                        new ChangeSession.Change(body.practitionerId(), body.roomId(), body.capacity()))));
    }

    /** Why a session is called off. */
    public enum CancelReason {
        @JsonProperty("practitioner-unavailable")
        PRACTITIONER_UNAVAILABLE,
        @JsonProperty("clinic-closed")
        CLINIC_CLOSED,
        @JsonProperty("too-few-bookings")
        TOO_FEW_BOOKINGS,
        @JsonProperty("other")
        OTHER
    }

    @Schema(name = "SessionCancel")
    record Cancel(@NotNull CancelReason reason) {}

    @POST
    @Path("/{sessionId}/cancel")
    @Operation(
            operationId = "cancelSession",
            summary = "Call a group session off",
            description =
                    "Each seat's appointment is cancelled by the clinic, which costs nobody anything and is told to"
                            + " each patient once; holds end. Cancelled seats alone never cancel a session.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = Cancel.class),
                            examples = @ExampleObject(name = "too few", value = "{\"reason\": \"too-few-bookings\"}")))
    @APIResponse(
            responseCode = "200",
            description = "Cancelled.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = SessionView.class)))
    @APIResponse(responseCode = "400", description = "`malformed-request`")
    @APIResponse(responseCode = "401", description = "`unauthenticated`")
    @APIResponse(responseCode = "403", description = "`forbidden`: another role")
    @APIResponse(responseCode = "404", description = "`not-found`: no such session of a clinic of the caller's")
    @APIResponse(responseCode = "409", description = "`session-state-conflict`")
    @APIResponse(responseCode = "412", description = "`stale-version`")
    @APIResponse(responseCode = "422", description = "`invalid-request`, `idempotency-key-reused`")
    @APIResponse(responseCode = "428", description = "`precondition-required`")
    public Response cancel(
            @PathParam("id") UUID id, @PathParam("sessionId") UUID sessionId, @NotNull @Valid Cancel body) {
        return once.answer(
                body,
                () -> answers.changed(changeSession.cancel(
                        clinic(id).id(), sessionId, preconditions.expectedVersion(), Slugs.of(body.reason()))));
    }

    private Clinic clinic(UUID id) {
        return catalogue
                .clinic(id)
                .filter(clinic -> access.isFrontDeskOf(clinic.code()))
                .orElseThrow(SessionAnswers::notFound);
    }
}
