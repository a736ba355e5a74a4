package network.physio.booking.appointment;

import jakarta.inject.Singleton;
import network.physio.booking.attempt.Savepoints;
import network.physio.booking.availability.Judge;
import network.physio.http.Ids;
import org.jspecify.annotations.Nullable;

/** Takes a time as a hold or a booking does, under the locks and with every claim, and takes that back. */
@Singleton
public class TakingTried {

    private final TakeTime takeTime;
    private final Savepoints savepoints;

    TakingTried(TakeTime takeTime, Savepoints savepoints) {
        this.takeTime = takeTime;
        this.savepoints = savepoints;
    }

    /** Why it cannot be taken; null when it can. Within a transaction, which keeps the locks. */
    public @Nullable String refusal(Judge.Wish wish) {
        TakeTime.Outcome outcome = savepoints.tried(() -> takeTime.forNew(Ids.at(wish.startsAt()), wish, null));
        return outcome instanceof TakeTime.Outcome.Taken ? null : outcome.toString();
    }
}
