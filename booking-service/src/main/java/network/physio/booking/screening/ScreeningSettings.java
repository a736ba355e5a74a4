package network.physio.booking.screening;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Where triage is, and how long its last word counts. */
@ConfigMapping(prefix = "physio.screening")
interface ScreeningSettings {

    @WithDefault("http://localhost:8082")
    URI triage();

    @WithDefault("triage-service")
    String issuer();

    @WithDefault("booking-service")
    String audience();

    /** Stops older than this no longer vouch for a pass: it counts as pending. */
    @WithDefault("10m")
    Duration stopsValidFor();

    /** What patients are told to call in an emergency, by the country of the network. */
    @WithDefault("000")
    String emergencyNumber();
}
