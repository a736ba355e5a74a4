package network.physio.triage.pass;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What passes say about themselves; booking pins issuer and audience. */
@ConfigMapping(prefix = "physio.triage.pass")
public interface PassSettings {

    @WithDefault("triage-service")
    String issuer();

    @WithDefault("booking-service")
    String audience();

    /** Symptoms change: within this time of the assessment an appointment must be booked. */
    @WithDefault("72H")
    Duration bookWithin();

    /** How long an outcome holds: an appointment must start within it, and until then asking again cannot make it milder. */
    @WithDefault("14D")
    Duration holdsFor();

    /** Age at which the newest signing key gets a successor. */
    @WithDefault("90D")
    Duration newKeyAfter();
}
