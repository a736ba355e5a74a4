package network.physio.booking.waitlist;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import network.physio.booking.availability.VisitKind;
import network.physio.http.Slugs;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who waits for a time.
 *
 * @param place in the order in which they wait; 0 before there is a row
 * @param zone of the first clinic
 * @param practitioners whom they would see; empty: anybody
 * @param replaces the appointment that an earlier time would replace
 * @param screeningPass as triage signed it, while they wait
 * @param passUntil when the pass runs out
 * @param watched the client looks at it by itself, so that no letter is needed to tell of an offer
 * @param offer what they are to decide about now
 */
record Entry(
        UUID id,
        long version,
        long place,
        State state,
        String owner,
        MadeBy madeBy,
        UUID patientId,
        UUID treatmentId,
        int minutes,
        VisitKind visitKind,
        List<UUID> clinics,
        ZoneId zone,
        List<UUID> practitioners,
        WantedTimes wanted,
        @Nullable UUID replaces,
        @Nullable String screeningPass,
        @Nullable Instant passUntil,
        boolean watched,
        Instant createdAt,
        @Nullable LiveOffer offer) {

    enum State {
        WAITING,
        /** The screening pass has run out: nothing is offered before a new one. */
        NEEDS_SCREENING,
        FULFILLED,
        REMOVED,
        EXPIRED;

        String code() {
            return Slugs.of(this);
        }

        boolean open() {
            return this == WAITING || this == NEEDS_SCREENING;
        }
    }

    enum MadeBy {
        GUEST,
        PATIENT,
        STAFF;

        String code() {
            return Slugs.of(this);
        }
    }

    /** A time held for the entry. */
    record LiveOffer(
            UUID id,
            UUID practitionerId,
            UUID clinicId,
            Instant startsAt,
            Instant endsAt,
            ZoneId zone,
            @Nullable Instant expiresAt) {}
}
