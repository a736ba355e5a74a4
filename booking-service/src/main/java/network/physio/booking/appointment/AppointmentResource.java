package network.physio.booking.appointment;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.accesslog.Action;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.LiveAvailability;
import network.physio.booking.availability.PlaceWish;
import network.physio.booking.availability.VisitKind;
import network.physio.booking.availability.Wishes;
import network.physio.booking.patient.NewPatient;
import network.physio.http.CommonProblem;
import network.physio.http.Cursors;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;
import network.physio.http.Page;
import network.physio.http.Preconditions;
import network.physio.http.Slugs;
import network.physio.http.once.Answer;
import network.physio.http.once.Once;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Appointments: reached by those whom they concern, everyone else finds nothing. */
@Path("/booking/v1/appointments")
@Tag(name = "Appointments", description = "Booked from a hold or directly, moved, called off")
@PermitAll
@RunOnVirtualThread
@APIResponse(responseCode = "401", description = "`guest-key-needed`, `unauthenticated`")
public class AppointmentResource {

    private final BookAppointment bookAppointment;
    private final Appointments appointments;
    private final Wishes wishes;
    private final Refusals refusals;
    private final LiveAvailability live;
    private final Once once;
    private final Preconditions preconditions;
    private final Access access;
    private final AppointmentAccess appointmentAccess;
    private final OpenManageLink openManageLink;
    private final Clock clock;

    AppointmentResource(
            BookAppointment bookAppointment,
            Appointments appointments,
            Wishes wishes,
            Refusals refusals,
            LiveAvailability live,
            Once once,
            Preconditions preconditions,
            Access access,
            AppointmentAccess appointmentAccess,
            OpenManageLink openManageLink,
            Clock clock) {
        this.bookAppointment = bookAppointment;
        this.appointments = appointments;
        this.wishes = wishes;
        this.refusals = refusals;
        this.live = live;
        this.once = once;
        this.preconditions = preconditions;
        this.access = access;
        this.appointmentAccess = appointmentAccess;
        this.openManageLink = openManageLink;
        this.clock = clock;
    }

    @Schema(
            name = "NewAppointment",
            description =
                    "Either a holdId, or treatmentId, minutes, clinicId and startsAt; and who comes: a patientId or"
                            + " details of a new patient (unless the hold names one).")
    public record NewAppointment(
            @Nullable UUID holdId,
            @Nullable UUID treatmentId,
            @Nullable Integer minutes,
            @Nullable UUID clinicId,
            @Nullable UUID practitionerId,
            @Nullable UUID roomId,
            @Nullable UUID equipmentId,
            @Nullable OffsetDateTime startsAt,
            @Schema(defaultValue = "initial") @Nullable VisitKind visitKind,
            @Nullable UUID patientId,
            @Nullable @Valid NewPatient patient,

            @Schema(description = "From POST /triage/v1/assessments; an opaque text.") @Size(max = 4096) @Nullable
            String screeningPass,

            @Schema(description = "Staff only: the universal questions were asked in person and nothing was found.")
            @Nullable
            Boolean quickScreened,

            @Schema(
                    description =
                            "Staff only: a parent or guardian of this minor has agreed and comes along. Others book"
                                    + " hands-on visits of minors with the account of a parent or guardian.")
            @Nullable
            Boolean responsibleAdult,

            @Schema(description = "Only without a holdId.") @Nullable @Valid
            Overbook overbook) {}

    @POST
    @Operation(
            operationId = "bookAppointment",
            summary = "Book an appointment",
            description =
                    "From a hold or directly. A hold whose clinic closes then, or whose practitioner will be away, is"
                            + " refused like any time that cannot be booked. Price and policy are kept as they are now. Staff may overbook a"
                            + " practitioner with a reason: rooms, devices and the patient must be free all the same, and what"
                            + " the screening says holds. An offer of the waitlist that replaces an appointment moves that one: the"
                            + " answer is it, with its own id, at the offered time.")
    @APIResponse(
            responseCode = "201",
            description = "Booked.",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = AppointmentView.class)))
    @APIResponse(responseCode = "400", description = "`malformed-request`")
    @APIResponse(
            responseCode = "403",
            description =
                    "`forbidden`: a role that books for nobody, or `overbook` or `responsibleAdult` from others than staff")
    @APIResponse(responseCode = "404", description = "`not-found`: no such hold, or somebody else's")
    @APIResponse(
            responseCode = "409",
            description = "`slot-taken` and `patient-busy` with alternatives, `appointment-state-conflict`")
    @APIResponse(responseCode = "410", description = "`hold-expired`")
    @APIResponse(
            responseCode = "422",
            description =
                    "`invalid-request`, `not-bookable` with alternatives, `home-visit-needs-offer`, `screening-needed`,"
                            + " `screening-pass-invalid`, `screening-blocks-treatment`, `seek-emergency-care`,"
                            + " `responsible-adult-needed`, `idempotency-key-reused`")
    public Response book(@NotNull @Valid NewAppointment body) {
        access.requireBooker();
        checkForm(body);
        BookAppointment.Visitor visitor = new BookAppointment.Visitor(
                body.patientId(),
                body.patient(),
                body.screeningPass(),
                Boolean.TRUE.equals(body.quickScreened()),
                Boolean.TRUE.equals(body.responsibleAdult()));
        UUID holdId = body.holdId();
        if (holdId != null) {
            return once.answer(
                    body,
                    () -> refusals.answer(
                            bookAppointment.fromHold(holdId, visitor),
                            () -> bookAppointment.sought(holdId, body.patientId()),
                            this::created));
        }
        if (body.practitionerId() == null) {
            live.awaitOwn();
        }
        return once.answer(body, () -> {
            Judge.Wish wish = wish(body);
            return refusals.answer(
                    bookAppointment.directly(wish, visitor, body.overbook()),
                    () -> Optional.of(new Sought(wish, body.patientId(), null)),
                    this::created);
        });
    }

    private Judge.Wish wish(NewAppointment body) {
        if (body.treatmentId() == null
                || body.minutes() == null
                || body.clinicId() == null
                || body.startsAt() == null) {
            throw new IllegalStateException("the form was checked before");
        }
        return wishes.of(
                body.treatmentId(),
                body.minutes(),
                Optional.ofNullable(body.visitKind()).orElse(VisitKind.INITIAL),
                body.clinicId(),
                body.practitionerId(),
                new PlaceWish(body.roomId(), body.equipmentId()),
                body.startsAt());
    }

    private Answer created(Appointment appointment) {
        return Answer.created(
                URI.create("/booking/v1/appointments/" + appointment.id()),
                AppointmentView.of(appointment, access),
                appointment.version());
    }

    private static void checkForm(NewAppointment body) {
        List<Fault> faults = new ArrayList<>();
        boolean direct = body.holdId() == null;
        require(direct == (body.treatmentId() != null), direct, "#/treatmentId", faults);
        require(direct == (body.minutes() != null), direct, "#/minutes", faults);
        require(direct == (body.clinicId() != null), direct, "#/clinicId", faults);
        require(direct == (body.startsAt() != null), direct, "#/startsAt", faults);
        require(direct || body.practitionerId() == null, direct, "#/practitionerId", faults);
        require(direct || body.roomId() == null, direct, "#/roomId", faults);
        require(direct || body.equipmentId() == null, direct, "#/equipmentId", faults);
        require(direct || body.visitKind() == null, direct, "#/visitKind", faults);
        require(direct || body.overbook() == null, direct, "#/overbook", faults);
        if (body.overbook() != null && body.practitionerId() == null) {
            faults.add(new Fault("#/practitionerId", "is needed with overbook: somebody in particular is overbooked"));
        }
        if (body.patientId() != null && body.patient() != null) {
            faults.add(new Fault("#/patient", "goes without patientId"));
        }
        if (!faults.isEmpty()) {
            throw CommonProblem.INVALID_REQUEST.problem(
                    "The request does not hold what the contract asks for.", faults);
        }
    }

    private static void require(boolean fulfilled, boolean direct, String pointer, List<Fault> faults) {
        if (!fulfilled) {
            faults.add(new Fault(
                    pointer, direct ? "is needed without a holdId" : "goes without a holdId, which says it already"));
        }
    }

    /** States an appointment can be listed by, as written in the query. */
    public enum StateFilter {
        HELD,
        CONFIRMED,
        ARRIVED,
        IN_TREATMENT,
        COMPLETED,
        EXPIRED,
        CANCELLED,
        NO_SHOW,
        NO_ACCESS;

        @Override
        public String toString() {
            return Slugs.of(this);
        }

        /** Read by RESTEasy. */
        public static StateFilter fromString(String written) {
            return valueOf(written.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    @GET
    @Operation(
            operationId = "listAppointments",
            summary = "List appointments",
            description = "Those that concern the caller, by start: their own, those of their clinics, of their diary,"
                    + " or those they sold. Holds that have run out are listed only with `state=expired`.")
    @APIResponse(responseCode = "200", description = "One page.")
    @APIResponse(responseCode = "400", description = "`unknown-parameter`, `invalid-parameter`")
    public Page<AppointmentView> list(
            @QueryParam("clinic") @Nullable UUID clinic,
            @QueryParam("practitioner") @Nullable UUID practitioner,
            @QueryParam("patient") @Nullable UUID patient,
            @Parameter(description = "A group session: those who have, or had, a seat in it.")
                    @QueryParam("session")
                    @Nullable
                    UUID session,
            @QueryParam("state") @Nullable StateFilter state,
            @Parameter(
                            description =
                                    "Whether its practitioner or clinic was taken away and nobody has decided about"
                                            + " it yet. With `state=confirmed` and `from`: what a front desk has to rebook.")
                    @QueryParam("rebookingNeeded")
                    @Nullable
                    Boolean rebookingNeeded,
            @Parameter(description = "First start.", example = "2026-12-01T00:00:00+11:00")
                    @QueryParam("from")
                    @Nullable
                    OffsetDateTime from,
            @Parameter(description = "Starts before this.") @QueryParam("to") @Nullable OffsetDateTime to,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(200) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        access.requirePrincipal();
        List<Appointment> rows = appointments.list(
                new Appointments.Filter(
                        clinic,
                        practitioner,
                        patient,
                        session,
                        state == null ? null : state.toString(),
                        rebookingNeeded,
                        from == null ? null : from.toInstant(),
                        to == null ? null : to.toInstant()),
                cursor == null ? null : after(cursor),
                limit + 1,
                clock.instant());
        rows.stream().limit(limit).forEach(row -> appointmentAccess.log(row, Action.LIST_APPOINTMENTS));
        return Page.of(
                rows,
                limit,
                row -> Cursors.of(row.startsAt().atOffset(ZoneOffset.UTC), row.id()),
                row -> AppointmentView.of(row, access));
    }

    private static Appointments.After after(String cursor) {
        List<String> parts = Cursors.read(cursor, 2);
        try {
            return new Appointments.After(Cursors.instant(parts.getFirst()), UUID.fromString(parts.getLast()));
        } catch (DateTimeException | IllegalArgumentException notOurs) {
            throw Cursors.invalid();
        }
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "readAppointment",
            summary = "Read an appointment",
            description = "With its version as ETag.")
    @APIResponse(
            responseCode = "200",
            description = "The appointment or hold.",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = AppointmentView.class)))
    @APIResponse(responseCode = "304", description = "Unchanged since the version in If-None-Match.")
    @APIResponse(responseCode = "404", description = "`not-found`: none, or not this caller's")
    public Response read(
            @PathParam("id") UUID id,
            @Parameter(description = ManageLinks.HEADER_DESCRIPTION) @HeaderParam(ManageLinks.HEADER) @Nullable
                    String manageToken) {
        openManageLink.orRequirePrincipal(id, manageToken);
        Appointment appointment = appointments.readable(id, clock.instant()).orElseThrow(AppointmentResource::notFound);
        appointmentAccess.log(appointment, Action.READ_APPOINTMENT);
        return preconditions.answer(AppointmentView.of(appointment, access), appointment.version());
    }

    private static HttpProblem notFound() {
        return CommonProblem.NOT_FOUND.problem(
                "There is nothing at this address, or nothing that this caller may see.");
    }
}
