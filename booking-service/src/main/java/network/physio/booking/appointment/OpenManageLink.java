package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.http.CommonProblem;
import network.physio.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/** The door for whoever comes with a link: what it opens is theirs to manage for the rest of the request. */
@ApplicationScoped
public class OpenManageLink {

    private final ManageLinks links;
    private final Access access;
    private final Clock clock;

    OpenManageLink(ManageLinks links, Access access, Clock clock) {
        this.links = links;
        this.access = access;
        this.clock = clock;
    }

    /**
     * Opens the appointment with the token, when one is sent and good; everyone else comes in as who they are.
     *
     * @throws HttpProblem {@code guest-key-needed} for an anonymous caller without a token, {@code not-found} for one whose
     *     token does not, or no longer, open this appointment
     */
    public void orRequirePrincipal(UUID appointment, @Nullable String token) {
        Optional<Access.Link> link = token == null ? Optional.empty() : links.find(appointment, token, clock.instant());
        link.ifPresent(access::manageBy);
        if (token != null && access.isAnonymous()) {
            throw CommonProblem.NOT_FOUND.problem("The link does not open this appointment, or not any more.");
        }
        access.requirePrincipal();
    }
}
