package network.physio.booking.waitlist;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import network.physio.booking.appointment.OfferTime;
import network.physio.booking.availability.Diaries;
import network.physio.booking.event.EventConsumers;
import network.physio.booking.waitlist.LeaveWaitlist.Because;
import org.jboss.logging.Logger;

/** What the waitlist does by itself every second. Any number of copies may: each piece of work is claimed or locked. */
@ApplicationScoped
class WaitlistRound {

    private static final Logger LOG = Logger.getLogger(WaitlistRound.class);
    private static final String CONSUMER = "waitlist";
    private static final int BATCH = 200;

    /** Then the round ends, however much is left: the next begins within a second. */
    private static final int STEPS = 100;

    /** Each so many-th step is for what was found first, so that cancellations do not hold up whole diaries for ever. */
    private static final int IN_TURN = 4;

    private final EventConsumers consumers;
    private final FollowEvents followEvents;
    private final OfferFreedTimes offerFreedTimes;
    private final OfferTime offerTime;
    private final LeaveWaitlist leaveWaitlist;
    private final Entries entries;
    private final Offers offers;
    private final EntryEvents events;
    private final Clock clock;

    WaitlistRound(
            EventConsumers consumers,
            FollowEvents followEvents,
            OfferFreedTimes offerFreedTimes,
            OfferTime offerTime,
            LeaveWaitlist leaveWaitlist,
            Entries entries,
            Offers offers,
            EntryEvents events,
            Clock clock) {
        this.consumers = consumers;
        this.followEvents = followEvents;
        this.offerFreedTimes = offerFreedTimes;
        this.offerTime = offerTime;
        this.leaveWaitlist = leaveWaitlist;
        this.entries = entries;
        this.offers = offers;
        this.events = events;
        this.clock = clock;
    }

    @Scheduled(
            every = "${physio.waitlist.every:1s}",
            delayed = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @ActivateRequestContext
    void run() {
        keepUp();
        endEntries(clock.instant());
        for (int step = 1; step <= STEPS && offerFreedTimes.next(step % IN_TURN != 0); step++) {
            keepUp();
        }
    }

    /** Between any two steps, so that what has just been cancelled or has lapsed waits for one step and not for all. */
    private void keepUp() {
        endLapsedOffers(clock.instant());
        while (consumers.next(CONSUMER, BATCH, followEvents::follow)) {
            // until nothing more has happened
        }
    }

    /** Sooner than the sweeper of all holds: the next who waits has a right to the time. */
    private void endLapsedOffers(Instant now) {
        List<Offers.Lapsed> lapsed = inTransaction(() -> offers.lapsed(now.minus(Diaries.GRACE), BATCH));
        for (Offers.Lapsed offer : lapsed) {
            onItsOwn(() -> offerTime.end(
                    offer.id(), offer.practitionerId(), offer.clinicId(), OfferTime.End.EXPIRED, EntryEvents.JOB));
        }
    }

    /** One that cannot be ended, because its diary is locked for instance, must not hold up all others. */
    private static void onItsOwn(Runnable work) {
        try {
            QuarkusTransaction.requiringNew().run(work);
        } catch (RuntimeException failed) {
            LOG.warn("something on the waiting list could not be ended; it is tried again in the next round", failed);
        }
    }

    private void endEntries(Instant now) {
        endAll(inTransaction(() -> entries.withoutAppointment(now, BATCH)), Because.APPOINTMENT_GONE);
        endAll(inTransaction(() -> entries.tooLate(now, BATCH)), Because.TOO_LATE);
        for (UUID id : inTransaction(() -> entries.withLapsedPass(now, BATCH))) {
            onItsOwn(() -> askForScreening(id));
        }
    }

    private void endAll(List<UUID> ids, Because because) {
        for (UUID id : ids) {
            onItsOwn(() -> leaveWaitlist.leave(entries.locked(id), because, EntryEvents.JOB));
        }
    }

    private void askForScreening(UUID id) {
        Entry entry = entries.locked(id);
        if (entry.state() == Entry.State.WAITING) {
            entries.needScreening(id);
            events.screeningNeeded(entry);
        }
    }

    private static <T> T inTransaction(Callable<T> read) {
        return QuarkusTransaction.requiringNew().call(read);
    }
}
