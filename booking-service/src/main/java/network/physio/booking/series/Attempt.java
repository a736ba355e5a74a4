package network.physio.booking.series;

import java.util.UUID;
import network.physio.booking.appointment.Booking;
import network.physio.booking.appointment.Sought;
import org.jspecify.annotations.Nullable;

/**
 * What became of one visit of a series.
 *
 * @param appointmentId of the visit that was to be changed, null for one that was to be booked
 * @param tried what other times are sought for when it is refused; null for a cancellation
 */
record Attempt(
        Occurrence occurrence,
        @Nullable UUID appointmentId,
        @Nullable Sought tried,
        Booking outcome) {

    /** Whether nothing stands against it. */
    boolean done() {
        return outcome.isDone() || outcome instanceof Booking.Possible;
    }

    /** The appointment that it is now, if it stands: what was booked in vain leaves none. */
    @Nullable
    UUID appointmentThatStands() {
        return outcome instanceof Booking.Done done ? done.appointment().id() : appointmentId;
    }
}
