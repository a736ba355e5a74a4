package network.physio.booking.patient;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.accesslog.AccessLog;
import network.physio.booking.accesslog.Action;

/** Changes how a patient is reached. */
@ApplicationScoped
class ChangeContact {

    /** What came of it. */
    sealed interface Outcome {
        record Changed(PatientRecord patient) implements Outcome {}

        /** Somebody changed the record since the caller read it. */
        record Stale() implements Outcome {}

        /** Neither an e-mail address nor a phone number would be left. */
        record Unreachable() implements Outcome {}

        /** The caller may no longer see it. */
        record Gone() implements Outcome {}
    }

    private final PatientRecords records;
    private final AccessLog log;

    ChangeContact(PatientRecords records, AccessLog log) {
        this.records = records;
        this.log = log;
    }

    /** Runs in the surrounding transaction, which ends without effect unless the outcome is {@code Changed}. */
    Outcome of(UUID id, ContactChange change, long expectedVersion) {
        Optional<PatientRecord> found =
                records.find(id).filter(patient -> patient.standing().mayChange());
        if (found.isEmpty()) {
            return new Outcome.Gone();
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
