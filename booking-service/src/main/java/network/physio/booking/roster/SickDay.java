package network.physio.booking.roster;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import network.physio.booking.appointment.Appointment;
import network.physio.booking.session.Session;
import network.physio.booking.slot.SlotView;
import network.physio.http.Hashes;
import network.physio.http.Slugs;
import org.jspecify.annotations.Nullable;

/**
 * What a practitioner's illness comes to: who takes over which appointment, and which ones somebody must rebook.
 *
 * @param timeOff the time off that was taken
 */
record SickDay(UUID timeOff, List<Visit> visits) {

    /** Why nobody takes an appointment over. */
    enum Because {
        /** None who offers it there could be booked at this time. */
        NOBODY_FREE,
        /** The desk of its clinic decides about it. */
        OTHER_CLINIC,
        /** It is held only. */
        NOT_CONFIRMED,
        /** Home visits are planned anew by dispatch. */
        HOME_VISIT,
        /** What was found at screening does not let it move. */
        SCREENING;

        String code() {
            return Slugs.of(this);
        }
    }

    /** Who takes it over, and where. */
    record Handed(
            UUID practitioner,
            String practitionerName,
            @Nullable UUID room,
            @Nullable String roomName) {

        static Handed of(Appointment moved) {
            return new Handed(moved.practitioner().id(), moved.practitioner().name(), moved.roomId(), moved.roomName());
        }

        static Handed of(Session moved) {
            return new Handed(moved.practitioner().id(), moved.practitioner().name(), moved.roomId(), moved.roomName());
        }
    }

    /**
     * One appointment in the way, or one session.
     *
     * @param version before the change; 0 of one that the caller may not read
     * @param moved to whom and where it goes, null when nobody takes it over
     * @param because why not, null when it is moved
     */
    record Visit(
            Stranded appointment,
            long version,
            @Nullable Handed moved,
            @Nullable Because because,
            List<SlotView> alternatives) {

        static Visit moved(Stranded appointment, long version, Handed moved) {
            return new Visit(appointment, version, moved, null, List.of());
        }

        static Visit stays(Stranded appointment, long version, Because because) {
            return new Visit(appointment, version, null, because, List.of());
        }

        Visit with(List<SlotView> nearestFree) {
            return new Visit(appointment, version, moved, because, nearestFree);
        }

        boolean isMovedTo(UUID practitioner) {
            return moved != null && moved.practitioner().equals(practitioner);
        }

        private String whatHappens() {
            String change = moved == null ? String.valueOf(because) : moved.practitioner() + " " + moved.room();
            return "%s %d %s %s".formatted(appointment.id(), version, appointment.startsAt(), change);
        }
    }

    /** Stands for exactly these changes: any other plan has another one. */
    String token(UUID practitioner, WantedTimeOff wanted) {
        String plan = visits.stream().map(Visit::whatHappens).collect(Collectors.joining("\n"));
        return Hashes.sha256Hex("%s %s %s\n%s".formatted(practitioner, wanted.startsAt(), wanted.endsAt(), plan));
    }
}
