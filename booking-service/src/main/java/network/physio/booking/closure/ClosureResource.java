package network.physio.booking.closure;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import network.physio.booking.BookingProblem;
import network.physio.booking.access.Access;
import network.physio.booking.closure.Closures.ClosedClinic;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;
import network.physio.booking.roster.StandAgain;
import network.physio.booking.roster.Stranded;
import network.physio.booking.roster.StrandedAppointments;
import network.physio.booking.roster.WantedTimeOff;
import network.physio.http.CommonProblem;
import network.physio.http.Cursors;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;
import network.physio.http.Page;
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

/** Times in which a clinic is closed: repairs, a storm, a day out. Home visits go on. */
@Path("/booking/v1/clinics/{id}/closures")
@RolesAllowed({"receptionist", "network-admin"})
@RunOnVirtualThread
@Tag(name = "Closures", description = "When a clinic is closed out of the ordinary")
@APIResponse(responseCode = "401", description = "unauthenticated")
@APIResponse(responseCode = "403", description = "forbidden: another role")
public class ClosureResource {

    private static final UUID NO_ID = new UUID(0, 0);

    private static final String EXAMPLE = """
            {"id": "01934f5e-0000-7000-8000-00000000000b", "clinicId": "01934f5e-0000-7000-8000-000000000002",
             "startsAt": "2027-02-05T12:00:00+11:00", "endsAt": "2027-02-05T17:00:00+11:00",
             "zone": "Australia/Melbourne", "reason": "Floor repairs"}""";

    private final Access access;
    private final Closures closures;
    private final StrandedAppointments appointments;
    private final StandAgain standAgain;
    private final Events events;
    private final Once once;
    private final Clock clock;

    ClosureResource(
            Access access,
            Closures closures,
            StrandedAppointments appointments,
            StandAgain standAgain,
            Events events,
            Once once,
            Clock clock) {
        this.access = access;
        this.closures = closures;
        this.appointments = appointments;
        this.standAgain = standAgain;
        this.events = events;
        this.once = once;
        this.clock = clock;
    }

    @Schema(name = "NewClosure", description = "Local times of the clinic")
    public record NewClosure(
            @NotNull LocalDateTime from,
            @NotNull LocalDateTime until,
            @NotNull @Size(min = 1, max = 200) String reason,
            @Nullable Boolean strandAppointments) {}

    @Schema(name = "Closure")
    public record ClosureView(
            UUID id,
            UUID clinicId,
            OffsetDateTime startsAt,
            OffsetDateTime endsAt,
            String zone,
            String reason,

            @Schema(
                    description =
                            "Appointments that this left to be rebooked; only in the answer to the request that did")
            @Nullable
            List<Stranded.View> rebookingNeeded) {

        static ClosureView of(ClosedClinic clinic, Closure closure, @Nullable List<Stranded> stranded) {
            return new ClosureView(
                    closure.id(),
                    clinic.id(),
                    closure.startsAt().atZone(clinic.zone()).toOffsetDateTime(),
                    closure.endsAt().atZone(clinic.zone()).toOffsetDateTime(),
                    clinic.zone().getId(),
                    closure.reason(),
                    stranded == null
                            ? null
                            : stranded.stream().map(Stranded::view).toList());
        }
    }

    /** How the contract shows a page. */
    @Schema(name = "ClosurePage")
    record ClosurePage(
            List<ClosureView> items,

            @Schema(description = "Cursor of the next page; absent on the last") @Nullable
            String next) {}

    @GET
    @Operation(
            operationId = "listClosures",
            summary = "List a clinic's closures",
            description = "By start; without after, what has not ended yet.")
    @APIResponse(
            responseCode = "200",
            description = "A page of closures",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = ClosurePage.class),
                            examples = @ExampleObject(name = "page", value = "{\"items\": [" + EXAMPLE + "]}")))
    @APIResponse(responseCode = "400", description = "invalid-parameter, unknown-parameter")
    @APIResponse(responseCode = "404", description = "not-found: unknown, or not a clinic of the caller's")
    public Page<ClosureView> list(
            @PathParam("id") UUID id,
            @QueryParam("after") @Nullable OffsetDateTime after,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(200) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        ClosedClinic clinic = clinic(id);
        Instant endsAfter = after == null ? clock.instant() : after.toInstant();
        List<Closure> rows = cursor == null
                ? closures.page(id, endsAfter, Instant.EPOCH, NO_ID, limit + 1)
                : pageAfter(id, endsAfter, cursor, limit);
        return Page.of(
                rows, limit, row -> Cursors.of(row.startsAt(), row.id()), row -> ClosureView.of(clinic, row, null));
    }

    @POST
    @Operation(
            operationId = "closeClinic",
            summary = "Close a clinic for a time",
            description =
                    "Over held or confirmed appointments it is refused with their list, unless strandAppointments is"
                            + " true: then they are marked rebookingNeeded. Home visits are not concerned.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            examples =
                                    @ExampleObject(
                                            name = "repairs",
                                            value =
                                                    "{\"from\": \"2027-02-05T12:00\", \"until\": \"2027-02-05T17:00\", \"reason\": \"Floor repairs\"}")))
    @APIResponse(
            responseCode = "201",
            description = "Closed",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = ClosureView.class),
                            examples = @ExampleObject(name = "closed", value = EXAMPLE)))
    @APIResponse(responseCode = "400", description = "malformed-request")
    @APIResponse(responseCode = "404", description = "not-found: unknown, or not a clinic of the caller's")
    @APIResponse(responseCode = "409", description = "would-strand-appointments: lists them")
    @APIResponse(responseCode = "422", description = "invalid-request, roster-invalid: all faults with their place")
    public Response close(@PathParam("id") UUID id, @NotNull @Valid NewClosure body) {
        return once.answer(body, () -> {
            ClosedClinic clinic = clinic(id);
            List<Fault> faults = faults(body, clinic.zone());
            if (!faults.isEmpty()) {
                return Answer.refused(
                        () -> BookingProblem.ROSTER_INVALID.problem("The clinic cannot be closed so.", faults));
            }
            closures.lock(id);
            return close(clinic, body);
        });
    }

    private Answer close(ClosedClinic clinic, NewClosure body) {
        Instant from = body.from().atZone(clinic.zone()).toInstant();
        Instant until = body.until().atZone(clinic.zone()).toInstant();
        List<Stranded> stranded = appointments.inClosure(clinic.id(), from, until);
        if (!stranded.isEmpty() && !Boolean.TRUE.equals(body.strandAppointments())) {
            return Answer.refused(() -> StrandedAppointments.problem(stranded));
        }
        Closure closure = closures.add(clinic.id(), from, until, body.reason());
        appointments.mark(stranded, "closure", access.actor());
        events.write(
                new Event("clinic-closed", null, null, clinic.id(), null, Map.of("closureId", closure.id())),
                access.actor());
        return Answer.created(
                URI.create("/booking/v1/clinics/%s/closures/%s".formatted(clinic.id(), closure.id())),
                ClosureView.of(clinic, closure, stranded));
    }

    private List<Fault> faults(NewClosure body, ZoneId zone) {
        List<Fault> faults = new ArrayList<>(WantedTimeOff.faults(body.from(), body.until(), zone, "#"));
        if (!body.until().atZone(zone).toInstant().isAfter(clock.instant())) {
            faults.add(new Fault("#/until", "lies in the past"));
        }
        return faults;
    }

    @DELETE
    @Path("/{closureId}")
    @Operation(
            operationId = "reopenClinic",
            summary = "Take a closure back",
            description =
                    "The clinic can be booked again. Its appointments that were marked for rebooking in this time stand"
                            + " again as they were booked, unless something else is in their way; who was not told yet is not"
                            + " told. To a network's administrator they stay marked: the desk decides. No body.")
    @APIResponse(
            responseCode = "200",
            description = "Taken back; which appointments stand again, which are still to be rebooked",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = StandAgain.Outcome.View.class),
                            examples = @ExampleObject(name = "taken back", value = StandAgain.EXAMPLE)))
    @APIResponse(responseCode = "404", description = "not-found: no such closure of a clinic of the caller's")
    public Response reopen(@PathParam("id") UUID id, @PathParam("closureId") UUID closureId) {
        return once.answer(null, () -> {
            clinic(id);
            Closure closure = closures.find(id, closureId).orElseThrow(ClosureResource::notFound);
            Set<UUID> locked = standAgain.lockPeople(marked(id, closure));
            closures.lock(id);
            if (!closures.remove(id, closureId)) {
                return Answer.refused(ClosureResource::notFound);
            }
            events.write(
                    new Event("clinic-reopened", null, null, id, null, Map.of("closureId", closureId)), access.actor());
            return Answer.ok(standAgain.tryAll(marked(id, closure), locked).view());
        });
    }

    private List<Stranded> marked(UUID clinic, Closure closure) {
        return appointments.markedInClosure(clinic, closure.startsAt(), closure.endsAt());
    }

    private ClosedClinic clinic(UUID id) {
        return closures.clinic(id)
                .filter(clinic -> access.isNetworkAdmin() || access.isFrontDeskOf(clinic.code()))
                .orElseThrow(ClosureResource::notFound);
    }

    private List<Closure> pageAfter(UUID id, Instant endsAfter, String cursor, int limit) {
        List<String> parts = Cursors.read(cursor, 2);
        try {
            return closures.page(
                    id, endsAfter, Cursors.instant(parts.getFirst()), UUID.fromString(parts.getLast()), limit + 1);
        } catch (DateTimeException | IllegalArgumentException notOurs) {
            throw Cursors.invalid();
        }
    }

    private static HttpProblem notFound() {
        return CommonProblem.NOT_FOUND.problem("There is no such clinic or closure, or none that this caller may see.");
    }
}
