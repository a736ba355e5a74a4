package network.physio.booking.patient.address;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import network.physio.booking.accesslog.Action;
import network.physio.booking.accesslog.Purpose;
import network.physio.booking.patient.PatientRef;
import network.physio.booking.patient.Patients;
import network.physio.booking.patient.Right;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
import network.physio.http.Preconditions;
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

/** Addresses at which a patient can be visited. */
@Path("/booking/v1/patients/{id}/addresses")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@PermitAll
@Tag(name = "Patients", description = "The people who are treated. Every look at a record by others is logged.")
@APIResponse(responseCode = "401", description = "guest-key-needed or unauthenticated")
@APIResponse(responseCode = "404", description = "not-found")
@APIResponse(responseCode = "503", description = "busy; see Retry-After")
public class AddressResource {

    private static final String PRIVATE = "private, no-cache";

    private final KeepAddresses keep;
    private final Addresses addresses;
    private final Patients patients;
    private final Once once;
    private final Preconditions preconditions;

    AddressResource(
            KeepAddresses keep, Addresses addresses, Patients patients, Once once, Preconditions preconditions) {
        this.keep = keep;
        this.addresses = addresses;
        this.patients = patients;
        this.once = once;
        this.preconditions = preconditions;
    }

    @Schema(
            name = "PatientAddress",
            requiredProperties = {
                "id",
                "street",
                "suburb",
                "state",
                "postcode",
                "country",
                "arrivalBufferMinutes",
                "accessCodeKept"
            })
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AddressView(
            UUID id,
            String street,
            String suburb,
            String state,
            String postcode,
            String country,

            @Schema(description = "Absent until it has been found on the map") @Nullable
            Place location,

            int arrivalBufferMinutes,
            @Nullable String parking,

            @Schema(description = "For staff only") @Nullable
            Boolean risk,

            @Schema(description = "Whether a code is kept, which is not shown here")
            boolean accessCodeKept) {

        static AddressView of(Address address, PatientRef patient) {
            return new AddressView(
                    address.id(),
                    address.street(),
                    address.suburb(),
                    address.state(),
                    address.postcode(),
                    address.country(),
                    address.place(),
                    address.arrivalBuffer(),
                    address.parking(),
                    isStaff(patient) ? address.risk() : null,
                    address.accessCode() != null);
        }
    }

    @Schema(name = "PatientAddressList", requiredProperties = "items")
    record AddressList(List<AddressView> items) {}

    private static boolean isStaff(PatientRef patient) {
        return patient.purpose() != Purpose.OWN_RECORD;
    }

    @GET
    @Operation(operationId = "listAddresses", summary = "Addresses of a patient", description = """
                    In the order in which they were entered. For the person, whoever acts for them, the front desks and
                    practitioners that treat them; not for partners. Access codes are never shown here.""")
    @APIResponse(
            responseCode = "200",
            description = "All of them",
            content =
                    @Content(
                            schema = @Schema(implementation = AddressList.class),
                            examples = @ExampleObject(name = "one", value = "{\"items\": [" + EXAMPLE + "]}")))
    @APIResponse(responseCode = "403", description = "forbidden: partners")
    @APIResponse(responseCode = "409", description = "patient-merged")
    public Response list(@PathParam("id") UUID id) {
        PatientRef patient = patients.open(id, Right.READ_CARE, Action.READ_ADDRESSES);
        AddressList all = new AddressList(addresses.of(id).stream()
                .map(address -> AddressView.of(address, patient))
                .toList());
        return Response.ok(all).header(HttpHeaders.CACHE_CONTROL, PRIVATE).build();
    }

    @GET
    @Path("/{addressId}")
    @Operation(
            operationId = "readAddress",
            summary = "One address",
            description = "With its version as ETag, which a change needs.")
    @APIResponse(
            responseCode = "200",
            description = "The address",
            content =
                    @Content(
                            schema = @Schema(implementation = AddressView.class),
                            examples = @ExampleObject(name = "for staff", value = EXAMPLE)))
    @APIResponse(responseCode = "304", description = "Not changed since the version in If-None-Match")
    @APIResponse(responseCode = "403", description = "forbidden: partners")
    @APIResponse(responseCode = "409", description = "patient-merged")
    public Response one(@PathParam("id") UUID id, @PathParam("addressId") UUID addressId) {
        PatientRef patient = patients.open(id, Right.READ_CARE, Action.READ_ADDRESSES);
        Address address = addresses.find(id, addressId).orElseThrow(Patients::notFound);
        return Response.fromResponse(preconditions.answer(AddressView.of(address, patient), address.version()))
                .header(HttpHeaders.CACHE_CONTROL, PRIVATE)
                .build();
    }

    @POST
    @Operation(operationId = "addAddress", summary = "Add an address", description = """
                    By the person, a full representative, or the front desk, which alone sets location,
                    arrivalBufferMinutes and risk.""")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "by the person", value = """
                                    {"street": "12 Example Street", "suburb": "Fitzroy", "state": "VIC",
                                     "postcode": "3065", "country": "AU", "parking": "Behind the house"}""")))
    @APIResponse(
            responseCode = "201",
            description = "Added",
            content =
                    @Content(
                            schema = @Schema(implementation = AddressView.class),
                            examples = @ExampleObject(name = "for staff", value = EXAMPLE)))
    @APIResponse(responseCode = "400", description = "malformed-request")
    @APIResponse(
            responseCode = "403",
            description = "forbidden: partners, practitioners, accounts with less than full scope")
    @APIResponse(responseCode = "409", description = "patient-merged or request-in-progress")
    @APIResponse(responseCode = "422", description = "invalid-request or idempotency-key-reused")
    public Response add(@PathParam("id") UUID id, @NotNull @Valid NewAddress body) {
        PatientRef patient = patients.require(id, Right.KEEP);
        refuseStaffFields(patient, body.location() != null, body.arrivalBufferMinutes() != null, body.risk() != null);
        return once.answer(body, () -> {
            Address address = keep.add(id, body);
            return Answer.created(
                    URI.create("/booking/v1/patients/%s/addresses/%s".formatted(id, address.id())),
                    AddressView.of(address, patient),
                    address.version());
        });
    }

    @PATCH
    @Path("/{addressId}")
    @Operation(
            operationId = "changeAddress",
            summary = "Change an address",
            description = "In the manner of a JSON merge patch. Who may add one may change it.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = AddressChange.class),
                            examples =
                                    @ExampleObject(
                                            name = "no parking any more",
                                            value = "{\"parking\": null, \"accessCode\": \"#4711\"}")))
    @APIResponse(
            responseCode = "200",
            description = "Changed",
            content =
                    @Content(
                            schema = @Schema(implementation = AddressView.class),
                            examples = @ExampleObject(name = "for staff", value = EXAMPLE)))
    @APIResponse(responseCode = "400", description = "malformed-request or invalid-parameter")
    @APIResponse(
            responseCode = "403",
            description = "forbidden: partners, practitioners, accounts with less than full scope")
    @APIResponse(responseCode = "409", description = "patient-merged or request-in-progress")
    @APIResponse(responseCode = "412", description = "stale-version")
    @APIResponse(responseCode = "422", description = "invalid-request or idempotency-key-reused")
    @APIResponse(responseCode = "428", description = "precondition-required")
    public Response change(
            @PathParam("id") UUID id, @PathParam("addressId") UUID addressId, @NotNull @Valid AddressChange body) {
        PatientRef patient = patients.require(id, Right.KEEP);
        refuseStaffFields(patient, body.location() != null, body.arrivalBufferMinutes() != null, body.risk() != null);
        return once.answer(body, () -> switch (keep.change(id, addressId, body, preconditions.expectedVersion())) {
            case KeepAddresses.Outcome.Changed(Address address) ->
                Answer.ok(AddressView.of(address, patient), address.version());
            case KeepAddresses.Outcome.Stale() ->
                Answer.refused(() -> CommonProblem.STALE_VERSION.problem(
                        "The address has changed since the version in If-Match; read it again."));
            case KeepAddresses.Outcome.Unknown() -> Answer.refused(Patients::notFound);
        });
    }

    private static void refuseStaffFields(PatientRef patient, boolean location, boolean buffer, boolean risk) {
        if (isStaff(patient)) {
            return;
        }
        List<Fault> faults = new ArrayList<>();
        add(location, "#/location", faults);
        add(buffer, "#/arrivalBufferMinutes", faults);
        add(risk, "#/risk", faults);
        if (!faults.isEmpty()) {
            throw CommonProblem.INVALID_REQUEST.problem(
                    "The request does not hold what the contract asks for.", faults);
        }
    }

    private static void add(boolean sent, String pointer, List<Fault> faults) {
        if (sent) {
            faults.add(new Fault(pointer, "is set by staff only"));
        }
    }

    @DELETE
    @Path("/{addressId}")
    @Operation(
            operationId = "removeAddress",
            summary = "Remove an address",
            description = "Visits that are booked keep the address they were booked for. No body.")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(
            responseCode = "403",
            description = "forbidden: partners, practitioners, accounts with less than full scope")
    @APIResponse(responseCode = "409", description = "patient-merged or request-in-progress")
    public Response remove(@PathParam("id") UUID id, @PathParam("addressId") UUID addressId) {
        patients.require(id, Right.KEEP);
        return once.answer(
                null, () -> keep.remove(id, addressId) ? Answer.noContent() : Answer.refused(Patients::notFound));
    }

    private static final String EXAMPLE = """
            {"id": "01937b1c-0000-7000-8000-0000000000d1", "street": "12 Example Street", "suburb": "Fitzroy",
             "state": "VIC", "postcode": "3065", "country": "AU",
             "location": {"latitude": -37.7984, "longitude": 144.9784, "quality": "rooftop"},
             "arrivalBufferMinutes": 5, "parking": "Behind the house", "risk": false, "accessCodeKept": true}""";
}
