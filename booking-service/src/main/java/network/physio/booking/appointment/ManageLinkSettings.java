package network.physio.booking.appointment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long a link to manage an appointment lives. */
@ConfigMapping(prefix = "physio.manage-links")
interface ManageLinkSettings {

    /** After the end of the visit: long enough to look up what was, not long enough to lie around. */
    @WithDefault("12h")
    Duration afterVisit();
}
