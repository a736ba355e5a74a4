package network.physio.content;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.ZoneId;

/** Where and how this service answers. */
@ConfigMapping(prefix = "content")
public interface ContentSettings {

    /** The zone of the network: a statement expires when its day of review ends there. */
    @WithDefault("Australia/Melbourne")
    ZoneId zone();

    /** Whether an empty schema is filled with the articles that ship with the service. */
    @WithDefault("true")
    boolean seed();
}
