package network.physio.triage.assessment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long a decision is kept. */
@ConfigMapping(prefix = "physio.triage.retention")
interface RetentionSettings {

    /** Of guests and anonymous callers, who may never come. */
    @WithDefault("30D")
    Duration guest();

    /** Of signed-in patients and of staff: seven years, as Australian health records are kept for adults. */
    @WithDefault("2557D")
    Duration signedIn();
}
