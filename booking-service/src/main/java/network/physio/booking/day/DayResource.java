package network.physio.booking.day;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.accesslog.AccessLog;
import network.physio.booking.accesslog.Action;
import network.physio.booking.accesslog.Purpose;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
import network.physio.http.Hashes;
import network.physio.http.HttpProblem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a front desk keeps open all day. */
@Path("/booking/v1/clinics/{id}/days/{date}")
@RolesAllowed({"receptionist", "practitioner"})
@RunOnVirtualThread
@Tag(name = "Days", description = "A clinic's day in one reading")
public class DayResource {

    /** RFC 3339 has years of four digits. */
    private static final String DATE = "\\d{4}-\\d{2}-\\d{2}";

    private static final String EXAMPLE = """
            {"clinicId": "01934f5e-0000-7000-8000-000000000002", "clinicCode": "fitzroy", "date": "2027-02-01",
             "zone": "Australia/Melbourne", "startsAt": "2027-02-01T00:00:00+11:00", "endsAt": "2027-02-02T00:00:00+11:00",
             "minutes": 1440, "open": [{"startsAt": "2027-02-01T08:00:00+11:00", "endsAt": "2027-02-01T18:00:00+11:00"}],
             "closures": [],
             "practitioners": [
               {"id": "01934f5e-0000-7000-8000-000000000001", "code": "amara-okafor", "name": "Amara Okafor",
                "roster": [{"startsAt": "2027-02-01T09:00:00+11:00", "endsAt": "2027-02-01T12:00:00+11:00", "place": "clinic"}],
                "timeOff": [], "elsewhere": [],
                "gaps": [{"startsAt": "2027-02-01T09:30:00+11:00", "endsAt": "2027-02-01T12:00:00+11:00", "minutes": 150}],
                "sessions": [],
                "appointments": [
                  {"id": "01937b1c-0000-7000-8000-0000000000aa", "version": 2, "state": "confirmed",
                   "startsAt": "2027-02-01T09:00:00+11:00", "endsAt": "2027-02-01T09:30:00+11:00", "minutes": 30,
                   "place": "room", "roomId": "01934f5e-0000-7000-8000-000000000003", "equipmentIds": [],
                   "details": {"treatmentCode": "massage", "treatmentName": "Massage", "visitKind": "initial",
                     "bookedBy": "guest",
                     "patient": {"id": "01937b1c-0000-7000-8000-0000000000bb", "givenName": "Mia", "familyName": "Nguyen",
                       "provisional": true, "language": "en", "interpreter": false},
                     "screening": {"state": "cleared", "blockedTechniques": [], "cautionedTechniques": []}, "alerts": [],
                     "minutesLate": 5, "undecided": false, "overbooked": false, "rebookingNeeded": false}}]}],
             "rooms": [
               {"id": "01934f5e-0000-7000-8000-000000000003", "code": "room-1", "name": "Room 1", "kind": "treatment-room",
                "places": 1,
                "taken": [{"startsAt": "2027-02-01T09:00:00+11:00", "endsAt": "2027-02-01T09:40:00+11:00", "place": 0,
                           "appointmentId": "01937b1c-0000-7000-8000-0000000000aa"}]}],
             "messages": [
               {"id": "01937b1c-0000-7000-8000-0000000000b1", "appointmentId": "01937b1c-0000-7000-8000-0000000000aa",
                "practitionerId": "01934f5e-0000-7000-8000-000000000001", "startsAt": "2027-02-01T09:00:00+11:00",
                "appointmentState": "confirmed", "purpose": "reminder", "state": "unclear", "reason": "no-answer",
                "dueAt": "2027-01-31T09:00:00+11:00"}]}""";

    private final ReadDay readDay;
    private final Access access;
    private final AccessLog accessLog;
    private final ObjectMapper json;

    DayResource(ReadDay readDay, Access access, AccessLog accessLog, ObjectMapper json) {
        this.readDay = readDay;
        this.access = access;
        this.accessLog = accessLog;
        this.json = json;
    }

    @Schema(name = "TimeRange")
    public record RangeView(OffsetDateTime startsAt, OffsetDateTime endsAt) {
        static RangeView of(Stretch stretch, ZoneId zone) {
            return new RangeView(at(stretch.from(), zone), at(stretch.until(), zone));
        }
    }

    @Schema(name = "DayClosure")
    public record ClosureView(UUID id, OffsetDateTime startsAt, OffsetDateTime endsAt, String reason) {}

    @Schema(name = "DayRosterHours")
    public record HoursView(
            OffsetDateTime startsAt,
            OffsetDateTime endsAt,

            @Schema(description = "clinic, home or online", examples = "clinic")
            String place) {}

    @Schema(name = "DayTimeOff")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TimeOffView(
            UUID id,
            OffsetDateTime startsAt,
            OffsetDateTime endsAt,

            @Schema(description = "Told to front desks, and to practitioners of their own.") @Nullable
            String reason) {}

    @Schema(name = "DayGap", description = "Rostered, open, and nothing in the way")
    public record GapView(OffsetDateTime startsAt, OffsetDateTime endsAt, long minutes) {
        static GapView of(Stretch gap, ZoneId zone) {
            return new GapView(at(gap.from(), zone), at(gap.until(), zone), gap.minutes());
        }
    }

    @Schema(name = "DayPatient")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PatientView(
            UUID id,
            String givenName,
            String familyName,
            @Nullable String preferredName,
            boolean provisional,
            String language,
            boolean interpreter) {
        static PatientView of(Day.Patient patient) {
            return new PatientView(
                    patient.id(),
                    patient.givenName(),
                    patient.familyName(),
                    patient.preferredName(),
                    patient.provisional(),
                    patient.language(),
                    patient.interpreter());
        }
    }

    @Schema(name = "DayScreening")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ScreeningView(
            String state,
            List<String> blockedTechniques,
            List<String> cautionedTechniques,
            @Nullable OffsetDateTime notBefore) {}

    @Schema(name = "DayAlert", description = "The treatment uses a technique that the screening speaks against")
    public record AlertView(
            @Schema(examples = "TE-02") String technique,

            @Schema(description = "blocked or cautioned", examples = "blocked")
            String kind,

            @Schema(description = "The practitioner has to acknowledge it before starting")
            boolean unacknowledged) {}

    @Schema(name = "DayAppointmentDetails")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DetailsView(
            String treatmentCode,
            String treatmentName,
            String visitKind,
            String bookedBy,

            @Schema(
                    description =
                            "Absent for a hold without one, and until the clinic treats the patient; for practitioners"
                                    + " also of what was called off")
            @Nullable
            PatientView patient,

            ScreeningView screening,
            List<AlertView> alerts,

            @Schema(
                    description =
                            "Whole minutes since the start of one that has not begun and is not over; absent when it"
                                    + " is not late",
                    examples = "5")
            @Nullable
            Long minutesLate,

            @Schema(description = "It is over, and nobody has said whether the patient came")
            boolean undecided,

            boolean overbooked,
            boolean rebookingNeeded) {

        static DetailsView of(Day.Details details, ZoneId zone) {
            Day.Screening screening = details.screening();
            return new DetailsView(
                    details.treatmentCode(),
                    details.treatmentName(),
                    details.visitKind(),
                    details.bookedBy(),
                    details.patient() == null ? null : PatientView.of(details.patient()),
                    new ScreeningView(
                            screening.state(),
                            screening.blocked(),
                            screening.cautioned(),
                            screening.notBefore() == null ? null : at(screening.notBefore(), zone)),
                    details.alerts().stream()
                            .map(alert -> new AlertView(alert.technique(), alert.kind(), alert.unacknowledged()))
                            .toList(),
                    details.minutesLate(),
                    details.undecided(),
                    details.overbooked(),
                    details.rebookingNeeded());
        }
    }

    @Schema(name = "DayAppointment")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record VisitView(
            UUID id,
            @Schema(description = "For If-Match, in quotes") long version,

            @Schema(description = "Tolerate states you do not know.", examples = "confirmed")
            String state,

            OffsetDateTime startsAt,
            OffsetDateTime endsAt,
            int minutes,

            @Schema(description = "room, address or online", examples = "room")
            String place,

            @Nullable UUID roomId,

            @Schema(description = "The devices it occupies; GET /clinics/{id} names them.")
            List<UUID> equipmentIds,

            @Schema(description = "The group session in which it is a seat") @Nullable
            UUID sessionId,

            @Schema(description = "Only of a hold") @Nullable
            OffsetDateTime expiresAt,

            @Schema(description = "Absent for practitioners in diaries that are not theirs") @Nullable
            DetailsView details) {

        static VisitView of(Day.Visit visit, ZoneId zone) {
            return new VisitView(
                    visit.id(),
                    visit.version(),
                    visit.state(),
                    at(visit.during().from(), zone),
                    at(visit.during().until(), zone),
                    visit.minutes(),
                    visit.place(),
                    visit.roomId(),
                    visit.equipmentIds(),
                    visit.sessionId(),
                    visit.holdExpiresAt() == null ? null : at(visit.holdExpiresAt(), zone),
                    visit.details() == null ? null : DetailsView.of(visit.details(), zone));
        }
    }

    @Schema(name = "DaySession", description = "A group session; whoever sits there is among the appointments")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SessionView(
            UUID id,
            @Schema(description = "For If-Match, in quotes") long version,
            OffsetDateTime startsAt,
            OffsetDateTime endsAt,
            String treatmentCode,
            String treatmentName,
            @Nullable UUID roomId,
            int capacity,
            int seatsTaken,
            boolean rebookingNeeded) {

        static SessionView of(Day.GroupSession session, ZoneId zone) {
            return new SessionView(
                    session.id(),
                    session.version(),
                    at(session.during().from(), zone),
                    at(session.during().until(), zone),
                    session.treatmentCode(),
                    session.treatmentName(),
                    session.roomId(),
                    session.seats(),
                    session.taken(),
                    session.rebookingNeeded());
        }
    }

    @Schema(name = "DayPractitioner")
    public record PersonView(
            UUID id,
            String code,
            String name,
            List<HoursView> roster,
            List<TimeOffView> timeOff,

            @Schema(description = "Taken by another clinic of the network, or by the way there or back")
            List<RangeView> elsewhere,

            List<GapView> gaps,
            List<SessionView> sessions,
            List<VisitView> appointments) {

        static PersonView of(Day.Person person, ZoneId zone) {
            return new PersonView(
                    person.id(),
                    person.code(),
                    person.name(),
                    person.roster().stream()
                            .map(hours -> new HoursView(
                                    at(hours.during().from(), zone),
                                    at(hours.during().until(), zone),
                                    hours.place()))
                            .toList(),
                    person.timeOff().stream()
                            .map(off -> new TimeOffView(
                                    off.id(),
                                    at(off.during().from(), zone),
                                    at(off.during().until(), zone),
                                    off.reason()))
                            .toList(),
                    person.elsewhere().stream()
                            .map(stretch -> RangeView.of(stretch, zone))
                            .toList(),
                    person.gaps().stream().map(gap -> GapView.of(gap, zone)).toList(),
                    person.sessions().stream()
                            .map(session -> SessionView.of(session, zone))
                            .toList(),
                    person.appointments().stream()
                            .map(visit -> VisitView.of(visit, zone))
                            .toList());
        }
    }

    @Schema(name = "DayRoomTaken", description = "By an appointment, a hold or a group session, cleaning included")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TakenView(
            OffsetDateTime startsAt,
            OffsetDateTime endsAt,

            @Schema(description = "Which place of a shared room, from 0")
            int place,

            @Nullable UUID appointmentId,
            @Nullable UUID sessionId) {}

    @Schema(name = "DayRoom")
    public record RoomView(UUID id, String code, String name, String kind, int places, List<TakenView> taken) {
        static RoomView of(Day.Room room, ZoneId zone) {
            return new RoomView(
                    room.id(),
                    room.code(),
                    room.name(),
                    room.kind(),
                    room.places(),
                    room.taken().stream()
                            .map(taken -> new TakenView(
                                    at(taken.during().from(), zone),
                                    at(taken.during().until(), zone),
                                    taken.place(),
                                    taken.appointmentId(),
                                    taken.sessionId()))
                            .toList());
        }
    }

    @Schema(
            name = "DayMessage",
            description = "A patient may not know this: tell them and settle it, or send it anew"
                    + " (/appointments/{id}/messages/{messageId}/settle and /send-again)")
    public record OpenMessageView(
            UUID id,
            UUID appointmentId,
            UUID practitionerId,
            OffsetDateTime startsAt,
            @Schema(examples = "confirmed") String appointmentState,
            @Schema(examples = "confirmation") String purpose,

            @Schema(
                    description =
                            "failed; unclear: it may have gone out; dropped: what the patient has to know was not sent"
                                    + " (no-address, too-many, do-not-contact: somebody calls; deceased: the appointment still"
                                    + " stands)",
                    examples = "unclear")
            String state,

            @Schema(examples = "no-answer") String reason,
            OffsetDateTime dueAt) {
        static OpenMessageView of(Day.OpenMessage message, ZoneId zone) {
            return new OpenMessageView(
                    message.id(),
                    message.appointmentId(),
                    message.practitionerId(),
                    at(message.startsAt(), zone),
                    message.appointmentState(),
                    message.purpose(),
                    message.state(),
                    message.reason(),
                    at(message.dueAt(), zone));
        }
    }

    @Schema(name = "Day")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DayView(
            UUID clinicId,
            String clinicCode,
            LocalDate date,
            @Schema(examples = "Australia/Melbourne") String zone,
            OffsetDateTime startsAt,
            OffsetDateTime endsAt,

            @Schema(description = "1380 or 1500 when the clock changes", examples = "1440")
            long minutes,

            @Schema(description = "Name of the public holiday for which the clinic is closed") @Nullable
            String holiday,

            List<RangeView> open,
            List<ClosureView> closures,

            @Schema(description = "Whoever is rostered or has an appointment here, by code")
            List<PersonView> practitioners,

            List<RoomView> rooms,

            @Schema(
                    description =
                            "What failed, is unclear or was dropped although it matters and nobody has settled, of this"
                                    + " date's appointments and of what was due on this date; for front desks only")
            List<OpenMessageView> messages) {

        static DayView of(Day day) {
            ZoneId zone = day.clinic().zone();
            return new DayView(
                    day.clinic().id(),
                    day.clinic().code(),
                    day.date(),
                    zone.getId(),
                    at(day.whole().from(), zone),
                    at(day.whole().until(), zone),
                    day.whole().minutes(),
                    day.clinic().holiday(),
                    day.open().stream()
                            .map(stretch -> RangeView.of(stretch, zone))
                            .toList(),
                    day.closures().stream()
                            .map(closure -> new ClosureView(
                                    closure.id(),
                                    at(closure.during().from(), zone),
                                    at(closure.during().until(), zone),
                                    closure.reason()))
                            .toList(),
                    day.practitioners().stream()
                            .map(person -> PersonView.of(person, zone))
                            .toList(),
                    day.rooms().stream().map(room -> RoomView.of(room, zone)).toList(),
                    day.messages().stream()
                            .map(message -> OpenMessageView.of(message, zone))
                            .toList());
        }
    }

    @GET
    @Operation(operationId = "readDay", summary = "A clinic's day", description = """
                    Per practitioner the roster, time off, work elsewhere, gaps, and the holds and appointments, called-off
                    ones too, with screening and alerts; per room what takes it; messages that a patient may not have got.
                    Front desks of the clinic see all of it;
                    practitioners who work there see details of their own appointments only. Ask again with the ETag in
                    If-None-Match as often as you like: 304 until something changes, or a minute of somebody's lateness
                    goes by. Every patient who is shown is noted in the access log.""")
    @APIResponse(
            responseCode = "200",
            description = "The day",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = DayView.class),
                            examples = @ExampleObject(name = "one appointment", value = EXAMPLE)))
    @APIResponse(responseCode = "304", description = "Unchanged since the ETag in If-None-Match.")
    @APIResponse(responseCode = "400", description = "`invalid-parameter`: not a date")
    @APIResponse(responseCode = "401", description = "`unauthenticated`")
    @APIResponse(responseCode = "403", description = "`forbidden`: another role")
    @APIResponse(responseCode = "404", description = "`not-found`: no such clinic, or none where the caller works")
    public Response read(
            @PathParam("id") UUID id,
            @Parameter(
                            description = "A date at the clinic",
                            example = "2027-02-01",
                            schema = @Schema(type = SchemaType.STRING, format = "date"))
                    @PathParam("date")
                    String date,
            @Context Request request) {
        LocalDate day = parsed(date);
        Day read = readDay.of(id, day).orElseThrow(DayResource::notFound);
        byte[] written = written(DayView.of(read));
        EntityTag tag = new EntityTag(
                Hashes.sha256Hex(new String(written, StandardCharsets.UTF_8)).substring(0, 32));
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        if (unchanged != null) {
            return unchanged.tag(tag).build();
        }
        log(read);
        return Response.ok(written, MediaType.APPLICATION_JSON_TYPE).tag(tag).build();
    }

    private void log(Day day) {
        List<UUID> shown = day.practitioners().stream()
                .flatMap(person -> person.appointments().stream())
                .flatMap(visit -> Optional.ofNullable(visit.details()).stream())
                .flatMap(details -> Optional.ofNullable(details.patient()).stream())
                .map(Day.Patient::id)
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
        boolean desk = access.isFrontDeskOf(day.clinic().code());
        accessLog.write(shown, Action.LIST_APPOINTMENTS, desk ? Purpose.FRONT_DESK : Purpose.TREATMENT);
    }

    private byte[] written(DayView day) {
        try {
            return json.writeValueAsBytes(day);
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException("a day cannot be written as JSON", ours);
        }
    }

    private static LocalDate parsed(String date) {
        try {
            if (date.matches(DATE)) {
                return LocalDate.parse(date);
            }
        } catch (DateTimeException noSuchDay) {
            // answered below, like another form
        }
        throw CommonProblem.INVALID_PARAMETER.problem(
                "The last part of the address is not a date.",
                List.of(Fault.ofParameter("date", "must be a date like 2027-03-01")));
    }

    private static HttpProblem notFound() {
        return CommonProblem.NOT_FOUND.problem("There is no such clinic, or none where this caller works.");
    }

    private static OffsetDateTime at(Instant instant, ZoneId zone) {
        return instant.atZone(zone).toOffsetDateTime();
    }
}
