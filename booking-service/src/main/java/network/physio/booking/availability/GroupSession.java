package network.physio.booking.availability;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A scheduled session and who sits in it.
 *
 * @param startTick when it starts, see {@link Span}
 * @param units its seats, by number
 * @param seats those that are claimed
 */
public record GroupSession(
        UUID id,
        UUID treatmentId,
        UUID clinicId,
        UUID practitionerId,
        @Nullable UUID roomId,
        long startTick,
        int minutes,
        List<Short> units,
        List<Seat> seats) {

    /** @param expiresAt when the hold that has it runs out, null for appointments */
    public record Seat(
            short unit, UUID appointmentId, @Nullable Instant expiresAt) {

        /** Whether it is of a hold that others may displace. */
        boolean hasLapsed(Instant now) {
            return expiresAt != null && !expiresAt.isAfter(now.minus(Diaries.GRACE));
        }
    }

    boolean isOf(Treatment treatment, int wantedMinutes) {
        return treatmentId.equals(treatment.id()) && minutes == wantedMinutes;
    }

    Span span() {
        return new Span(startTick, startTick + Span.ticks(minutes));
    }

    public int seatsLeft(Instant now) {
        return units.size() - taken(now).size();
    }

    /** The first seat that nobody has. */
    Optional<Short> freeUnit(Instant now) {
        Set<Short> taken = taken(now);
        return units.stream().filter(unit -> !taken.contains(unit)).findFirst();
    }

    boolean hasLapsedSeats(Instant now) {
        return seats.stream().anyMatch(seat -> seat.hasLapsed(now));
    }

    /** As it would be if this appointment gave up its seat. */
    GroupSession without(@Nullable UUID appointment) {
        return new GroupSession(
                id,
                treatmentId,
                clinicId,
                practitionerId,
                roomId,
                startTick,
                minutes,
                units,
                seats.stream()
                        .filter(seat -> !seat.appointmentId().equals(appointment))
                        .toList());
    }

    private Set<Short> taken(Instant now) {
        return seats.stream()
                .filter(seat -> !seat.hasLapsed(now))
                .map(Seat::unit)
                .collect(Collectors.toSet());
    }
}
