package network.physio.booking.message;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;

/** When patients are written to, and what stands in every letter. */
@ConfigMapping(prefix = "physio.messages")
interface MessageSettings {

    /** How often the jobs look for work; {@code off} where tests call them. */
    @WithDefault("1s")
    String every();

    /** The network's public address, which links in letters lead to. */
    Optional<URI> portal();

    /**
     * The page of the clinics' front-end on which a guest manages an appointment, which finds {@code appointment=…&token=…}
     * in its fragment; without it letters show no such link.
     */
    Optional<URI> managePage();

    /** What to call in an emergency. */
    String emergencyNumber();

    /** How long before a visit its reminder comes. */
    @WithDefault("24h")
    Duration reminderBefore();

    /** News of one patient wait so long for each other and go out as one letter: nobody gets three letters for three clicks. */
    @WithDefault("5s")
    Duration settle();

    /** Local hours in which letters arrive, both included; at other hours only what answers somebody, or cannot wait. */
    @WithDefault("08:00")
    LocalTime dayBegins();

    @WithDefault("20:00")
    LocalTime dayEnds();

    /** A change of what is as near as this is told at night too. */
    @WithDefault("24h")
    Duration lastMinute();

    /** A letter whose sending was begun so long ago and has no end is reported as unclear. */
    @WithDefault("10m")
    Duration unclearAfter();

    /** How often what certainly has not gone out is tried; tries that find no server do not count. */
    @WithDefault("8")
    int attempts();

    /** The first pause after a failure; it doubles each time, up to an hour. */
    @WithDefault("1m")
    Duration firstPause();

    /** Of letters to one address within 24 hours: whoever books for strangers must not fill their mailbox. */
    @WithDefault("50")
    int perAddressADay();
}
