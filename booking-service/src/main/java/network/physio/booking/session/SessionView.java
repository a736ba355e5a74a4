package network.physio.booking.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import network.physio.booking.appointment.AppointmentView;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A session as the front desk sees it. Times are local to the clinic, with its offset. */
@Schema(name = "Session")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionView(
        UUID id,

        @Schema(description = "scheduled or cancelled; tolerate states you do not know.", examples = "scheduled")
        String state,

        UUID clinicId,
        AppointmentView.Named treatment,
        AppointmentView.Named practitioner,
        @Nullable UUID roomId,
        @Nullable String roomName,
        int minutes,
        @Schema(examples = "2026-12-01T18:00:00+11:00") OffsetDateTime startsAt,
        OffsetDateTime endsAt,
        @Schema(examples = "Australia/Melbourne") String zone,
        @Schema(examples = "3") int capacity,

        @Schema(description = "Of appointments and of holds that have not run out.", examples = "2")
        int seatsTaken,

        @Schema(examples = "1") int seatsLeft,

        @Schema(
                description =
                        "Its practitioner or clinic is not there at this time: give it to somebody else or call it"
                                + " off. Until then nobody is given a seat.")
        boolean rebookingNeeded,

        @Nullable String cancelReason) {

    static SessionView of(Session session) {
        return new SessionView(
                session.id(),
                session.state().code(),
                session.clinicId(),
                named(session.treatment()),
                named(session.practitioner()),
                session.roomId(),
                session.roomName(),
                session.minutes(),
                at(session.startsAt(), session.zone()),
                at(session.endsAt(), session.zone()),
                session.zone().getId(),
                session.capacity(),
                session.taken(),
                session.capacity() - session.taken(),
                session.rebookingNeeded(),
                session.cancelReason());
    }

    static List<SessionView> of(List<Session> sessions) {
        return sessions.stream().map(SessionView::of).toList();
    }

    private static AppointmentView.Named named(Session.Named named) {
        return new AppointmentView.Named(named.id(), named.code(), named.name());
    }

    private static OffsetDateTime at(Instant instant, ZoneId zone) {
        return instant.atZone(zone).toOffsetDateTime();
    }
}
