package network.physio.booking.message;

import java.util.Optional;
import java.util.UUID;

/**
 * A letter ready to be sent.
 *
 * @param id of its first message; makes the Message-ID, which stays the same however often it is tried
 * @param replyTo the clinic, when there is only one
 * @param calendar the appointments it is about as a calendar file, where it says when they are
 * @param unsubscribe the address that switches its kind off, where it can be
 */
record Letter(
        UUID id,
        String to,
        Optional<String> replyTo,
        String subject,
        String text,
        String language,
        Optional<String> calendar,
        Optional<String> unsubscribe) {}
