package network.physio.booking.clinic;

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
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.physio.booking.availability.Weekday;
import network.physio.http.CommonProblem;
import network.physio.http.Cursors;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;
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

/** Clinics, for everybody. */
@Path("/booking/v1/clinics")
@PermitAll
@RunOnVirtualThread
@Tag(name = "Clinics", description = "Where the network sees people")
public class ClinicResource {

    private static final Pattern POINT = Pattern.compile("(-?\\d{1,3}(?:\\.\\d{1,9})?),(-?\\d{1,3}(?:\\.\\d{1,9})?)");

    private static final String CLINIC = """
            {"id": "01934f5e-0000-7000-8000-000000000002", "code": "fitzroy", "name": "Yarra Bay Fitzroy",
             "zone": "Australia/Melbourne",
             "address": {"street": "212 Kettlewell Street", "suburb": "Fitzroy", "state": "VIC", "postcode": "3065", "country": "AU"},
             "location": {"latitude": -37.7984, "longitude": 144.9784}, "phone": "+61 3 5550 0001",
             "email": "fitzroy@yarra-bay.example\"""";

    private final Clinics clinics;
    private final Preconditions preconditions;

    ClinicResource(Clinics clinics, Preconditions preconditions) {
        this.clinics = clinics;
        this.preconditions = preconditions;
    }

    @Schema(name = "ClinicAddress")
    public record Address(String street, String suburb, String state, String postcode, String country) {}

    @Schema(name = "Location")
    public record Location(double latitude, double longitude) {}

    @Schema(name = "Clinic")
    public record ClinicView(
            UUID id,
            String code,
            String name,
            String zone,
            Address address,
            Location location,
            @Nullable String phone,
            @Nullable String email,

            @Schema(description = "As the crow flies; only with near") @Nullable
            Double distanceKm) {

        static ClinicView of(Clinics.Row row) {
            return new ClinicView(
                    row.id(),
                    row.code(),
                    row.name(),
                    row.zone(),
                    new Address(row.street(), row.suburb(), row.state(), row.postcode(), row.country()),
                    new Location(row.latitude(), row.longitude()),
                    row.phone(),
                    row.email(),
                    row.distanceKm());
        }
    }

    @Schema(name = "OpeningHours", description = "Local times; closing at or before opening is on the next day")
    public record Opening(Weekday day, LocalTime opens, LocalTime closes) {}

    @Schema(name = "Holiday")
    public record HolidayView(LocalDate day, String name) {}

    @Schema(name = "BookingTerms")
    public record Terms(
            int noticeMinutes,
            int horizonDays,
            int gridMinutes,
            int freeCancellationHours,
            int lateCancellationPercent,
            int noShowPercent,

            @Schema(description = "Of a home visit that finds the door closed")
            int noAccessPercent) {}

    @Schema(
            name = "ClinicRoom",
            description = "A visit may ask for it by its id where the treatment needs one of its kind")
    public record RoomView(
            UUID id,
            @Schema(examples = "room-1") String code,
            String name,
            @Schema(examples = "treatment-room") String kind,

            @Schema(description = "How many visits it takes at once")
            int places) {

        static RoomView of(Clinics.Thing room) {
            return new RoomView(room.id(), room.code(), room.name(), room.kind(), room.places());
        }
    }

    @Schema(
            name = "ClinicEquipment",
            description = "A visit may ask for it by its id where the treatment needs one of its kind")
    public record EquipmentView(
            UUID id,
            String code,
            String name,
            @Schema(examples = "hot-stones") String kind) {

        static EquipmentView of(Clinics.Thing device) {
            return new EquipmentView(device.id(), device.code(), device.name(), device.kind());
        }
    }

    @Schema(name = "ClinicDetails")
    public record ClinicDetails(
            UUID id,
            String code,
            String name,
            String zone,
            Address address,
            Location location,
            @Nullable String phone,
            @Nullable String email,
            List<Opening> hours,
            List<HolidayView> holidays,
            Terms terms,
            List<RoomView> rooms,
            List<EquipmentView> equipment) {

        static ClinicDetails of(Clinics.Details details) {
            ClinicView clinic = ClinicView.of(details.row());
            Clinics.Terms terms = details.terms();
            return new ClinicDetails(
                    clinic.id(),
                    clinic.code(),
                    clinic.name(),
                    clinic.zone(),
                    clinic.address(),
                    clinic.location(),
                    clinic.phone(),
                    clinic.email(),
                    details.hours().stream()
                            .map(hours -> new Opening(
                                    Weekday.of(DayOfWeek.of(hours.weekday())), hours.opens(), hours.closes()))
                            .toList(),
                    details.holidays().stream()
                            .map(holiday -> new HolidayView(holiday.day(), holiday.name()))
                            .toList(),
                    new Terms(
                            terms.noticeMinutes(),
                            terms.horizonDays(),
                            terms.gridMinutes(),
                            terms.freeCancellationHours(),
                            terms.lateCancellationPercent(),
                            terms.noShowPercent(),
                            terms.noAccessPercent()),
                    details.rooms().stream().map(RoomView::of).toList(),
                    details.equipment().stream().map(EquipmentView::of).toList());
        }
    }

    /** How the contract shows a page. */
    @Schema(name = "ClinicPage")
    record ClinicPage(
            List<ClinicView> items,

            @Schema(description = "Cursor of the next page; absent on the last") @Nullable
            String next) {}

    @GET
    @Operation(
            operationId = "listClinics",
            summary = "List clinics",
            description = "Nearest first with near, else by code.")
    @APIResponse(
            responseCode = "200",
            description = "A page of clinics",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = ClinicPage.class),
                            examples = @ExampleObject(name = "page", value = "{\"items\": [" + CLINIC + "}]}")))
    @APIResponse(responseCode = "400", description = "invalid-parameter, unknown-parameter")
    public Page<ClinicView> list(
            @Parameter(description = "Latitude and longitude in degrees", example = "-37.80,144.98")
                    @QueryParam("near")
                    @Nullable
                    String near,
            @Parameter(description = "Kilometres from near") @QueryParam("within") @Nullable Double within,
            @Parameter(description = "Id or code of a treatment that is given there") @QueryParam("treatment") @Nullable
                    String treatment,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(200) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Clinics.Wish wish = wish(near, within, treatment);
        List<Clinics.Row> rows =
                cursor == null ? clinics.page(wish, -1, "", limit + 1) : pageAfter(wish, cursor, limit);
        return Page.of(
                rows,
                limit,
                row -> Cursors.of(Objects.requireNonNullElse(row.distanceKm(), 0.0), row.code()),
                ClinicView::of);
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "readClinic",
            summary = "Read a clinic",
            description =
                    "With opening hours, public holidays on which it is closed, the terms of booking, rooms and devices.")
    @APIResponse(
            responseCode = "200",
            description = "The clinic",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = ClinicDetails.class),
                            examples =
                                    @ExampleObject(
                                            name = "clinic",
                                            value = CLINIC
                                                    + ", \"hours\": [{\"day\": \"mon\", \"opens\": \"07:00\", \"closes\": \"20:00\"}],"
                                                    + " \"holidays\": [{\"day\": \"2026-12-25\", \"name\": \"Christmas Day\"}],"
                                                    + " \"terms\": {\"noticeMinutes\": 60, \"horizonDays\": 180, \"gridMinutes\": 15,"
                                                    + " \"freeCancellationHours\": 24, \"lateCancellationPercent\": 50, \"noShowPercent\": 100, \"noAccessPercent\": 0},"
                                                    + " \"rooms\": [{\"id\": \"01934f5e-0000-7000-8000-000000000003\", \"code\": \"room-1\","
                                                    + " \"name\": \"Room 1\", \"kind\": \"treatment-room\", \"places\": 1}],"
                                                    + " \"equipment\": []}")))
    @APIResponse(responseCode = "304", description = "Not changed since If-None-Match")
    @APIResponse(responseCode = "404", description = "not-found")
    public Response read(@PathParam("id") UUID id) {
        Clinics.Details details =
                clinics.find(id).orElseThrow(() -> CommonProblem.NOT_FOUND.problem("There is no clinic with this id."));
        return preconditions.answer(ClinicDetails.of(details), details.version());
    }

    private List<Clinics.Row> pageAfter(Clinics.Wish wish, String cursor, int limit) {
        List<String> parts = Cursors.read(cursor, 2);
        try {
            return clinics.page(wish, Double.parseDouble(parts.getFirst()), parts.getLast(), limit + 1);
        } catch (NumberFormatException notOurs) {
            throw Cursors.invalid();
        }
    }

    private static Clinics.Wish wish(@Nullable String near, @Nullable Double within, @Nullable String treatment) {
        if (near == null) {
            if (within != null) {
                throw invalid("within", "needs near");
            }
            return new Clinics.Wish(null, null, null, treatment);
        }
        Matcher point = POINT.matcher(near);
        if (!point.matches()) {
            throw invalid("near", "must be a latitude and a longitude, such as -37.80,144.98");
        }
        double latitude = Double.parseDouble(point.group(1));
        double longitude = Double.parseDouble(point.group(2));
        if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
            throw invalid("near", "lies outside the earth");
        }
        if (within != null && !(within > 0 && within <= 20_000)) {
            throw invalid("within", "must be more than 0 and at most 20000 kilometres");
        }
        return new Clinics.Wish(latitude, longitude, within, treatment);
    }

    private static HttpProblem invalid(String parameter, String detail) {
        return CommonProblem.INVALID_PARAMETER.problem(
                "A parameter is not what the contract asks for.", List.of(Fault.ofParameter(parameter, detail)));
    }
}
