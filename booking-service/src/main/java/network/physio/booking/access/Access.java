package network.physio.booking.access;

import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import network.physio.booking.BookingProblem;
import network.physio.http.Caller;
import network.physio.http.CommonProblem;
import network.physio.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * What the caller may touch. The only reader of the token's scope in booking: clinics of a receptionist, the diary of a
 * practitioner, the agreements of a partner.
 */
@RequestScoped
public class Access {

    /** How the principal of somebody signed in begins. */
    private static final String USER = "user:";

    /** How a link is named where who acts is written down. */
    private static final String MANAGE_LINK = "manage-link:";

    /**
     * The link that lets its holder manage one appointment, and nothing else.
     *
     * @param id of the link, which proves nothing, so that it may stand in events
     */
    public record Link(UUID id, UUID appointment) {}

    private final Caller caller;
    private @Nullable Link link;

    /** Set while a job acts for somebody who does not ask now. */
    private @Nullable String standsInFor;

    Access(Caller caller) {
        this.caller = caller;
    }

    /**
     * Does a job's work as if this principal asked for it, as one of the public: whoever asked earlier gets what they could
     * take themselves.
     */
    public <T> T onBehalfOf(String principal, Supplier<T> work) {
        standsInFor = principal;
        try {
            return work.get();
        } finally {
            standsInFor = null;
        }
    }

    /** As whom the caller books in this diary; staff of another clinic are the public here. */
    public Audience inDiaryOf(String practitionerCode, String clinicCode) {
        if (isFrontDeskOf(clinicCode)
                || practitioner().filter(practitionerCode::equals).isPresent()) {
            return Audience.STAFF;
        }
        return has("partner") ? Audience.PARTNER : Audience.PUBLIC;
    }

    /** For the rest of this request the caller manages the appointment of this link, which has been found to be valid. */
    public void manageBy(Link shown) {
        this.link = shown;
        caller.admitBy(MANAGE_LINK + shown.id());
    }

    public boolean holdsLinkTo(UUID appointment) {
        return link != null && link.appointment().equals(appointment);
    }

    /** The appointment that the caller manages by a link. */
    public Optional<UUID> linkedAppointment() {
        return Optional.ofNullable(link).map(Link::appointment);
    }

    /** Whether the caller is more than a guest: an account, or whoever was sent a link. */
    public boolean isAccountOrLink() {
        return link != null || subject().isPresent();
    }

    public boolean isAnonymous() {
        return link == null && principals().isEmpty();
    }

    /**
     * What somebody makes or reads must belong to somebody.
     *
     * @throws HttpProblem {@code guest-key-needed} for an anonymous caller
     */
    public void requirePrincipal() {
        if (isAnonymous()) {
            throw BookingProblem.GUEST_KEY_NEEDED
                    .builder("Sign in, or send a Guest-Key of your own making: what you make here is reached with it.")
                    .withHeader("WWW-Authenticate", "Bearer")
                    .build();
        }
    }

    /**
     * The public, patients, those who treat or run a front desk, and partners book; other roles book for nobody.
     *
     * @throws HttpProblem {@code guest-key-needed}, or {@code forbidden} for such a role
     */
    public void requireBooker() {
        requirePrincipal();
        if (caller.subject().isPresent() && !caller.hasAny("patient", "receptionist", "practitioner", "partner")) {
            throw CommonProblem.FORBIDDEN.problem(
                    "Times are held and booked by guests, patients, clinics and partners.");
        }
    }

    /** Everything about appointments, patients and rosters of this clinic. */
    public boolean isFrontDeskOf(String clinicCode) {
        return clinics().contains(clinicCode);
    }

    /** Codes of the clinics whose front desk the caller is; empty for everyone else. */
    public Set<String> clinics() {
        return has("receptionist") ? caller.scope("clinics") : Set.of();
    }

    public boolean isPatient() {
        return has("patient");
    }

    /** Code of the practitioner that the caller is. */
    public Optional<String> practitioner() {
        return has("practitioner") ? caller.claim("practitioner_id") : Optional.empty();
    }

    /** Code of the partner that the caller is. */
    public Optional<String> partner() {
        return has("partner") ? caller.claim("partner") : Optional.empty();
    }

    public boolean isPartner() {
        return has("partner");
    }

    public boolean isNetworkAdmin() {
        return has("network-admin");
    }

    /** Whether the caller made what belongs to this principal. */
    public boolean owns(String owner) {
        return principals().contains(owner);
    }

    /**
     * Everything the caller can prove to be, the owner of what it makes first. What a partner makes is the partner's and not
     * one client's: the next client of the same partner finds it.
     */
    public List<String> principals() {
        if (standsInFor != null) {
            return List.of(standsInFor);
        }
        return partner()
                .map(code -> Stream.concat(Stream.of("partner:" + code), caller.principals().stream())
                        .toList())
                .orElseGet(caller::principals);
    }

    public Optional<String> subject() {
        if (standsInFor == null) {
            return caller.subject();
        }
        return standsInFor.startsWith(USER) ? Optional.of(standsInFor.substring(USER.length())) : Optional.empty();
    }

    public String actor() {
        if (standsInFor != null) {
            return standsInFor;
        }
        return link == null || caller.subject().isPresent() ? caller.actor() : MANAGE_LINK + link.id();
    }

    private boolean has(String role) {
        return standsInFor == null && caller.has(role);
    }
}
