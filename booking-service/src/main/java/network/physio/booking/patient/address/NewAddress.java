package network.physio.booking.patient.address;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An address as it is entered. */
@Schema(
        name = "NewAddress",
        description = "location, arrivalBufferMinutes and risk are set by staff only. accessCode is kept and never read"
                + " back here: it is shown to the practitioner of the visit, on the day.")
record NewAddress(
        @NotNull @Pattern(regexp = Lines.LINE, message = Lines.LINE_HINT) @Schema(examples = "12 Example Street")
        String street,

        @NotNull @Pattern(regexp = Lines.LINE, message = Lines.LINE_HINT) @Schema(examples = "Fitzroy")
        String suburb,

        @NotNull @Pattern(regexp = Lines.STATE, message = Lines.STATE_HINT) @Schema(examples = "VIC")
        String state,

        @NotNull @Pattern(regexp = Lines.POSTCODE, message = Lines.POSTCODE_HINT) @Schema(examples = "3065")
        String postcode,

        @NotNull @Pattern(regexp = Lines.COUNTRY, message = Lines.COUNTRY_HINT) @Schema(examples = "AU")
        String country,

        @Nullable @Valid Place location,

        @Nullable
        @Steps
        @Schema(
                description = "Minutes from the street to the door, in steps of 5 up to 60; 0 unless staff say more",
                examples = "5")
        Integer arrivalBufferMinutes,

        @Nullable
        @Pattern(regexp = Lines.LINE, message = Lines.LINE_HINT)
        @Schema(examples = "Behind the house, through the lane")
        String parking,

        @Nullable @Schema(description = "Somebody must read the alert before going there; no unless staff say so")
        Boolean risk,

        @Nullable @Pattern(regexp = Lines.CODE, message = Lines.CODE_HINT) @Schema(examples = "#4711")
        String accessCode) {

    Address as(UUID id) {
        return new Address(
                id,
                1,
                street,
                suburb,
                state,
                postcode,
                country,
                location,
                arrivalBufferMinutes == null ? 0 : arrivalBufferMinutes,
                parking,
                Boolean.TRUE.equals(risk),
                accessCode);
    }
}
