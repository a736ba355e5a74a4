package network.physio.booking.closure;

import java.time.Instant;
import java.util.UUID;

/** A time in which nobody is seen at a clinic. */
record Closure(UUID id, Instant startsAt, Instant endsAt, String reason) {}
