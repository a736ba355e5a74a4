package network.physio.booking.practitioner;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import network.physio.http.CommonProblem;
import network.physio.http.Cursors;
import network.physio.http.Page;
import network.physio.http.Preconditions;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Practitioners, for everybody. */
@Path("/booking/v1/practitioners")
@PermitAll
@RunOnVirtualThread
@Tag(name = "Practitioners", description = "Who treats")
public class PractitionerResource {

    private static final String PRACTITIONER = """
            {"id": "01934f5e-0000-7000-8000-000000000001", "code": "amara-okafor", "givenName": "Amara",
             "familyName": "Okafor", "gender": "female", "profession": "physiotherapist", "languages": ["en", "ig"],
             "clinics": [{"id": "01934f5e-0000-7000-8000-000000000002", "code": "fitzroy"}]""";

    private final Practitioners practitioners;
    private final Preconditions preconditions;

    PractitionerResource(Practitioners practitioners, Preconditions preconditions) {
        this.practitioners = practitioners;
        this.preconditions = preconditions;
    }

    @Schema(name = "ClinicReference")
    public record ClinicReference(UUID id, String code) {}

    @Schema(name = "Practitioner")
    public record PractitionerView(
            UUID id,
            String code,
            String givenName,
            String familyName,
            String gender,
            String profession,
            @Schema(description = "ISO 639 codes") List<String> languages,
            List<ClinicReference> clinics) {

        static PractitionerView of(Practitioners.Row row, List<Practitioners.Offered> offered) {
            return new PractitionerView(
                    row.id(),
                    row.code(),
                    row.givenName(),
                    row.familyName(),
                    row.gender(),
                    row.profession(),
                    row.languages(),
                    clinicsOf(offered));
        }
    }

    @Schema(name = "Offering")
    public record OfferingView(
            UUID clinicId,
            UUID treatmentId,
            String treatmentCode,
            List<Integer> lengths,

            @Schema(description = "Of the treatment's prices")
            String tier,

            boolean acceptsNewPatients) {

        static OfferingView of(Practitioners.Offered offered) {
            return new OfferingView(
                    offered.clinicId(),
                    offered.treatmentId(),
                    offered.treatmentCode(),
                    offered.lengths(),
                    offered.tier(),
                    offered.acceptsNewPatients());
        }
    }

    @Schema(name = "PractitionerDetails")
    public record PractitionerDetails(
            UUID id,
            String code,
            String givenName,
            String familyName,
            String gender,
            String profession,
            List<String> languages,
            List<ClinicReference> clinics,
            List<OfferingView> offerings) {

        static PractitionerDetails of(Practitioners.Row row, List<Practitioners.Offered> offered) {
            return new PractitionerDetails(
                    row.id(),
                    row.code(),
                    row.givenName(),
                    row.familyName(),
                    row.gender(),
                    row.profession(),
                    row.languages(),
                    clinicsOf(offered),
                    offered.stream().map(OfferingView::of).toList());
        }
    }

    /** How the contract shows a page. */
    @Schema(name = "PractitionerPage")
    record PractitionerPage(
            List<PractitionerView> items,

            @Schema(description = "Cursor of the next page; absent on the last") @Nullable
            String next) {}

    @GET
    @Operation(
            operationId = "listPractitioners",
            summary = "List practitioners",
            description = "By code; with filters those who offer what is asked for.")
    @APIResponse(
            responseCode = "200",
            description = "A page of practitioners",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = PractitionerPage.class),
                            examples = @ExampleObject(name = "page", value = "{\"items\": [" + PRACTITIONER + "}]}")))
    @APIResponse(responseCode = "400", description = "invalid-parameter, unknown-parameter")
    public Page<PractitionerView> list(
            @Parameter(description = "Id or code") @QueryParam("clinic") @Nullable String clinic,
            @Parameter(description = "Id or code") @QueryParam("treatment") @Nullable String treatment,
            @Parameter(description = "female, male or non-binary") @QueryParam("gender") @Nullable Gender gender,
            @Parameter(description = "ISO 639 code", example = "vi")
                    @QueryParam("language")
                    @Pattern(regexp = "[a-z]{2,3}", message = "must be an ISO 639 code, such as en")
                    @Nullable
                    String language,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(200) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        String after = cursor == null ? "" : Cursors.read(cursor, 1).getFirst();
        Practitioners.Wish wish =
                new Practitioners.Wish(clinic, treatment, gender == null ? null : gender.toString(), language);
        return Page.of(
                practitioners.page(wish, after, limit + 1),
                limit,
                row -> Cursors.of(row.code()),
                row -> PractitionerView.of(row, practitioners.offerings(row.id())));
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "readPractitioner",
            summary = "Read a practitioner",
            description = "With what they offer at which clinic to everybody.")
    @APIResponse(
            responseCode = "200",
            description = "The practitioner",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = PractitionerDetails.class),
                            examples =
                                    @ExampleObject(
                                            name = "practitioner",
                                            value = PRACTITIONER
                                                    + ", \"offerings\": [{\"clinicId\": \"01934f5e-0000-7000-8000-000000000002\","
                                                    + " \"treatmentId\": \"01934f5e-0000-7000-8000-000000000003\","
                                                    + " \"treatmentCode\": \"physiotherapy\", \"lengths\": [30, 45, 60],"
                                                    + " \"tier\": \"senior\", \"acceptsNewPatients\": true}]}")))
    @APIResponse(responseCode = "304", description = "Not changed since If-None-Match")
    @APIResponse(responseCode = "404", description = "not-found")
    public Response read(@PathParam("id") UUID id) {
        Practitioners.Row row = practitioners
                .find(id)
                .orElseThrow(() -> CommonProblem.NOT_FOUND.problem("There is no practitioner with this id."));
        return preconditions.answer(PractitionerDetails.of(row, practitioners.offerings(id)), row.version());
    }

    private static List<ClinicReference> clinicsOf(List<Practitioners.Offered> offered) {
        return offered.stream()
                .map(one -> new ClinicReference(one.clinicId(), one.clinicCode()))
                .distinct()
                .toList();
    }
}
