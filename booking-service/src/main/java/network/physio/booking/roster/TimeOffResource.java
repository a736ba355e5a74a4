package network.physio.booking.roster;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
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
import java.util.Set;
import java.util.UUID;
import network.physio.booking.BookingProblem;
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

/** Times in which a practitioner works nowhere: leave, illness, training. */
@Path("/booking/v1/practitioners/{id}/time-off")
@RunOnVirtualThread
@Tag(name = "Rosters")
@APIResponse(responseCode = "401", description = "unauthenticated")
@APIResponse(responseCode = "403", description = "forbidden: another role")
public class TimeOffResource {

    private static final UUID NO_ID = new UUID(0, 0);

    private final RosterAccess access;
    private final TimesOff timesOff;
    private final TakeTimeOff takeTimeOff;
    private final StrandedAppointments appointments;
    private final StandAgain standAgain;
    private final PractitionerLock lock;
    private final Once once;
    private final Clock clock;

    TimeOffResource(
            RosterAccess access,
            TimesOff timesOff,
            TakeTimeOff takeTimeOff,
            StrandedAppointments appointments,
            StandAgain standAgain,
            PractitionerLock lock,
            Once once,
            Clock clock) {
        this.access = access;
        this.timesOff = timesOff;
        this.takeTimeOff = takeTimeOff;
        this.appointments = appointments;
        this.standAgain = standAgain;
        this.lock = lock;
        this.once = once;
        this.clock = clock;
    }

    @Schema(
            name = "NewTimeOff",
            description =
                    "Local times of the zone, which may be left out when all clinics of the practitioner share one")
    public record NewTimeOff(
            @NotNull LocalDateTime from,
            @NotNull LocalDateTime until,
            @Nullable String zone,

            @NotNull
            @Pattern(
                    regexp = "leave|sick|training|meeting|other",
                    message = "must be leave, sick, training, meeting or other")
            String reason,

            @Nullable Boolean strandAppointments) {}

    @Schema(name = "TimeOff")
    public record TimeOffView(
            UUID id,
            UUID practitionerId,
            OffsetDateTime startsAt,
            OffsetDateTime endsAt,
            String zone,
            String reason,

            @Schema(
                    description =
                            "Appointments that this left to be rebooked; only in the answer to the request that did")
            @Nullable
            List<Stranded.View> rebookingNeeded) {

        static TimeOffView of(UUID practitioner, TimeOff timeOff, ZoneId zone, @Nullable List<Stranded> stranded) {
            return new TimeOffView(
                    timeOff.id(),
                    practitioner,
                    timeOff.startsAt().atZone(zone).toOffsetDateTime(),
                    timeOff.endsAt().atZone(zone).toOffsetDateTime(),
                    zone.getId(),
                    timeOff.reason(),
                    stranded == null
                            ? null
                            : stranded.stream().map(Stranded::view).toList());
        }
    }

    private static final String EXAMPLE = """
            {"id": "01934f5e-0000-7000-8000-00000000000a", "practitionerId": "01934f5e-0000-7000-8000-000000000001",
             "startsAt": "2027-01-04T00:00:00+11:00", "endsAt": "2027-01-16T00:00:00+11:00",
             "zone": "Australia/Melbourne", "reason": "leave"}""";

    /** How the contract shows a page. */
    @Schema(name = "TimeOffPage")
    record TimeOffPage(
            List<TimeOffView> items,

            @Schema(description = "Cursor of the next page; absent on the last") @Nullable
            String next) {}

    @GET
    @RolesAllowed({"receptionist", "practitioner", "network-admin"})
    @Operation(
            operationId = "listTimeOff",
            summary = "List a practitioner's time off",
            description = "By start; without after, what has not ended yet.")
    @APIResponse(
            responseCode = "200",
            description = "A page of times off",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = TimeOffPage.class),
                            examples = @ExampleObject(name = "page", value = "{\"items\": [" + EXAMPLE + "]}")))
    @APIResponse(responseCode = "400", description = "invalid-parameter, unknown-parameter")
    @APIResponse(responseCode = "404", description = "not-found: unknown, or works at none of the caller's clinics")
    public Page<TimeOffView> list(
            @PathParam("id") UUID id,
            @QueryParam("after") @Nullable OffsetDateTime after,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(200) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        RosteredPractitioner practitioner = access.readable(id);
        ZoneId zone = shownZone(practitioner);
        Instant endsAfter = after == null ? clock.instant() : after.toInstant();
        List<TimeOff> rows = cursor == null
                ? timesOff.page(id, endsAfter, Instant.EPOCH, NO_ID, limit + 1)
                : pageAfter(id, endsAfter, cursor, limit);
        return Page.of(
                rows, limit, row -> Cursors.of(row.startsAt(), row.id()), row -> TimeOffView.of(id, row, zone, null));
    }

    @POST
    @RolesAllowed({"receptionist", "network-admin"})
    @Operation(
            operationId = "takeTimeOff",
            summary = "Give a practitioner time off",
            description =
                    "Blocks the practitioner at all clinics. Over held or confirmed appointments it is refused with"
                            + " their list, unless strandAppointments is true: then they are marked rebookingNeeded. Over other"
                            + " time off it is refused; illness goes over it (callInSick).")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            examples =
                                    @ExampleObject(
                                            name = "leave",
                                            value =
                                                    "{\"from\": \"2027-01-04T00:00\", \"until\": \"2027-01-16T00:00\", \"reason\": \"leave\"}")))
    @APIResponse(
            responseCode = "201",
            description = "Taken",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = TimeOffView.class),
                            examples = @ExampleObject(name = "taken", value = EXAMPLE)))
    @APIResponse(responseCode = "400", description = "malformed-request")
    @APIResponse(responseCode = "404", description = "not-found: unknown, or works at none of the caller's clinics")
    @APIResponse(responseCode = "409", description = "would-strand-appointments: lists them")
    @APIResponse(responseCode = "422", description = "invalid-request, roster-invalid: all faults with their place")
    public Response take(@PathParam("id") UUID id, @NotNull @Valid NewTimeOff body) {
        return once.answer(body, () -> {
            access.changeable(id);
            lock.lock(List.of(id));
            WantedTimeOff wanted = wanted(access.changeable(id), body);
            List<Fault> faults = new ArrayList<>(takeTimeOff.faultsOfNew(id, wanted));
            if (!wanted.endsAt().isAfter(clock.instant())) {
                faults.add(new Fault("#/until", "lies in the past"));
            }
            if (!faults.isEmpty()) {
                return Answer.refused(() -> invalid(faults));
            }
            return answer(id, body, wanted);
        });
    }

    private Answer answer(UUID id, NewTimeOff body, WantedTimeOff wanted) {
        return switch (takeTimeOff.take(id, wanted, access.actor())) {
            case TakeTimeOff.Outcome.Taken taken -> {
                if (!taken.stranded().isEmpty() && !Boolean.TRUE.equals(body.strandAppointments())) {
                    yield Answer.refused(() -> StrandedAppointments.problem(taken.stranded()));
                }
                TimeOff timeOff = new TimeOff(taken.id(), wanted.startsAt(), wanted.endsAt(), wanted.reason());
                yield Answer.created(
                        URI.create("/booking/v1/practitioners/%s/time-off/%s".formatted(id, taken.id())),
                        TimeOffView.of(id, timeOff, wanted.zone(), taken.stranded()));
            }
            case TakeTimeOff.Outcome.NoWay noWay -> Answer.refused(StrandedAppointments::noWay);
            case TakeTimeOff.Outcome.Unchanged unchanged ->
                throw new IllegalStateException("a new time off overlaps none that is stored");
        };
    }

    @DELETE
    @Path("/{timeOffId}")
    @RolesAllowed({"receptionist", "network-admin"})
    @Operation(
            operationId = "giveBackTimeOff",
            summary = "Give time off back",
            description =
                    "The practitioner can be booked again, but for what other time off takes, a sick day over a meeting"
                            + " for instance. Appointments of the caller's clinics that were marked for rebooking in this time"
                            + " stand again as they were booked, unless something else is in their way; who was not told yet"
                            + " is not told. No body.")
    @APIResponse(
            responseCode = "200",
            description = "Given back; which appointments stand again, which are still to be rebooked",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = StandAgain.Outcome.View.class),
                            examples = @ExampleObject(name = "given back", value = StandAgain.EXAMPLE)))
    @APIResponse(responseCode = "404", description = "not-found: no such time off of a practitioner of the caller's")
    public Response giveBack(@PathParam("id") UUID id, @PathParam("timeOffId") UUID timeOffId) {
        return once.answer(null, () -> {
            access.changeable(id);
            Set<UUID> locked = standAgain.lock(id, marked(id, find(id, timeOffId)));
            TimeOff timeOff = find(id, timeOffId);
            takeTimeOff.giveBack(id, timeOff, access.actor());
            return Answer.ok(standAgain.tryAll(marked(id, timeOff), locked).view());
        });
    }

    private List<Stranded> marked(UUID practitioner, TimeOff timeOff) {
        return appointments.markedInTimeOff(practitioner, timeOff.startsAt(), timeOff.endsAt());
    }

    private TimeOff find(UUID practitioner, UUID timeOff) {
        return timesOff.find(practitioner, timeOff).orElseThrow(RosterAccess::notFound);
    }

    private List<TimeOff> pageAfter(UUID id, Instant endsAfter, String cursor, int limit) {
        List<String> parts = Cursors.read(cursor, 2);
        try {
            return timesOff.page(
                    id, endsAfter, Cursors.instant(parts.getFirst()), UUID.fromString(parts.getLast()), limit + 1);
        } catch (DateTimeException | IllegalArgumentException notOurs) {
            throw Cursors.invalid();
        }
    }

    private static WantedTimeOff wanted(RosteredPractitioner practitioner, NewTimeOff body) {
        return new WantedTimeOff(body.from(), body.until(), zone(practitioner, body.zone()), body.reason(), "#");
    }

    static ZoneId zone(RosteredPractitioner practitioner, @Nullable String asked) {
        if (asked == null) {
            if (practitioner.zones().size() != 1) {
                throw invalid(List.of(new Fault(
                        "#/zone", "is needed: the clinics of this practitioner are not in one and the same zone")));
            }
            return practitioner.zones().iterator().next();
        }
        if (!ZoneId.getAvailableZoneIds().contains(asked)) {
            throw invalid(
                    List.of(new Fault("#/zone", "must be a zone of the IANA database, such as Australia/Melbourne")));
        }
        return ZoneId.of(asked);
    }

    /** Times of a practitioner without a clinic, or with several zones, are shown in a zone that is nobody's. */
    private static ZoneId shownZone(RosteredPractitioner practitioner) {
        return practitioner.zones().size() == 1
                ? practitioner.zones().iterator().next()
                : ZoneId.of("UTC");
    }

    static HttpProblem invalid(List<Fault> faults) {
        return BookingProblem.ROSTER_INVALID.problem("The time off cannot be taken.", faults);
    }
}
