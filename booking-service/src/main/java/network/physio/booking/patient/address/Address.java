package network.physio.booking.patient.address;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An address of a patient.
 *
 * @param place null until it has been found on the map
 * @param arrivalBuffer minutes from the street to the door
 * @param risk whoever goes there reads the alert first; for staff only
 * @param accessCode opens a door; kept, and shown by nothing here
 */
record Address(
        UUID id,
        int version,
        String street,
        String suburb,
        String state,
        String postcode,
        String country,
        @Nullable Place place,
        int arrivalBuffer,
        @Nullable String parking,
        boolean risk,
        @Nullable String accessCode) {}
