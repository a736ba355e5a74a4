package network.physio.booking.event;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an appointment, a roster or the network: ids, types, versions and times only, never what
 * identifies a person.
 *
 * @param type past tense in kebab-case, such as {@code appointment-booked}
 * @param version of the appointment after it, null for what concerns no appointment
 */
public record Event(
        String type,
        @Nullable UUID appointmentId,
        @Nullable Integer version,
        @Nullable UUID clinicId,
        @Nullable UUID practitionerId,
        Map<String, Object> details) {}
