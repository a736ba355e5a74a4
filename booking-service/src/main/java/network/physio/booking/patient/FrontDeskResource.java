package network.physio.booking.patient;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import network.physio.http.CommonProblem;
import network.physio.http.Cursors;
import network.physio.http.Fault;
import network.physio.http.Page;
import network.physio.http.once.Answer;
import network.physio.http.once.Once;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How a front desk finds people: its own patients freely, those of other clinics only when it knows exactly who it is. */
@Path("/booking/v1/patients")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed("receptionist")
@Tag(name = "Patients", description = "The people who are treated. Every look at a record by others is logged.")
@APIResponse(responseCode = "401", description = "unauthenticated")
@APIResponse(responseCode = "403", description = "forbidden: for front desks only")
@APIResponse(responseCode = "503", description = "busy; see Retry-After")
public class FrontDeskResource {

    private static final String PRIVATE = "private, no-cache";

    /** Two letters at least: one alone lists half of everybody. */
    private static final String BEGINNINGS = "^\\s*\\S{2,50}(\\s+\\S{2,50}){0,3}\\s*$";

    private final FindPatients find;
    private final Patients patients;
    private final Once once;

    FrontDeskResource(FindPatients find, Patients patients, Once once) {
        this.find = find;
        this.patients = patients;
        this.once = once;
    }

    @Schema(name = "PatientList", requiredProperties = "items")
    record PatientList(
            List<PatientView.Staff> items, @Nullable String next) {}

    @GET
    @Operation(operationId = "listPatients", summary = "Patients of the front desk's clinics", description = """
                    By family name, given name and age of the record. name finds beginnings of names; all other lookups
                    match exactly, letter case aside; a family name is looked up together with a date of birth. Each
                    patient shown is one line in the access log.""")
    @APIResponse(
            responseCode = "200",
            description = "A page of patients",
            content =
                    @Content(
                            schema = @Schema(implementation = PatientList.class),
                            examples =
                                    @ExampleObject(
                                            name = "one patient",
                                            value = "{\"items\": [" + PatientResource.EXAMPLE + "]}")))
    @APIResponse(responseCode = "400", description = "unknown-parameter or invalid-parameter")
    @APIResponse(responseCode = "404", description = "not-found: not a clinic of this front desk")
    public Response list(
            @Parameter(
                            description = "Only patients of this clinic of the caller's",
                            example = "01937b1c-0000-7000-8000-000000000001")
                    @QueryParam("clinic")
                    @Nullable
                    UUID clinic,
            @Parameter(
                            description =
                                    "Beginnings of given, preferred or family names, in any order, two letters each"
                                            + " at least",
                            example = "mia ngu")
                    @QueryParam("name")
                    @Pattern(regexp = BEGINNINGS, message = "must be one to four beginnings of two letters at least")
                    @Nullable
                    String name,
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
            @Parameter(description = "Born on this day; with familyName or name", example = "1988-04-12")
                    @QueryParam("dateOfBirth")
                    @BirthDate
                    @Nullable
                    LocalDate dateOfBirth,
            @Parameter(description = "Only those that reception has, or has not, confirmed", example = "true")
                    @QueryParam("provisional")
                    @Nullable
                    Boolean provisional,
            @Parameter(description = "How many at most", example = "20")
                    @QueryParam("limit")
                    @DefaultValue("20")
                    @Min(1)
                    @Max(100)
                    int limit,
            @Parameter(description = "Where to go on: next of the page before") @QueryParam("cursor") @Nullable
                    String cursor) {
        checkTogether(familyName, dateOfBirth, name);
        if (clinic != null && !patients.isOwnClinic(clinic)) {
            throw Patients.notFound();
        }
        PatientSearch search = new PatientSearch(
                clinic, email, phone, familyName, dateOfBirth, words(name), provisional, after(cursor), limit);
        Page<PatientView.Staff> page =
                Page.of(find.list(search), limit, patient -> Cursors.of(patient.id()), PatientView.Staff::of);
        return Response.ok(page).header(HttpHeaders.CACHE_CONTROL, PRIVATE).build();
    }

    private static void checkTogether(
            @Nullable String familyName, @Nullable LocalDate dateOfBirth, @Nullable String name) {
        if (familyName != null && dateOfBirth == null) {
            throw together("dateOfBirth", "is needed with familyName; name alone finds beginnings");
        }
        if (dateOfBirth != null && familyName == null && name == null) {
            throw together("familyName", "or name is needed with dateOfBirth");
        }
    }

    private static RuntimeException together(String parameter, String reason) {
        return CommonProblem.INVALID_PARAMETER.problem(
                "A family name alone finds too many people, and a day alone too.",
                List.of(Fault.ofParameter(parameter, reason)));
    }

    private static List<String> words(@Nullable String name) {
        return name == null ? List.of() : List.of(name.strip().split("\\s+"));
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

    @Schema(
            name = "PatientDetails",
            description = "What the person says of themselves. An e-mail address or a phone number is needed.")
    record Details(
            @NotNull
            @Schema(
                    description = "The clinic of the caller's at which the person is",
                    examples = "01937b1c-0000-7000-8000-000000000001")
            UUID clinicId,

            @NotNull
            @Pattern(regexp = Written.NAME, message = Written.NAME_HINT)
            @Schema(description = "Or the preferred name", examples = "Mia")
            String givenName,

            @NotNull @Pattern(regexp = Written.NAME, message = Written.NAME_HINT) @Schema(examples = "Nguyen")
            String familyName,

            @NotNull @BirthDate @Schema(examples = "1988-04-12")
            LocalDate dateOfBirth,

            @Nullable
            @Pattern(regexp = Written.EMAIL, message = Written.EMAIL_HINT)
            @Schema(examples = "mia@example.org")
            String email,

            @Nullable @Pattern(regexp = Written.PHONE, message = Written.PHONE_HINT) @Schema(examples = "+61491570156")
            String phone)
            implements Contact {

        KnownPatients.Details exactly() {
            return new KnownPatients.Details(givenName, familyName, dateOfBirth, email, phone);
        }
    }

    @Schema(name = "PatientMatch", description = "No more than this: the person stands at the desk")
    record MatchView(
            @Schema(examples = "01937b1c-0000-7000-8000-0000000000aa")
            UUID id,

            @Schema(description = "Whether the caller's clinics treat the person already")
            boolean known) {}

    @Schema(name = "PatientMatches", requiredProperties = "items")
    record Matches(List<MatchView> items) {}

    @POST
    @Path("/lookup")
    @Operation(operationId = "lookUpPatient", summary = "Look a person up in the whole network", description = """
                    For somebody who is new to the clinic and was at another one. Names, date of birth and what is given
                    of e-mail address and phone number must match exactly, letter case aside. The answer holds ids only,
                    and each is one line in the patient's access log. Go on with POST /patients/{id}/clinics.""")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "by phone", value = DETAILS)))
    @APIResponse(
            responseCode = "200",
            description = "Usually one or none",
            content =
                    @Content(
                            schema = @Schema(implementation = Matches.class),
                            examples = @ExampleObject(name = "one", value = """
                                    {"items": [{"id": "01937b1c-0000-7000-8000-0000000000aa", "known": false}]}""")))
    @APIResponse(responseCode = "400", description = "malformed-request")
    @APIResponse(responseCode = "404", description = "not-found: not a clinic of this front desk")
    @APIResponse(responseCode = "422", description = "invalid-request")
    public Response lookUp(@NotNull @Valid Details details) {
        requireOwnClinic(details.clinicId());
        return once.answer(
                details,
                () -> Answer.ok(new Matches(find.lookUp(details.exactly()).stream()
                        .map(match -> new MatchView(match.id(), match.known()))
                        .toList())));
    }

    @POST
    @Path("/{id}/clinics")
    @Operation(
            operationId = "takePatientOn",
            summary = "Make a patient of another clinic one of this clinic too",
            description = """
                    With the same exact details as the lookup, so that nobody is taken on by an id alone. From now on the
                    clinic's front desk reads the record. Repeating it changes nothing.""")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "by phone", value = DETAILS)))
    @APIResponse(
            responseCode = "200",
            description = "A patient of this clinic",
            content =
                    @Content(
                            schema = @Schema(implementation = PatientView.Staff.class),
                            examples = @ExampleObject(name = "taken on", value = PatientResource.EXAMPLE)))
    @APIResponse(responseCode = "400", description = "malformed-request")
    @APIResponse(
            responseCode = "404",
            description = "not-found: not a clinic of this front desk, or not a patient with these details")
    @APIResponse(responseCode = "422", description = "invalid-request")
    public Response takeOn(@PathParam("id") UUID id, @NotNull @Valid Details details) {
        requireOwnClinic(details.clinicId());
        return once.answer(
                details,
                () -> find.takeOn(id, details.exactly(), details.clinicId())
                        .map(patient -> Answer.ok(PatientView.of(patient), patient.version()))
                        .orElseGet(() -> Answer.refused(Patients::notFound)));
    }

    private void requireOwnClinic(UUID clinic) {
        if (!patients.isOwnClinic(clinic)) {
            throw Patients.notFound();
        }
    }

    @Schema(name = "MatchCandidate")
    record CandidateView(
            PatientView.Staff patient,

            @Schema(description = "From 40 to 100, the likelier the higher; no probability", examples = "80")
            int score,

            @Schema(
                    description = "same-phone, same-email, same-date-of-birth, day-and-month-swapped, same-family-name,"
                            + " similar-family-name, same-given-name, similar-given-name, names-swapped")
            List<String> reasons) {}

    @Schema(name = "MatchCandidates", requiredProperties = "items")
    record Candidates(List<CandidateView> items) {}

    @GET
    @Path("/{id}/match-candidates")
    @Operation(operationId = "listMatchCandidates", summary = "Who may be the same person", description = """
                    Among the patients of the front desk's clinics, the likeliest first, with every reason. Merge the one
                    into the other, or confirm that this is somebody new. Each patient shown is one line in the access
                    log.""")
    @APIResponse(
            responseCode = "200",
            description = "At most 20; often none",
            content =
                    @Content(
                            schema = @Schema(implementation = Candidates.class),
                            examples =
                                    @ExampleObject(
                                            name = "one",
                                            value = "{\"items\": [{\"patient\": " + PatientResource.EXAMPLE
                                                    + ", \"score\": 70, \"reasons\": [\"same-date-of-birth\","
                                                    + " \"same-family-name\", \"same-given-name\"]}]}")))
    @APIResponse(responseCode = "404", description = "not-found")
    @APIResponse(responseCode = "409", description = "patient-merged")
    public Response candidates(@PathParam("id") UUID id) {
        Candidates found = new Candidates(find.candidatesFor(id, 20).stream()
                .map(candidate -> new CandidateView(
                        PatientView.Staff.of(candidate.patient()),
                        candidate.likeness().score(),
                        candidate.likeness().reasons().stream()
                                .map(Likeness.Reason::code)
                                .toList()))
                .toList());
        return Response.ok(found).header(HttpHeaders.CACHE_CONTROL, PRIVATE).build();
    }

    private static final String DETAILS = """
            {"clinicId": "01937b1c-0000-7000-8000-000000000001", "givenName": "Mia", "familyName": "Nguyen",
             "dateOfBirth": "1988-04-12", "phone": "+61491570156"}""";
}
