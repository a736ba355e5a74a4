package network.physio.booking.roster;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An appointment that a time off, a closure or another roster would leave without its practitioner or clinic. */
public record Stranded(UUID id, Instant startsAt, Instant endsAt, ZoneId zone, UUID practitionerId, String place) {

    /** How it is told to whoever asked for the change: which, and when. */
    @Schema(name = "StrandedAppointment")
    public record View(UUID id, OffsetDateTime startsAt) {}

    public View view() {
        return new View(id, startsAt.atZone(zone).toOffsetDateTime());
    }

    /** The kind of hours it needs: a room stands at the clinic, an address is somebody's home. */
    String hoursNeeded() {
        return switch (place) {
            case "address" -> "home";
            case "online" -> "online";
            default -> "clinic";
        };
    }
}
