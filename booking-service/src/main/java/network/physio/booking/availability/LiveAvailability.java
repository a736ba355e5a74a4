package network.physio.booking.availability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.transaction.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import network.physio.booking.event.Event;
import network.physio.http.DatabaseFailure;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a picture of everybody's diaries in memory and current: every 50 ms it asks what has been committed, by whichever
 * copy of the service, and at once for a reader who comes after this copy has committed something itself. The database stays
 * the only truth: a picture that is missing, behind or too small is not used, and bookings are decided by what is read under
 * their locks.
 */
@ApplicationScoped
public class LiveAvailability {

    private static final Logger LOG = Logger.getLogger(LiveAvailability.class);
    private static final Duration POLL = Duration.ofMillis(50);

    /** Readers do not wait longer for the picture, and do not use one that was confirmed longer ago. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Picture picture;
    private final StoredListings storedListings;
    private final Clock clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private final Condition caughtUp = lock.newCondition();

    /** What a booking has read because the picture was behind its locks; the picture is further again soon after. */
    private volatile @Nullable Listings ahead;

    private long committed;
    private long awaited;
    private long seen;
    private volatile long confirmedAt;
    private boolean running;

    LiveAvailability(Picture picture, StoredListings storedListings, MeterRegistry metrics, Clock clock) {
        this.picture = picture;
        this.storedListings = storedListings;
        this.clock = clock;
        Gauge.builder("physio.availability.picture", this, live -> live.isConfirmed() ? 1 : 0)
                .description("1 while free times are read from memory, 0 while the tables are read instead")
                .register(metrics);
    }

    void begin(@Observes StartupEvent started) {
        running = true;
        Thread.ofPlatform().name("live-availability").daemon().start(this::keepCurrent);
    }

    void end(@Observes ShutdownEvent stopping) {
        lock.lock();
        try {
            running = false;
            wanted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * This copy has committed something. Whoever changed the network or somebody's hours waits until that is seen, so that
     * their next request is answered by it.
     */
    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) Event event) {
        if (event.appointmentId() == null) {
            awaitCurrent();
        } else {
            count();
        }
    }

    /** Waits until the picture holds everything that has been committed, for a second at most. */
    public boolean awaitCurrent() {
        return await(count());
    }

    /**
     * Waits until the picture holds what this copy has committed so far. For whoever is about to choose among practitioners
     * or times in a transaction, where nobody waits any more.
     */
    public void awaitOwn() {
        if (picture.state() != null) {
            await(latest());
        }
    }

    /** The reference data as of now. */
    Listings listings() {
        return known().orElseGet(storedListings::read);
    }

    /**
     * The reference data in force under the locks with which these versions were read, whatever the picture says; without
     * locks as of now.
     */
    Listings listings(@Nullable Versions versions) {
        return versions == null
                ? listings()
                : known().filter(known -> known.version() >= versions.catalogue())
                        .orElseGet(this::readAhead);
    }

    private Optional<Listings> known() {
        return current().map(Picture.State::listings).map(this::orAhead);
    }

    private Listings orAhead(Listings ofPicture) {
        Listings read = ahead;
        return read == null || read.version() <= ofPicture.version() ? ofPicture : read;
    }

    /** Remembered, so that the booking knows it when it is tried again. */
    private Listings readAhead() {
        Listings read = storedListings.read();
        ahead = read;
        return read;
    }

    /** The picture, when it covers the window and holds everything that this copy has committed. */
    Optional<Picture.State> covering(Span window) {
        return current().filter(state -> state.covers(window));
    }

    private Optional<Picture.State> current() {
        // Whoever is in a transaction decides by what it reads under its locks, and must not wait while it holds them.
        // Nobody waits for a picture that is being laid out.
        return picture.state() == null || isInTransaction() || isCaughtUp()
                ? Optional.ofNullable(picture.state())
                : Optional.empty();
    }

    private static boolean isInTransaction() {
        return QuarkusTransaction.getStatus() != Status.STATUS_NO_TRANSACTION;
    }

    private boolean isCaughtUp() {
        return await(picture.hasLapsedHolds(clock.instant()) ? count() : latest());
    }

    private long latest() {
        lock.lock();
        try {
            return committed;
        } finally {
            lock.unlock();
        }
    }

    private long count() {
        lock.lock();
        try {
            committed++;
            return committed;
        } finally {
            lock.unlock();
        }
    }

    private boolean await(long change) {
        long left = PATIENCE.toNanos();
        lock.lock();
        try {
            if (seen < change) {
                awaited = Math.max(awaited, change);
                wanted.signalAll();
            }
            while (seen < change || !isConfirmed()) {
                if (left <= 0) {
                    return false;
                }
                left = caughtUp.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean isConfirmed() {
        return picture.state() != null && System.nanoTime() - confirmedAt <= PATIENCE.toNanos();
    }

    private void keepCurrent() {
        boolean failing = false;
        while (true) {
            @Nullable Long target = next(failing);
            if (target == null) {
                return;
            }
            try {
                picture.catchUp(clock.instant());
                confirm(target);
                if (failing) {
                    LOG.info("the picture of free times is current again");
                }
                failing = false;
            } catch (RuntimeException | Error notNow) {
                if (!isOfTheMoment(notNow)) {
                    picture.forget();
                }
                if (!failing) {
                    LOG.warn("the picture of free times cannot be kept current; reading the tables instead", notNow);
                }
                failing = true;
            }
        }
    }

    /** Others were in the way: the same is asked again, and laying the picture out anew would only add to the crowd. */
    private static boolean isOfTheMoment(Throwable failure) {
        return switch (DatabaseFailure.behind(failure)) {
            case CLASH, CROWD -> true;
            case UNREACHABLE, NONE -> false;
        };
    }

    /**
     * Waits for the next poll; what is committed by then will be seen by it. Readers who wait hurry it, but not after a
     * failure. Null when the service stops.
     */
    private @Nullable Long next(boolean failing) {
        lock.lock();
        try {
            long left = POLL.toNanos();
            while (running && (failing || seen >= awaited) && left > 0) {
                left = wanted.awaitNanos(left);
            }
            return running ? committed : null;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void confirm(long target) {
        lock.lock();
        try {
            seen = target;
            confirmedAt = System.nanoTime();
            caughtUp.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
