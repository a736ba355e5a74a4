package network.physio.booking.appointment;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an attempt to say what happened to an appointment, or to unsay it, ends. */
public sealed interface Stepped {

    /** It stands. */
    record Done(Appointment appointment) implements Stepped {}

    /** Refused as any change of an appointment may be; {@code sought} is what other times are sought for. */
    record Refused(Booking why, @Nullable Sought sought) implements Stepped {

        Refused(Booking why) {
            this(why, null);
        }
    }

    /** It cannot have happened yet. */
    record TooEarly(Instant from) implements Stepped {}

    /** The screening rules these techniques out; the practitioner acknowledges that first. */
    record AlertNotAcknowledged(List<String> techniques) implements Stepped {}

    /** Only a visit to an address can find a closed door. */
    record NotAtAnAddress() implements Stepped {}

    /** What was said on an earlier day stands. */
    record UndoTooLate() implements Stepped {}
}
