package network.physio.booking.message;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that a patient is to be told about one appointment.
 *
 * @param version of the appointment when this was planned
 * @param goodUntil from then on it says nothing of use
 * @param urgent matters so soon that it may come at night
 * @param attempts that count: those that found no server do not
 * @param awaySince when it first found no server; null when it waits for none
 */
record Message(
        UUID id,
        UUID patientId,
        UUID appointmentId,
        int version,
        MessagePurpose purpose,
        MessageTemplate template,
        Instant dueAt,
        Instant goodUntil,
        boolean urgent,
        int attempts,
        Instant createdAt,
        @Nullable Instant awaySince) {}
