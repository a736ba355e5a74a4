package network.physio.booking.series;

import java.util.List;
import java.util.UUID;
import network.physio.booking.appointment.Booking;

/** How an attempt to book or change a series ends. */
sealed interface SeriesOutcome {

    /** It stands: all of it, or what could be done when the caller asked for that. */
    record Done(UUID series, List<Attempt> attempts) implements SeriesOutcome {}

    /** Nothing may stand: not every visit can be done, or none. */
    record NotAll(List<Attempt> attempts) implements SeriesOutcome {}

    /** Others were faster in this very moment: the whole is worth another try. */
    record LostRace(List<Attempt> attempts) implements SeriesOutcome {}

    /** Something about the whole stands against it, as it would against a single appointment. */
    record Refused(Booking why) implements SeriesOutcome {}

    /** The visit from which on it was to be changed is none of this series. */
    record NoSuchVisit() implements SeriesOutcome {}

    /** Some of its visits are for others to change. */
    record NotAllYours() implements SeriesOutcome {}

    /** None of the visits in question is still to come. */
    record Over() implements SeriesOutcome {}

    /** The outcome of attempts on each visit. */
    static SeriesOutcome of(UUID series, List<Attempt> attempts, boolean each) {
        if (attempts.stream().anyMatch(attempt -> attempt.outcome() instanceof Booking.LostRace)) {
            return new LostRace(attempts);
        }
        boolean stands = each
                ? attempts.stream().anyMatch(Attempt::done)
                : attempts.stream().allMatch(Attempt::done);
        return stands ? new Done(series, attempts) : new NotAll(attempts);
    }
}
