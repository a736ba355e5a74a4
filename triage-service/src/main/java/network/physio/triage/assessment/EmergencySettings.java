package network.physio.triage.assessment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;

/** Whom to call differs by country. */
@ConfigMapping(prefix = "physio.triage.emergency")
interface EmergencySettings {

    /** ISO 3166 code of the country that this deployment serves. */
    @WithDefault("AU")
    String country();

    /** The number to call, per country. */
    Map<String, String> numbers();
}
