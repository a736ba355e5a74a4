package network.physio.booking.patient.consent;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.accesslog.Action;
import network.physio.booking.accesslog.Purpose;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;
import network.physio.booking.patient.Accounts;
import network.physio.booking.patient.PatientRef;
import network.physio.booking.patient.Patients;
import network.physio.booking.patient.Relation;
import network.physio.booking.patient.Right;
import network.physio.http.Ids;
import org.jspecify.annotations.Nullable;

/** Writes down that somebody agreed, or no longer does. */
@ApplicationScoped
class RecordConsent {

    /** How a yes of the patients themselves is signed, when staff write it down. */
    private static final String THE_PATIENT = "patient";

    private final Patients patients;
    private final Accounts accounts;
    private final Consents consents;
    private final Events events;
    private final Access access;
    private final Clock clock;

    RecordConsent(Patients patients, Accounts accounts, Consents consents, Events events, Access access, Clock clock) {
        this.patients = patients;
        this.accounts = accounts;
        this.consents = consents;
        this.events = events;
        this.access = access;
        this.clock = clock;
    }

    /** What came of it. */
    sealed interface Outcome {
        record Given(Consent consent) implements Outcome {}

        /** The account is something else to the patient than it says. */
        record OtherRelation() implements Outcome {}

        /** A guest says that they answer for the patient, which nobody can know of a guest. */
        record NoAccount() implements Outcome {}

        /** Somebody else said yes for the patient, and nobody says who. */
        record NobodyNamed() implements Outcome {}
    }

    /** @param givenBy the name of whoever said yes; null for the patient, or for an account, which names itself */
    Outcome give(UUID patientId, ConsentKind kind, String textVersion, Relation relation, @Nullable String givenBy) {
        PatientRef patient = patients.openToAdd(patientId, Right.RECORD_CONSENT, Action.GIVE_CONSENT);
        boolean theirOwn = patient.purpose() == Purpose.OWN_RECORD;
        Optional<Relation> linked = theirOwn
                ? access.subject().flatMap(subject -> accounts.relation(patientId, subject))
                : Optional.empty();
        if (linked.isPresent() && linked.get() != relation) {
            return new Outcome.OtherRelation();
        }
        if (theirOwn && linked.isEmpty() && relation != Relation.SELF) {
            return new Outcome.NoAccount();
        }
        String signed = givenBy != null ? givenBy : linked.isPresent() ? access.actor() : THE_PATIENT;
        if (givenBy == null && linked.isEmpty() && relation != Relation.SELF) {
            return new Outcome.NobodyNamed();
        }
        Consent consent = new Consent(
                Ids.at(clock.instant()),
                kind,
                textVersion,
                signed,
                relation,
                clock.instant().atOffset(ZoneOffset.UTC),
                null,
                access.actor());
        consents.add(patientId, consent);
        events.write(event("consent-given", patientId, consent), access.actor());
        return new Outcome.Given(consent);
    }

    /** Taking back twice changes nothing. */
    Optional<Consent> withdraw(UUID patientId, UUID consentId) {
        patients.openToAdd(patientId, Right.RECORD_CONSENT, Action.WITHDRAW_CONSENT);
        Optional<Consent> withdrawn = consents.withdraw(patientId, consentId, clock.instant());
        withdrawn.ifPresent(consent -> events.write(event("consent-withdrawn", patientId, consent), access.actor()));
        return withdrawn;
    }

    private static Event event(String type, UUID patient, Consent consent) {
        return new Event(
                type,
                null,
                null,
                null,
                null,
                Map.of(
                        "patientId",
                        patient.toString(),
                        "consentId",
                        consent.id().toString(),
                        "kind",
                        consent.kind().code()));
    }
}
