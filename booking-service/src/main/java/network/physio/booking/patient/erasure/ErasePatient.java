package network.physio.booking.patient.erasure;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.accesslog.AccessLog;
import network.physio.booking.accesslog.Action;
import network.physio.booking.accesslog.Purpose;
import network.physio.booking.claim.Claims;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;
import network.physio.booking.patient.Patients;
import network.physio.booking.patient.Right;
import network.physio.http.CommonProblem;

/** Forgets who somebody was. Visits that took place stay, since the law keeps them, and name nobody. */
@ApplicationScoped
class ErasePatient {

    private final Patients patients;
    private final ErasedRows rows;
    private final Claims claims;
    private final AccessLog log;
    private final Events events;
    private final Access access;
    private final Clock clock;

    ErasePatient(
            Patients patients,
            ErasedRows rows,
            Claims claims,
            AccessLog log,
            Events events,
            Access access,
            Clock clock) {
        this.patients = patients;
        this.rows = rows;
        this.claims = claims;
        this.log = log;
        this.events = events;
        this.access = access;
        this.clock = clock;
    }

    /** What came of it. */
    sealed interface Outcome {
        record Erased() implements Outcome {}

        /** They are to be called off first. */
        record StillComing(List<ErasedRows.Open> visits) implements Outcome {}
    }

    /**
     * The network's administrator may, who reads nothing of it; and a front desk for whom no clinic is a stranger that
     * treats the patient, since it cannot decide for others.
     */
    void require(UUID id) {
        if (access.isNetworkAdmin() && rows.stands(id)) {
            return;
        }
        patients.require(id, Right.MANAGE);
        if (!access.clinics().containsAll(rows.clinicsOf(id))) {
            throw CommonProblem.FORBIDDEN.problem(
                    "Another clinic treats this patient too: the network's administrator erases.");
        }
    }

    Outcome erase(UUID id, ErasureReason reason) {
        // Nothing is merged into a locked patient, so these stay all that there are.
        rows.lock(List.of(id));
        List<UUID> ids = rows.recordsOf(id);
        rows.lock(ids);
        require(id);
        Outcome outcome = eraseLocked(id, ids, reason, access.actor());
        if (outcome instanceof Outcome.Erased) {
            log.write(ids, Action.ERASE, access.isNetworkAdmin() ? Purpose.RETENTION : Purpose.FRONT_DESK);
        }
        return outcome;
    }

    /** By a job, which holds the patient's row. */
    Outcome eraseAs(String job, UUID id) {
        List<UUID> ids = rows.recordsOf(id);
        Outcome outcome = eraseLocked(id, ids, ErasureReason.RETENTION_OVER, job);
        if (outcome instanceof Outcome.Erased) {
            ids.forEach(one -> log.writeAs(job, one, Action.ERASE, Purpose.RETENTION));
        }
        return outcome;
    }

    private Outcome eraseLocked(UUID id, List<UUID> ids, ErasureReason reason, String actor) {
        rows.lockWishes(ids);
        claims.lock(ids, List.of());
        List<ErasedRows.Open> open = rows.openVisits(ids, clock.instant());
        if (!open.isEmpty()) {
            return new Outcome.StillComing(open);
        }
        tell(id, reason, rows.erase(ids, clock.instant()), actor);
        return new Outcome.Erased();
    }

    private void tell(UUID id, ErasureReason reason, ErasedRows.Changed changed, String actor) {
        Map<String, Object> patient = Map.of("patientId", id.toString());
        events.write(
                new Event(
                        "patient-erased",
                        null,
                        null,
                        null,
                        null,
                        Map.of("patientId", id.toString(), "reason", reason.code())),
                actor);
        changed.visits()
                .forEach(visit -> events.write(
                        new Event(
                                "appointment-patient-erased",
                                visit.id(),
                                visit.version(),
                                visit.clinicId(),
                                visit.practitionerId(),
                                patient),
                        actor));
        changed.wishes().forEach(wish -> events.write(ended(wish), actor));
    }

    /** In the form of all the waitlist's events. */
    private static Event ended(ErasedRows.Wish wish) {
        return new Event(
                "waitlist-entry-removed",
                null,
                null,
                wish.clinics().size() == 1 ? wish.clinics().getFirst() : null,
                null,
                Map.of("entryId", wish.id().toString(), "because", "erased"));
    }
}
