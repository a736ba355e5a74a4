package network.physio.booking.message;

import java.time.Instant;
import java.util.UUID;

/**
 * Something that a patient is to be told about one appointment.
 *
 * @param version of the appointment when this was planned
 * @param goodUntil from then on it says nothing of use
 * @param urgent matters so soon that it may come at night
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
        Instant createdAt) {}
