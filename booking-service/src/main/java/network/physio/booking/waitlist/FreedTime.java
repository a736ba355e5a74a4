package network.physio.booking.waitlist;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A practitioner's time at a clinic that has become free.
 *
 * @param id 0 for one that is not stored yet
 * @param tried the place of the last entry that was looked at for it
 */
record FreedTime(
        long id,
        UUID practitionerId,
        UUID clinicId,
        Instant startsAt,
        Instant endsAt,
        @Nullable Long tried) {

    boolean overlaps(Instant from, Instant until) {
        return startsAt.isBefore(until) && from.isBefore(endsAt);
    }

    /** What is left of it beside this visit; those tried before could use no part of it. */
    List<FreedTime> without(Instant from, Instant until, long triedNow) {
        List<FreedTime> left = new ArrayList<>();
        if (startsAt.isBefore(from)) {
            left.add(new FreedTime(0, practitionerId, clinicId, startsAt, from, triedNow));
        }
        if (until.isBefore(endsAt)) {
            left.add(new FreedTime(0, practitionerId, clinicId, until, endsAt, triedNow));
        }
        return left;
    }
}
