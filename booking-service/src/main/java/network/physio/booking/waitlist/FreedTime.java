package network.physio.booking.waitlist;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A practitioner's time at a clinic that has become free, or at which others have given back rooms or devices.
 *
 * @param id 0 for one that is not stored yet
 * @param foundAt when it was found, last of all
 * @param tried the place of the last entry that was looked at for it
 * @param heardFrom when the first of those who were passed over for the moment would hear of an offer; null for nobody
 * @param givenBack by others; null when it is the practitioner's own time
 */
record FreedTime(
        long id,
        UUID practitionerId,
        UUID clinicId,
        Instant startsAt,
        Instant endsAt,
        Instant foundAt,
        @Nullable Long tried,
        @Nullable Instant heardFrom,
        @Nullable GivenBack givenBack) {

    /**
     * Rooms and devices, once for each unit.
     *
     * @param claims when each had been claimed, as the database writes it
     * @param from begin of the first claim
     * @param until end of the last
     */
    record GivenBack(List<UUID> places, List<String> claims, Instant from, Instant until) {

        /** A visit that does not overlap the claim may have been kept out by its own setting up or cleaning. */
        private static final Duration BUFFERS = Duration.ofHours(1);

        boolean isNear(Instant visitFrom, Instant visitUntil) {
            return from.isBefore(visitUntil.plus(BUFFERS)) && visitFrom.isBefore(until.plus(BUFFERS));
        }
    }

    /** When it is looked at again after all have been asked, {@code later} those asked last; empty when it is done with. */
    Optional<Instant> nextLook(@Nullable Instant later) {
        return Stream.of(Optional.ofNullable(heardFrom), Optional.ofNullable(later))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .filter(then -> then.isBefore(endsAt));
    }

    /** Whether a visit of this time could make use of it. */
    boolean mayServe(Instant from, Instant until) {
        return givenBack == null ? startsAt.isBefore(until) && from.isBefore(endsAt) : givenBack.isNear(from, until);
    }

    /**
     * What is left of it beside this visit. Those tried before could use no part of it, unless they were passed over for the
     * moment: then all are asked again.
     */
    List<FreedTime> without(Instant from, Instant until, long triedNow) {
        List<FreedTime> left = new ArrayList<>();
        if (startsAt.isBefore(from)) {
            left.add(part(startsAt, earlier(from, endsAt), triedNow));
        }
        if (until.isBefore(endsAt)) {
            left.add(part(later(until, startsAt), endsAt, triedNow));
        }
        return left;
    }

    private FreedTime part(Instant from, Instant until, long triedNow) {
        return new FreedTime(
                0,
                practitionerId,
                clinicId,
                from,
                until,
                foundAt,
                heardFrom == null ? triedNow : null,
                null,
                givenBack);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
