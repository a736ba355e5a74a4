package network.physio.booking.patient.consent;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import network.physio.booking.accesslog.Action;
import network.physio.booking.patient.Patients;
import network.physio.booking.patient.Relation;
import network.physio.booking.patient.Right;
import network.physio.booking.patient.Written;
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

/** Consents of a patient. */
@Path("/booking/v1/patients/{id}/consents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@PermitAll
@Tag(name = "Patients", description = "The people who are treated. Every look at a record by others is logged.")
@APIResponse(responseCode = "401", description = "guest-key-needed or unauthenticated")
@APIResponse(responseCode = "503", description = "busy; see Retry-After")
public class ConsentResource {

    private static final String VERSION = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";

    private final RecordConsent recordConsent;
    private final Consents consents;
    private final Patients patients;
    private final Once once;

    ConsentResource(RecordConsent recordConsent, Consents consents, Patients patients, Once once) {
        this.recordConsent = recordConsent;
        this.consents = consents;
        this.patients = patients;
        this.once = once;
    }

    @Schema(name = "NewConsent")
    record NewConsent(
            @NotNull ConsentKind kind,

            @NotNull
            @Pattern(
                    regexp = VERSION,
                    message =
                            "must be 1 to 64 letters, digits, dots, hyphens or underscores, and begin with the first two")
            @Schema(description = "Which text was agreed to", examples = "treatment-2027-01")
            String textVersion,

            @NotNull
            @Schema(
                    description =
                            "What the person who agrees is to the patient; of a linked account, what it is linked as")
            Relation relation,

            @Nullable
            @Pattern(regexp = Written.NAME, message = Written.NAME_HINT)
            @Schema(
                    description =
                            "The name of the person who agrees, when it is neither the patient nor a linked account",
                    examples = "Lan Nguyen")
            String givenBy) {}

    @Schema(
            name = "Consent",
            requiredProperties = {"id", "kind", "textVersion", "givenBy", "relation", "givenAt"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ConsentView(
            UUID id,
            ConsentKind kind,
            String textVersion,

            @Schema(description = "A name, \"patient\", or the account that agreed", examples = "patient")
            String givenBy,

            Relation relation,
            @Schema(examples = "2027-03-01T09:00:00Z") OffsetDateTime givenAt,

            @Schema(description = "Absent while it stands") @Nullable
            OffsetDateTime withdrawnAt) {

        static ConsentView of(Consent consent) {
            return new ConsentView(
                    consent.id(),
                    consent.kind(),
                    consent.textVersion(),
                    consent.givenBy(),
                    consent.relation(),
                    consent.givenAt(),
                    consent.withdrawnAt());
        }
    }

    @Schema(name = "ConsentList", requiredProperties = "items")
    record ConsentList(List<ConsentView> items) {}

    @GET
    @Operation(operationId = "listConsents", summary = "What the patient has agreed to", description = """
                    Every consent, oldest first, withdrawn ones included. For the person, whoever acts for them, the front
                    desks and practitioners that treat them; not for partners.""")
    @APIResponse(
            responseCode = "200",
            description = "All of them",
            content =
                    @Content(
                            schema = @Schema(implementation = ConsentList.class),
                            examples = @ExampleObject(name = "one", value = "{\"items\": [" + EXAMPLE + "]}")))
    @APIResponse(responseCode = "403", description = "forbidden: partners")
    @APIResponse(responseCode = "404", description = "not-found")
    @APIResponse(responseCode = "409", description = "patient-merged")
    public Response list(@PathParam("id") UUID id) {
        patients.open(id, Right.READ_CARE, Action.READ_CONSENTS);
        ConsentList all =
                new ConsentList(consents.of(id).stream().map(ConsentView::of).toList());
        return Response.ok(all)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .build();
    }

    @POST
    @Operation(operationId = "giveConsent", summary = "Write down a consent", description = """
                    By the person or a full representative, by the front desk, or by the practitioner to whom it was
                    said. A consent is never changed: a new version of the text is a new consent.""")
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "a mother's",
                                            value =
                                                    "{\"kind\": \"treatment\", \"textVersion\": \"treatment-2027-01\", \"relation\": \"parent\", \"givenBy\": \"Lan Nguyen\"}")))
    @APIResponse(
            responseCode = "201",
            description = "Written down",
            content =
                    @Content(
                            schema = @Schema(implementation = ConsentView.class),
                            examples = @ExampleObject(name = "given", value = EXAMPLE)))
    @APIResponse(responseCode = "400", description = "malformed-request")
    @APIResponse(
            responseCode = "403",
            description = "forbidden: partners, and accounts that may not change the patient")
    @APIResponse(responseCode = "404", description = "not-found")
    @APIResponse(responseCode = "409", description = "patient-merged or request-in-progress")
    @APIResponse(
            responseCode = "422",
            description =
                    "invalid-request: the relation is not the account's, a guest agrees for somebody else, or nobody is named;"
                            + " idempotency-key-reused")
    public Response give(@PathParam("id") UUID id, @NotNull @Valid NewConsent body) {
        patients.require(id, Right.RECORD_CONSENT);
        return once.answer(body, () -> switch (recordConsent.give(
                id, body.kind(), body.textVersion(), body.relation(), body.givenBy())) {
            case RecordConsent.Outcome.Given(Consent consent) ->
                new Answer.Done(201, ConsentView.of(consent), null, null);
            case RecordConsent.Outcome.OtherRelation() -> fault("#/relation", "is not what this account is linked as");
            case RecordConsent.Outcome.NoAccount() ->
                fault(
                        "#/relation",
                        "must be self: whoever agrees for somebody else does it with an account, or tells staff");
            case RecordConsent.Outcome.NobodyNamed() ->
                fault("#/givenBy", "is needed when somebody else agrees for the patient");
        });
    }

    private static Answer fault(String pointer, String reason) {
        return Answer.refused(() -> CommonProblem.INVALID_REQUEST.problem(
                "The request does not hold what the contract asks for.", List.of(new Fault(pointer, reason))));
    }

    @POST
    @Path("/{consentId}/withdraw")
    @Operation(operationId = "withdrawConsent", summary = "Take a consent back", description = """
                    It stays on record with the time at which it ended. Taking it back again changes nothing. No body.""")
    @APIResponse(
            responseCode = "200",
            description = "Withdrawn",
            content =
                    @Content(
                            schema = @Schema(implementation = ConsentView.class),
                            examples = @ExampleObject(name = "withdrawn", value = EXAMPLE)))
    @APIResponse(
            responseCode = "403",
            description = "forbidden: partners, and accounts that may not change the patient")
    @APIResponse(responseCode = "404", description = "not-found: no such patient or consent")
    @APIResponse(responseCode = "409", description = "patient-merged or request-in-progress")
    public Response withdraw(@PathParam("id") UUID id, @PathParam("consentId") UUID consentId) {
        patients.require(id, Right.RECORD_CONSENT);
        return once.answer(
                null,
                () -> recordConsent
                        .withdraw(id, consentId)
                        .map(consent -> Answer.ok(ConsentView.of(consent)))
                        .orElseGet(() -> Answer.refused(Patients::notFound)));
    }

    private static final String EXAMPLE = """
            {"id": "01937b1c-0000-7000-8000-0000000000c1", "kind": "treatment", "textVersion": "treatment-2027-01",
             "givenBy": "Lan Nguyen", "relation": "parent", "givenAt": "2027-03-01T09:00:00Z"}""";
}
