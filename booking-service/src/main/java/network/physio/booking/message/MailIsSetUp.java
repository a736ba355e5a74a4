package network.physio.booking.message;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses to start where patients are real and nothing says who writes to them and where links lead: letters would be taken
 * for spam, or lead to somebody's own machine.
 */
@ApplicationScoped
class MailIsSetUp {

    private static final Set<String> TRIAL_PROFILES = Set.of("dev", "test", "local");

    private final Optional<String> from;
    private final MessageSettings settings;

    MailIsSetUp(@ConfigProperty(name = "quarkus.mailer.from") Optional<String> from, MessageSettings settings) {
        this.from = from;
        this.settings = settings;
    }

    void check(@Observes StartupEvent started) {
        List<String> missing =
                missing(ConfigUtils.getProfiles(), from, settings.portal().map(Object::toString));
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "%s must be set before patients are written to: docs/operations.md, \"E-mail\", says how."
                            .formatted(String.join(" and ", missing)));
        }
    }

    static List<String> missing(List<String> profiles, Optional<String> from, Optional<String> portal) {
        List<String> missing = new ArrayList<>();
        if (profiles.stream().anyMatch(TRIAL_PROFILES::contains)) {
            return missing;
        }
        if (from.filter(address -> address.contains("@")).isEmpty()) {
            missing.add("quarkus.mailer.from");
        }
        if (portal.isEmpty()) {
            missing.add("physio.messages.portal");
        }
        return missing;
    }
}
