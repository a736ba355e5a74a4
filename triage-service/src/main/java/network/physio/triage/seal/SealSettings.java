package network.physio.triage.seal;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The secret that encrypts all keys of the service. */
@ConfigMapping(prefix = "physio.triage")
interface SealSettings {

    /** 32 random bytes in base64, from {@code PHYSIO_TRIAGE_SECRET}. Losing it loses every stored answer and signing key. */
    Optional<String> secret();
}
