package network.physio.booking.appointment;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import network.physio.http.Slugs;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Staff's word that the practitioner takes a visit although another one overlaps it, and why. */
@Schema(
        name = "Overbook",
        description = "Staff of the clinic only, with a practitionerId. Rooms and devices must be free.")
public record Overbook(
        @NotNull @Schema(examples = "urgent-need") Reason reason,

        @Nullable
        @Size(max = 200)
        @Schema(description = "For colleagues; nothing about anybody's health.", examples = "Agreed by phone")
        String note) {

    /** A closed list, so that it can be counted. */
    public enum Reason {
        @JsonProperty("urgent-need")
        URGENT_NEED,
        @JsonProperty("practitioner-agreed")
        PRACTITIONER_AGREED,
        @JsonProperty("short-visits")
        SHORT_VISITS,
        @JsonProperty("other-may-not-come")
        OTHER_MAY_NOT_COME,
        @JsonProperty("other")
        OTHER
    }

    String code() {
        return Slugs.of(reason);
    }
}
