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
}
