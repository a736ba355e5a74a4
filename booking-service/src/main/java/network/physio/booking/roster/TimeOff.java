package network.physio.booking.roster;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A time in which a practitioner works nowhere. */
record TimeOff(UUID id, Instant startsAt, Instant endsAt, String reason) {

    static final List<String> REASONS = List.of("leave", "sick", "training", "meeting", "other");

    boolean overlaps(Instant from, Instant until) {
        return startsAt.isBefore(until) && endsAt.isAfter(from);
    }

    boolean covers(Instant from, Instant until) {
        return !startsAt.isAfter(from) && !endsAt.isBefore(until);
    }
}
