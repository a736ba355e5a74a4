package network.physio.triage.seal;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.inject.Singleton;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Seals the service's own keys. Read at start, so that a missing secret is found before the first patient. */
@Singleton
@Startup
public class ServiceSecret {

    /** Known to everyone who reads this repository. */
    static final String DEMO = "ZGVtby1zZWNyZXQtb25seS1mb3ItbG9jYWwtcnVucyE=";

    private static final Set<String> DEMO_PROFILES = Set.of("local", "test", "dev");
    private static final String CURE =
            " Set PHYSIO_TRIAGE_SECRET to 32 random bytes in base64 (openssl rand -base64 32).";

    private final Seal seal;

    ServiceSecret(SealSettings settings) {
        this.seal = seal(settings.secret().orElse(""), ConfigUtils.getProfiles());
    }

    static Seal seal(String secret, List<String> profiles) {
        if (secret.isBlank()) {
            throw new IllegalStateException("Triage does not start without a secret." + CURE);
        }
        if (secret.equals(DEMO) && profiles.stream().noneMatch(DEMO_PROFILES::contains)) {
            throw new IllegalStateException(
                    "Triage does not start on the demo secret, which everybody can read, outside a local run." + CURE);
        }
        try {
            return Seal.of(Base64.getDecoder().decode(secret));
        } catch (IllegalArgumentException notThatForm) {
            throw new IllegalStateException("Triage cannot read its secret." + CURE, notThatForm);
        }
    }

    public Seal seal() {
        return seal;
    }
}
