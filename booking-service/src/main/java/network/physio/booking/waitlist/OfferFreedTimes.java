package network.physio.booking.waitlist;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import network.physio.booking.access.Access;
import network.physio.booking.appointment.Appointment;
import network.physio.booking.appointment.Booking;
import network.physio.booking.appointment.OfferTime;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.LiveAvailability;
import network.physio.http.DatabaseFailure;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Offers freed times, one at a time over all copies of the service, to those who wait: the longest waiting first. Each offer
 * is made in a transaction of its own together with what it leaves of the freed time.
 */
@ApplicationScoped
class OfferFreedTimes {

    private static final Logger LOG = Logger.getLogger(OfferFreedTimes.class);
    private static final int PAGE = 20;

    /** What is locked or unreachable is left alone for so long. */
    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final FreedTimes freedTimes;
    private final Entries entries;
    private final Offers offers;
    private final FittingStart fittingStart;
    private final LiveAvailability live;
    private final MayTake mayTake;
    private final WhoHears whoHears;
    private final OfferTime offerTime;
    private final EntryEvents events;
    private final Access access;
    private final WaitlistSettings settings;
    private final Clock clock;

    OfferFreedTimes(
            FreedTimes freedTimes,
            Entries entries,
            Offers offers,
            FittingStart fittingStart,
            LiveAvailability live,
            MayTake mayTake,
            WhoHears whoHears,
            OfferTime offerTime,
            EntryEvents events,
            Access access,
            WaitlistSettings settings,
            Clock clock) {
        this.freedTimes = freedTimes;
        this.entries = entries;
        this.offers = offers;
        this.fittingStart = fittingStart;
        this.live = live;
        this.mayTake = mayTake;
        this.whoHears = whoHears;
        this.offerTime = offerTime;
        this.events = events;
        this.access = access;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Does one step: an offer, or a look at some who cannot use the time.
     *
     * @param visitsFirst whether what a single visit gave up comes before whole diaries
     * @return whether there may be more to do
     */
    boolean next(boolean visitsFirst) {
        Optional<FreedTime> freed = QuarkusTransaction.requiringNew().call(() -> first(visitsFirst));
        if (freed.isEmpty()) {
            return false;
        }
        // Whichever copy gave the time back: nobody fits into it before the picture shows it free.
        if (!live.awaitCurrent()) {
            return false;
        }
        try {
            return QuarkusTransaction.requiringNew().call(() -> step(visitsFirst));
        } catch (NotTaken lost) {
            // Rolled back: somebody was faster. The time may still suit the next who waits.
            QuarkusTransaction.requiringNew().run(() -> freedTimes.tried(lost.freed, lost.entry.place()));
            return true;
        } catch (RuntimeException failed) {
            LOG.warnf(failed, "a freed time could not be offered; it is tried again later");
            QuarkusTransaction.requiringNew().run(() -> putOff(freed.get(), failed));
            return false;
        }
    }

    /** A diary that somebody is changing is no fault of the time's: it only waits. */
    private void putOff(FreedTime freed, RuntimeException failed) {
        if (DatabaseFailure.behind(failed).isPassing()) {
            freedTimes.restUntil(freed, clock.instant().plus(MOMENT));
        } else {
            freedTimes.failed(freed);
        }
    }

    private Optional<FreedTime> first(boolean visitsFirst) {
        return freedTimes.first(clock.instant().minus(settings.rest()), visitsFirst);
    }

    private boolean step(boolean visitsFirst) {
        if (!freedTimes.claimTurn()) {
            return false;
        }
        Optional<FreedTime> freed = first(visitsFirst);
        if (freed.isEmpty()) {
            return false;
        }
        offer(freed.get());
        return true;
    }

    private void offer(FreedTime freed) {
        Instant now = clock.instant();
        Instant day = whoHears.dayAt(freed.clinicId(), now);
        if (day.isAfter(now)) {
            freedTimes.restUntil(freed, day);
            return;
        }
        List<Entry> candidates = entries.candidates(freed, settings.offersPerDay(), PAGE, now);
        Instant lettersGo = whoHears.lettersGo(now);
        @Nullable Instant later = null;
        long passed = 0;
        for (Entry entry : candidates) {
            switch (look(entry, freed, lettersGo, now)) {
                case Look.CannotUseIt no -> {}
                case Look.HearsLater(Instant then) -> later = later == null || then.isBefore(later) ? then : later;
                case Look.Suits(Judge.Wish wish) -> {
                    if (later == null) {
                        // One entry in a transaction, whose locks then come in the order that all keep.
                        offer(freed, entry, wish, now);
                    } else {
                        // Kept on its own: an offer that somebody else is faster than is rolled back.
                        freedTimes.tried(freed, passed, later);
                    }
                    return;
                }
            }
            passed = entry.place();
        }
        if (candidates.size() == PAGE) {
            freedTimes.tried(freed, passed, later);
        } else {
            freed.nextLook(later)
                    .ifPresentOrElse(then -> freedTimes.askAgain(freed, then), () -> freedTimes.remove(freed));
        }
    }

    /** What becomes of somebody who waits when it is their turn. */
    private sealed interface Look {
        record CannotUseIt() implements Look {}

        /** Passed over for the moment. */
        record HearsLater(Instant then) implements Look {}

        /** Whoever never hears of it is found with all else that booking would ask. */
        record Suits(Judge.Wish wish) implements Look {}
    }

    private Look look(Entry entry, FreedTime freed, Instant lettersGo, Instant now) {
        // Before anything else is asked: while letters are held up these are nearly all, for every freed time.
        if (lettersGo.isAfter(now) && WhoHears.isByLetterOnly(entry)) {
            return new Look.HearsLater(lettersGo);
        }
        Optional<Judge.Wish> wish = access.onBehalfOf(entry.owner(), () -> fittingStart.of(entry, freed, now));
        if (wish.isEmpty()) {
            return new Look.CannotUseIt();
        }
        Optional<Instant> heard = whoHears.hears(entry, wish.get(), now);
        return heard.isPresent() && heard.get().isAfter(now)
                ? new Look.HearsLater(heard.get())
                : new Look.Suits(wish.get());
    }

    private void offer(FreedTime freed, Entry seen, Judge.Wish wish, Instant now) {
        // Read again under its lock: its owner may have left in between, or its patient may have been merged.
        Entry entry = entries.locked(seen.id());
        boolean waits = entry.state() == Entry.State.WAITING && entry.offer() == null;
        if (!waits || !mayTake.of(entry, wish)) {
            freedTimes.tried(freed, entry.place());
            return;
        }
        Appointment hold = held(freed, entry, wish);
        offers.add(entry.id(), hold, now);
        entries.touch(entry.id());
        events.offered(entry, hold);
        if (hold.sessionId() == null) {
            freedTimes.offered(freed, hold.startsAt(), hold.endsAt(), entry.place(), now);
        } else {
            freedTimes.seatOffered(freed, entry.place(), now);
        }
    }

    private Appointment held(FreedTime freed, Entry entry, Judge.Wish wish) {
        OfferTime.Offer offer = new OfferTime.Offer(
                wish,
                entry.patientId(),
                entry.owner(),
                Appointment.BookedBy.valueOf(entry.madeBy().name()),
                settings.offer(),
                entry.replaces());
        Booking made = access.onBehalfOf(entry.owner(), () -> offerTime.offer(offer, EntryEvents.JOB));
        if (made instanceof Booking.Done done) {
            return done.appointment();
        }
        throw new NotTaken(freed, entry);
    }

    /** Rolls back what was begun. */
    private static final class NotTaken extends RuntimeException {
        private final transient FreedTime freed;
        private final transient Entry entry;

        NotTaken(FreedTime freed, Entry entry) {
            super("somebody was faster", null, false, false);
            this.freed = freed;
            this.entry = entry;
        }
    }
}
