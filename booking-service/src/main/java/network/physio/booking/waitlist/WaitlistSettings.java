package network.physio.booking.waitlist;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How freed times are offered, and how much one person may wait for. */
@ConfigMapping(prefix = "physio.waitlist")
interface WaitlistSettings {

    /** How often freed times are looked for; {@code off} for a copy of the service that leaves it to the others. */
    @WithDefault("1s")
    String every();

    /** How long a freed time rests before it is offered: every copy's picture of what is free must know of it by then. */
    @WithDefault("1500ms")
    Duration rest();

    /** How long an offer is kept: longer than a hold, since nobody sits in front of it. */
    @WithDefault("15m")
    Duration offer();

    /** Nothing is offered that starts sooner: the offer must be read, taken and travelled to. */
    @WithDefault("1h")
    Duration leastTimeBefore();

    /** Offers to one patient within 24 hours, over all their entries. */
    @WithDefault("3")
    int offersPerDay();

    /** Entries that one guest or patient may have waiting. */
    @WithDefault("5")
    int perClient();

    /** How many days ahead somebody may wait. */
    @WithDefault("180")
    int longestDays();
}
