package network.physio.booking.patient;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import network.physio.booking.accesslog.Action;
import network.physio.http.Caller;
import network.physio.http.CommonProblem;
import network.physio.http.Cursors;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;
import network.physio.http.Page;
import network.physio.http.Preconditions;
import network.physio.http.once.Answer;
import network.physio.http.once.Once;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
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
public class PatientResource {

    private static final String ADDRESS = "/booking/v1/patients/";

    private final Patients patients;
    private final ChangeContact changeContact;
    private final Caller caller;
    private final Once once;
    private final Preconditions preconditions;

    PatientResource(
            Patients patients, ChangeContact changeContact, Caller caller, Once once, Preconditions preconditions) {
        this.patients = patients;
        this.changeContact = changeContact;
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
            String zone)
            implements Contact {

        NewPatient details() {
            return new NewPatient(
                    givenName, familyName, preferredName, dateOfBirth, email, phone, language, interpreter, zone);
        }
    }

    @Schema(
            name = "OwnPatient",
            requiredProperties = {
                "id",
                "provisional",
                "givenName",
                "familyName",
                "dateOfBirth",
                "language",
                "interpreter",
                "zone"
            },
            description = "What people see of their own record, and guests of what they made")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OwnPatient(
            UUID id,
            boolean provisional,
            String givenName,
            String familyName,
            @Nullable String preferredName,
            LocalDate dateOfBirth,
            @Nullable String email,
            @Nullable String phone,
            String language,
            boolean interpreter,
            String zone) {

        static OwnPatient of(PatientRecord patient) {
            return new OwnPatient(
                    patient.id(),
                    patient.provisional(),
                    patient.givenName(),
                    patient.familyName(),
                    patient.preferredName(),
                    patient.dateOfBirth(),
                    patient.email(),
                    patient.phone(),
                    patient.language(),
                    patient.interpreter(),
                    patient.zone().getId());
        }
    }

    @Schema(
            name = "StaffPatient",
            requiredProperties = {
                "id",
                "provisional",
                "givenName",
                "familyName",
                "dateOfBirth",
                "language",
                "interpreter",
                "zone",
                "deceased",
                "doNotContact",
                "createdAt"
            },
            description = "What front desks and treating practitioners see")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StaffPatient(
            UUID id,

            @Schema(description = "Made by a guest, a patient or a partner, not yet confirmed by reception")
            boolean provisional,

            String givenName,
            String familyName,
            @Nullable String preferredName,
            LocalDate dateOfBirth,
            @Nullable String email,
            @Nullable String phone,
            String language,
            boolean interpreter,
            String zone,
            boolean deceased,
            boolean doNotContact,
            @Schema(examples = "2027-03-01T09:00:00+11:00") OffsetDateTime createdAt) {

        static StaffPatient of(PatientRecord patient) {
            return new StaffPatient(
                    patient.id(),
                    patient.provisional(),
                    patient.givenName(),
                    patient.familyName(),
                    patient.preferredName(),
                    patient.dateOfBirth(),
                    patient.email(),
                    patient.phone(),
                    patient.language(),
                    patient.interpreter(),
                    patient.zone().getId(),
                    patient.deceased(),
                    patient.doNotContact(),
                    patient.createdAt().atZoneSameInstant(patient.zone()).toOffsetDateTime());
        }
    }

    /** Holds only what cannot have been changed by others since the partner sent it. */
    @Schema(
            name = "PartnerPatient",
            requiredProperties = {"id", "provisional", "givenName", "familyName", "dateOfBirth"},
            description = "What a partner sees of a patient that it made. Contact details are not read back:"
                    + " others may have changed them since.")
    record PartnerPatient(UUID id, boolean provisional, String givenName, String familyName, LocalDate dateOfBirth) {

        static PartnerPatient of(PatientRecord patient) {
            return new PartnerPatient(
                    patient.id(),
                    patient.provisional(),
                    patient.givenName(),
                    patient.familyName(),
                    patient.dateOfBirth());
        }
    }

    @Schema(name = "PatientList", requiredProperties = "items")
    record PatientList(List<StaffPatient> items, @Nullable String next) {}

    @POST
    @Operation(operationId = "createPatient", summary = "Make a patient", description = """
                    A guest (Guest-Key), a signed-in patient or a partner makes a provisional patient that is theirs; a
                    signed-in patient's is linked to their account. The front desk makes a patient of one of its clinics.""")
    @Parameter(
            name = Once.HEADER,
            in = ParameterIn.HEADER,
            description = "Makes a repeated request safe; required of partners",
            schema = @Schema(type = SchemaType.STRING, maxLength = 255),
            example = "7b1f0c52-5e0c-4a52-a9c8-0d2f8a1f7d11")
    @Parameter(
            name = Caller.GUEST_KEY,
            in = ParameterIn.HEADER,
            description = "A guest's secret, at least 128 random bits; proves later that the record is theirs",
            schema = @Schema(type = SchemaType.STRING, minLength = 22, maxLength = 128),
            example = "q3Vv9mXr2Kc8Zt5Yb1Ns7w")
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
            content =
                    @Content(
                            schema = @Schema(oneOf = {OwnPatient.class, StaffPatient.class, PartnerPatient.class}),
                            examples = @ExampleObject(name = "a guest's", value = """
                                    {"id": "01937b1c-0000-7000-8000-0000000000aa", "provisional": true,
                                     "givenName": "Mia", "familyName": "Nguyen", "dateOfBirth": "1988-04-12",
                                     "email": "mia@example.org", "language": "en", "interpreter": false,
                                     "zone": "Australia/Melbourne"}""")))
    @APIResponse(responseCode = "400", description = "malformed-request or invalid-parameter")
    @APIResponse(responseCode = "401", description = "guest-key-needed or unauthenticated")
    @APIResponse(responseCode = "403", description = "forbidden: the caller's roles make no patients")
    @APIResponse(responseCode = "404", description = "not-found: not a clinic of this front desk")
    @APIResponse(responseCode = "409", description = "request-in-progress")
    @APIResponse(responseCode = "422", description = "invalid-request or idempotency-key-reused")
    @APIResponse(responseCode = "503", description = "busy; see Retry-After")
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
        return once.answer(patient, () -> created(patients.createProvisional(patient.details())));
    }

    private Response createAtClinic(CreatePatient patient, @Nullable UUID clinic) {
        if (clinic == null) {
            throw invalidClinic("must name the clinic that treats the patient");
        }
        if (!patients.isOwnClinic(clinic)) {
            throw notFound();
        }
        return once.answer(patient, () -> created(patients.createAtClinic(patient.details(), clinic)));
    }

    private Answer created(PatientRef made) {
        return patients.justMade(made)
                .map(patient -> Answer.created(URI.create(ADDRESS + patient.id()), view(patient), patient.version()))
                .orElseThrow();
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "readPatient", summary = "One patient", description = """
                    For the person's own account, the guest or partner who made it, the front desks of the clinics that
                    treat the person and the practitioners with an appointment. For everybody else it does not exist.""")
    @Parameter(
            name = Caller.GUEST_KEY,
            in = ParameterIn.HEADER,
            description = "The key with which the guest made the patient",
            schema = @Schema(type = SchemaType.STRING, minLength = 22, maxLength = 128),
            example = "q3Vv9mXr2Kc8Zt5Yb1Ns7w")
    @APIResponse(
            responseCode = "200",
            description = "The patient, in the shape that this caller reads",
            headers = @Header(name = HttpHeaders.ETAG, schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            schema = @Schema(oneOf = {OwnPatient.class, StaffPatient.class, PartnerPatient.class}),
                            examples = @ExampleObject(name = "for a partner", value = """
                                    {"id": "01937b1c-0000-7000-8000-0000000000aa", "provisional": true,
                                     "givenName": "Mia", "familyName": "Nguyen", "dateOfBirth": "1988-04-12"}""")))
    @APIResponse(responseCode = "304", description = "Not changed since the version in If-None-Match")
    @APIResponse(responseCode = "400", description = "unknown-parameter or invalid-parameter")
    @APIResponse(responseCode = "401", description = "guest-key-needed or unauthenticated")
    @APIResponse(responseCode = "404", description = "not-found")
    @APIResponse(responseCode = "503", description = "busy; see Retry-After")
    public Response one(
            @Parameter(description = "The patient's id", example = "01937b1c-0000-7000-8000-0000000000aa")
                    @PathParam("id")
                    UUID id) {
        patients.principal();
        PatientRecord patient = patients.read(id, Action.READ).orElseThrow(PatientResource::notFound);
        return Response.fromResponse(preconditions.answer(view(patient), patient.version()))
                // Caches on the way keep answers to requests without a token, and a guest sends none.
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .build();
    }

    @GET
    @RolesAllowed("receptionist")
    @Operation(operationId = "listPatients", summary = "Patients of the front desk's clinics", description = """
                    In the order in which they were made. A lookup matches exactly, letter case aside; a family name is
                    looked up together with a date of birth. Each patient shown is one line in the access log.""")
    @APIResponse(
            responseCode = "200",
            description = "A page of patients",
            content =
                    @Content(
                            schema = @Schema(implementation = PatientList.class),
                            examples = @ExampleObject(name = "one patient", value = """
                                    {"items": [{"id": "01937b1c-0000-7000-8000-0000000000aa", "provisional": false,
                                                "givenName": "Mia", "familyName": "Nguyen",
                                                "dateOfBirth": "1988-04-12", "email": "mia@example.org",
                                                "language": "en", "interpreter": false, "zone": "Australia/Melbourne",
                                                "deceased": false, "doNotContact": false,
                                                "createdAt": "2027-03-01T09:00:00+11:00"}]}""")))
    @APIResponse(responseCode = "400", description = "unknown-parameter or invalid-parameter")
    @APIResponse(responseCode = "401", description = "unauthenticated")
    @APIResponse(responseCode = "403", description = "forbidden: for front desks only")
    @APIResponse(responseCode = "404", description = "not-found: not a clinic of this front desk")
    @APIResponse(responseCode = "503", description = "busy; see Retry-After")
    public Response list(
            @Parameter(
                            description = "Only patients of this clinic of the caller's",
                            example = "01937b1c-0000-7000-8000-000000000001")
                    @QueryParam("clinic")
                    @Nullable
                    UUID clinic,
            @Parameter(description = "Exactly this e-mail address", example = "mia@example.org")
                    @QueryParam("email")
                    @Pattern(regexp = Written.EMAIL, message = Written.EMAIL_HINT)
                    @Nullable
                    String email,
            @Parameter(description = "Exactly this phone number, its + written as %2B", example = "+61491570156")
                    @QueryParam("phone")
                    @Pattern(regexp = Written.PHONE, message = Written.PHONE_HINT)
                    @Nullable
                    String phone,
            @Parameter(description = "Exactly this family name; with dateOfBirth", example = "Nguyen")
                    @QueryParam("familyName")
                    @Pattern(regexp = Written.NAME, message = Written.NAME_HINT)
                    @Nullable
                    String familyName,
            @Parameter(description = "Born on this day; with familyName", example = "1988-04-12")
                    @QueryParam("dateOfBirth")
                    @BirthDate
                    @Nullable
                    LocalDate dateOfBirth,
            @Parameter(description = "How many at most", example = "20")
                    @QueryParam("limit")
                    @DefaultValue("20")
                    @Min(1)
                    @Max(100)
                    int limit,
            @Parameter(description = "Where to go on: next of the page before") @QueryParam("cursor") @Nullable
                    String cursor) {
        if ((familyName == null) != (dateOfBirth == null)) {
            throw CommonProblem.INVALID_PARAMETER.problem(
                    "A name alone finds too many people, and a day alone too.",
                    List.of(Fault.ofParameter(
                            familyName == null ? "familyName" : "dateOfBirth", "is needed with the other one")));
        }
        if (clinic != null && !patients.isOwnClinic(clinic)) {
            throw notFound();
        }
        Page<StaffPatient> page = Page.of(
                patients.list(new PatientSearch(clinic, email, phone, familyName, dateOfBirth, after(cursor), limit)),
                limit,
                patient -> Cursors.of(patient.id()),
                StaffPatient::of);
        return Response.ok(page)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .build();
    }

    @PATCH
    @Path("/{id}")
    @Operation(operationId = "changePatientContact", summary = "Change how a patient is reached", description = """
                    In the manner of a JSON merge patch: what is not sent stays, null removes. For the person's own
                    account, the guest or partner who made it, and the front desks of the clinics that treat the person.""")
    @Parameter(
            name = HttpHeaders.IF_MATCH,
            in = ParameterIn.HEADER,
            required = true,
            description = "The ETag last read",
            schema = @Schema(type = SchemaType.STRING),
            example = "\"1\"")
    @Parameter(
            name = Once.HEADER,
            in = ParameterIn.HEADER,
            description = "Makes a repeated request safe; required of partners",
            schema = @Schema(type = SchemaType.STRING, maxLength = 255),
            example = "7b1f0c52-5e0c-4a52-a9c8-0d2f8a1f7d12")
    @Parameter(
            name = Caller.GUEST_KEY,
            in = ParameterIn.HEADER,
            description = "The key with which the guest made the patient",
            schema = @Schema(type = SchemaType.STRING, minLength = 22, maxLength = 128),
            example = "q3Vv9mXr2Kc8Zt5Yb1Ns7w")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = ContactChange.class),
                            examples =
                                    @ExampleObject(
                                            name = "a new number, no e-mail any more",
                                            value = "{\"phone\": \"+61491570156\", \"email\": null}")))
    @APIResponse(
            responseCode = "200",
            description = "Changed; in the shape that this caller reads",
            headers = @Header(name = HttpHeaders.ETAG, schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            schema = @Schema(oneOf = {OwnPatient.class, StaffPatient.class, PartnerPatient.class}),
                            examples = @ExampleObject(name = "a guest's", value = """
                                    {"id": "01937b1c-0000-7000-8000-0000000000aa", "provisional": true,
                                     "givenName": "Mia", "familyName": "Nguyen", "dateOfBirth": "1988-04-12",
                                     "phone": "+61491570156", "language": "en", "interpreter": false,
                                     "zone": "Australia/Melbourne"}""")))
    @APIResponse(responseCode = "400", description = "malformed-request or invalid-parameter")
    @APIResponse(responseCode = "401", description = "guest-key-needed or unauthenticated")
    @APIResponse(responseCode = "403", description = "forbidden: the caller may read this patient but not change it")
    @APIResponse(responseCode = "404", description = "not-found")
    @APIResponse(responseCode = "409", description = "request-in-progress")
    @APIResponse(responseCode = "412", description = "stale-version")
    @APIResponse(responseCode = "422", description = "invalid-request or idempotency-key-reused")
    @APIResponse(responseCode = "428", description = "precondition-required")
    @APIResponse(responseCode = "503", description = "busy; see Retry-After")
    public Response change(
            @Parameter(description = "The patient's id", example = "01937b1c-0000-7000-8000-0000000000aa")
                    @PathParam("id")
                    UUID id,
            @NotNull @Valid ContactChange change) {
        patients.principal();
        if (!patients.standing(id).orElseThrow(PatientResource::notFound).mayChange()) {
            throw CommonProblem.FORBIDDEN.problem("The caller may read this patient, but not change it.");
        }
        return once.answer(change, () -> switch (changeContact.of(id, change, preconditions.expectedVersion())) {
            case ChangeContact.Outcome.Changed(PatientRecord patient) -> Answer.ok(view(patient), patient.version());
            case ChangeContact.Outcome.Stale() ->
                Answer.refused(() -> CommonProblem.STALE_VERSION.problem(
                        "The patient has changed since the version in If-Match; read it again."));
            case ChangeContact.Outcome.Unreachable() ->
                Answer.refused(() -> CommonProblem.INVALID_REQUEST.problem(
                        "Nobody could reach the patient any more.", List.of(new Fault("#/email", Reachable.NEEDED))));
            case ChangeContact.Outcome.Gone() -> Answer.refused(PatientResource::notFound);
        });
    }

    private static Object view(PatientRecord patient) {
        return switch (patient.standing().purpose()) {
            case OWN_RECORD -> OwnPatient.of(patient);
            case FRONT_DESK, TREATMENT -> StaffPatient.of(patient);
            case PARTNER_BOOKING -> PartnerPatient.of(patient);
        };
    }

    private static @Nullable UUID after(@Nullable String cursor) {
        try {
            return cursor == null
                    ? null
                    : UUID.fromString(Cursors.read(cursor, 1).getFirst());
        } catch (IllegalArgumentException noId) {
            throw Cursors.invalid();
        }
    }

    private static HttpProblem invalidClinic(String reason) {
        return CommonProblem.INVALID_REQUEST.problem(
                "The request does not hold what the contract asks for.", List.of(new Fault("#/clinicId", reason)));
    }

    private static HttpProblem notFound() {
        return CommonProblem.NOT_FOUND.problem(
                "There is nothing at this address, or nothing that this caller may see.");
    }
}
