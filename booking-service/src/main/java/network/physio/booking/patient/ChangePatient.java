package network.physio.booking.patient;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.accesslog.AccessLog;
import network.physio.booking.accesslog.Action;

/** Changes how a patient is reached, and for a front desk who they are and whether anybody writes to them. */
@ApplicationScoped
class ChangePatient {

    /** What came of it. */
    sealed interface Outcome {
        record Changed(PatientRecord patient) implements Outcome {}

        /** Somebody changed the record since the caller read it. */
        record Stale() implements Outcome {}

        /** Neither an e-mail address nor a phone number would be left. */
        record Unreachable() implements Outcome {}

        /** The caller may change the patient, but not these. */
        record OnlyForTheDesk(List<String> fields) implements Outcome {}

        /** The caller may no longer see it. */
        record Gone() implements Outcome {}
    }

    private final PatientRecords records;
    private final AccessLog log;

    ChangePatient(PatientRecords records, AccessLog log) {
        this.records = records;
        this.log = log;
    }

    /** Runs in the surrounding transaction, which ends without effect unless the outcome is {@code Changed}. */
    Outcome of(UUID id, PatientChange change, long expectedVersion) {
        Optional<PatientRecord> found =
                records.find(id).filter(patient -> patient.standing().mayChange());
        if (found.isEmpty()) {
            return new Outcome.Gone();
        }
        List<String> reserved = change.onlyForTheDesk();
        if (!reserved.isEmpty() && !found.get().standing().allows(Right.MANAGE)) {
            return new Outcome.OnlyForTheDesk(reserved);
        }
        PatientRecord after = change.appliedTo(found.get());
        if (found.get().version() != expectedVersion) {
            return new Outcome.Stale();
        }
        if (after.email() == null && after.phone() == null) {
            return new Outcome.Unreachable();
        }
        if (!records.change(after, expectedVersion)) {
            return new Outcome.Stale();
        }
        log.write(id, Action.CHANGE, after.standing().purpose());
        return new Outcome.Changed(after);
    }
}
