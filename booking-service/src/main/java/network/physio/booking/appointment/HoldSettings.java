package network.physio.booking.appointment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long holds last, and how many at once: a hold costs nothing, so somebody could keep a whole network full of them. */
@ConfigMapping(prefix = "physio.holds")
interface HoldSettings {

    @WithDefault("10m")
    Duration duration();

    /** Of one guest or patient. */
    @WithDefault("3")
    int perClient();

    /** Of one partner. */
    @WithDefault("500")
    int perPartner();

    /**
     * Of the public, in one practitioner's day, seats of group sessions aside: a good third of a day of half-hours, so that
     * a few guests cannot hide a whole day.
     */
    @WithDefault("6")
    int perPractitionerDay();

    @WithDefault("5000")
    int perNetwork();

    /** How often the job looks for holds that have run out; {@code off} for a copy of the service that leaves it to others. */
    @WithDefault("15s")
    String sweptEvery();
}
