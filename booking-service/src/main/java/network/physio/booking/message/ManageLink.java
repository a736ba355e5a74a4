package network.physio.booking.message;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.appointment.ManageLinks;

/** The link with which a guest changes or calls off their appointment without an account. */
@ApplicationScoped
class ManageLink {

    private final ManageLinks links;
    private final MessageSettings settings;

    ManageLink(ManageLinks links, MessageSettings settings) {
        this.links = links;
        this.settings = settings;
    }

    /** A link that works from now on, its token in the fragment, which no server sees. Runs in a transaction. */
    Optional<String> to(UUID appointmentId, Instant now) {
        return settings.managePage()
                .map(page -> page + "#" + links.create(appointmentId, now).fragment());
    }
}
