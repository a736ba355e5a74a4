package network.physio.booking.roster;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.UUID;
import network.physio.booking.availability.Schedule;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.Ticks;
import network.physio.http.Slugs;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An appointment or a group session that a time off, a closure or another roster would leave without its practitioner or
 * clinic.
 *
 * @param sessionId of a seat: the session it is in
 * @param needed when it needs the practitioner, with setting up and cleaning; a seat for as long as it is
 */
public record Stranded(
        UUID id,
        Kind kind,
        Instant startsAt,
        Instant endsAt,
        ZoneId zone,
        UUID clinicId,
        UUID practitionerId,
        UUID treatmentId,
        String place,
        @Nullable UUID sessionId,
        Span needed) {

    public enum Kind {
        APPOINTMENT,
        SESSION;

        String code() {
            return Slugs.of(this);
        }
    }

    /** How it is told to whoever asked for the change: which, when, where, with whom. */
    @Schema(name = "StrandedAppointment")
    public record View(
            UUID id,
            OffsetDateTime startsAt,

            @Schema(description = "appointment, or session", examples = "appointment")
            String kind,

            @Schema(description = "The clinic whose desk decides about it.")
            UUID clinicId,

            UUID practitionerId,
            UUID treatmentId) {}

    static Stranded of(ResultSet row, Kind kind) throws SQLException {
        return new Stranded(
                row.getObject("id", UUID.class),
                kind,
                instant(row, "starts_at"),
                instant(row, "ends_at"),
                ZoneId.of(row.getString("zone")),
                row.getObject("clinic_id", UUID.class),
                row.getObject("practitioner_id", UUID.class),
                row.getObject("treatment_id", UUID.class),
                row.getString("place"),
                row.getObject("session_id", UUID.class),
                Span.covering(instant(row, "needed_from"), instant(row, "needed_until")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    public View view() {
        return new View(
                id, startsAt.atZone(zone).toOffsetDateTime(), kind.code(), clinicId, practitionerId, treatmentId);
    }

    Span during() {
        return Span.covering(startsAt, endsAt);
    }

    boolean isSession() {
        return kind == Kind.SESSION;
    }

    boolean isAtHome() {
        return place.equals("address");
    }

    /** When the practitioner works, of the time in which it needs them. */
    Ticks worked(Schedule schedule, ZoneId zone) {
        return schedule.worked(needed, hoursNeeded(), zone);
    }

    /** The kind of hours it needs: a room stands at the clinic, an address is somebody's home. */
    private String hoursNeeded() {
        return switch (place) {
            case "address" -> "home";
            case "online" -> "online";
            default -> "clinic";
        };
    }
}
