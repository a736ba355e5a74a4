package network.physio.booking.message;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The link with which a guest changes or calls off their appointment without an account. Letters show it where there is one;
 * none is made yet.
 */
@ApplicationScoped
class ManageLink {

    /** A link that works from now on. Runs in a transaction. */
    Optional<String> to(UUID appointmentId, Instant now) {
        return Optional.empty();
    }
}
