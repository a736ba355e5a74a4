package network.physio.booking.appointment;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
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
public class AppointmentResource {

    private final BookAppointment bookAppointment;
    private final ChangeAppointment changeAppointment;
    private final Appointments appointments;
    private final Wishes wishes;
    private final Refusals refusals;
    private final Once once;
    private final Preconditions preconditions;
    private final Access access;
    private final AppointmentAccess appointmentAccess;
    private final Clock clock;

    AppointmentResource(
            BookAppointment bookAppointment,
            ChangeAppointment changeAppointment,
            Appointments appointments,
            Wishes wishes,
            Refusals refusals,
            Once once,
            Preconditions preconditions,
            Access access,
            AppointmentAccess appointmentAccess,
            Clock clock) {
        this.bookAppointment = bookAppointment;
        this.changeAppointment = changeAppointment;
        this.appointments = appointments;
        this.wishes = wishes;
        this.refusals = refusals;
        this.once = once;
        this.preconditions = preconditions;
        this.access = access;
        this.appointmentAccess = appointmentAccess;
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
            @Nullable OffsetDateTime startsAt,
            @Schema(defaultValue = "initial") @Nullable VisitKind visitKind,
            @Nullable UUID patientId,
            @Nullable @Valid NewPatient patient,

            @Schema(description = "From POST /triage/v1/assessments; an opaque text.") @Size(max = 4096) @Nullable
            String screeningPass,

            @Schema(description = "Staff only: the universal questions were asked in person and nothing was found.")
            @Nullable
            Boolean quickScreened) {}

    @POST
    @Operation(
            operationId = "bookAppointment",
            summary = "Book an appointment",
            description =
                    "From a hold or directly. An offer of the waitlist that replaces an appointment moves that one:"
                            + " the answer is it, with its own id, at the offered time.")
    @APIResponse(
            responseCode = "201",
            description = "Booked.",
            content = @Content(schema = @Schema(implementation = AppointmentView.class)))
    @APIResponse(responseCode = "400", description = "`malformed-request`")
    @APIResponse(responseCode = "401", description = "`guest-key-needed`, `unauthenticated`")
    @APIResponse(responseCode = "403", description = "`forbidden`: a role that books for nobody")
    @APIResponse(responseCode = "404", description = "`not-found`: no such hold, or somebody else's")
    @APIResponse(
            responseCode = "409",
            description = "`slot-taken` with alternatives, `patient-busy`, `appointment-state-conflict`")
    @APIResponse(responseCode = "410", description = "`hold-expired`")
    @APIResponse(
            responseCode = "422",
            description = "`invalid-request`, `not-bookable`, `home-visit-needs-offer`, `screening-needed`,"
                    + " `screening-pass-invalid`, `screening-blocks-treatment`, `seek-emergency-care`,"
                    + " `idempotency-key-reused`")
    public Response book(@NotNull @Valid NewAppointment body) {
        access.requireBooker();
        checkForm(body);
        BookAppointment.Visitor visitor = new BookAppointment.Visitor(
                body.patientId(), body.patient(), body.screeningPass(), Boolean.TRUE.equals(body.quickScreened()));
        UUID holdId = body.holdId();
        if (holdId != null) {
            return once.answer(
                    body, () -> refusals.answer(bookAppointment.fromHold(holdId, visitor), null, this::created));
        }
        return once.answer(body, () -> {
            Judge.Wish wish = wish(body);
            return refusals.answer(bookAppointment.directly(wish, visitor), wish, this::created);
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
                body.roomId(),
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
        require(direct || body.visitKind() == null, direct, "#/visitKind", faults);
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
    @APIResponse(responseCode = "401", description = "`guest-key-needed`, `unauthenticated`")
    public Page<AppointmentView> list(
            @QueryParam("clinic") @Nullable UUID clinic,
            @QueryParam("practitioner") @Nullable UUID practitioner,
            @QueryParam("patient") @Nullable UUID patient,
            @QueryParam("state") @Nullable StateFilter state,
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
                        state == null ? null : state.toString(),
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
            return new Appointments.After(
                    OffsetDateTime.parse(parts.getFirst()).toInstant(), UUID.fromString(parts.getLast()));
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
            content = @Content(schema = @Schema(implementation = AppointmentView.class)))
    @APIResponse(responseCode = "304", description = "Unchanged since the version in If-None-Match.")
    @APIResponse(responseCode = "401", description = "`guest-key-needed`, `unauthenticated`")
    @APIResponse(responseCode = "404", description = "`not-found`: none, or not this caller's")
    public Response read(@PathParam("id") UUID id) {
        access.requirePrincipal();
        Appointment appointment = appointments.readable(id, clock.instant()).orElseThrow(AppointmentResource::notFound);
        appointmentAccess.log(appointment, Action.READ_APPOINTMENT);
        return preconditions.answer(AppointmentView.of(appointment, access), appointment.version());
    }

    @Schema(name = "Reschedule", description = "What is left out stays as it is.")
    public record Reschedule(
            @NotNull @Schema(examples = "2026-12-02T10:00:00+11:00")
            OffsetDateTime startsAt,

            @Nullable UUID clinicId,
            @Nullable UUID practitionerId,
            @Nullable Integer minutes,
            @Nullable UUID roomId) {}

    @POST
    @Path("/{id}/reschedule")
    @Operation(
            operationId = "rescheduleAppointment",
            summary = "Move an appointment",
            description = "One atomic swap that keeps its id: when the new time is taken, the old one stays.")
    @APIResponse(
            responseCode = "200",
            description = "Moved.",
            content = @Content(schema = @Schema(implementation = AppointmentView.class)))
    @APIResponse(responseCode = "404", description = "`not-found`")
    @APIResponse(
            responseCode = "409",
            description = "`slot-taken` with alternatives, `patient-busy`, `appointment-state-conflict`")
    @APIResponse(responseCode = "412", description = "`stale-version`")
    @APIResponse(responseCode = "422", description = "`invalid-request`, `not-bookable`, `screening-blocks-treatment`")
    @APIResponse(responseCode = "428", description = "`precondition-required`")
    public Response reschedule(@PathParam("id") UUID id, @NotNull @Valid Reschedule body) {
        access.requirePrincipal();
        ChangeAppointment.Target target = new ChangeAppointment.Target(
                body.startsAt(), body.clinicId(), body.practitionerId(), body.minutes(), body.roomId());
        return once.answer(
                body,
                () -> refusals.answer(
                        changeAppointment.reschedule(id, preconditions.expectedVersion(), target),
                        changeAppointment.wish(id, target).orElse(null),
                        moved -> Answer.ok(AppointmentView.of(moved, access), moved.version())));
    }

    /** Why it is called off; free text is not taken until something reads it. */
    public enum CancelReason {
        @JsonProperty("changed-plans")
        CHANGED_PLANS,
        @JsonProperty("feeling-better")
        FEELING_BETTER,
        @JsonProperty("unwell")
        UNWELL,
        @JsonProperty("found-earlier-time")
        FOUND_EARLIER_TIME,
        @JsonProperty("practitioner-unavailable")
        PRACTITIONER_UNAVAILABLE,
        @JsonProperty("clinic-closed")
        CLINIC_CLOSED,
        @JsonProperty("other")
        OTHER
    }

    @Schema(name = "Cancel")
    public record Cancel(
            @NotNull CancelReason reason,

            @Schema(description = "Staff only: the patient asked for it, so the policy's fee applies.") @Nullable
            Boolean askedByPatient) {}

    @POST
    @Path("/{id}/cancel")
    @Operation(
            operationId = "cancelAppointment",
            summary = "Call an appointment off",
            description =
                    "The answer says what it costs by the policy it was booked under; the clinic's own never costs.")
    @APIResponse(
            responseCode = "200",
            description = "Cancelled.",
            content = @Content(schema = @Schema(implementation = AppointmentView.class)))
    @APIResponse(responseCode = "404", description = "`not-found`")
    @APIResponse(responseCode = "409", description = "`appointment-state-conflict`")
    @APIResponse(responseCode = "412", description = "`stale-version`")
    @APIResponse(responseCode = "428", description = "`precondition-required`")
    public Response cancel(@PathParam("id") UUID id, @NotNull @Valid Cancel body) {
        access.requirePrincipal();
        return once.answer(
                body,
                () -> refusals.answer(
                        changeAppointment.cancel(
                                id,
                                preconditions.expectedVersion(),
                                Slugs.of(body.reason()),
                                Boolean.TRUE.equals(body.askedByPatient())),
                        null,
                        cancelled -> Answer.ok(AppointmentView.of(cancelled, access), cancelled.version())));
    }

    private static HttpProblem notFound() {
        return CommonProblem.NOT_FOUND.problem(
                "There is nothing at this address, or nothing that this caller may see.");
    }
}
