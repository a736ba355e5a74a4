package network.physio.booking.roster;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import network.physio.booking.BookingProblem;
import network.physio.booking.availability.ExceptionalDay;
import network.physio.booking.availability.LocalHours;
import network.physio.booking.availability.Purpose;
import network.physio.booking.availability.Roster;
import network.physio.booking.availability.Schedule;
import network.physio.booking.availability.Segment;
import network.physio.booking.availability.Weekday;
import network.physio.booking.availability.WorkingHours;
import network.physio.booking.roster.RosteredPractitioner.Workplace;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
import network.physio.http.Preconditions;
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

/** A practitioner's recurring hours and exceptional days, at the clinics that the caller answers for. */
@Path("/booking/v1/practitioners/{id}/rosters")
@RunOnVirtualThread
@Tag(name = "Rosters", description = "When practitioners work, and when they do not")
@APIResponse(responseCode = "401", description = "unauthenticated")
@APIResponse(responseCode = "403", description = "forbidden: another role")
public class RosterResource {

    private static final String EXAMPLE = """
            {"rosters": [{"clinicId": "01934f5e-0000-7000-8000-000000000001", "from": "2026-11-02", "everyWeeks": 1,
              "segments": [{"days": ["mon", "tue"], "from": "09:00", "until": "13:00"}]}],
             "exceptions": [{"clinicId": "01934f5e-0000-7000-8000-000000000001", "day": "2026-12-24",
              "hours": [{"from": "09:00", "until": "12:00"}]}]}""";

    private final RosterAccess access;
    private final RosteredPractitioners practitioners;
    private final Schedules schedules;
    private final ChangeSchedule changeSchedule;
    private final PractitionerLock lock;
    private final Preconditions preconditions;
    private final Once once;

    RosterResource(
            RosterAccess access,
            RosteredPractitioners practitioners,
            Schedules schedules,
            ChangeSchedule changeSchedule,
            PractitionerLock lock,
            Preconditions preconditions,
            Once once) {
        this.access = access;
        this.practitioners = practitioners;
        this.schedules = schedules;
        this.changeSchedule = changeSchedule;
        this.lock = lock;
        this.preconditions = preconditions;
        this.once = once;
    }

    @Schema(
            name = "WorkingHours",
            description =
                    "Local times of the clinic; until at or before from is on the next day. Hours that say none of"
                            + " audience, visitKinds, place and releaseHours are for what the roster has that time for; outside of"
                            + " its hours at the clinic, for everybody and every visit.")
    public record Hours(
            @NotNull LocalTime from,
            @NotNull LocalTime until,

            @Nullable
            List<
                            @NotNull
                            @Pattern(regexp = "public|partner|staff", message = "must be public, partner or staff")
                            String>
                    audience,

            @Nullable
            List<
                            @NotNull
                            @Pattern(
                                    regexp = "initial|follow-up|review",
                                    message = "must be initial, follow-up or review")
                            String>
                    visitKinds,

            @Nullable @Pattern(regexp = "clinic|home|online", message = "must be clinic, home or online")
            String place,

            @Nullable @Positive @Max(24 * 60) Integer releaseHours) {

        WorkingHours working() {
            boolean unsaid = audience == null && visitKinds == null && place == null && releaseHours == null;
            return new WorkingHours(
                    new LocalHours(from, until), unsaid ? null : Purpose.of(place, audience, visitKinds, releaseHours));
        }

        static Hours of(WorkingHours working) {
            Purpose purpose = Objects.requireNonNull(working.purpose(), "hours are stored with what they are for");
            return new Hours(
                    working.hours().from(),
                    working.hours().until(),
                    List.copyOf(purpose.audience()),
                    List.copyOf(purpose.visitKinds()),
                    purpose.place(),
                    purpose.releaseHours());
        }
    }

    @Schema(
            name = "RosterSegment",
            description = "Hours on the same days of every week, or of week 0 or 1 of a fortnight")
    public record SegmentBody(
            @Nullable Integer week,
            @NotEmpty @Size(max = 7) List<@NotNull Weekday> days,
            @NotNull LocalTime from,
            @NotNull LocalTime until,

            @Nullable
            List<
                            @NotNull
                            @Pattern(regexp = "public|partner|staff", message = "must be public, partner or staff")
                            String>
                    audience,

            @Nullable
            List<
                            @NotNull
                            @Pattern(
                                    regexp = "initial|follow-up|review",
                                    message = "must be initial, follow-up or review")
                            String>
                    visitKinds,

            @Nullable @Pattern(regexp = "clinic|home|online", message = "must be clinic, home or online")
            String place,

            @Nullable @Positive @Max(24 * 60) Integer releaseHours) {

        Segment segment() {
            return new Segment(
                    Objects.requireNonNullElse(week, 0),
                    days.stream().map(Weekday::day).toList(),
                    new LocalHours(from, until),
                    Purpose.of(place, audience, visitKinds, releaseHours));
        }

        static SegmentBody of(Segment segment) {
            return new SegmentBody(
                    segment.week(),
                    segment.days().stream().map(Weekday::of).toList(),
                    segment.hours().from(),
                    segment.hours().until(),
                    List.copyOf(segment.purpose().audience()),
                    List.copyOf(segment.purpose().visitKinds()),
                    segment.purpose().place(),
                    segment.purpose().releaseHours());
        }
    }

    @Schema(name = "Roster")
    public record RosterBody(
            @NotNull UUID clinicId,
            @NotNull LocalDate from,
            @Nullable LocalDate until,
            @Nullable Integer everyWeeks,
            @NotNull @Size(max = 200) List<@NotNull @Valid SegmentBody> segments) {

        Roster roster() {
            return new Roster(
                    from,
                    until,
                    Objects.requireNonNullElse(everyWeeks, 1),
                    segments.stream().map(SegmentBody::segment).toList());
        }

        static RosterBody of(UUID clinic, Roster roster) {
            return new RosterBody(
                    clinic,
                    roster.from(),
                    roster.until(),
                    roster.everyWeeks(),
                    roster.gathered().segments().stream().map(SegmentBody::of).toList());
        }
    }

    @Schema(name = "ExceptionalDay", description = "Hours that replace the roster on one day; none is a day off")
    public record ExceptionBody(
            @NotNull UUID clinicId,
            @NotNull LocalDate day,
            @NotNull @Size(max = 20) List<@NotNull @Valid Hours> hours) {

        ExceptionalDay exception() {
            return new ExceptionalDay(day, hours.stream().map(Hours::working).toList());
        }

        static ExceptionBody of(UUID clinic, ExceptionalDay exception) {
            return new ExceptionBody(
                    clinic,
                    exception.day(),
                    exception.hours().stream().map(Hours::of).toList());
        }
    }

    @Schema(name = "RostersToPut")
    public record RostersBody(
            @NotNull @Size(max = 200) List<@NotNull @Valid RosterBody> rosters,
            @NotNull @Size(max = 1000) List<@NotNull @Valid ExceptionBody> exceptions,
            @Nullable Boolean strandAppointments) {}

    @Schema(name = "Rosters")
    public record RostersView(
            UUID practitionerId,
            List<RosterBody> rosters,
            List<ExceptionBody> exceptions,

            @Schema(description = "Appointments that this change left to be rebooked") @Nullable
            List<Stranded.View> rebookingNeeded) {}

    @GET
    @RolesAllowed({"receptionist", "practitioner", "network-admin"})
    @Operation(
            operationId = "readRosters",
            summary = "Read a practitioner's rosters",
            description = "Of the clinics that the caller answers for; a practitioner reads all of their own."
                    + " The ETag is for a later PUT.")
    @APIResponse(
            responseCode = "200",
            description = "Rosters and exceptional days",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = RostersView.class),
                            examples = @ExampleObject(name = "rosters", value = EXAMPLE)))
    @APIResponse(responseCode = "304", description = "Not changed since If-None-Match")
    @APIResponse(responseCode = "404", description = "not-found: unknown, or works at none of the caller's clinics")
    public Response read(@PathParam("id") UUID id) {
        RosteredPractitioner practitioner = access.readable(id);
        return preconditions.answer(view(id, access.readableWorkplaces(practitioner), null), practitioner.version());
    }

    @PUT
    @RolesAllowed({"receptionist", "network-admin"})
    @Operation(
            operationId = "putRosters",
            summary = "Replace a practitioner's rosters",
            description =
                    "Replaces all rosters and exceptional days at the clinics that the caller answers for; those at"
                            + " other clinics stay. Days that have been worked cannot change. Local times are the clinic's.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            examples = @ExampleObject(name = "rosters", value = EXAMPLE)))
    @APIResponse(
            responseCode = "200",
            description = "Stored",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = RostersView.class),
                            examples = @ExampleObject(name = "rosters", value = EXAMPLE)))
    @APIResponse(responseCode = "400", description = "malformed-request")
    @APIResponse(responseCode = "404", description = "not-found: the practitioner or a clinic is not the caller's")
    @APIResponse(responseCode = "409", description = "would-strand-appointments: lists them")
    @APIResponse(responseCode = "412", description = "stale-version")
    @APIResponse(responseCode = "422", description = "invalid-request, roster-invalid: all faults with their place")
    @APIResponse(responseCode = "428", description = "precondition-required: send If-Match")
    public Response put(@PathParam("id") UUID id, @NotNull @Valid RostersBody body) {
        return once.answer(body, () -> {
            access.changeable(id);
            long expected = preconditions.expectedVersion();
            lock.lock(List.of(id));
            RosteredPractitioner practitioner = access.changeable(id);
            if (practitioner.version() != expected) {
                return Answer.refused(() -> CommonProblem.STALE_VERSION.problem(
                        "The practitioner or their rosters have changed since; read them again."));
            }
            return replace(practitioner, body);
        });
    }

    private Answer replace(RosteredPractitioner practitioner, RostersBody body) {
        Map<UUID, Workplace> clinics = clinics(practitioner, body);
        List<Fault> faults = new ArrayList<>();
        clinics.values()
                .forEach(clinic -> faults.addAll(changeSchedule.faults(
                        practitioner.id(),
                        clinic.clinicId(),
                        clinic.zone(),
                        wanted(body, clinic.clinicId()),
                        ChangeSchedule.Extent.WHOLE)));
        if (!faults.isEmpty()) {
            return Answer.refused(() -> BookingProblem.ROSTER_INVALID.problem("The rosters cannot be stored.", faults));
        }
        List<Stranded> stranded = new ArrayList<>();
        boolean changed = false;
        for (Workplace clinic : clinics.values()) {
            ChangeSchedule.Change change = changeSchedule.change(
                    practitioner.id(),
                    clinic.clinicId(),
                    clinic.zone(),
                    wanted(body, clinic.clinicId()),
                    ChangeSchedule.Extent.WHOLE,
                    access.actor());
            stranded.addAll(change.stranded());
            changed |= change.changed();
        }
        if (!stranded.isEmpty() && !Boolean.TRUE.equals(body.strandAppointments())) {
            return Answer.refused(() -> StrandedAppointments.problem(stranded));
        }
        int version = changed ? practitioners.bump(practitioner.id()) : practitioner.version();
        return Answer.ok(view(practitioner.id(), List.copyOf(clinics.values()), stranded), version);
    }

    /** The caller's clinics at which the practitioner works, and those of the body. */
    private Map<UUID, Workplace> clinics(RosteredPractitioner practitioner, RostersBody body) {
        Map<UUID, Workplace> clinics = new LinkedHashMap<>();
        access.changeableWorkplaces(practitioner).forEach(clinic -> clinics.put(clinic.clinicId(), clinic));
        List<Fault> foreign = new ArrayList<>();
        for (int i = 0; i < body.rosters().size(); i++) {
            add(body.rosters().get(i).clinicId(), "#/rosters/" + i, clinics, foreign);
        }
        for (int i = 0; i < body.exceptions().size(); i++) {
            add(body.exceptions().get(i).clinicId(), "#/exceptions/" + i, clinics, foreign);
        }
        if (!foreign.isEmpty()) {
            throw CommonProblem.NOT_FOUND.problem(
                    "There is no such clinic, or none that this caller may see.", foreign);
        }
        return clinics;
    }

    private void add(UUID clinic, String place, Map<UUID, Workplace> clinics, List<Fault> foreign) {
        if (!clinics.containsKey(clinic)) {
            access.changeableClinic(clinic)
                    .ifPresentOrElse(
                            found -> clinics.put(clinic, found),
                            () -> foreign.add(new Fault(place + "/clinicId", "is no clinic of the caller's")));
        }
    }

    private static Wanted wanted(RostersBody body, UUID clinic) {
        List<Roster> rosters = new ArrayList<>();
        List<String> rosterPlaces = new ArrayList<>();
        for (int i = 0; i < body.rosters().size(); i++) {
            if (body.rosters().get(i).clinicId().equals(clinic)) {
                rosters.add(body.rosters().get(i).roster());
                rosterPlaces.add("#/rosters/" + i);
            }
        }
        List<ExceptionalDay> exceptions = new ArrayList<>();
        List<String> exceptionPlaces = new ArrayList<>();
        for (int i = 0; i < body.exceptions().size(); i++) {
            if (body.exceptions().get(i).clinicId().equals(clinic)) {
                exceptions.add(body.exceptions().get(i).exception());
                exceptionPlaces.add("#/exceptions/" + i);
            }
        }
        return new Wanted(new Schedule(rosters, exceptions), "#/rosters", rosterPlaces, exceptionPlaces);
    }

    private RostersView view(UUID practitioner, List<Workplace> clinics, @Nullable List<Stranded> stranded) {
        List<RosterBody> rosters = new ArrayList<>();
        List<ExceptionBody> exceptions = new ArrayList<>();
        clinics.stream().sorted(Comparator.comparing(Workplace::clinicCode)).forEach(clinic -> {
            Schedule schedule = schedules.read(practitioner, clinic.clinicId());
            schedule.rosters().forEach(roster -> rosters.add(RosterBody.of(clinic.clinicId(), roster)));
            schedule.exceptions().forEach(one -> exceptions.add(ExceptionBody.of(clinic.clinicId(), one)));
        });
        return new RostersView(
                practitioner,
                rosters,
                exceptions,
                stranded == null ? null : stranded.stream().map(Stranded::view).toList());
    }
}
