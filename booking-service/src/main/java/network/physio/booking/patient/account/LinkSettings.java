package network.physio.booking.patient.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long a code that links an account is good for, and how often an account may guess. */
@ConfigMapping(prefix = "physio.linking")
interface LinkSettings {

    /** Long enough to sign up at the desk, too short to be found in a drawer. */
    @WithDefault("PT30M")
    Duration codeValidFor();

    /** A code has 50 random bits; five guesses an hour are for those who cannot read the slip. */
    @WithDefault("5")
    int triesPerHour();
}
