package network.physio.booking.session;

import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import network.physio.http.Slugs;
import org.jspecify.annotations.Nullable;

/**
 * A group session as it stands.
 *
 * @param version counts changes of its seats too
 * @param capacity how many seats it has
 * @param taken seats of appointments and of holds that have not run out
 * @param rebookingNeeded its practitioner or clinic is not there then; until somebody decides nobody is given a seat
 */
public record Session(
        UUID id,
        long version,
        State state,
        UUID clinicId,
        Named treatment,
        Named practitioner,
        @Nullable UUID roomId,
        @Nullable String roomName,
        int minutes,
        Instant startsAt,
        ZoneId zone,
        int capacity,
        int taken,
        boolean rebookingNeeded,
        @Nullable String cancelReason) {

    /** Something of the network that the session refers to. */
    public record Named(UUID id, String code, String name) {}

    /** Clients are told to tolerate states they do not know. */
    public enum State {
        SCHEDULED,
        CANCELLED;

        public String code() {
            return Slugs.of(this);
        }
    }

    public Instant endsAt() {
        return startsAt.plusSeconds(60L * minutes);
    }
}
