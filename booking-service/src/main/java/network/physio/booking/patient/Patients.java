package network.physio.booking.patient;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.BookingProblem;
import network.physio.booking.accesslog.AccessLog;
import network.physio.booking.accesslog.Action;
import network.physio.booking.accesslog.Purpose;
import network.physio.http.Caller;

/** The one door to patients: says who may touch whom, and logs who did. Writes into the surrounding transaction. */
@ApplicationScoped
public class Patients {

    private final PatientRecords records;
    private final AccessLog log;
    private final Caller caller;

    Patients(PatientRecords records, AccessLog log, Caller caller) {
        this.records = records;
        this.log = log;
        this.caller = caller;
    }

    /** The patient, if it exists and the caller may read it; written to the access log as {@code action}. */
    public Optional<PatientRef> readable(UUID id, Action action) {
        return read(id, action).map(PatientRecord::ref);
    }

    /**
     * The patient, if it exists and the caller may book for it; written to the access log as {@code action}. Nobody books
     * for a record that was merged into another one, nor with an account that may only read.
     */
    public Optional<PatientRef> bookable(UUID id, Action action) {
        Optional<PatientRecord> found =
                records.find(id).filter(patient -> patient.standing().mayBook() && !patient.merged());
        found.ifPresent(patient -> log.write(id, action, patient.standing().purpose()));
        return found.map(PatientRecord::ref);
    }

    /**
     * Makes a provisional patient that belongs to the caller. With the token of a patient it is taken to be their own
     * record and linked to their account, so that a stop of theirs holds for it.
     *
     * @throws network.physio.http.HttpProblem {@code guest-key-needed} from a caller who could never prove that it is
     *     theirs
     */
    public PatientRef createProvisional(NewPatient details) {
        UUID id = records.add(details, principal());
        if (caller.has("patient")) {
            caller.subject().ifPresent(subject -> records.linkToSelf(id, subject));
        }
        Purpose purpose = caller.has("partner") ? Purpose.PARTNER_BOOKING : Purpose.OWN_RECORD;
        log.write(id, Action.CREATE, purpose);
        return new PatientRef(id, true, details.dateOfBirth(), ZoneId.of(details.zone()), false, purpose);
    }

    /** Makes a patient known to a clinic; that the caller is its front desk is for the caller of this to ask. */
    public PatientRef createAtClinic(NewPatient details, UUID clinicId) {
        UUID id = records.add(details, null);
        records.linkToClinic(id, clinicId);
        log.write(id, Action.CREATE, Purpose.FRONT_DESK);
        return new PatientRef(id, false, details.dateOfBirth(), ZoneId.of(details.zone()), false, Purpose.FRONT_DESK);
    }

    /** From now on the clinic's front desk may read the patient. Repeating it changes nothing. */
    public void linkToClinic(PatientRef patient, UUID clinicId) {
        if (records.linkToClinic(patient.id(), clinicId)) {
            log.write(patient.id(), Action.LINK_TO_CLINIC, patient.purpose());
        }
    }

    /** The same for an appointment that moves: the clinic it moves to treats the patient from now on. */
    public void linkToClinic(UUID patientId, UUID clinicId) {
        if (records.linkToClinic(patientId, clinicId)) {
            log.write(patientId, Action.LINK_TO_CLINIC, Purpose.FRONT_DESK);
        }
    }

    /** The accounts of the patient themselves, for the stops that screening puts on a person: not of who acts for them. */
    public List<String> subjectsOf(UUID patientId) {
        return records.subjectsOf(patientId);
    }

    /** Who asks; a refusal when nobody could ever prove to be the same caller again. */
    String principal() {
        return caller.principal()
                .orElseThrow(() -> BookingProblem.GUEST_KEY_NEEDED.problem(
                        "Send a Guest-Key made from at least 128 random bits, or an access token:"
                                + " it is what proves later that the record is yours."));
    }

    /** As {@link #readable}, with the details. */
    Optional<PatientRecord> read(UUID id, Action action) {
        Optional<PatientRecord> found = records.find(id);
        found.ifPresent(patient -> log.write(id, action, patient.standing().purpose()));
        return found;
    }

    /** The details of what this caller has just made, which is one act in the log and not two. */
    Optional<PatientRecord> justMade(PatientRef made) {
        return records.find(made.id());
    }

    /** Patients of the caller's clinics, one more than the limit when there are more. */
    List<PatientRecord> list(PatientSearch search) {
        List<PatientRecord> found = records.list(search);
        List<UUID> shown =
                found.stream().limit(search.limit()).map(PatientRecord::id).toList();
        log.write(shown, Action.LIST, Purpose.FRONT_DESK);
        return found;
    }

    /** Whether the caller is the front desk of this clinic. */
    boolean isOwnClinic(UUID clinicId) {
        return records.isOwnClinic(clinicId);
    }

    /** What the caller is to this patient, without reading anything about it. */
    Optional<Standing> standing(UUID id) {
        return records.find(id).map(PatientRecord::standing);
    }
}
