package network.physio.booking.waitlist;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import network.physio.booking.BookingProblem;
import network.physio.booking.access.Access;
import network.physio.booking.accesslog.Action;
import network.physio.booking.appointment.Appointment;
import network.physio.booking.appointment.BookAppointment.Visitor;
import network.physio.booking.appointment.Booking;
import network.physio.booking.appointment.Refusals;
import network.physio.booking.availability.VisitKind;
import network.physio.booking.patient.NewPatient;
import network.physio.http.CommonProblem;
import network.physio.http.Cursors;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;
import network.physio.http.Page;
import network.physio.http.Preconditions;
import network.physio.http.once.Answer;
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

/** The waitlist: an entry is reached by its maker, its patient's accounts and the front desks of its clinics. */
@Path("/booking/v1/waitlist")
@Tag(name = "Waitlist", description = "Waiting for a time that is taken; a freed one is offered as a hold")
@PermitAll
@RunOnVirtualThread
@APIResponse(responseCode = "401", description = "`guest-key-needed`, `unauthenticated`")
public class WaitlistResource {

    private static final String WAITING = """
            {"id": "01934f5e-0000-7000-8000-00000000000c", "state": "waiting",
             "patientId": "01934f5e-0000-7000-8000-00000000000d",
             "treatmentId": "01934f5e-0000-7000-8000-000000000003", "minutes": 30, "visitKind": "follow-up",
             "clinicIds": ["01934f5e-0000-7000-8000-000000000002"], "practitionerIds": [],
             "times": [{"days": ["mon", "tue"], "from": "08:00:00", "until": "12:30:00"}],
             "earliest": "2027-02-01", "latest": "2027-02-28", "watched": false,
             "waitingSince": "2027-02-01T08:00:00+11:00"}""";

    private static final String OFFERED = """
            {"id": "01934f5e-0000-7000-8000-00000000000c", "state": "offered",
             "patientId": "01934f5e-0000-7000-8000-00000000000d",
             "treatmentId": "01934f5e-0000-7000-8000-000000000003", "minutes": 30, "visitKind": "follow-up",
             "clinicIds": ["01934f5e-0000-7000-8000-000000000002"], "practitionerIds": [],
             "times": [{"days": ["mon", "tue"], "from": "08:00:00", "until": "12:30:00"}],
             "earliest": "2027-02-01", "latest": "2027-02-28", "watched": false,
             "waitingSince": "2027-02-01T08:00:00+11:00",
             "offer": {"id": "01934f5e-0000-7000-8000-00000000000e",
                       "clinicId": "01934f5e-0000-7000-8000-000000000002",
                       "practitionerId": "01934f5e-0000-7000-8000-000000000004",
                       "startsAt": "2027-02-02T10:00:00+11:00", "endsAt": "2027-02-02T10:30:00+11:00",
                       "zone": "Australia/Melbourne", "expiresAt": "2027-02-01T09:15:00+11:00"}}""";

    private final JoinWaitlist joinWaitlist;
    private final LeaveWaitlist leaveWaitlist;
    private final DeclineOffer declineOffer;
    private final RenewScreening renewScreening;
    private final Entries entries;
    private final WaitlistAccess waitlistAccess;
    private final Access access;
    private final Refusals refusals;
    private final Once once;
    private final Preconditions preconditions;
    private final Clock clock;

    WaitlistResource(
            JoinWaitlist joinWaitlist,
            LeaveWaitlist leaveWaitlist,
            DeclineOffer declineOffer,
            RenewScreening renewScreening,
            Entries entries,
            WaitlistAccess waitlistAccess,
            Access access,
            Refusals refusals,
            Once once,
            Preconditions preconditions,
            Clock clock) {
        this.joinWaitlist = joinWaitlist;
        this.leaveWaitlist = leaveWaitlist;
        this.declineOffer = declineOffer;
        this.renewScreening = renewScreening;
        this.entries = entries;
        this.waitlistAccess = waitlistAccess;
        this.access = access;
        this.refusals = refusals;
        this.once = once;
        this.preconditions = preconditions;
        this.clock = clock;
    }

    @Schema(
            name = "NewWaitlistEntry",
            description =
                    "Either a replacesAppointmentId, whose treatment, length and patient stay, or treatmentId, minutes"
                            + " and who comes: a patientId or details of a new patient.")
    public record NewEntry(
            @Nullable UUID treatmentId,
            @Nullable @Schema(examples = "30") Integer minutes,
            @Schema(defaultValue = "initial") @Nullable VisitKind visitKind,

            @Schema(description = "An earlier time is wished for this appointment: taking an offer moves it.") @Nullable
            UUID replacesAppointmentId,

            @NotNull @Size(min = 1, max = 10) List<@NotNull UUID> clinicIds,

            @Schema(description = "Without it anybody.") @Nullable @Size(max = 10)
            List<@NotNull UUID> practitionerIds,

            @Schema(description = "Without it any time of the day.") @Nullable @Size(max = 21)
            List<@NotNull @Valid LocalRange> times,

            @Schema(description = "First local day; without it today.") @Nullable
            LocalDate earliest,

            @NotNull @Schema(description = "Last local day; then the entry ends.", examples = "2027-02-28")
            LocalDate latest,

            @Nullable UUID patientId,
            @Nullable @Valid NewPatient patient,

            @Schema(
                    description = "The client looks at the entry by itself every minute and shows what is offered: then"
                            + " times are offered also where no letter can tell of them. Needed for a patient without an"
                            + " e-mail address, or who has switched letters about offers off.",
                    defaultValue = "false")
            @Nullable
            Boolean watched,

            @Schema(description = "For treatments that need a screening; front desks screen when they book the offer.")
            @Size(max = 4096)
            @Nullable
            String screeningPass) {}

    @Schema(name = "WaitlistScreening")
    public record NewScreening(
            @NotNull @Size(max = 4096) @Schema(description = "From POST /triage/v1/assessments; an opaque text.")
            String screeningPass) {}

    @Schema(name = "WaitlistEntry")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EntryView(
            UUID id,

            @Schema(
                    description = "waiting, offered, needs-screening (send a new pass), fulfilled, removed, expired;"
                            + " tolerate states you do not know.",
                    examples = "waiting")
            String state,

            UUID patientId,
            UUID treatmentId,
            int minutes,
            String visitKind,
            @Nullable UUID replacesAppointmentId,
            List<UUID> clinicIds,
            @Schema(description = "Empty: anybody.") List<UUID> practitionerIds,
            List<LocalRange> times,
            LocalDate earliest,
            LocalDate latest,

            @Schema(description = "The client looks for offers by itself; false: they are told of by letter.")
            boolean watched,

            @Schema(
                    description =
                            "When the screening pass runs out: the entry is then offered nothing before a new one, of"
                                    + " which no letter tells. Absent where no pass counts.")
            @Nullable
            OffsetDateTime screenedUntil,

            OffsetDateTime waitingSince,
            @Nullable OfferView offer) {

        static EntryView of(Entry entry) {
            boolean offered = entry.state().open() && entry.offer() != null;
            return new EntryView(
                    entry.id(),
                    offered ? "offered" : entry.state().code(),
                    entry.patientId(),
                    entry.treatmentId(),
                    entry.minutes(),
                    entry.visitKind().code(),
                    entry.replaces(),
                    entry.clinics(),
                    entry.practitioners(),
                    entry.wanted().ranges(),
                    entry.wanted().earliest(),
                    entry.wanted().latest(),
                    entry.watched(),
                    entry.passUntil() == null ? null : at(entry.passUntil(), entry.zone()),
                    at(entry.createdAt(), entry.zone()),
                    offered && entry.offer() != null ? OfferView.of(entry.offer()) : null);
        }
    }

    @Schema(
            name = "WaitlistOffer",
            description = "A hold: take it with its id as holdId of POST /booking/v1/appointments, or decline it.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OfferView(
            UUID id,
            UUID clinicId,
            UUID practitionerId,
            @Schema(examples = "2026-12-01T09:00:00+11:00") OffsetDateTime startsAt,
            OffsetDateTime endsAt,
            @Schema(examples = "Australia/Melbourne") String zone,
            @Nullable OffsetDateTime expiresAt) {

        static OfferView of(Entry.LiveOffer offer) {
            return new OfferView(
                    offer.id(),
                    offer.clinicId(),
                    offer.practitionerId(),
                    at(offer.startsAt(), offer.zone()),
                    at(offer.endsAt(), offer.zone()),
                    offer.zone().getId(),
                    offer.expiresAt() == null ? null : at(offer.expiresAt(), offer.zone()));
        }
    }

    /** How the contract shows a page. */
    @Schema(name = "WaitlistPage")
    record EntryPage(
            List<EntryView> items,

            @Schema(description = "Cursor of the next page; absent on the last") @Nullable
            String next) {}

    @POST
    @Operation(
            operationId = "joinWaitlist",
            summary = "Wait for a time",
            description =
                    "When a time becomes free it is held for whoever has waited longest, wishes for it and can take it:"
                            + " fifteen minutes, one at a time, by the rules that the public books by, and by day, since a letter"
                            + " tells of it. Its clinics learn who waits.")
    @RequestBody(
            content =
                    @Content(mediaType = "application/json", examples = @ExampleObject(name = "mornings", value = """
                                                    {"treatmentId": "01934f5e-0000-7000-8000-000000000003", "minutes": 30,
                                                     "visitKind": "follow-up",
                                                     "clinicIds": ["01934f5e-0000-7000-8000-000000000002"],
                                                     "times": [{"days": ["mon", "tue"], "from": "08:00", "until": "12:30"}],
                                                     "latest": "2027-02-28",
                                                     "patientId": "01934f5e-0000-7000-8000-00000000000d"}""")))
    @APIResponse(
            responseCode = "201",
            description = "Waiting.",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = EntryView.class),
                            examples = @ExampleObject(name = "waiting", value = WAITING)))
    @APIResponse(responseCode = "400", description = "`malformed-request`")
    @APIResponse(
            responseCode = "403",
            description = "`forbidden`: partners, practitioners and roles that book for nobody")
    @APIResponse(
            responseCode = "422",
            description = "`invalid-request`, `home-visit-needs-offer`, `screening-needed`, `screening-pass-invalid`,"
                    + " `screening-blocks-treatment`, `seek-emergency-care`, `responsible-adult-needed`: a minor on all the"
                    + " days wished for, `idempotency-key-reused`")
    @APIResponse(responseCode = "429", description = "`too-many-waitlist-entries`")
    public Response join(@NotNull @Valid NewEntry body) {
        waitlistAccess.requireWaiter();
        checkForm(body);
        return once.answer(body, () -> switch (outcome(body)) {
            case JoinWaitlist.Outcome.Joined joined ->
                Answer.created(
                        URI.create("/booking/v1/waitlist/" + joined.entry().id()),
                        EntryView.of(joined.entry()),
                        joined.entry().version());
            case JoinWaitlist.Outcome.Faulty faulty -> Answer.refused(() -> invalid(faulty.faults()));
            case JoinWaitlist.Outcome.Refused refused -> refused(refused.because());
            case JoinWaitlist.Outcome.TooMany many ->
                Answer.refused(() -> BookingProblem.TOO_MANY_WAITLIST_ENTRIES
                        .builder("Leave another entry first, or wait until one is fulfilled or over.")
                        .withHeader("Retry-After", 3600)
                        .build());
        });
    }

    private JoinWaitlist.Outcome outcome(NewEntry body) {
        if (body.replacesAppointmentId() == null) {
            return joinWaitlist.join(
                    wanted(body, body.treatmentId(), body.minutes(), body.visitKind()),
                    new Visitor(body.patientId(), body.patient(), body.screeningPass(), false));
        }
        Optional<Appointment> replaced = joinWaitlist.movable(body.replacesAppointmentId());
        if (replaced.isEmpty()) {
            return new JoinWaitlist.Outcome.Faulty(List.of(new Fault(
                    "#/replacesAppointmentId", "is no confirmed appointment ahead that this caller may move")));
        }
        Appointment appointment = replaced.get();
        return joinWaitlist.joinEarlier(
                appointment,
                wanted(body, appointment.treatment().id(), appointment.minutes(), appointment.visitKind()));
    }

    private static JoinWaitlist.Wanted wanted(
            NewEntry body, @Nullable UUID treatment, @Nullable Integer minutes, @Nullable VisitKind visitKind) {
        if (treatment == null || minutes == null) {
            throw new IllegalStateException("the form was checked before");
        }
        return new JoinWaitlist.Wanted(
                treatment,
                minutes,
                visitKind == null ? VisitKind.INITIAL : visitKind,
                body.clinicIds().stream().distinct().toList(),
                body.practitionerIds() == null
                        ? List.of()
                        : body.practitionerIds().stream().distinct().toList(),
                body.times() == null ? List.of() : body.times(),
                body.earliest(),
                body.latest(),
                Boolean.TRUE.equals(body.watched()));
    }

    private static void checkForm(NewEntry body) {
        List<Fault> faults = new ArrayList<>();
        boolean anew = body.replacesAppointmentId() == null;
        require(anew == (body.treatmentId() != null), anew, "#/treatmentId", faults);
        require(anew == (body.minutes() != null), anew, "#/minutes", faults);
        require(anew || body.visitKind() == null, anew, "#/visitKind", faults);
        require(anew || body.patientId() == null, anew, "#/patientId", faults);
        require(anew || body.patient() == null, anew, "#/patient", faults);
        require(anew || body.screeningPass() == null, anew, "#/screeningPass", faults);
        if (body.patientId() != null && body.patient() != null) {
            faults.add(new Fault("#/patient", "goes without patientId"));
        }
        if (!faults.isEmpty()) {
            throw invalid(faults);
        }
    }

    private static void require(boolean fulfilled, boolean anew, String pointer, List<Fault> faults) {
        if (!fulfilled) {
            faults.add(new Fault(
                    pointer,
                    anew
                            ? "is needed without a replacesAppointmentId"
                            : "goes without a replacesAppointmentId, which says it already"));
        }
    }

    @GET
    @Operation(
            operationId = "listWaitlist",
            summary = "List who waits",
            description =
                    "The caller's own entries that still wait, and those that name a clinic of the caller's front desk;"
                            + " the longest waiting first, which is the order in which times are offered.")
    @APIResponse(
            responseCode = "200",
            description = "One page.",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = EntryPage.class),
                            examples = @ExampleObject(name = "page", value = "{\"items\": [" + OFFERED + "]}")))
    @APIResponse(responseCode = "400", description = "`unknown-parameter`, `invalid-parameter`")
    public Page<EntryView> list(
            @Parameter(description = "Only entries that name this clinic.") @QueryParam("clinic") @Nullable UUID clinic,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(200) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        access.requirePrincipal();
        List<Entry> rows = entries.waiting(clinic, cursor == null ? null : after(cursor), limit + 1, clock.instant());
        waitlistAccess.log(rows.stream().limit(limit).toList(), Action.LIST);
        return Page.of(rows, limit, row -> Cursors.of(row.place()), EntryView::of);
    }

    private static Long after(String cursor) {
        try {
            return Long.valueOf(Cursors.read(cursor, 1).getFirst());
        } catch (IllegalArgumentException notOurs) {
            throw Cursors.invalid();
        }
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "readWaitlistEntry",
            summary = "Read a waitlist entry",
            description = "With the time that is offered now, and its version as ETag.")
    @APIResponse(
            responseCode = "200",
            description = "The entry.",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = EntryView.class),
                            examples = @ExampleObject(name = "offered", value = OFFERED)))
    @APIResponse(responseCode = "304", description = "Unchanged since the version in If-None-Match.")
    @APIResponse(responseCode = "404", description = "`not-found`: none, or not this caller's")
    public Response read(@PathParam("id") UUID id) {
        access.requirePrincipal();
        Entry entry = entries.readable(id, clock.instant()).orElseThrow(WaitlistResource::notFound);
        waitlistAccess.log(List.of(entry), Action.READ);
        return preconditions.answer(EntryView.of(entry), entry.version());
    }

    @PATCH
    @Path("/{id}")
    @Operation(
            operationId = "renewWaitlistScreening",
            summary = "Send a new screening pass",
            description = "An entry in state needs-screening is offered nothing before this. It may be sent at any time"
                    + " before screenedUntil too, so that nothing is missed.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            examples =
                                    @ExampleObject(
                                            name = "pass",
                                            value = "{\"screeningPass\": \"eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl\"}")))
    @APIResponse(
            responseCode = "200",
            description = "Waiting with the new pass.",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = EntryView.class),
                            examples = @ExampleObject(name = "waiting", value = WAITING)))
    @APIResponse(responseCode = "400", description = "`malformed-request`, `invalid-parameter`")
    @APIResponse(responseCode = "404", description = "`not-found`: none, or not this caller's to change")
    @APIResponse(responseCode = "409", description = "`waitlist-entry-closed`")
    @APIResponse(responseCode = "412", description = "`stale-version`")
    @APIResponse(
            responseCode = "422",
            description = "`invalid-request`, `screening-pass-invalid`, `screening-blocks-treatment`,"
                    + " `seek-emergency-care`, `idempotency-key-reused`")
    @APIResponse(responseCode = "428", description = "`precondition-required`")
    public Response renew(@PathParam("id") UUID id, @NotNull @Valid NewScreening body) {
        access.requirePrincipal();
        return changing(body, id, entry -> {
            if (entry.version() != preconditions.expectedVersion()) {
                return refused(new Booking.StaleVersion());
            }
            if (!entry.state().open()) {
                return Answer.refused(() -> BookingProblem.WAITLIST_ENTRY_CLOSED
                        .builder("It was fulfilled, removed or is over: nobody waits here any more.")
                        .with("state", entry.state().code())
                        .build());
            }
            if (entry.replaces() != null) {
                return Answer.refused(() -> invalid(List.of(
                        new Fault("#/screeningPass", "is not taken: what the appointment was screened for counts"))));
            }
            return renewScreening
                    .renew(entry, body.screeningPass())
                    .map(this::refused)
                    .orElseGet(() -> now(id));
        });
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "leaveWaitlist",
            summary = "Wait no more",
            description = "A time that is held for the entry is free again at once. No body.")
    @APIResponse(responseCode = "204", description = "Left; also when it was over already.")
    @APIResponse(responseCode = "404", description = "`not-found`: none, or not this caller's to change")
    public Response leave(@PathParam("id") UUID id) {
        access.requirePrincipal();
        return changing(null, id, entry -> {
            leaveWaitlist.leave(entry, LeaveWaitlist.Because.ASKED, access.actor());
            return Answer.noContent();
        });
    }

    @POST
    @Path("/{id}/offers/{offerId}/decline")
    @Operation(
            operationId = "declineWaitlistOffer",
            summary = "Decline an offered time",
            description = "It goes to the next who waits; this entry waits on and is not offered the same time again."
                    + " Declining again changes nothing. To take an offer, book it: POST /booking/v1/appointments with its id"
                    + " as holdId. No body.")
    @APIResponse(
            responseCode = "200",
            description = "Declined; the entry.",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = EntryView.class),
                            examples = @ExampleObject(name = "waiting", value = WAITING)))
    @APIResponse(responseCode = "404", description = "`not-found`: no such offer, or not of this caller's entry")
    @APIResponse(responseCode = "409", description = "`appointment-state-conflict`: it has been booked")
    @APIResponse(responseCode = "410", description = "`hold-expired`")
    public Response decline(@PathParam("id") UUID id, @PathParam("offerId") UUID offerId) {
        access.requirePrincipal();
        return changing(
                null,
                id,
                entry -> declineOffer.decline(entry, offerId).map(this::refused).orElseGet(() -> now(id)));
    }

    /** Does something with an entry of the caller's, under its lock. */
    private Response changing(@Nullable Object body, UUID id, Function<Entry, Answer> work) {
        return once.answer(body, () -> {
            if (entries.readable(id, clock.instant())
                    .filter(waitlistAccess::mayChange)
                    .isEmpty()) {
                return refused(new Booking.NotFound());
            }
            Entry entry = entries.locked(id);
            waitlistAccess.log(List.of(entry), Action.CHANGE);
            return work.apply(entry);
        });
    }

    private Answer now(UUID id) {
        Entry entry = entries.locked(id);
        return Answer.ok(EntryView.of(entry), entry.version());
    }

    private Answer refused(Booking because) {
        return refusals.answer(because, impossible -> {
            throw new IllegalStateException("a booking that stands is no refusal");
        });
    }

    private static HttpProblem invalid(List<Fault> faults) {
        return CommonProblem.INVALID_REQUEST.problem("The request does not hold what the contract asks for.", faults);
    }

    private static HttpProblem notFound() {
        return CommonProblem.NOT_FOUND.problem(
                "There is nothing at this address, or nothing that this caller may see.");
    }

    private static OffsetDateTime at(Instant instant, ZoneId zone) {
        return instant.atZone(zone).toOffsetDateTime();
    }
}
