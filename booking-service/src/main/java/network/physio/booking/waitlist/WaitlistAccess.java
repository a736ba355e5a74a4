package network.physio.booking.waitlist;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.accesslog.AccessLog;
import network.physio.booking.accesslog.Action;
import network.physio.booking.accesslog.Purpose;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Clinic;
import network.physio.booking.patient.Patients;
import network.physio.http.CommonProblem;
import network.physio.http.HttpProblem;

/** Who waits, who may decide about an entry, and the line in the access log when a front desk looks at it. */
@ApplicationScoped
class WaitlistAccess {

    private final Access access;
    private final AccessLog accessLog;
    private final Catalogue catalogue;
    private final Patients patients;

    WaitlistAccess(Access access, AccessLog accessLog, Catalogue catalogue, Patients patients) {
        this.access = access;
        this.accessLog = accessLog;
        this.catalogue = catalogue;
        this.patients = patients;
    }

    /**
     * People wait for themselves, or their clinic's front desk writes them down. Partners sell what is free: whom they sold
     * to, and how to reach them in fifteen minutes, is not ours to know.
     *
     * @throws HttpProblem {@code guest-key-needed}, or {@code forbidden} for other roles
     */
    void requireWaiter() {
        access.requireBooker();
        boolean waits = access.subject().isEmpty() || access.isPatient() || isDesk();
        if (!waits || access.partner().isPresent()) {
            throw CommonProblem.FORBIDDEN.problem(
                    "Guests, patients and front desks write on the waitlist; partners and practitioners do not.");
        }
    }

    /** Whether the caller runs a front desk: what they write down is the clinics'. */
    boolean isDesk() {
        return !access.clinics().isEmpty();
    }

    /** Whether each of these clinics is the caller's. */
    boolean isDeskOf(Clinic clinic) {
        return access.isFrontDeskOf(clinic.code());
    }

    /** Whether the caller may change an entry that it may read. */
    boolean mayChange(Entry entry) {
        return isMaker(entry)
                || isDeskOfOne(entry)
                || patients.bookable(entry.patientId(), Action.CHANGE).isPresent();
    }

    private boolean isMaker(Entry entry) {
        return access.owns(entry.owner()) && entry.madeBy() != Entry.MadeBy.STAFF;
    }

    private boolean isDeskOfOne(Entry entry) {
        return isDesk()
                && catalogue.clinics().stream()
                        .anyMatch(clinic -> entry.clinics().contains(clinic.id()) && isDeskOf(clinic));
    }

    /** Logs that the front desk has seen who waits; people who look at their own entries leave no line. */
    void log(Collection<Entry> seen, Action action) {
        List<UUID> ofOthers = isDesk()
                ? seen.stream()
                        .filter(entry -> !isMaker(entry))
                        .map(Entry::patientId)
                        .distinct()
                        .toList()
                : List.of();
        accessLog.write(ofOthers, action, Purpose.FRONT_DESK);
    }
}
