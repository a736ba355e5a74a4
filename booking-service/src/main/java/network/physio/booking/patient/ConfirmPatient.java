package network.physio.booking.patient;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.accesslog.Action;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;

/** Makes a provisional patient one of the clinic's, when reception knows that it is nobody else. */
@ApplicationScoped
class ConfirmPatient {

    /** What came of it. */
    sealed interface Outcome {
        record Confirmed(PatientRecord patient) implements Outcome {}

        record NotProvisional() implements Outcome {}

        record Stale() implements Outcome {}
    }

    private final Patients patients;
    private final PatientRecords records;
    private final Events events;
    private final Access access;

    ConfirmPatient(Patients patients, PatientRecords records, Events events, Access access) {
        this.patients = patients;
        this.records = records;
        this.events = events;
        this.access = access;
    }

    /** Runs in the surrounding transaction, which ends without effect unless the outcome is {@code Confirmed}. */
    Outcome of(UUID id, long expectedVersion) {
        PatientRef patient = patients.openToAdd(id, Right.MANAGE, Action.CONFIRM);
        if (!patient.provisional()) {
            return new Outcome.NotProvisional();
        }
        if (!records.confirm(id, expectedVersion)) {
            return new Outcome.Stale();
        }
        events.write(
                new Event("patient-confirmed", null, null, null, null, Map.of("patientId", id.toString())),
                access.actor());
        return records.find(id).<Outcome>map(Outcome.Confirmed::new).orElseThrow();
    }
}
