package network.physio.booking.session;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.appointment.ExpiredHolds;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Reason;
import network.physio.booking.availability.Versions;
import network.physio.booking.claim.SessionClaims;
import network.physio.booking.claim.TravelClaims;
import org.jspecify.annotations.Nullable;

/**
 * Takes practitioner, room and devices for a session, once for all of its seats, by the rules of any other visit. The caller
 * holds the locks, and rolls back on any outcome but {@link Outcome.Taken}.
 */
@ApplicationScoped
class SessionTime {

    private final Judge judge;
    private final SessionClaims claims;
    private final TravelClaims travel;
    private final ExpiredHolds expiredHolds;

    SessionTime(Judge judge, SessionClaims claims, TravelClaims travel, ExpiredHolds expiredHolds) {
        this.judge = judge;
        this.claims = claims;
        this.travel = travel;
        this.expiredHolds = expiredHolds;
    }

    sealed interface Outcome {
        /** All is claimed; {@code room} is null when it needs none. */
        record Taken(UUID practitioner, @Nullable UUID room) implements Outcome {}

        record Refused(List<Reason> reasons) implements Outcome {}

        /** Somebody took a part of it in the same moment. */
        record LostRace() implements Outcome {}
    }

    /** @param wish of the treatment {@link network.physio.booking.availability.Treatment#asSession as a session} */
    Outcome forNew(UUID session, Judge.Wish wish, UUID practitioner, Versions versions) {
        return take(session, wish.with(practitioner), practitioner, versions, null);
    }

    /** At its own time, which may have begun, with whom and where the wish says. */
    Outcome forChange(Session from, Judge.Wish wish, UUID practitioner, Versions versions) {
        return take(from.id(), wish.with(practitioner), practitioner, versions, from);
    }

    private Outcome take(UUID session, Judge.Wish wish, UUID practitioner, Versions versions, @Nullable Session from) {
        if (!judge.isInForce(wish, versions)) {
            return new Outcome.LostRace();
        }
        Judge.Verdict verdict = judge.decide(wish, null, versions, from == null ? null : session);
        Optional<Judge.Candidate> candidate = verdict.best();
        if (candidate.isEmpty()) {
            return new Outcome.Refused(List.of(Judge.reasonForNobody(wish)));
        }
        List<Reason> against = candidate.get().reasons().stream()
                .filter(reason -> from == null || reason != Reason.IN_THE_PAST)
                .toList();
        if (!against.isEmpty()) {
            return new Outcome.Refused(against);
        }
        List<Judge.Taking> takings = candidate.get().takings();
        if (from != null) {
            claims.giveBack(session);
            travel.clear(from.practitioner().id(), from.startsAt());
        }
        if (verdict.certain().lapsedHolds()) {
            expiredHolds.displace(takings);
        }
        travel.clear(practitioner, wish.startsAt());
        return claims.take(session, takings)
                ? new Outcome.Taken(practitioner, candidate.get().room(takings))
                : new Outcome.LostRace();
    }

    /** Lays the ways around a session, once its row is written. */
    void layWays(UUID practitioner, Instant around) {
        travel.lay(practitioner, around);
    }

    void giveBack(Session session) {
        claims.giveBack(session.id());
        travel.clear(session.practitioner().id(), session.startsAt());
        travel.lay(session.practitioner().id(), session.startsAt());
    }
}
