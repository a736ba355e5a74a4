package network.physio.booking.calendar;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.UUID;
import network.physio.booking.accesslog.Action;
import network.physio.booking.appointment.Appointment;
import network.physio.booking.appointment.AppointmentAccess;
import network.physio.booking.appointment.Appointments;
import network.physio.booking.appointment.ManageLinks;
import network.physio.booking.appointment.OpenManageLink;
import network.physio.http.CommonProblem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** One appointment as a file to put into one's own calendar, for everybody who may read the appointment. */
@Path("/booking/v1/appointments/{id}/calendar.ics")
@PermitAll
@RunOnVirtualThread
@Tag(name = "Calendars")
public class AppointmentCalendarResource {

    private static final String EXAMPLE = """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//physio-network//booking-service//EN
            CALSCALE:GREGORIAN
            METHOD:PUBLISH
            BEGIN:VEVENT
            UID:01937b1c-0000-7000-8000-0000000000aa@booking.physio-network
            SEQUENCE:2
            DTSTAMP:20270131T210000Z
            DTSTART;TZID=Australia/Melbourne:20270201T100000
            DTEND;TZID=Australia/Melbourne:20270201T103000
            SUMMARY:Appointment at Fitzroy
            ORGANIZER;CN="Fitzroy":mailto:fitzroy@example.org
            STATUS:CONFIRMED
            END:VEVENT
            END:VCALENDAR
            """;

    private final Appointments appointments;
    private final AppointmentAccess appointmentAccess;
    private final Calendars calendars;
    private final OpenManageLink openManageLink;
    private final Clock clock;

    AppointmentCalendarResource(
            Appointments appointments,
            AppointmentAccess appointmentAccess,
            Calendars calendars,
            OpenManageLink openManageLink,
            Clock clock) {
        this.appointments = appointments;
        this.appointmentAccess = appointmentAccess;
        this.calendars = calendars;
        this.openManageLink = openManageLink;
        this.clock = clock;
    }

    @GET
    @Produces(PractitionerCalendarResource.CALENDAR)
    @Operation(
            operationId = "readAppointmentCalendar",
            summary = "An appointment as a calendar file",
            description = """
                    RFC 5545, for the calendar of whoever comes: "Appointment at" the clinic, with its address. Offer it
                    again after a move: the same UID with a greater SEQUENCE replaces the entry. Letters that confirm, change or
                    call off an appointment carry the same file.""")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content =
                    @Content(
                            mediaType = "text/calendar",
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "an appointment", value = EXAMPLE)))
    @APIResponse(responseCode = "304", description = "Unchanged since the ETag in If-None-Match.")
    @APIResponse(responseCode = "401", description = "`guest-key-needed`, `unauthenticated`")
    @APIResponse(responseCode = "404", description = "`not-found`: none, or not this caller's")
    public Response read(
            @PathParam("id") UUID id,
            @Parameter(description = ManageLinks.HEADER_DESCRIPTION) @HeaderParam(ManageLinks.HEADER) @Nullable
                    String manageToken,
            @Context Request request) {
        openManageLink.orRequirePrincipal(id, manageToken);
        Appointment appointment = appointments
                .readable(id, clock.instant())
                .orElseThrow(() ->
                        CommonProblem.NOT_FOUND.problem("There is no such appointment, or none of this caller's."));
        appointmentAccess.log(appointment, Action.READ_APPOINTMENT);
        Calendars.File file = calendars.ofAppointment(id);
        EntityTag tag = new EntityTag(file.tag());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return (unchanged == null
                        ? Response.ok(file.text(), AppointmentFiles.TYPE)
                                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"appointment.ics\"")
                        : unchanged)
                .tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, PractitionerCalendarResource.CACHING)
                .build();
    }
}
