package network.physio.booking.patient.merge;

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
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import network.physio.booking.BookingProblem;
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
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Merging records of one person, and taking it back. */
@Path("/booking/v1/patients")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@PermitAll
@Tag(name = "Patients", description = "The people who are treated. Every look at a record by others is logged.")
@APIResponse(responseCode = "401", description = "guest-key-needed or unauthenticated")
@APIResponse(responseCode = "403", description = "forbidden: for front desks only")
@APIResponse(responseCode = "404", description = "not-found")
@APIResponse(responseCode = "412", description = "stale-version")
@APIResponse(responseCode = "428", description = "precondition-required")
@APIResponse(responseCode = "503", description = "busy; see Retry-After")
public class MergeResource {

    private final MergePatients mergePatients;
    private final Once once;
    private final Preconditions preconditions;

    MergeResource(MergePatients mergePatients, Once once, Preconditions preconditions) {
        this.mergePatients = mergePatients;
        this.once = once;
        this.preconditions = preconditions;
    }

    @Schema(name = "MergePatient")
    record MergeInto(
            @NotNull
            @Schema(description = "The confirmed patient who stays", examples = "01937b1c-0000-7000-8000-0000000000ab")
            UUID into,

            @NotNull
            @Schema(
                    description =
                            "Reception has checked that accounts which registered themselves are this person's: they"
                                    + " come along. With false their access ends.",
                    examples = "true")
            Boolean identityChecked) {}

    @Schema(name = "PatientMerge")
    record MergeView(
            @Schema(examples = "01937b1c-0000-7000-8000-0000000000aa")
            UUID patientId,

            @Schema(
                    description = "Who stays, or was told apart again",
                    examples = "01937b1c-0000-7000-8000-0000000000ab")
            UUID survivorId,

            @Schema(description = "Whether they are one record now")
            boolean merged,

            @Schema(description = "Appointments that changed their patient")
            List<UUID> appointments) {}

    @Schema(name = "OverlappingVisit")
    record VisitView(UUID appointmentId, OffsetDateTime startsAt, OffsetDateTime endsAt) {
        static VisitView of(MergeRows.Visit visit) {
            return new VisitView(visit.id(), visit.startsAt(), visit.endsAt());
        }
    }

    @Schema(name = "OverlappingVisits")
    record OverlapView(VisitView visit, VisitView other) {}

    @POST
    @Path("/{id}/merge")
    @Operation(
            operationId = "mergePatient",
            summary = "Merge a patient into another record of the same person",
            description = """
                    By a front desk that treats both. Appointments, past and to come, consents, addresses and linked
                    accounts go to the record that stays. The merged one answers 303 with the address of the other, or
                    patient-merged, and cannot be booked. It can be taken back.""")
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "checked",
                                            value =
                                                    "{\"into\": \"01937b1c-0000-7000-8000-0000000000ab\", \"identityChecked\": true}")))
    @APIResponse(
            responseCode = "200",
            description = "One record now; the ETag is that of the merged one, to take it back",
            headers = @Header(name = HttpHeaders.ETAG, schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            schema = @Schema(implementation = MergeView.class),
                            examples = @ExampleObject(name = "merged", value = EXAMPLE)))
    @APIResponse(responseCode = "400", description = "malformed-request or invalid-parameter")
    @APIResponse(
            responseCode = "409",
            description = "appointments-overlap: lists them; patient-state-conflict: the other is provisional;"
                    + " patient-merged; request-in-progress")
    @APIResponse(
            responseCode = "422",
            description = "invalid-request: into is no patient of this front desk;" + " idempotency-key-reused")
    public Response merge(@PathParam("id") UUID id, @NotNull @Valid MergeInto body) {
        mergePatients.requireDesk(id);
        return once.answer(
                body,
                () -> answer(
                        mergePatients.merge(id, body.into(), preconditions.expectedVersion(), body.identityChecked()),
                        true));
    }

    @POST
    @Path("/{id}/unmerge")
    @Operation(operationId = "unmergePatient", summary = "Take a merge back", description = """
                    What the merge moved goes back, as far as the other record still has it; what came to it since stays.
                    Of several merges into one another the last is taken back first. No body.""")
    @APIResponse(
            responseCode = "200",
            description = "Two records again",
            headers = @Header(name = HttpHeaders.ETAG, schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            schema = @Schema(implementation = MergeView.class),
                            examples = @ExampleObject(name = "two again", value = EXAMPLE)))
    @APIResponse(responseCode = "400", description = "invalid-parameter")
    @APIResponse(
            responseCode = "409",
            description = "patient-state-conflict: not merged; patient-merged: the other was merged since;"
                    + " request-in-progress")
    public Response unmerge(@PathParam("id") UUID id) {
        mergePatients.requireDesk(id);
        return once.answer(null, () -> answer(mergePatients.unmerge(id, preconditions.expectedVersion()), false));
    }

    private static Answer answer(MergePatients.Outcome outcome, boolean merged) {
        return switch (outcome) {
            case MergePatients.Outcome.Done done ->
                Answer.ok(new MergeView(done.id(), done.survivor(), merged, done.appointments()), done.version());
            case MergePatients.Outcome.UnknownSurvivor() ->
                Answer.refused(() -> CommonProblem.INVALID_REQUEST.problem(
                        "The request does not hold what the contract asks for.",
                        List.of(new Fault("#/into", "is no other patient of this front desk"))));
            case MergePatients.Outcome.SurvivorNotConfirmed() ->
                conflict(
                        "Confirm the record that stays first: as long as it is provisional, whoever entered it reads it.");
            case MergePatients.Outcome.NotMerged() -> conflict("The patient was not merged into another one.");
            case MergePatients.Outcome.Overlapping(List<MergeRows.Overlap> overlaps) ->
                Answer.refused(() -> overlapping(overlaps));
            case MergePatients.Outcome.Stale() ->
                Answer.refused(() -> CommonProblem.STALE_VERSION.problem(
                        "The patient has changed since the version in If-Match; read it again."));
        };
    }

    private static Answer conflict(String detail) {
        return Answer.refused(() -> BookingProblem.PATIENT_STATE_CONFLICT.problem(detail));
    }

    private static HttpProblem overlapping(List<MergeRows.Overlap> overlaps) {
        return BookingProblem.APPOINTMENTS_OVERLAP
                .builder("Nobody can be at two places: move or cancel one of each two, then merge.")
                .with(
                        "overlaps",
                        overlaps.stream()
                                .map(overlap ->
                                        new OverlapView(VisitView.of(overlap.visit()), VisitView.of(overlap.other())))
                                .toList())
                .build();
    }

    private static final String EXAMPLE = """
            {"patientId": "01937b1c-0000-7000-8000-0000000000aa",
             "survivorId": "01937b1c-0000-7000-8000-0000000000ab", "merged": true,
             "appointments": ["01937b1c-0000-7000-8000-0000000000b1"]}""";
}
