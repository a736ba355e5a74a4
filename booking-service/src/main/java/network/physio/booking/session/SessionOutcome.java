package network.physio.booking.session;

import java.time.Instant;
import java.util.List;
import network.physio.booking.availability.Reason;

/** How scheduling or changing sessions ends. */
public sealed interface SessionOutcome {

    /** A start at which no session can be. */
    record Refused(Instant startsAt, List<Reason> reasons) {}

    /** They stand; {@code refused} are those that were left out, as was asked. */
    record Scheduled(List<Session> sessions, List<Refused> refused) implements SessionOutcome {}

    /** Nothing stands. */
    record NotScheduled(List<Refused> refused) implements SessionOutcome {}

    /** The session as it is now. */
    record Changed(Session session) implements SessionOutcome {}

    record NotChangeable(List<Reason> reasons) implements SessionOutcome {}

    /** Others were faster in this very moment: worth another try. */
    record LostRace() implements SessionOutcome {}

    record NotFound() implements SessionOutcome {}

    record StaleVersion() implements SessionOutcome {}

    /** It was called off, is over, or somebody has come already. */
    record WrongState(Session.State state, String why) implements SessionOutcome {}

    /** Fewer seats were asked for than are taken. */
    record SeatsTaken(int taken) implements SessionOutcome {}

    /** More seats were asked for than the treatment allows. */
    record TooManySeats(int most) implements SessionOutcome {}
}
