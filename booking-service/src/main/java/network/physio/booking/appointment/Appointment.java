package network.physio.booking.appointment;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Policy;
import network.physio.booking.availability.VisitKind;
import network.physio.booking.screening.Screening;
import network.physio.http.Slugs;
import org.jspecify.annotations.Nullable;

/**
 * An appointment as it stands; a hold is one that is not confirmed yet, with the same id.
 *
 * @param lateMoveFee what moves inside the free-cancellation window have cost so far, in minor units
 * @param overbook why it was booked although the practitioner has something else then; null for all others
 * @param acknowledgedTechniques ruled out by the screening, and acknowledged before the treatment was started
 * @param responsibleAdult how we know that an adult answers for a minor: account, consent or staff
 * @param sessionId the group session in which it is a seat, null for a time of its own
 * @param replaces of an offered hold: the appointment that moves to its time when it is taken, see {@link ExchangeHold}
 */
public record Appointment(
        UUID id,
        long version,
        State state,
        Named clinic,
        Named treatment,
        Named practitioner,
        @Nullable UUID patientId,
        int minutes,
        Instant startsAt,
        ZoneId zone,
        Place place,
        @Nullable UUID roomId,
        @Nullable String roomName,
        List<Equipment> equipment,
        VisitKind visitKind,
        BookedBy bookedBy,
        String owner,
        @Nullable String partner,
        Screening screening,
        Catalogue.Price price,
        String fundingKind,
        Policy policy,
        @Nullable Instant expiresAt,
        boolean extended,
        boolean overbooked,
        boolean rebookingNeeded,
        @Nullable Cancellation cancellation,
        Progress progress,
        int lateMoveFee,
        @Nullable InVain inVain,
        @Nullable Overbook overbook,
        @Nullable List<String> acknowledgedTechniques,
        @Nullable String responsibleAdult,
        @Nullable UUID seriesId,
        @Nullable UUID replaces,
        @Nullable UUID sessionId) {

    /** A device that it occupies. */
    public record Equipment(UUID id, String name) {}

    /** In the order in which the treatment needs them. */
    public List<UUID> equipmentIds() {
        return equipment.stream().map(Equipment::id).toList();
    }

    /** Something of the network that the appointment refers to. */
    public record Named(UUID id, String code, String name) {}

    /** Clients are told to tolerate states they do not know. */
    public enum State {
        HELD,
        CONFIRMED,
        ARRIVED,
        IN_TREATMENT,
        COMPLETED,
        EXPIRED,
        CANCELLED,
        NO_SHOW,
        NO_ACCESS;

        public String code() {
            return Slugs.of(this);
        }
    }

    /** Where it is: in a room of the clinic, at the patient's address, or on a screen. */
    public enum Place {
        ROOM,
        ADDRESS,
        ONLINE;

        public String code() {
            return Slugs.of(this);
        }
    }

    /** As what the person booked who made it. */
    public enum BookedBy {
        GUEST,
        PATIENT,
        PARTNER,
        STAFF;

        public String code() {
            return Slugs.of(this);
        }
    }

    /**
     * Who called it off, why, and what it costs by the policy kept on the appointment, in minor units.
     *
     * @param waiver why staff let the fee go, null when they have not
     */
    public record Cancellation(
            String by,
            String reason,
            Instant at,
            int fee,
            @Nullable String waiver) {}

    /** When staff said so; null for what they have not said. {@code endedAt} is also when a visit was found missed. */
    public record Progress(
            @Nullable Instant arrivedAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {}

    /** What it costs that nobody came, or let us in, in minor units, and why staff let it go if they did. */
    public record InVain(int fee, @Nullable String waiver) {}

    public Instant endsAt() {
        return startsAt.plusSeconds(60L * minutes);
    }
}
