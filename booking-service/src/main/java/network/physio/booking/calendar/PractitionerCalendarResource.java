package network.physio.booking.calendar;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * A practitioner's diary for a calendar program. Such programs send no headers of ours, so here, and only here, a secret is
 * part of the address; logs hold templates of addresses and no queries.
 */
@Path("/booking/v1/practitioners/{id}/calendar.ics")
@PermitAll
@RunOnVirtualThread
@Tag(name = "Calendars")
public class PractitionerCalendarResource {

    static final String CALENDAR = "text/calendar; charset=utf-8";

    /** Kept by the program that reads it, and asked about each time. */
    static final String CACHING = "private, no-cache";

    static final String EXAMPLE = """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//physio-network//booking-service//EN
            BEGIN:VEVENT
            UID:01937b1c-0000-7000-8000-0000000000aa@booking.physio-network
            SEQUENCE:2
            DTSTAMP:20270131T210000Z
            DTSTART;TZID=Australia/Melbourne:20270201T100000
            DTEND;TZID=Australia/Melbourne:20270201T103000
            SUMMARY:Appointment – Room 2
            STATUS:CONFIRMED
            END:VEVENT
            END:VCALENDAR
            """;

    private final CalendarFeeds feeds;
    private final Calendars calendars;

    PractitionerCalendarResource(CalendarFeeds feeds, Calendars calendars) {
        this.feeds = feeds;
        this.calendars = calendars;
    }

    @GET
    @Produces(CALENDAR)
    @Operation(
            operationId = "readPractitionerCalendar",
            summary = "A practitioner's diary as a calendar",
            description = """
                    RFC 5545, at the address that making a subscription answered. From 30 days ago to the last appointment;
                    cancelled ones stay, marked so, until they are 30 days old; holds are not in it. It names rooms and
                    suburbs, and nobody who is treated. An appointment keeps its UID when it moves, and its SEQUENCE grows.
                    Unchanged since the ETag in If-None-Match: 304.""")
    @APIResponse(
            responseCode = "200",
            description = "The calendar",
            content =
                    @Content(
                            mediaType = "text/calendar",
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "one appointment", value = EXAMPLE)))
    @APIResponse(responseCode = "304", description = "Unchanged.")
    @APIResponse(responseCode = "400", description = "`invalid-parameter`: the secret is missing")
    @APIResponse(responseCode = "404", description = "`not-found`: no such subscription, or it has been ended")
    public Response read(
            @PathParam("id") UUID id,
            @Parameter(
                            required = true,
                            description = "The subscription's secret",
                            example = "m3Vv9mXr2Kc8Zt5Yb1Ns7wQ0aLk4TfUeHjPdRgWxCyI")
                    @QueryParam("feed")
                    @Nullable
                    String feed,
            @Context Request request) {
        if (feed == null) {
            throw CommonProblem.INVALID_PARAMETER.problem(
                    "A calendar is read at its subscription's whole address.",
                    List.of(Fault.ofParameter("feed", "is missing")));
        }
        CalendarFeeds.Feed opened = feeds.opened(id, feed)
                .orElseThrow(() -> CommonProblem.NOT_FOUND.problem("There is no such subscription, or not any more."));
        EntityTag tag = new EntityTag(calendars.tag(opened));
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return (unchanged == null ? Response.ok(calendars.text(opened), CALENDAR) : unchanged)
                .tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, CACHING)
                .build();
    }
}
