package network.physio.booking.change;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that happened, as much of it as its reader may know. */
record Change(
        UUID id,
        Instant at,
        String type,
        @Nullable UUID appointmentId,
        @Nullable Integer version,
        @Nullable UUID clinicId,
        @Nullable UUID practitionerId,
        @Nullable ZoneId zone,
        Map<String, Object> details) {

    /** How near the caller is to what happened. */
    enum View {
        /** The clinic's front desk, the practitioner of the diary, or an administrator about the network. */
        INSIDE,
        /** Whoever made the appointment or waits for one, acts for its patient or sold it. */
        OUTSIDE,
        /** A desk or diary that it was moved away from. */
        LEFT
    }

    /** What happens between clinic and patient. Anything else is the clinic's own affair, screening above all. */
    private static final Set<String> FOR_EVERYBODY = Set.of(
            "time-held",
            "hold-extended",
            "hold-released",
            "hold-expired",
            "appointment-booked",
            "appointment-moved",
            "appointment-cancelled",
            "appointment-needs-rebooking",
            "appointment-arrived",
            "treatment-started",
            "appointment-completed",
            "appointment-missed",
            "appointment-no-access",
            "appointment-change-undone",
            "waitlist-entry-added",
            "waitlist-entry-removed",
            "waitlist-screening-needed",
            "waitlist-entry-screened",
            "waitlist-offered",
            "waitlist-declined",
            "waitlist-offer-expired",
            "waitlist-fulfilled");

    /** Times, and what of theirs it is about. */
    private static final Set<String> TOLD_TO_EVERYBODY = Set.of("startsAt", "minutes", "entryId", "offerId");

    /** What others than staff need not know by name is still a change: its version has to be read. */
    private static final String SOMETHING_ELSE = "appointment-changed";

    private static final String MOVED_AWAY = "appointment-left";

    /** The same as seen from there. */
    Change as(View view) {
        return switch (view) {
            case INSIDE -> this;
            case OUTSIDE ->
                new Change(
                        id,
                        at,
                        FOR_EVERYBODY.contains(type) ? type : SOMETHING_ELSE,
                        appointmentId,
                        version,
                        clinicId,
                        practitionerId,
                        zone,
                        told());
            case LEFT -> new Change(id, at, MOVED_AWAY, appointmentId, version, null, null, null, Map.of());
        };
    }

    private Map<String, Object> told() {
        Map<String, Object> told = new HashMap<>(details);
        told.keySet().retainAll(TOLD_TO_EVERYBODY);
        return Map.copyOf(told);
    }
}
