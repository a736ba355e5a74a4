package network.physio.test;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The real time until a test sets it; then it stands still. Replaces the product's clock in every Quarkus test. */
@Singleton
@Alternative
@Priority(1)
public class SettableClock extends Clock {

    private volatile @Nullable Instant set;

    public void setTo(Instant time) {
        set = time;
    }

    public void advance(Duration by) {
        set = instant().plus(by);
    }

    public void reset() {
        set = null;
    }

    @Override
    public Instant instant() {
        Instant time = set;
        return time == null ? Instant.now(Clock.systemUTC()) : time;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
