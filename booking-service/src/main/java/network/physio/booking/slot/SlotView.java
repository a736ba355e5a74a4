package network.physio.booking.slot;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.OffsetDateTime;
import java.util.UUID;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.VisitKind;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A bookable start, with all that a hold or a booking needs to name it. Times are local to the clinic, with its offset. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Slot", description = "A start at which the treatment can be booked now.")
public record SlotView(
        UUID clinicId,
        String clinicCode,
        UUID practitionerId,
        String practitionerCode,
        String practitionerName,
        UUID treatmentId,
        VisitKind visitKind,
        int minutes,
        @Schema(examples = "2026-12-01T09:00:00+11:00") OffsetDateTime startsAt,
        OffsetDateTime endsAt,
        @Schema(examples = "Australia/Melbourne") String zone,

        @Schema(description = "What it costs with this practitioner.") @Nullable
        SlotPrice price,

        @Schema(description = "Of a treatment given to several at once: the session in which it is a seat.") @Nullable
        UUID sessionId,

        @Schema(description = "Free seats of that session.") @Nullable
        Integer seatsLeft) {

    @Schema(name = "SlotPrice", description = "In minor units, as of now; a hold keeps it.")
    public record SlotPrice(
            @Schema(examples = "9500") int amount,
            @Schema(examples = "AUD") String currency,
            String taxCode) {

        static SlotPrice of(Catalogue.Price price) {
            return new SlotPrice(price.amount(), price.currency(), price.taxCode());
        }
    }

    public static SlotView of(Slot slot) {
        var zone = slot.clinic().zone();
        return new SlotView(
                slot.clinic().id(),
                slot.clinic().code(),
                slot.offering().practitionerId(),
                slot.offering().practitionerCode(),
                slot.offering().practitionerName(),
                slot.treatmentId(),
                slot.visitKind(),
                slot.minutes(),
                slot.startsAt().atZone(zone).toOffsetDateTime(),
                slot.startsAt().plusSeconds(60L * slot.minutes()).atZone(zone).toOffsetDateTime(),
                zone.getId(),
                slot.price() == null ? null : SlotPrice.of(slot.price()),
                slot.session() == null ? null : slot.session().sessionId(),
                slot.session() == null ? null : slot.session().left());
    }
}
