package network.physio.booking.patient.address;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import network.physio.http.Slugs;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where an address is, and how well that is known: a plan of routes trusts a roof more than a suburb. */
@Schema(name = "AddressLocation", description = "Where the address is, and how well that is known")
record Place(
        @NotNull @DecimalMin("-90") @DecimalMax("90") @Schema(examples = "-37.7984")
        Double latitude,

        @NotNull @DecimalMin("-180") @DecimalMax("180") @Schema(examples = "144.9784")
        Double longitude,

        @NotNull @Schema(examples = "rooftop") Quality quality) {

    @Schema(name = "GeocodeQuality")
    enum Quality {
        @JsonProperty("rooftop")
        ROOFTOP,
        @JsonProperty("street")
        STREET,
        @JsonProperty("suburb")
        SUBURB,
        /** Put on the map by somebody who knows the place. */
        @JsonProperty("by-hand")
        BY_HAND;

        String code() {
            return Slugs.of(this);
        }
    }
}
