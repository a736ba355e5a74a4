package network.physio.booking.appointment;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.physio.booking.availability.Diaries;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Span;
import network.physio.booking.claim.Claims;
import network.physio.booking.claim.TravelClaims;

/**
 * Ends holds that have run out. Nobody waits for the sweeper: whoever wants the time displaces what has expired in the same
 * transaction, and either of them writes the event.
 */
@ApplicationScoped
public class ExpiredHolds {

    private static final int BATCH = 200;
    private static final String SWEEPER = "job:expired-holds";

    private final Appointments appointments;
    private final Holds holds;
    private final Claims claims;
    private final TravelClaims travel;
    private final AppointmentEvents events;
    private final Clock clock;

    ExpiredHolds(
            Appointments appointments,
            Holds holds,
            Claims claims,
            TravelClaims travel,
            AppointmentEvents events,
            Clock clock) {
        this.appointments = appointments;
        this.holds = holds;
        this.claims = claims;
        this.travel = travel;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Ends the expired holds that stand in the way of these claims. The ways of whoever takes the time are laid anew by
     * them; those of others who lose a hold here, over a room for instance, are laid now. A diary that somebody else is just
     * changing is left to them: waiting for its lock, out of order, could wait for ever.
     */
    public void displace(List<Judge.Taking> takings) {
        List<UUID> resources = takings.stream().map(Judge.Taking::resourceId).toList();
        Span span = new Span(
                takings.stream().mapToLong(taking -> taking.span().from()).min().orElse(0),
                takings.stream()
                        .mapToLong(taking -> taking.span().until())
                        .max()
                        .orElse(0));
        Instant now = clock.instant();
        appointments
                .displaceable(resources, span, now.minus(Diaries.GRACE), BATCH)
                .forEach(hold -> {
                    end(hold, now);
                    UUID practitioner = hold.practitioner().id();
                    if (!resources.contains(practitioner) && holds.lockIfFree(practitioner)) {
                        layWaysAround(hold);
                    }
                });
    }

    @Scheduled(
            every = "${physio.holds.swept-every:15s}",
            delayed = "15s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        List<Appointment> expired = QuarkusTransaction.requiringNew()
                .call(() ->
                        appointments.displaceable(null, null, clock.instant().minus(Diaries.GRACE), BATCH));
        expired.forEach(hold -> QuarkusTransaction.requiringNew().run(() -> endUnderLock(hold)));
    }

    /** Each in a transaction of its own, with the locks that every writer of the diary takes. */
    private void endUnderLock(Appointment seen) {
        Instant now = clock.instant();
        claims.lock(List.of(seen.practitioner().id()), List.of(seen.clinic().id()));
        Appointment hold = appointments.locked(seen.id());
        if (hold.version() != seen.version()) {
            return;
        }
        end(hold, now);
        layWaysAround(hold);
    }

    private void layWaysAround(Appointment hold) {
        travel.clear(hold.practitioner().id(), hold.startsAt());
        travel.lay(hold.practitioner().id(), hold.startsAt());
    }

    private void end(Appointment hold, Instant now) {
        Appointment ended = holds.expire(hold, now);
        claims.giveBack(ended.id());
        events.writeAs(SWEEPER, "hold-expired", ended, Map.of());
    }
}
