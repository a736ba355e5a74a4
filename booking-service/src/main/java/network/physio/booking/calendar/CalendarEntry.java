package network.physio.booking.calendar;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A visit as a calendar shows it. Nothing in it says who is treated, or for what.
 *
 * @param version grows with each change; a calendar keeps the entry with the greatest
 * @param changedAt when it last changed, which is not when it is read
 * @param organizer whose appointment it is, in what is sent to somebody; a diary has none
 */
record CalendarEntry(
        UUID id,
        int version,
        Status status,
        Instant startsAt,
        Instant endsAt,
        ZoneId zone,
        Instant createdAt,
        Instant changedAt,
        String summary,
        @Nullable String location,
        @Nullable Organizer organizer) {

    /** A clinic, and the address at which it is reached. */
    record Organizer(String name, URI address) {}

    /** As RFC 5545 names them. */
    enum Status {
        TENTATIVE,
        CONFIRMED,
        CANCELLED
    }
}
