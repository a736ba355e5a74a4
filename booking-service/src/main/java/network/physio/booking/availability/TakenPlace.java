package network.physio.booking.availability;

import java.util.UUID;

/** A unit of a room or device that somebody has at this time; whichever of its units it is. */
public record TakenPlace(UUID place, Span span) {}
