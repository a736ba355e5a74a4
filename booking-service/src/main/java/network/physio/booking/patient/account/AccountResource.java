package network.physio.booking.patient.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import network.physio.booking.BookingProblem;
import network.physio.booking.access.Access;
import network.physio.booking.accesslog.Action;
import network.physio.booking.patient.Patients;
import network.physio.booking.patient.Relation;
import network.physio.booking.patient.Right;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
import network.physio.http.once.Answer;
import network.physio.http.once.Once;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Accounts that may act for a patient. */
@Path("/booking/v1/patients")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@PermitAll
@Tag(name = "Patients", description = "The people who are treated. Every look at a record by others is logged.")
@APIResponse(responseCode = "503", description = "busy; see Retry-After")
public class AccountResource {

    private static final String PRIVATE = "private, no-cache";

    private final LinkAccount linkAccount;
    private final LinkedAccounts linked;
    private final LinkCodes codes;
    private final Patients patients;
    private final Access access;
    private final Once once;
    private final Clock clock;

    AccountResource(
            LinkAccount linkAccount,
            LinkedAccounts linked,
            LinkCodes codes,
            Patients patients,
            Access access,
            Once once,
            Clock clock) {
        this.linkAccount = linkAccount;
        this.linked = linked;
        this.codes = codes;
        this.patients = patients;
        this.access = access;
        this.once = once;
        this.clock = clock;
    }

    @Schema(
            name = "PatientAccess",
            requiredProperties = {"id", "subject", "relation", "scope", "from", "verifiedBy"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AccountView(
            UUID id,

            @Schema(description = "The account, as the identity provider calls it", examples = "6f2d8c1e")
            String subject,

            Relation relation,
            Scope scope,
            OffsetDateTime from,

            @Schema(description = "Absent without an end") @Nullable
            OffsetDateTime until,

            @Schema(
                    description = "Who of reception has checked it; self-registered when nobody has",
                    examples = "user:0a1b2c3d")
            String verifiedBy) {

        static AccountView of(LinkedAccount account) {
            return new AccountView(
                    account.id(),
                    account.subject(),
                    account.relation(),
                    account.scope(),
                    account.from(),
                    account.until(),
                    account.verifiedBy());
        }
    }

    @Schema(name = "PatientAccessList", requiredProperties = "items")
    record AccountList(List<AccountView> items) {}

    @GET
    @Path("/{id}/access")
    @Operation(operationId = "listPatientAccess", summary = "Who may act for the patient", description = """
                    Linked accounts that have not ended. For the person and full representatives, and for the front desks
                    that treat the person.""")
    @APIResponse(
            responseCode = "200",
            description = "All of them",
            content =
                    @Content(
                            schema = @Schema(implementation = AccountList.class),
                            examples = @ExampleObject(name = "one", value = "{\"items\": [" + EXAMPLE + "]}")))
    @APIResponse(responseCode = "401", description = "guest-key-needed or unauthenticated")
    @APIResponse(
            responseCode = "403",
            description = "forbidden: partners, practitioners, accounts with less than full scope")
    @APIResponse(responseCode = "404", description = "not-found")
    @APIResponse(responseCode = "409", description = "patient-merged")
    public Response list(@PathParam("id") UUID id) {
        patients.open(id, Right.KEEP, Action.READ_ACCOUNTS);
        AccountList all =
                new AccountList(linked.of(id).stream().map(AccountView::of).toList());
        return Response.ok(all).header(HttpHeaders.CACHE_CONTROL, PRIVATE).build();
    }

    @Schema(name = "NewPatientAccess")
    record NewAccess(
            @NotNull
            @Pattern(regexp = "^[\\x21-\\x7e]{1,255}$", message = "must be 1 to 255 visible ASCII characters")
            @Schema(
                    description =
                            "The account's subject, which the person shows at the desk; never guessed from an e-mail"
                                    + " address",
                    examples = "6f2d8c1e")
            String subject,

            @NotNull Relation relation,
            @NotNull Scope scope,

            @Schema(description = "At once, unless it says later") @Nullable
            OffsetDateTime from,

            @Schema(description = "Without an end unless it says when; not with self") @Nullable
            OffsetDateTime until) {}

    @POST
    @Path("/{id}/access")
    @Operation(operationId = "givePatientAccess", summary = "Let an account act for the patient", description = """
                    By reception, who has checked who they are: a parent, a guardian, a carer, somebody the patient has
                    named, the home they live in, or the patient. An account is itself one patient only.""")
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "a mother",
                                            value =
                                                    "{\"subject\": \"6f2d8c1e\", \"relation\": \"parent\", \"scope\": \"full\"}")))
    @APIResponse(
            responseCode = "201",
            description = "Linked",
            content =
                    @Content(
                            schema = @Schema(implementation = AccountView.class),
                            examples = @ExampleObject(name = "linked", value = EXAMPLE)))
    @APIResponse(responseCode = "400", description = "malformed-request")
    @APIResponse(responseCode = "401", description = "guest-key-needed or unauthenticated")
    @APIResponse(responseCode = "403", description = "forbidden: for front desks only")
    @APIResponse(responseCode = "404", description = "not-found")
    @APIResponse(responseCode = "409", description = "account-already-linked, patient-merged or request-in-progress")
    @APIResponse(responseCode = "422", description = "invalid-request or idempotency-key-reused")
    public Response give(@PathParam("id") UUID id, @NotNull @Valid NewAccess body) {
        patients.require(id, Right.MANAGE);
        checkEnd(body.relation(), body.from(), body.until());
        return once.answer(
                body,
                () -> answer(linkAccount.byReception(
                        id, body.subject(), body.relation(), body.scope(), body.from(), body.until())));
    }

    private static Answer answer(LinkAccount.Outcome outcome) {
        return switch (outcome) {
            case LinkAccount.Outcome.Linked(UUID patient, LinkedAccount account) ->
                new Answer.Done(201, AccountView.of(account), null, null);
            case LinkAccount.Outcome.AlreadyLinked() -> alreadyLinked();
            case LinkAccount.Outcome.CodeInvalid() -> codeInvalid();
        };
    }

    private static Answer alreadyLinked() {
        return Answer.refused(() -> BookingProblem.ACCOUNT_ALREADY_LINKED.problem(
                "The account is linked to this patient already, or is another patient itself; merge the two records,"
                        + " or end the other link first."));
    }

    private static Answer codeInvalid() {
        return Answer.refused(() -> BookingProblem.LINK_CODE_INVALID.problem(
                "The code is mistyped, used or too old; ask reception for another one."));
    }

    private void checkEnd(Relation relation, @Nullable OffsetDateTime from, @Nullable OffsetDateTime until) {
        List<Fault> faults = new ArrayList<>();
        if (until != null && relation == Relation.SELF) {
            faults.add(new Fault("#/until", "nobody stops being themselves"));
        }
        if (until != null && !until.toInstant().isAfter(clock.instant())) {
            faults.add(new Fault("#/until", "lies in the past"));
        }
        if (until != null && from != null && !until.isAfter(from)) {
            faults.add(new Fault("#/until", "must be after from"));
        }
        if (!faults.isEmpty()) {
            throw CommonProblem.INVALID_REQUEST.problem(
                    "The request does not hold what the contract asks for.", faults);
        }
    }

    @DELETE
    @Path("/{id}/access/{accessId}")
    @Operation(operationId = "endPatientAccess", summary = "End an account's access", description = """
                    By the front desk, the person or a full representative; and anybody may give up their own. It ends at
                    once and stays on record. No body.""")
    @APIResponse(responseCode = "204", description = "Ended")
    @APIResponse(responseCode = "401", description = "guest-key-needed or unauthenticated")
    @APIResponse(
            responseCode = "403",
            description = "forbidden: partners, practitioners, accounts with less than full scope")
    @APIResponse(responseCode = "404", description = "not-found: no such patient, or no such access any more")
    @APIResponse(responseCode = "409", description = "patient-merged or request-in-progress")
    public Response end(@PathParam("id") UUID id, @PathParam("accessId") UUID accessId) {
        // Who has given up their own access may not read the patient any more, and repeats the request all the same.
        return once.answer(null, () -> {
            patients.require(id, Right.READ);
            return linkAccount.end(id, accessId) ? Answer.noContent() : Answer.refused(Patients::notFound);
        });
    }

    @Schema(name = "NewLinkCode")
    record NewCode(
            @NotNull Relation relation,
            @NotNull Scope scope,

            @Schema(description = "Until when the account may act; not with self") @Nullable
            OffsetDateTime until) {}

    @Schema(
            name = "LinkCode",
            requiredProperties = {"id", "relation", "scope", "expiresAt"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CodeView(
            UUID id,

            @Schema(
                    description = "Shown once: a repetition of the request with its idempotency key does not hold it",
                    examples = "7KQ2M-X9T4C")
            @Nullable
            String code,

            Relation relation,
            Scope scope,
            OffsetDateTime expiresAt) {

        CodeView withoutCode() {
            return new CodeView(id, null, relation, scope, expiresAt);
        }
    }

    @POST
    @Path("/{id}/link-codes")
    @Operation(
            operationId = "makeLinkCode",
            summary = "A code with which a person links their account",
            description = """
                    By reception, for whoever stands at the desk and has been checked. It is good once and for half an
                    hour, is shown only in this answer and kept as a hash.""")
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "for the patient",
                                            value = "{\"relation\": \"self\", \"scope\": \"full\"}")))
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content =
                    @Content(
                            schema = @Schema(implementation = CodeView.class),
                            examples = @ExampleObject(name = "for the patient", value = """
                                    {"id": "01937b1c-0000-7000-8000-0000000000e1", "code": "7KQ2M-X9T4C",
                                     "relation": "self", "scope": "full", "expiresAt": "2027-03-01T09:30:00Z"}""")))
    @APIResponse(responseCode = "400", description = "malformed-request")
    @APIResponse(responseCode = "401", description = "guest-key-needed or unauthenticated")
    @APIResponse(responseCode = "403", description = "forbidden: for front desks only")
    @APIResponse(responseCode = "404", description = "not-found")
    @APIResponse(responseCode = "409", description = "patient-merged or request-in-progress")
    @APIResponse(responseCode = "422", description = "invalid-request or idempotency-key-reused")
    public Response makeCode(@PathParam("id") UUID id, @NotNull @Valid NewCode body) {
        patients.require(id, Right.MANAGE);
        checkEnd(body.relation(), null, body.until());
        return once.answer(body, () -> {
            LinkCodes.Made made = linkAccount.makeCode(id, body.relation(), body.scope(), body.until());
            CodeView view = new CodeView(made.id(), made.code(), body.relation(), body.scope(), made.expiresAt());
            return Answer.createdWithSecret(null, view, view.withoutCode());
        });
    }

    @Schema(name = "EnterLinkCode")
    record EnterCode(
            @NotNull
            @Pattern(regexp = "^[0-9A-Za-z -]{8,20}$", message = "must be a code such as 7KQ2M-X9T4C")
            @Schema(examples = "7KQ2M-X9T4C")
            String code) {}

    @Schema(
            name = "LinkedPatient",
            requiredProperties = {"patientId", "access"})
    record LinkedPatient(
            @Schema(examples = "01937b1c-0000-7000-8000-0000000000aa")
            UUID patientId,

            AccountView access) {}

    @POST
    @Path("/link")
    @RolesAllowed("patient")
    @Operation(
            operationId = "linkAccount",
            summary = "Link the own account with a code from reception",
            description = """
                    However it is typed, hyphen and letter case aside. An account may try five times an hour.""")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "a code", value = "{\"code\": \"7KQ2M-X9T4C\"}")))
    @APIResponse(
            responseCode = "200",
            description = "Linked",
            content =
                    @Content(
                            schema = @Schema(implementation = LinkedPatient.class),
                            examples =
                                    @ExampleObject(
                                            name = "linked",
                                            value =
                                                    "{\"patientId\": \"01937b1c-0000-7000-8000-0000000000aa\", \"access\": "
                                                            + EXAMPLE + "}")))
    @APIResponse(responseCode = "400", description = "malformed-request")
    @APIResponse(responseCode = "401", description = "unauthenticated")
    @APIResponse(responseCode = "403", description = "forbidden: for patients' accounts only")
    @APIResponse(responseCode = "409", description = "account-already-linked or request-in-progress")
    @APIResponse(responseCode = "422", description = "link-code-invalid, invalid-request or idempotency-key-reused")
    @APIResponse(responseCode = "429", description = "too-many-tries; see Retry-After")
    public Response link(@NotNull @Valid EnterCode body) {
        String subject = access.subject().orElseThrow();
        return once.answer(
                body,
                () -> codes.countTry(subject)
                        ? linked(subject, body.code())
                        : Answer.refused(() -> BookingProblem.TOO_MANY_TRIES
                                .builder("Wait an hour, or ask reception to link the account.")
                                .withHeader(HttpHeaders.RETRY_AFTER, 3600)
                                .build()));
    }

    private Answer linked(String subject, String code) {
        return switch (linkAccount.byCode(subject, code)) {
            case LinkAccount.Outcome.Linked(UUID patient, LinkedAccount account) ->
                Answer.ok(new LinkedPatient(patient, AccountView.of(account)));
            case LinkAccount.Outcome.AlreadyLinked() -> alreadyLinked();
            case LinkAccount.Outcome.CodeInvalid() -> codeInvalid();
        };
    }

    private static final String EXAMPLE = """
            {"id": "01937b1c-0000-7000-8000-0000000000f1", "subject": "6f2d8c1e", "relation": "parent", "scope": "full",
             "from": "2027-03-01T09:00:00Z", "verifiedBy": "user:0a1b2c3d"}""";
}
