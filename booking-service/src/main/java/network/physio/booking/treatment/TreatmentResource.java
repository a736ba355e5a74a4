package network.physio.booking.treatment;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Treatments, for everybody. */
@Path("/booking/v1/treatments")
@PermitAll
@RunOnVirtualThread
@Tag(name = "Treatments", description = "What can be booked")
public class TreatmentResource {

    private static final String TREATMENT = """
            {"id": "01934f5e-0000-7000-8000-000000000003", "code": "swedish-massage", "name": "Swedish massage",
             "description": "Gentle, flowing strokes.", "place": "clinic", "bookableBy": "slot", "lengths": [30, 45, 60],
             "needsScreening": true, "assessment": false, "handsOn": true, "techniques": {"always": ["TE-01"], "may": []},
             "capacity": 1,
             "prices": [{"minutes": 30, "tier": "standard", "amount": 7000, "currency": "AUD", "taxCode": "gst-10"}]}""";

    private final Treatments treatments;
    private final Preconditions preconditions;

    TreatmentResource(Treatments treatments, Preconditions preconditions) {
        this.treatments = treatments;
        this.preconditions = preconditions;
    }

    @Schema(name = "TreatmentPrice", description = "In minor units of the currency, such as cents")
    public record PriceView(int minutes, String tier, int amount, String currency, String taxCode) {}

    @Schema(name = "Techniques", description = "Codes of techniques that a visit always uses, and that it may use")
    public record Techniques(List<String> always, List<String> may) {}

    @Schema(name = "Treatment")
    public record TreatmentView(
            UUID id,
            String code,
            String name,
            String description,
            @Schema(description = "clinic, home or online") String place,

            @Schema(
                    description =
                            "slot: book a start from /slots; offer: a home visit, booked from an offer of dispatch")
            String bookableBy,

            @Schema(description = "In minutes") List<Integer> lengths,
            boolean needsScreening,
            boolean assessment,
            boolean handsOn,
            Techniques techniques,
            int capacity,
            List<PriceView> prices) {

        static TreatmentView of(Treatments.Row row, List<Treatments.Price> prices) {
            return new TreatmentView(
                    row.id(),
                    row.code(),
                    row.name(),
                    row.description(),
                    row.place(),
                    row.place().equals("home") ? "offer" : "slot",
                    row.lengths(),
                    row.needsScreening(),
                    row.assessment(),
                    row.handsOn(),
                    new Techniques(row.always(), row.may()),
                    row.capacity(),
                    prices.stream()
                            .map(price -> new PriceView(
                                    price.minutes(), price.tier(), price.amount(), price.currency(), price.taxCode()))
                            .toList());
        }
    }

    /** How the contract shows a page. */
    @Schema(name = "TreatmentPage")
    record TreatmentPage(
            List<TreatmentView> items,

            @Schema(description = "Cursor of the next page; absent on the last") @Nullable
            String next) {}

    @GET
    @Operation(
            operationId = "listTreatments",
            summary = "List treatments",
            description = "By code, each with its lengths and prices.")
    @APIResponse(
            responseCode = "200",
            description = "A page of treatments",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = TreatmentPage.class),
                            examples = @ExampleObject(name = "page", value = "{\"items\": [" + TREATMENT + "]}")))
    @APIResponse(responseCode = "400", description = "invalid-parameter, unknown-parameter")
    public Page<TreatmentView> list(
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(200) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        String after = cursor == null ? "" : Cursors.read(cursor, 1).getFirst();
        return Page.of(
                treatments.page(after, limit + 1),
                limit,
                row -> Cursors.of(row.code()),
                row -> TreatmentView.of(row, treatments.prices(row.id())));
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "readTreatment",
            summary = "Read a treatment",
            description = "With its lengths, prices by tier, techniques and how it is booked.")
    @APIResponse(
            responseCode = "200",
            description = "The treatment",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = TreatmentView.class),
                            examples = @ExampleObject(name = "treatment", value = TREATMENT)))
    @APIResponse(responseCode = "304", description = "Not changed since If-None-Match")
    @APIResponse(responseCode = "404", description = "not-found")
    public Response read(@PathParam("id") UUID id) {
        Treatments.Row row = treatments
                .find(id)
                .orElseThrow(() -> CommonProblem.NOT_FOUND.problem("There is no treatment with this id."));
        return preconditions.answer(TreatmentView.of(row, treatments.prices(id)), row.version());
    }
}
