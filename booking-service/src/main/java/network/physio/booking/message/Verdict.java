package network.physio.booking.message;

import java.time.Instant;

/** What is to be done with a message that is due. */
sealed interface Verdict {
    record Send() implements Verdict {}

    record Wait(Instant until) implements Verdict {}

    record Drop(DropReason reason) implements Verdict {}
}
