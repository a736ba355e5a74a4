package network.physio.content;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/** The injected clock, read in the zone of the network. */
@ApplicationScoped
public class NetworkTime {

    private final Clock clock;
    private final ContentSettings settings;

    NetworkTime(Clock clock, ContentSettings settings) {
        this.clock = clock;
        this.settings = settings;
    }

    public Instant now() {
        return clock.instant();
    }

    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), settings.zone());
    }

    public OffsetDateTime local(Instant instant) {
        return instant.atZone(settings.zone()).toOffsetDateTime();
    }
}
