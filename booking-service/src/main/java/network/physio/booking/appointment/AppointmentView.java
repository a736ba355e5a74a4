package network.physio.booking.appointment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import network.physio.booking.access.Access;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An appointment as its reader may see it: screening details are for staff, and partners learn nothing of screening. */
@Schema(name = "Appointment")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AppointmentView(
        UUID id,

        @Schema(
                description = "held, confirmed, arrived, in-treatment, completed, expired, cancelled, no-show,"
                        + " no-access; tolerate states you do not know.",
                examples = "confirmed")
        String state,

        Named clinic,
        Named treatment,
        Named practitioner,
        @Nullable UUID patientId,
        int minutes,
        @Schema(examples = "2026-12-01T09:00:00+11:00") OffsetDateTime startsAt,
        OffsetDateTime endsAt,
        @Schema(examples = "Australia/Melbourne") String zone,
        PlaceView place,
        String visitKind,
        String bookedBy,
        PriceView price,
        String fundingKind,
        PolicyView policy,
        @Schema(description = "Only while held.") @Nullable OffsetDateTime expiresAt,
        @Schema(description = "Only while held.") @Nullable Boolean extended,
        @Nullable CancellationView cancellation,
        @Schema(description = "Not for partners.") @Nullable ScreeningView screening,
        @Schema(description = "Only for staff.") @Nullable Boolean overbooked,
        boolean rebookingNeeded,

        @Schema(description = "What moves inside the free-cancellation window have cost so far, in minor units.")
        int lateMoveFeeAmount,

        @Schema(description = "Only after a no-show.") @Nullable
        NoShowView noShow,

        @Schema(description = "Only after a home visit before a closed door.") @Nullable
        NoShowView noAccess,

        @Schema(description = "Only for staff.") @Nullable VisitView visit,

        @Schema(description = "The series that it is a visit of.") @Nullable
        UUID seriesId,

        @Schema(description = "The group session in which it is a seat.") @Nullable
        UUID sessionId) {

    @Schema(name = "NetworkItem")
    public record Named(UUID id, String code, String name) {
        static Named of(Appointment.Named named) {
            return new Named(named.id(), named.code(), named.name());
        }
    }

    @Schema(name = "AppointmentPlace")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PlaceView(
            @Schema(examples = "room") String kind,
            @Nullable UUID roomId,
            @Nullable String name,

            @Schema(description = "The devices it occupies, in the order in which the treatment needs them.")
            List<EquipmentView> equipment) {

        static PlaceView of(Appointment appointment) {
            return new PlaceView(
                    appointment.place().code(),
                    appointment.roomId(),
                    appointment.roomName(),
                    appointment.equipment().stream()
                            .map(device -> new EquipmentView(device.id(), device.name()))
                            .toList());
        }
    }

    @Schema(name = "AppointmentEquipment")
    public record EquipmentView(
            UUID id, @Schema(examples = "Traction table") String name) {}

    @Schema(name = "Price", description = "In minor units, as it was at booking.")
    public record PriceView(
            @Schema(examples = "9500") int amount,
            @Schema(examples = "AUD") String currency,
            String taxCode) {}

    @Schema(name = "AppointmentPolicy", description = "The terms it was booked under.")
    public record PolicyView(
            OffsetDateTime freeCancellationUntil,
            int lateCancellationPercent,
            int noShowPercent,
            int noAccessPercent) {}

    @Schema(name = "Cancellation")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CancellationView(
            String by,
            String reason,
            OffsetDateTime at,
            int feeAmount,

            @Schema(description = "Why the clinic let the fee go.") @Nullable
            String feeWaiver) {}

    @Schema(name = "NoShowFee", description = "What it costs that it was in vain, by the policy it was booked under.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record NoShowView(
            int feeAmount,

            @Schema(description = "Why the clinic let the fee go.") @Nullable
            String feeWaiver) {}

    @Schema(name = "AppointmentVisit", description = "What staff know of the visit beyond what the patient sees.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record VisitView(
            @Nullable OffsetDateTime arrivedAt,
            @Nullable OffsetDateTime startedAt,

            @Schema(description = "Of the visit, or when it was found missed.") @Nullable
            OffsetDateTime endedAt,

            @Nullable List<String> acknowledgedTechniques,

            @Schema(description = "How an adult agreed to a minor's visit: account, consent or staff.") @Nullable
            String responsibleAdult,

            @Nullable Overbook overbook) {}

    @Schema(name = "AppointmentScreening", description = "Techniques are for staff only.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ScreeningView(
            @Schema(examples = "cleared") String state,
            @Nullable List<String> blockedTechniques,
            @Nullable List<String> cautionedTechniques,
            @Nullable OffsetDateTime notBefore) {}

    public static AppointmentView of(Appointment appointment, Access access) {
        ZoneId zone = appointment.zone();
        boolean staff = access.isFrontDeskOf(appointment.clinic().code())
                || access.practitioner()
                        .filter(appointment.practitioner().code()::equals)
                        .isPresent();
        boolean held = appointment.state() == Appointment.State.HELD;
        return new AppointmentView(
                appointment.id(),
                appointment.state().code(),
                Named.of(appointment.clinic()),
                Named.of(appointment.treatment()),
                Named.of(appointment.practitioner()),
                appointment.patientId(),
                appointment.minutes(),
                at(appointment.startsAt(), zone),
                at(appointment.endsAt(), zone),
                zone.getId(),
                PlaceView.of(appointment),
                appointment.visitKind().code(),
                appointment.bookedBy().code(),
                new PriceView(
                        appointment.price().amount(),
                        appointment.price().currency(),
                        appointment.price().taxCode()),
                appointment.fundingKind(),
                new PolicyView(
                        at(
                                appointment
                                        .startsAt()
                                        .minusSeconds(
                                                3600L * appointment.policy().freeCancellationHours()),
                                zone),
                        appointment.policy().lateCancellationPercent(),
                        appointment.policy().noShowPercent(),
                        Objects.requireNonNullElse(appointment.policy().noAccessPercent(), 0)),
                held && appointment.expiresAt() != null ? at(appointment.expiresAt(), zone) : null,
                held ? appointment.extended() : null,
                appointment.cancellation() == null
                        ? null
                        : new CancellationView(
                                appointment.cancellation().by(),
                                appointment.cancellation().reason(),
                                at(appointment.cancellation().at(), zone),
                                appointment.cancellation().fee(),
                                appointment.cancellation().waiver()),
                access.partner().isPresent() ? null : screening(appointment, staff),
                staff ? appointment.overbooked() : null,
                appointment.rebookingNeeded(),
                appointment.lateMoveFee(),
                inVain(appointment, Appointment.State.NO_SHOW),
                inVain(appointment, Appointment.State.NO_ACCESS),
                staff ? visit(appointment) : null,
                appointment.seriesId(),
                appointment.sessionId());
    }

    private static @Nullable NoShowView inVain(Appointment appointment, Appointment.State state) {
        Appointment.InVain inVain = appointment.inVain();
        return inVain == null || appointment.state() != state ? null : new NoShowView(inVain.fee(), inVain.waiver());
    }

    private static VisitView visit(Appointment appointment) {
        Appointment.Progress progress = appointment.progress();
        return new VisitView(
                atOrNull(progress.arrivedAt(), appointment.zone()),
                atOrNull(progress.startedAt(), appointment.zone()),
                atOrNull(progress.endedAt(), appointment.zone()),
                appointment.acknowledgedTechniques(),
                appointment.responsibleAdult(),
                appointment.overbook());
    }

    private static @Nullable OffsetDateTime atOrNull(@Nullable Instant instant, ZoneId zone) {
        return instant == null ? null : at(instant, zone);
    }

    private static ScreeningView screening(Appointment appointment, boolean staff) {
        var screening = appointment.screening();
        return new ScreeningView(
                screening.state().code(),
                staff ? screening.blocked() : null,
                staff ? screening.cautioned() : null,
                staff && screening.notBefore() != null ? at(screening.notBefore(), appointment.zone()) : null);
    }

    private static OffsetDateTime at(Instant instant, ZoneId zone) {
        return instant.atZone(zone).toOffsetDateTime();
    }
}
