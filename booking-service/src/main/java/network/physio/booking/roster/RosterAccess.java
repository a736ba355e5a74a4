package network.physio.booking.roster;

import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.roster.RosteredPractitioner.Workplace;
import network.physio.http.CommonProblem;
import network.physio.http.HttpProblem;

/** Whose rosters and time off the caller may see and change; everybody else's answer as if they did not exist. */
@RequestScoped
class RosterAccess {

    private final Access access;
    private final RosteredPractitioners practitioners;

    RosterAccess(Access access, RosteredPractitioners practitioners) {
        this.access = access;
        this.practitioners = practitioners;
    }

    /** The front desk of one of their clinics, the network's administrators, and the practitioner. */
    RosteredPractitioner readable(UUID id) {
        return practitioners
                .find(id)
                .filter(one -> isSelf(one) || isManaged(one))
                .orElseThrow(RosterAccess::notFound);
    }

    /** The front desk of one of their clinics and the network's administrators. */
    RosteredPractitioner changeable(UUID id) {
        return practitioners.find(id).filter(this::isManaged).orElseThrow(RosterAccess::notFound);
    }

    List<Workplace> readableWorkplaces(RosteredPractitioner practitioner) {
        return isSelf(practitioner)
                ? practitioner.workplaces()
                : practitioner.workplaces().stream().filter(this::isManaged).toList();
    }

    List<Workplace> changeableWorkplaces(RosteredPractitioner practitioner) {
        return practitioner.workplaces().stream().filter(this::isManaged).toList();
    }

    /** A clinic at which the caller may roster somebody. */
    Optional<Workplace> changeableClinic(UUID id) {
        return practitioners.clinic(id).filter(this::isManaged);
    }

    String actor() {
        return access.actor();
    }

    static HttpProblem notFound() {
        return CommonProblem.NOT_FOUND.problem("There is no such practitioner, or none that this caller may see.");
    }

    private boolean isManaged(RosteredPractitioner practitioner) {
        return access.isNetworkAdmin() || practitioner.workplaces().stream().anyMatch(this::isManaged);
    }

    private boolean isManaged(Workplace clinic) {
        return access.isNetworkAdmin() || access.isFrontDeskOf(clinic.clinicCode());
    }

    private boolean isSelf(RosteredPractitioner practitioner) {
        return access.practitioner().filter(practitioner.code()::equals).isPresent();
    }
}
