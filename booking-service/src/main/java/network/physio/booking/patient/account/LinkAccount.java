package network.physio.booking.patient.account;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.accesslog.AccessLog;
import network.physio.booking.accesslog.Action;
import network.physio.booking.accesslog.Purpose;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;
import network.physio.booking.patient.Accounts;
import network.physio.booking.patient.Patients;
import network.physio.booking.patient.Relation;
import network.physio.booking.patient.Right;
import org.jspecify.annotations.Nullable;

/**
 * Lets an account act for a patient: linked by reception, who has seen a person and a paper, or by the account itself with a
 * code that reception handed out. Never because an e-mail address is the same.
 */
@ApplicationScoped
class LinkAccount {

    private final Patients patients;
    private final Accounts accounts;
    private final LinkedAccounts linked;
    private final LinkCodes codes;
    private final AccessLog log;
    private final Events events;
    private final Access access;
    private final Clock clock;

    LinkAccount(
            Patients patients,
            Accounts accounts,
            LinkedAccounts linked,
            LinkCodes codes,
            AccessLog log,
            Events events,
            Access access,
            Clock clock) {
        this.patients = patients;
        this.accounts = accounts;
        this.linked = linked;
        this.codes = codes;
        this.log = log;
        this.events = events;
        this.access = access;
        this.clock = clock;
    }

    /** What came of it. */
    sealed interface Outcome {
        record Linked(UUID patientId, LinkedAccount account) implements Outcome {}

        /** To this patient, or as itself to another one. */
        record AlreadyLinked() implements Outcome {}

        record CodeInvalid() implements Outcome {}
    }

    Outcome byReception(
            UUID patientId,
            String subject,
            Relation relation,
            Scope scope,
            @Nullable OffsetDateTime from,
            @Nullable OffsetDateTime until) {
        patients.openToAdd(patientId, Right.MANAGE, Action.LINK_ACCOUNT);
        return link(patientId, subject, relation, scope, from == null ? now() : from, until, access.actor());
    }

    /** A code for whoever stands at the desk. */
    LinkCodes.Made makeCode(UUID patientId, Relation relation, Scope scope, @Nullable OffsetDateTime until) {
        patients.openToAdd(patientId, Right.MANAGE, Action.MAKE_LINK_CODE);
        return codes.make(new LinkCodes.Grant(patientId, relation, scope, until, access.actor()));
    }

    /** Links the caller's account. */
    Outcome byCode(String subject, String code) {
        Optional<LinkCodes.Grant> used = codes.use(code);
        if (used.isEmpty()) {
            return new Outcome.CodeInvalid();
        }
        LinkCodes.Grant grant = used.get();
        codes.forgetTries(subject);
        log.write(grant.patientId(), Action.LINK_ACCOUNT, Purpose.OWN_RECORD);
        return link(grant.patientId(), subject, grant.relation(), grant.scope(), now(), grant.until(), grant.madeBy());
    }

    private Outcome link(
            UUID patientId,
            String subject,
            Relation relation,
            Scope scope,
            OffsetDateTime from,
            @Nullable OffsetDateTime until,
            String verifiedBy) {
        Optional<UUID> id =
                accounts.add(new Accounts.Link(subject, patientId, relation, scope.code(), from, until, verifiedBy));
        if (id.isEmpty()) {
            return new Outcome.AlreadyLinked();
        }
        events.write(event("account-linked", patientId, id.get()), access.actor());
        return new Outcome.Linked(
                patientId, new LinkedAccount(id.get(), subject, relation, scope, from, until, verifiedBy));
    }

    /** What one has to be to end the link: anybody may give up what they were given themselves. */
    Right toEnd(UUID patientId, UUID id) {
        boolean own = linked.find(patientId, id)
                .filter(link -> access.subject().filter(link.subject()::equals).isPresent())
                .isPresent();
        return own ? Right.READ : Right.KEEP;
    }

    boolean end(UUID patientId, UUID id) {
        patients.openToAdd(patientId, toEnd(patientId, id), Action.UNLINK_ACCOUNT);
        if (!linked.end(patientId, id)) {
            return false;
        }
        events.write(event("account-unlinked", patientId, id), access.actor());
        return true;
    }

    private static Event event(String type, UUID patient, UUID link) {
        return new Event(
                type, null, null, null, null, Map.of("patientId", patient.toString(), "accessId", link.toString()));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
