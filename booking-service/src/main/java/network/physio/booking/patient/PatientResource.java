package network.physio.booking.patient;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import network.physio.booking.BookingProblem;
import network.physio.booking.accesslog.Action;
import network.physio.http.Caller;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;
import network.physio.http.Preconditions;
import network.physio.http.once.Answer;
import network.physio.http.once.Once;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Patients, for themselves, for the front desks and practitioners that treat them and for partners. */
@Path("/booking/v1/patients")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@PermitAll
@Tag(name = "Patients", description = "The people who are treated. Every look at a record by others is logged.")
@APIResponse(responseCode = "401", description = "guest-key-needed or unauthenticated")
@APIResponse(responseCode = "503", description = "busy; see Retry-After")
public class PatientResource {

    static final String ADDRESS = "/booking/v1/patients/";

    static final String EXAMPLE = """
            {"id": "01937b1c-0000-7000-8000-0000000000aa", "provisional": false, "givenName": "Mia",
             "familyName": "Nguyen", "dateOfBirth": "1988-04-12", "email": "mia@example.org", "language": "en",
             "interpreter": false, "zone": "Australia/Melbourne", "deceased": false, "doNotContact": false,
             "createdAt": "2027-03-01T09:00:00+11:00"}""";

    private final Patients patients;
    private final ChangePatient changePatient;
    private final ConfirmPatient confirmPatient;
    private final Caller caller;
    private final Once once;
    private final Preconditions preconditions;

    PatientResource(
            Patients patients,
            ChangePatient changePatient,
            ConfirmPatient confirmPatient,
            Caller caller,
            Once once,
            Preconditions preconditions) {
        this.patients = patients;
        this.changePatient = changePatient;
        this.confirmPatient = confirmPatient;
        this.caller = caller;
        this.once = once;
        this.preconditions = preconditions;
    }

    @Schema(
            name = "CreatePatient",
            description =
                    "An e-mail address or a phone number is needed. The front desk sends clinicId, nobody else does.")
    record CreatePatient(
            @Nullable
            @Schema(
                    description = "Front desk only, and then required: the clinic that treats the patient",
                    examples = "01937b1c-0000-7000-8000-000000000001")
            UUID clinicId,

            @NotNull @Pattern(regexp = Written.NAME, message = Written.NAME_HINT) @Schema(examples = "Mia")
            String givenName,

            @NotNull @Pattern(regexp = Written.NAME, message = Written.NAME_HINT) @Schema(examples = "Nguyen")
            String familyName,

            @Nullable @Pattern(regexp = Written.NAME, message = Written.NAME_HINT) @Schema(examples = "Mimi")
            String preferredName,

            @NotNull @BirthDate @Schema(description = "From 1900 on, not in the future", examples = "1988-04-12")
            LocalDate dateOfBirth,

            @Nullable
            @Pattern(regexp = Written.EMAIL, message = Written.EMAIL_HINT)
            @Schema(examples = "mia@example.org")
            String email,

            @Nullable
            @Pattern(regexp = Written.PHONE, message = Written.PHONE_HINT)
            @Schema(description = "International form without spaces", examples = "+61491570156")
            String phone,

            @NotNull
            @Pattern(regexp = Written.LANGUAGE, message = Written.LANGUAGE_HINT)
            @Schema(description = "BCP 47 tag of the language to speak and write in", examples = "en")
            String language,

            @NotNull @Schema(description = "Whether an interpreter is needed", examples = "false")
            Boolean interpreter,

            @NotNull
            @ZoneName
            @Schema(description = "IANA zone in which the person lives", examples = "Australia/Melbourne")
            String zone,

            @Nullable
            @Schema(
                    description =
                            "Signed-in patients only, and then required: what the account's holder is to the person",
                    examples = "self")
            Relation relation)
            implements Contact {

        NewPatient details() {
            return new NewPatient(
                    givenName,
                    familyName,
                    preferredName,
                    dateOfBirth,
                    email,
                    phone,
                    language,
                    interpreter,
                    zone,
                    relation);
        }
    }

    @POST
    @Operation(operationId = "createPatient", summary = "Make a patient", description = """
                    A guest (Guest-Key), a signed-in patient or a partner makes a provisional patient that is theirs; a
                    signed-in patient says with relation who it is to them, and their account is linked to it. An account
                    is itself one patient only. The front desk makes a patient of one of its clinics.""")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = CreatePatient.class),
                            examples = @ExampleObject(name = "a guest", value = """
                                    {"givenName": "Mia", "familyName": "Nguyen", "dateOfBirth": "1988-04-12",
                                     "email": "mia@example.org", "language": "en", "interpreter": false,
                                     "zone": "Australia/Melbourne"}""")))
    @APIResponse(
            responseCode = "201",
            description = "Made; in the shape that this caller reads",
            headers = {
                @Header(
                        name = HttpHeaders.LOCATION,
                        description = "Where it is read",
                        schema = @Schema(type = SchemaType.STRING, format = "uri-reference")),
                @Header(name = HttpHeaders.ETAG, schema = @Schema(type = SchemaType.STRING))
            },
            content = @Content(schema = @Schema(implementation = PatientView.class)))
    @APIResponse(responseCode = "400", description = "malformed-request or invalid-parameter")
    @APIResponse(responseCode = "403", description = "forbidden: the caller's roles make no patients")
    @APIResponse(responseCode = "404", description = "not-found: not a clinic of this front desk")
    @APIResponse(
            responseCode = "409",
            description = "account-already-linked: with the patient who the account is; request-in-progress")
    @APIResponse(responseCode = "422", description = "invalid-request or idempotency-key-reused")
    public Response create(@NotNull @Valid CreatePatient patient) {
        UUID clinic = patient.clinicId();
        if (caller.has("receptionist")) {
            return createAtClinic(patient, clinic);
        }
        if (caller.subject().isPresent() && !caller.hasAny("patient", "partner")) {
            throw CommonProblem.FORBIDDEN.problem("Patients are made by patients, front desks, partners and guests.");
        }
        patients.principal();
        if (clinic != null) {
            throw invalidClinic("is sent by the front desk only");
        }
        patients.checkRelation(patient.relation(), "#/relation");
        return once.answer(patient, () -> created(patients.createProvisional(patient.details())));
    }

    private Response createAtClinic(CreatePatient patient, @Nullable UUID clinic) {
        if (clinic == null) {
            throw invalidClinic("must name the clinic that treats the patient");
        }
        if (!patients.isOwnClinic(clinic)) {
            throw Patients.notFound();
        }
        Patients.checkNoRelation(patient.relation(), "#/relation");
        return once.answer(patient, () -> created(patients.createAtClinic(patient.details(), clinic)));
    }

    private Answer created(PatientRef made) {
        return patients.justMade(made)
                .map(patient ->
                        Answer.created(URI.create(ADDRESS + patient.id()), PatientView.of(patient), patient.version()))
                .orElseThrow();
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "readPatient", summary = "One patient", description = """
                    For the person's own account, the guest or partner who made it, the front desks of the clinics that
                    treat the person and the practitioners with an appointment. For everybody else it does not exist.""")
    @APIResponse(
            responseCode = "200",
            description = "The patient, in the shape that this caller reads",
            headers = @Header(name = HttpHeaders.ETAG, schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = PatientView.class)))
    @APIResponse(
            responseCode = "303",
            description = "Merged into another record of the same person, which the caller may read",
            headers = {
                @Header(
                        name = HttpHeaders.LOCATION,
                        description = "The record to go on with",
                        schema = @Schema(type = SchemaType.STRING, format = "uri-reference")),
                @Header(
                        name = HttpHeaders.ETAG,
                        description = "Of the merged record, to take the merge back",
                        schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "304", description = "Not changed since the version in If-None-Match")
    @APIResponse(responseCode = "400", description = "unknown-parameter or invalid-parameter")
    @APIResponse(responseCode = "404", description = "not-found")
    public Response one(
            @Parameter(description = "The patient's id", example = "01937b1c-0000-7000-8000-0000000000aa")
                    @PathParam("id")
                    UUID id) {
        patients.principal();
        return patients.read(id, Action.READ).map(this::shown).orElseGet(() -> moved(id));
    }

    private Response shown(PatientRecord patient) {
        return Response.fromResponse(preconditions.answer(PatientView.of(patient), patient.version()))
                // Caches on the way keep answers to requests without a token, and a guest sends none.
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .build();
    }

    /** Not for good: a merge can be taken back. */
    private Response moved(UUID id) {
        PatientRecords.Survivor survivor = patients.survivorOf(id).orElseThrow(Patients::notFound);
        return Response.seeOther(URI.create(ADDRESS + survivor.id()))
                .header(HttpHeaders.ETAG, Preconditions.tag(survivor.mergedVersion()))
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .build();
    }

    @PATCH
    @Path("/{id}")
    @Operation(operationId = "changePatient", summary = "Change a patient", description = """
                    In the manner of a JSON merge patch: what is not sent stays, null removes. How the person is reached is
                    changed by their own account, the guest or partner who made it, and the front desks of the clinics that
                    treat the person. Only these front desks correct `givenName`, `familyName` and `dateOfBirth`, and say
                    that somebody is `deceased` or that nobody writes to them (`doNotContact`).""")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = PatientChange.class),
                            examples = {
                                @ExampleObject(
                                        name = "a new number, no e-mail any more",
                                        value = "{\"phone\": \"+61491570156\", \"email\": null}"),
                                @ExampleObject(
                                        name = "a front desk corrects a birth date",
                                        value = "{\"dateOfBirth\": \"1988-04-21\"}")
                            }))
    @APIResponse(
            responseCode = "200",
            description = "Changed; in the shape that this caller reads",
            headers = @Header(name = HttpHeaders.ETAG, schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = PatientView.class)))
    @APIResponse(responseCode = "400", description = "malformed-request or invalid-parameter")
    @APIResponse(responseCode = "403", description = "forbidden: the caller may read this patient but not change it")
    @APIResponse(responseCode = "404", description = "not-found")
    @APIResponse(responseCode = "409", description = "patient-merged or request-in-progress")
    @APIResponse(responseCode = "412", description = "stale-version")
    @APIResponse(
            responseCode = "422",
            description = "invalid-request: also a field that only the front desk changes; idempotency-key-reused")
    @APIResponse(responseCode = "428", description = "precondition-required")
    public Response change(
            @Parameter(description = "The patient's id", example = "01937b1c-0000-7000-8000-0000000000aa")
                    @PathParam("id")
                    UUID id,
            @NotNull @Valid PatientChange change) {
        patients.require(id, Right.CHANGE);
        return once.answer(change, () -> switch (changePatient.of(id, change, preconditions.expectedVersion())) {
            case ChangePatient.Outcome.Changed(PatientRecord patient) ->
                Answer.ok(PatientView.of(patient), patient.version());
            case ChangePatient.Outcome.Stale() ->
                Answer.refused(() -> CommonProblem.STALE_VERSION.problem(
                        "The patient has changed since the version in If-Match; read it again."));
            case ChangePatient.Outcome.Unreachable() ->
                Answer.refused(() -> CommonProblem.INVALID_REQUEST.problem(
                        "Nobody could reach the patient any more.", List.of(new Fault("#/email", Reachable.NEEDED))));
            case ChangePatient.Outcome.OnlyForTheDesk(List<String> fields) ->
                Answer.refused(() -> CommonProblem.INVALID_REQUEST.problem(
                        "The front desk of a clinic that treats the patient changes this.",
                        fields.stream()
                                .map(field -> new Fault("#/" + field, "is changed by the front desk only"))
                                .toList()));
            case ChangePatient.Outcome.Gone() -> Answer.refused(Patients::notFound);
        });
    }

    @POST
    @Path("/{id}/confirm")
    @Operation(
            operationId = "confirmPatient",
            summary = "Confirm a provisional patient as a person of the clinic",
            description = """
                    By reception, who has found nobody else whom it could be (see match-candidates). Whoever entered the
                    patient no longer reads the record, unless an account is linked to it.""")
    @APIResponse(
            responseCode = "200",
            description = "Confirmed",
            headers = @Header(name = HttpHeaders.ETAG, schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            schema = @Schema(implementation = PatientView.Staff.class),
                            examples = @ExampleObject(name = "confirmed", value = EXAMPLE)))
    @APIResponse(responseCode = "400", description = "invalid-parameter")
    @APIResponse(responseCode = "403", description = "forbidden: for front desks of the clinics that treat the person")
    @APIResponse(responseCode = "404", description = "not-found")
    @APIResponse(responseCode = "409", description = "patient-state-conflict: confirmed already; patient-merged")
    @APIResponse(responseCode = "412", description = "stale-version")
    @APIResponse(responseCode = "428", description = "precondition-required")
    public Response confirm(@PathParam("id") UUID id) {
        patients.require(id, Right.MANAGE);
        return once.answer(null, () -> switch (confirmPatient.of(id, preconditions.expectedVersion())) {
            case ConfirmPatient.Outcome.Confirmed(PatientRecord patient) ->
                Answer.ok(PatientView.of(patient), patient.version());
            case ConfirmPatient.Outcome.NotProvisional() ->
                Answer.refused(
                        () -> BookingProblem.PATIENT_STATE_CONFLICT.problem("The patient is confirmed already."));
            case ConfirmPatient.Outcome.Stale() ->
                Answer.refused(() -> CommonProblem.STALE_VERSION.problem(
                        "The patient has changed since the version in If-Match; read it again."));
        });
    }

    private static HttpProblem invalidClinic(String reason) {
        return CommonProblem.INVALID_REQUEST.problem(
                "The request does not hold what the contract asks for.", List.of(new Fault("#/clinicId", reason)));
    }
}
