package network.physio.booking.appointment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import network.physio.booking.access.Access;
import network.physio.booking.accesslog.Action;
import network.physio.http.CommonProblem;
import network.physio.http.Cursors;
import network.physio.http.Page;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Every change of an appointment, for those who may read it; who did it is named to staff only. */
@Path("/booking/v1/appointments")
@Tag(name = "Appointments", description = "Booked from a hold or directly, moved, called off")
@PermitAll
@RunOnVirtualThread
public class HistoryResource {

    /** What goes on inside the clinic. */
    private static final List<String> FOR_STAFF = List.of("appointment-overbooked");

    /** That, and what is between the clinic and the patient. */
    private static final List<String> NOT_FOR_PARTNERS = List.of("appointment-overbooked", "appointment-screened");

    /** What others may read of a change: times, places, and what concerns their money. */
    private static final Set<String> FOR_EVERYONE = Set.of(
            "startsAt",
            "fromStartsAt",
            "minutes",
            "fromMinutes",
            "changed",
            "fromPractitionerId",
            "fromClinicId",
            "fromRoomId",
            "roomId",
            "fromEquipmentIds",
            "equipmentIds",
            "by",
            "reason",
            "because",
            "feeAmount",
            "undone",
            "state");

    private final Appointments appointments;
    private final AppointmentHistory history;
    private final Access access;
    private final AppointmentAccess appointmentAccess;
    private final Clock clock;

    HistoryResource(
            Appointments appointments,
            AppointmentHistory history,
            Access access,
            AppointmentAccess appointmentAccess,
            Clock clock) {
        this.appointments = appointments;
        this.history = history;
        this.access = access;
        this.appointmentAccess = appointmentAccess;
        this.clock = clock;
    }

    @Schema(name = "HistoryEntry")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EntryView(
            OffsetDateTime at,

            @Schema(description = "What happened; tolerate types you do not know.", examples = "appointment-moved")
            String type,

            @Schema(description = "The appointment's version after it.") @Nullable
            Integer version,

            @Schema(description = "guest, patient, partner, staff or system", examples = "patient")
            String by,

            @Schema(description = "The account; only for staff.") @Nullable
            String actor,

            @Nullable UUID clinicId,
            @Nullable UUID practitionerId,

            @Schema(
                    description = "What changed, by type of change; ids, times and amounts.",
                    examples = "{\"fromStartsAt\":\"2026-12-01T22:00:00Z\",\"startsAt\":\"2026-12-02T22:00:00Z\"}")
            Map<String, Object> details) {

        static EntryView of(AppointmentHistory.Entry entry, ZoneId zone, boolean staff) {
            return new EntryView(
                    entry.at().atZone(zone).toOffsetDateTime(),
                    entry.type(),
                    entry.version(),
                    by(entry),
                    staff ? entry.actor() : null,
                    entry.clinicId(),
                    entry.practitionerId(),
                    details(entry, staff));
        }

        /** What roster changes do to an appointment is staff's doing too, and says nothing of whose. */
        private static String by(AppointmentHistory.Entry entry) {
            Object actedAs = entry.details().get(AppointmentEvents.ACTED_AS);
            if (actedAs != null) {
                return actedAs.toString();
            }
            return entry.actor().startsWith("user:") ? Appointment.BookedBy.STAFF.code() : "system";
        }

        private static Map<String, Object> details(AppointmentHistory.Entry entry, boolean staff) {
            return entry.details().entrySet().stream()
                    .filter(detail -> !detail.getKey().equals(AppointmentEvents.ACTED_AS))
                    .filter(detail -> staff || FOR_EVERYONE.contains(detail.getKey()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }

    @GET
    @Path("/{id}/history")
    @Operation(
            operationId = "listAppointmentHistory",
            summary = "List every change of an appointment",
            description = "The oldest first: what happened, when, as what whoever did it acted, and from what to what.")
    @APIResponse(responseCode = "200", description = "One page.")
    @APIResponse(responseCode = "400", description = "`unknown-parameter`, `invalid-parameter`")
    @APIResponse(responseCode = "401", description = "`guest-key-needed`, `unauthenticated`")
    @APIResponse(responseCode = "404", description = "`not-found`: none, or not this caller's")
    public Page<EntryView> list(
            @PathParam("id") UUID id,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(200) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        access.requirePrincipal();
        Appointment appointment = appointments
                .readable(id, clock.instant())
                .orElseThrow(() -> CommonProblem.NOT_FOUND.problem(
                        "There is nothing at this address, or nothing that this caller may see."));
        boolean staff = appointmentAccess.isStaff(appointment);
        appointmentAccess.log(appointment, Action.READ_APPOINTMENT);
        List<AppointmentHistory.Entry> entries =
                history.of(id, hiddenFrom(staff), cursor == null ? 0 : after(cursor), limit + 1);
        return Page.of(
                entries,
                limit,
                entry -> Cursors.of(entry.place()),
                entry -> EntryView.of(entry, appointment.zone(), staff));
    }

    private List<String> hiddenFrom(boolean staff) {
        if (staff) {
            return List.of();
        }
        return access.isPartner() ? NOT_FOR_PARTNERS : FOR_STAFF;
    }

    private static long after(String cursor) {
        try {
            return Long.parseLong(Cursors.read(cursor, 1).getFirst());
        } catch (NumberFormatException notOurs) {
            throw Cursors.invalid();
        }
    }
}
