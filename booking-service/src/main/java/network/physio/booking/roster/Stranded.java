package network.physio.booking.roster;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.UUID;
import network.physio.http.Slugs;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An appointment or a group session that a time off, a closure or another roster would leave without its practitioner or
 * clinic.
 *
 * @param sessionId of a seat: the session it is in
 */
public record Stranded(
        UUID id,
        Kind kind,
        Instant startsAt,
        Instant endsAt,
        ZoneId zone,
        UUID practitionerId,
        String place,
        @Nullable UUID sessionId) {

    public enum Kind {
        APPOINTMENT,
        SESSION;

        String code() {
            return Slugs.of(this);
        }
    }

    /** How it is told to whoever asked for the change: which, and when. */
    @Schema(name = "StrandedAppointment")
    public record View(
            UUID id,
            OffsetDateTime startsAt,

            @Schema(description = "appointment, or session", examples = "appointment")
            String kind) {}

    public View view() {
        return new View(id, startsAt.atZone(zone).toOffsetDateTime(), kind.code());
    }

    boolean isSession() {
        return kind == Kind.SESSION;
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
