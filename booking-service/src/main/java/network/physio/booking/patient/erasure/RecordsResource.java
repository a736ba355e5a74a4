package network.physio.booking.patient.erasure;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import network.physio.booking.BookingProblem;
import network.physio.booking.access.Access;
import network.physio.booking.accesslog.Action;
import network.physio.booking.patient.Patients;
import network.physio.booking.patient.Right;
import network.physio.http.HttpProblem;
import network.physio.http.once.Answer;
import network.physio.http.once.Once;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Taking one's records along, and having them erased. */
@Path("/booking/v1/patients")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@PermitAll
@Tag(name = "Patients", description = "The people who are treated. Every look at a record by others is logged.")
@APIResponse(responseCode = "401", description = "guest-key-needed or unauthenticated")
@APIResponse(responseCode = "404", description = "not-found")
@APIResponse(responseCode = "503", description = "busy; see Retry-After")
public class RecordsResource {

    private final ErasePatient erasePatient;
    private final ErasedRows rows;
    private final PersonalRecords personal;
    private final Patients patients;
    private final Access access;
    private final Once once;
    private final Clock clock;

    RecordsResource(
            ErasePatient erasePatient,
            ErasedRows rows,
            PersonalRecords personal,
            Patients patients,
            Access access,
            Once once,
            Clock clock) {
        this.erasePatient = erasePatient;
        this.rows = rows;
        this.personal = personal;
        this.patients = patients;
        this.access = access;
        this.once = once;
        this.clock = clock;
    }

    @POST
    @Path("/{id}/export")
    @Operation(operationId = "exportPatient", summary = "Everything that is kept on a person", description = """
                    One document, for the person and full representatives, and for the front desks that treat them. It is
                    logged, and so in the next one. No body.""")
    @APIResponse(
            responseCode = "200",
            description = "All of it",
            content =
                    @Content(
                            schema = @Schema(implementation = PatientExport.class),
                            examples = @ExampleObject(name = "a new patient", value = """
                                    {"exportedAt": "2027-03-01T09:00:00Z",
                                     "records": [{"id": "01937b1c-0000-7000-8000-0000000000aa", "provisional": true,
                                                  "givenName": "Mia", "familyName": "Nguyen",
                                                  "dateOfBirth": "1988-04-12", "email": "mia@example.org",
                                                  "language": "en", "interpreter": false,
                                                  "zone": "Australia/Melbourne", "deceased": false,
                                                  "doNotContact": false, "createdAt": "2027-03-01T08:00:00Z"}],
                                     "addresses": [], "consents": [], "accounts": [], "clinics": [],
                                     "appointments": [], "screeningPasses": [], "messages": [],
                                     "messagePreferences": [], "manageLinks": [], "waitlist": [], "accessLog": []}""")))
    @APIResponse(
            responseCode = "403",
            description = "forbidden: partners, practitioners, accounts with less than full scope")
    @APIResponse(responseCode = "409", description = "patient-merged or request-in-progress")
    public Response export(@PathParam("id") UUID id) {
        patients.require(id, Right.KEEP);
        Response answer = once.answer(null, () -> {
            patients.openToAdd(id, Right.KEEP, Action.EXPORT);
            OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
            return Answer.ok(personal.of(rows.recordsOf(id), now));
        });
        return Response.fromResponse(answer)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @Schema(name = "ErasePatient")
    record Erase(@NotNull ErasureReason reason) {}

    @Schema(name = "OpenVisit")
    record OpenVisitView(UUID appointmentId, String state, OffsetDateTime startsAt, OffsetDateTime endsAt) {
        static OpenVisitView of(ErasedRows.Open visit) {
            return new OpenVisitView(visit.id(), visit.state(), visit.startsAt(), visit.endsAt());
        }
    }

    @POST
    @Path("/{id}/erase")
    @Operation(operationId = "erasePatient", summary = "Forget who somebody was", description = """
                    By the network's administrator, or a front desk when no other clinic treats the patient. Names,
                    contacts, addresses, accounts and stored answers go; visits stay without a name for as long as the law
                    keeps them. It cannot be undone. Visits to come are called off first.""")
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(name = "asked for", value = "{\"reason\": \"asked-by-patient\"}")))
    @APIResponse(responseCode = "204", description = "Erased; the id answers not-found from now on")
    @APIResponse(responseCode = "400", description = "malformed-request")
    @APIResponse(
            responseCode = "403",
            description =
                    "forbidden: for the network's administrator and front desks; or another clinic treats the patient")
    @APIResponse(
            responseCode = "409",
            description = "patient-has-appointments: lists them; patient-merged; request-in-progress")
    @APIResponse(responseCode = "422", description = "invalid-request or idempotency-key-reused")
    public Response erase(@PathParam("id") UUID id, @NotNull @Valid Erase body) {
        access.requirePrincipal();
        // Of one that is erased only the repetition of the request that did it is answered.
        if (!rows.isErased(id)) {
            erasePatient.require(id);
        }
        return once.answer(body, () -> switch (erasePatient.erase(id, body.reason())) {
            case ErasePatient.Outcome.Erased() -> Answer.noContent();
            case ErasePatient.Outcome.StillComing(List<ErasedRows.Open> visits) ->
                Answer.refused(() -> stillComing(visits));
        });
    }

    private static HttpProblem stillComing(List<ErasedRows.Open> visits) {
        return BookingProblem.PATIENT_HAS_APPOINTMENTS
                .builder("Call the visits to come off first, and complete those that go on.")
                .with("appointments", visits.stream().map(OpenVisitView::of).toList())
                .build();
    }
}
