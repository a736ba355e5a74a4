package network.physio.booking.message;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An appointment as a letter is about it: everything here comes from the network, nothing from who booked.
 *
 * @param lateMoveFee what all moves at short notice have cost so far, in minor units
 */
record Visit(
        UUID appointmentId,
        String state,
        Instant startsAt,
        Instant endsAt,
        @Nullable Instant heldUntil,
        String place,
        ZoneId clinicZone,
        String bookedBy,
        boolean rebookingNeeded,
        boolean cancelledByClinic,
        int feeAmount,
        int lateMoveFee,
        String currency,
        String treatment,
        boolean handsOn,
        List<String> techniques,
        String practitioner,
        Clinic clinic,
        @Nullable Addressee addressee) {

    record Clinic(
            String name,
            String street,
            String suburb,
            @Nullable String phone,
            @Nullable String email) {}

    /** Whom it concerns, as they are reached now. */
    record Addressee(
            UUID patientId,
            @Nullable String email,
            String language,
            ZoneId zone,
            boolean deceased,
            boolean doNotContact,
            Set<String> switchedOff) {}

    /** Nobody for a hold that names nobody yet, and for a patient who was erased. */
    Optional<UUID> patient() {
        return Optional.ofNullable(addressee).map(Addressee::patientId);
    }

    boolean isOnline() {
        return place.equals("online");
    }

    /** Where the patient will look at a clock: at the clinic, or wherever they are when they meet online. */
    ZoneId zone() {
        return isOnline() && addressee != null ? addressee.zone() : clinicZone;
    }

    boolean isBookedByGuest() {
        return bookedBy.equals("guest");
    }

    /** Of what is offered: the front desk wrote the patient down. */
    boolean isBookedByStaff() {
        return bookedBy.equals("staff");
    }

    boolean isConfirmed() {
        return state.equals("confirmed");
    }
}
