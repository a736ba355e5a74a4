package network.physio.booking.access;

import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import network.physio.booking.BookingProblem;
import network.physio.http.Caller;
import network.physio.http.CommonProblem;
import network.physio.http.HttpProblem;

/**
 * What the caller may touch. The only reader of the token's scope in booking: clinics of a receptionist, the diary of a
 * practitioner, the agreements of a partner.
 */
@RequestScoped
public class Access {

    private final Caller caller;

    Access(Caller caller) {
        this.caller = caller;
    }

    /** As whom the caller books in this diary; staff of another clinic are the public here. */
    public Audience inDiaryOf(String practitionerCode, String clinicCode) {
        if (isFrontDeskOf(clinicCode)
                || practitioner().filter(practitionerCode::equals).isPresent()) {
            return Audience.STAFF;
        }
        return caller.has("partner") ? Audience.PARTNER : Audience.PUBLIC;
    }

    /**
     * What somebody makes or reads must belong to somebody.
     *
     * @throws HttpProblem {@code guest-key-needed} for an anonymous caller
     */
    public void requirePrincipal() {
        if (caller.principals().isEmpty()) {
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
        return caller.has("receptionist") ? caller.scope("clinics") : Set.of();
    }

    public boolean isPatient() {
        return caller.has("patient");
    }

    /** Code of the practitioner that the caller is. */
    public Optional<String> practitioner() {
        return caller.has("practitioner") ? caller.claim("practitioner_id") : Optional.empty();
    }

    /** Code of the partner that the caller is. */
    public Optional<String> partner() {
        return caller.has("partner") ? caller.claim("partner") : Optional.empty();
    }

    public boolean isPartner() {
        return caller.has("partner");
    }

    public boolean isNetworkAdmin() {
        return caller.has("network-admin");
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
        return partner()
                .map(code -> Stream.concat(Stream.of("partner:" + code), caller.principals().stream())
                        .toList())
                .orElseGet(caller::principals);
    }

    public Optional<String> subject() {
        return caller.subject();
    }

    public String actor() {
        return caller.actor();
    }
}
