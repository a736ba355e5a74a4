package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.physio.booking.availability.Reason;

/** Whether a hold still keeps its time for its owner. */
@ApplicationScoped
class HeldTimes {

    private final TakeTime takeTime;
    private final StandingWishes standing;

    HeldTimes(TakeTime takeTime, StandingWishes standing) {
        this.takeTime = takeTime;
        this.standing = standing;
    }

    /** Why a locked hold is not to be had; empty when it is. Must run in a transaction that is rolled back on a refusal. */
    Optional<Booking> lost(Appointment hold, Instant now) {
        return ended(hold, now).or(() -> hold.rebookingNeeded() ? gone(hold) : Optional.empty());
    }

    private static Optional<Booking> ended(Appointment hold, Instant now) {
        return switch (hold.state()) {
            case HELD ->
                hold.expiresAt() != null && now.isBefore(hold.expiresAt())
                        ? Optional.empty()
                        : Optional.of(new Booking.HoldExpired());
            case EXPIRED -> Optional.of(new Booking.HoldExpired());
            case CONFIRMED, ARRIVED, IN_TREATMENT, COMPLETED, CANCELLED, NO_SHOW, NO_ACCESS ->
                Optional.of(new Booking.WrongState(hold.state()));
        };
    }

    /** Its clinic closes then, or its practitioner is away: it stands only if the same could be taken anew. */
    private Optional<Booking> gone(Appointment hold) {
        return switch (takeTime.forMove(hold, standing.whereItIs(hold), Set.of())) {
            case TakeTime.Outcome.Refused(Booking why) -> Optional.of(why);
            case TakeTime.Outcome.Taken taken ->
                taken.hasDevicesOf(hold)
                        ? Optional.empty()
                        : Optional.of(new Booking.NotBookable(List.of(Reason.NO_EQUIPMENT_FREE)));
        };
    }
}
