package network.physio.http.once;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Set;

/** How idempotency keys are handled. */
@ConfigMapping(prefix = "physio.idempotency")
interface OnceSettings {

    /** Roles whose every write must carry a key: machines repeat requests, and must be able to do so safely. */
    @WithDefault("partner")
    Set<String> requiredOf();

    /** Claims that say how far a caller reaches: an answer is given again only to whoever reaches as far as then. */
    @WithDefault("clinics,teams,practitioner_id,partner")
    Set<String> reach();
}
