package network.physio.booking.session;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.physio.booking.attempt.Savepoints;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Versions;
import network.physio.booking.claim.Claims;
import network.physio.http.Ids;
import org.jspecify.annotations.Nullable;

/** Schedules sessions of one practitioner, one after the other in one transaction: all of them, or those that can be. */
@ApplicationScoped
class ScheduleSessions {

    private final Sessions sessions;
    private final SessionTime time;
    private final SessionEvents events;
    private final Claims claims;
    private final Savepoints savepoints;
    private final Clock clock;

    ScheduleSessions(
            Sessions sessions,
            SessionTime time,
            SessionEvents events,
            Claims claims,
            Savepoints savepoints,
            Clock clock) {
        this.sessions = sessions;
        this.time = time;
        this.events = events;
        this.claims = claims;
        this.savepoints = savepoints;
        this.clock = clock;
    }

    /**
     * What a clinic wants.
     *
     * @param wishes one for each session, in their order in time, so that two clinics' desks take rooms in the same order
     * @param each whether to schedule what can be scheduled, and not all or nothing
     */
    record Order(List<Judge.Wish> wishes, UUID practitioner, int capacity, boolean each) {
        UUID clinic() {
            return wishes.getFirst().clinic().id();
        }
    }

    /** What became of one of them; one of both is null. */
    private record Attempt(@Nullable Session session, SessionTime.@Nullable Outcome refusal) {}

    SessionOutcome schedule(Order order) {
        Versions versions = claims.lock(List.of(order.practitioner()), List.of(order.clinic()));
        List<Session> scheduled = new ArrayList<>();
        List<SessionOutcome.Refused> refused = new ArrayList<>();
        for (Judge.Wish wish : order.wishes()) {
            Attempt attempt = savepoints.attempt(() -> attempt(order, wish, versions), made -> made.session() != null);
            if (attempt.refusal() instanceof SessionTime.Outcome.LostRace) {
                return new SessionOutcome.LostRace();
            }
            if (attempt.refusal() instanceof SessionTime.Outcome.Refused no) {
                refused.add(new SessionOutcome.Refused(wish.startsAt(), no.reasons()));
            }
            if (attempt.session() != null) {
                scheduled.add(attempt.session());
            }
        }
        boolean stands = refused.isEmpty() || (order.each() && !scheduled.isEmpty());
        if (!stands) {
            return new SessionOutcome.NotScheduled(refused);
        }
        scheduled.forEach(session -> events.write("session-scheduled", session, Map.of("minutes", session.minutes())));
        return new SessionOutcome.Scheduled(scheduled, refused);
    }

    private Attempt attempt(Order order, Judge.Wish wish, Versions versions) {
        Instant now = clock.instant();
        UUID id = Ids.at(now);
        SessionTime.Outcome outcome = time.forNew(id, wish, order.practitioner(), versions);
        if (!(outcome instanceof SessionTime.Outcome.Taken taken)) {
            return new Attempt(null, outcome);
        }
        sessions.add(
                new Sessions.New(
                        id,
                        order.clinic(),
                        wish.treatment().id(),
                        taken.practitioner(),
                        taken.room(),
                        wish.minutes(),
                        wish.startsAt(),
                        wish.clinic().zone(),
                        order.capacity()),
                now);
        time.layWays(taken.practitioner(), wish.startsAt());
        return new Attempt(sessions.locked(id, now), null);
    }
}
