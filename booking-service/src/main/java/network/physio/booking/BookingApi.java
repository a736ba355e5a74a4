package network.physio.booking;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Contact;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What all operations of this service's contract share. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Booking service",
                        version = "0.1.0",
                        description = """
                                Finds times that are really free, holds and books them so that nobody is ever double-booked,
                                and keeps the network's reference data. Guests prove what they made with a Guest-Key;
                                every write takes an Idempotency-Key, and partners must send one.""",
                        contact = @Contact(name = "Physio network", url = "https://github.com/physio-network"),
                        license =
                                @License(
                                        name = "Apache-2.0",
                                        url = "https://www.apache.org/licenses/LICENSE-2.0.html")),
        servers = @Server(url = "/", description = "Relative to the gateway"),
        tags = {
            @Tag(name = "Slots", description = "Times at which a treatment can really be booked now"),
            @Tag(name = "Holds", description = "A time kept for ten minutes; confirming it makes the appointment"),
            @Tag(name = "Appointments", description = "Booked from a hold or directly, moved, called off"),
            @Tag(name = "Visits", description = "What happened on the day: arrived, started, completed, missed"),
            @Tag(name = "Manage links", description = "One appointment, managed without an account"),
            @Tag(name = "Waitlist", description = "Waiting for a time that is taken; a freed one is offered as a hold"),
            @Tag(name = "Patients", description = "Who is treated, and who may know it"),
            @Tag(name = "Messages", description = "What patients are told by e-mail, and what they may switch off"),
            @Tag(name = "Days", description = "A clinic's day in one reading"),
            @Tag(name = "Calendars", description = "Diaries and appointments for calendar programs"),
            @Tag(
                    name = "Changes",
                    description = "Everything that happened, in order, for the caller's share of the network")
        })
public class BookingApi extends Application {}
