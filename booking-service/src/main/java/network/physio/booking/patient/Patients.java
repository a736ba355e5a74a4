package network.physio.booking.patient;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.BookingProblem;
import network.physio.booking.access.Access;
import network.physio.booking.accesslog.AccessLog;
import network.physio.booking.accesslog.Action;
import network.physio.booking.accesslog.Purpose;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/** The one door to patients: says who may touch whom, and logs who did. Writes into the surrounding transaction. */
@ApplicationScoped
public class Patients {

    private static final String INLINE_RELATION = "#/patient/relation";

    private final PatientRecords records;
    private final Accounts accounts;
    private final AccessLog log;
    private final Access access;
    private final RetentionSettings retention;
    private final Clock clock;

    Patients(
            PatientRecords records,
            Accounts accounts,
            AccessLog log,
            Access access,
            RetentionSettings retention,
            Clock clock) {
        this.records = records;
        this.accounts = accounts;
        this.log = log;
        this.access = access;
        this.retention = retention;
        this.clock = clock;
    }

    /** The patient, if it exists and the caller may read it; written to the access log as {@code action}. */
    public Optional<PatientRef> readable(UUID id, Action action) {
        return read(id, action).map(PatientRecord::ref);
    }

    /**
     * The patient, if it exists and the caller may book for it; written to the access log as {@code action}. Nobody books
     * for a record that was merged into another one, nor with an account that may only read. Until the surrounding
     * transaction ends the patient is neither merged nor erased.
     */
    public Optional<PatientRef> bookable(UUID id, Action action) {
        Optional<PatientRecord> found =
                records.findToAdd(id).filter(patient -> patient.standing().mayBook());
        found.ifPresent(patient -> log.write(id, action, patient.standing().purpose()));
        return found.map(PatientRecord::ref);
    }

    /** As {@link #readable}, without a line in the log: whether something about the patient may be told. */
    public boolean mayRead(UUID id) {
        return records.find(id).isPresent();
    }

    /** As {@link #bookable}, without a line in the log: for a look at something that names the patient. */
    public boolean mayBook(UUID id) {
        return records.find(id).filter(patient -> patient.standing().mayBook()).isPresent();
    }

    /**
     * As {@link #bookable}, for a guest whose own hold names the patient: it was made for whom they had entered, and what
     * they have in hand stays theirs when the record is the clinic's or another one's by now. Nothing of the record is shown.
     */
    public Optional<PatientRef> namedByHold(UUID id, Action action) {
        Optional<PatientRecord> found = records.findNamed(id);
        found.ifPresent(patient -> log.write(id, action, patient.standing().purpose()));
        return found.map(PatientRecord::ref);
    }

    /**
     * Asks, without a line in the log, whether the caller may do this: what is to be known before a write begins.
     *
     * @throws HttpProblem {@code guest-key-needed}, {@code not-found}, {@code forbidden}, or {@code patient-merged} with
     *     the patient to go on with
     */
    public PatientRef require(UUID id, Right right) {
        return allowed(id, right, records.find(id)).ref();
    }

    /** As {@link #require}, with a line in the access log: what is read, is read through here. */
    public PatientRef open(UUID id, Right right, Action action) {
        PatientRef patient = require(id, right);
        log.write(id, action, patient.purpose());
        return patient;
    }

    /** As {@link #open}, for a write that adds to the patient, who is neither merged nor erased until it ends. */
    public PatientRef openToAdd(UUID id, Right right, Action action) {
        PatientRef patient = allowed(id, right, records.findToAdd(id)).ref();
        log.write(id, action, patient.purpose());
        return patient;
    }

    private PatientRecord allowed(UUID id, Right right, Optional<PatientRecord> found) {
        access.requirePrincipal();
        PatientRecord patient = found.orElseThrow(() -> missing(id));
        if (!patient.standing().allows(right)) {
            throw CommonProblem.FORBIDDEN.problem("The caller may read this patient, but not do this.");
        }
        return patient;
    }

    private HttpProblem missing(UUID id) {
        return survivorOf(id)
                .map(survivor -> BookingProblem.PATIENT_MERGED
                        .builder("The record was merged into another one of the same person: go on with that.")
                        .with("mergedInto", survivor.id())
                        .build())
                .orElseGet(Patients::notFound);
    }

    /** Into whom the patient was merged, for those who may read the survivor. */
    Optional<PatientRecords.Survivor> survivorOf(UUID id) {
        return records.survivorOf(id)
                .filter(survivor -> records.find(survivor.id()).isPresent());
    }

    /**
     * Makes the patient of a visit at this clinic: the front desk's is the clinic's at once; a practitioner's is the
     * clinic's too, and reception confirms it; everybody else's is theirs until then.
     */
    public PatientRef createForVisit(NewPatient details, UUID clinicId, String clinicCode) {
        if (access.isFrontDeskOf(clinicCode)) {
            return createAtClinic(details, clinicId);
        }
        boolean treats = access.practitioner().isPresent() && details.relation() == null;
        return treats ? createInTreatment(details, clinicId) : createProvisional(details, clinicId);
    }

    /**
     * Makes a provisional patient that belongs to the caller. With the token of a patient it says what the account is to
     * the person, and is linked to it as that: the stops of an account hold for its own person only.
     *
     * @throws HttpProblem {@code guest-key-needed} from a caller who could never prove that it is theirs,
     *     {@code invalid-request} when the relation is missing or not for this caller, {@code account-already-linked} when
     *     the account is itself somebody already
     */
    public PatientRef createProvisional(NewPatient details) {
        return createProvisional(details, null);
    }

    private PatientRef createProvisional(NewPatient details, @Nullable UUID clinicId) {
        checkRelation(details.relation(), INLINE_RELATION);
        String owner = principal();
        // Whoever has an account looks after what they entered; what guests and partners enter goes by itself.
        LocalDate retainUntil = access.isPatient() ? null : retention.guestsGo(today());
        UUID id = records.add(details, true, owner, retainUntil, clinicId);
        if (details.relation() != null) {
            link(id, access.subject().orElseThrow(), details.relation());
        }
        Purpose purpose = access.isPartner() ? Purpose.PARTNER_BOOKING : Purpose.OWN_RECORD;
        log.write(id, Action.CREATE, purpose);
        return ref(id, true, details, purpose);
    }

    private void link(UUID id, String subject, Relation relation) {
        if (!accounts.addSelfRegistered(id, subject, relation)) {
            BookingProblem type = BookingProblem.ACCOUNT_ALREADY_LINKED;
            HttpProblem.Builder problem = type.builder(
                    "The account is a patient already, who is entered once: book with the patientId, or say who this is.");
            accounts.selfOf(subject).ifPresent(self -> problem.with("patientId", self));
            throw problem.build();
        }
    }

    /** Makes a patient known to a clinic; that the caller is its front desk is for the caller of this to ask. */
    public PatientRef createAtClinic(NewPatient details, UUID clinicId) {
        checkNoRelation(details.relation(), INLINE_RELATION);
        UUID id = records.add(details, false, null, null, clinicId);
        log.write(id, Action.CREATE, Purpose.FRONT_DESK);
        return ref(id, false, details, Purpose.FRONT_DESK);
    }

    /** The clinic's and nobody's own: a practitioner reads whom they treat, as long as they do. */
    private PatientRef createInTreatment(NewPatient details, UUID clinicId) {
        UUID id = records.add(details, true, null, null, clinicId);
        log.write(id, Action.CREATE, Purpose.TREATMENT);
        return ref(id, true, details, Purpose.TREATMENT);
    }

    private static PatientRef ref(UUID id, boolean provisional, NewPatient details, Purpose purpose) {
        return new PatientRef(id, provisional, details.dateOfBirth(), ZoneId.of(details.zone()), false, purpose);
    }

    /** Signed-in patients say what they are to the person; others have no account to say it of. */
    void checkRelation(@Nullable Relation relation, String pointer) {
        boolean onlyPatient =
                access.clinics().isEmpty() && access.practitioner().isEmpty();
        if (relation == null && access.isPatient() && onlyPatient) {
            throw fault(pointer, "say what you are to the person: self, parent, guardian, carer, nominee or residence");
        }
        if (relation != null && !access.isPatient()) {
            throw fault(pointer, "is stated by signed-in patients only");
        }
    }

    static void checkNoRelation(@Nullable Relation relation, String pointer) {
        if (relation != null) {
            throw fault(pointer, "is not stated by the front desk, which links accounts by itself");
        }
    }

    private static HttpProblem fault(String pointer, String detail) {
        return CommonProblem.INVALID_REQUEST.problem(
                "The request does not hold what the contract asks for.", List.of(new Fault(pointer, detail)));
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
        return accounts.selves(patientId);
    }

    /**
     * As {@link #subjectsOf(UUID)}; and whoever books signed in what they entered as a guest is taken to be that person,
     * since otherwise a stop of theirs would be got round by entering oneself as a guest.
     */
    public List<String> subjectsOf(PatientRef patient) {
        List<String> linked = accounts.selves(patient.id());
        if (!linked.isEmpty() || !patient.provisional() || !access.isPatient()) {
            return linked;
        }
        return access.subject()
                .filter(subject -> accounts.relation(patient.id(), subject).isEmpty())
                .map(List::of)
                .orElse(List.of());
    }

    /** Who asks; a refusal when nobody could ever prove to be the same caller again. */
    String principal() {
        access.requirePrincipal();
        return access.principals().getFirst();
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

    /** Whether the caller is the front desk of this clinic. */
    boolean isOwnClinic(UUID clinicId) {
        return records.isOwnClinic(clinicId);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    public static HttpProblem notFound() {
        return CommonProblem.NOT_FOUND.problem(
                "There is nothing at this address, or nothing that this caller may see.");
    }
}
