package network.physio.booking.patient.address;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;
import network.physio.booking.patient.Sent;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is not sent stays (RFC 7396). A component is null when it was not sent and empty when null was. */
@Schema(
        name = "AddressChange",
        description = "What is not sent stays as it is; null removes a location, parking note or access code. A changed"
                + " street, suburb, state, postcode or country without a location takes the address off the map.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("NullableOptional") // three states: not sent, null, a value
record AddressChange(
        @Nullable
        @JsonDeserialize(using = Sent.Text.class)
        @Schema(type = SchemaType.STRING, examples = "12 Example Street")
        Optional<@NotNull @Pattern(regexp = Lines.LINE, message = Lines.LINE_HINT) String> street,

        @Nullable @JsonDeserialize(using = Sent.Text.class) @Schema(type = SchemaType.STRING, examples = "Fitzroy")
        Optional<@NotNull @Pattern(regexp = Lines.LINE, message = Lines.LINE_HINT) String> suburb,

        @Nullable @JsonDeserialize(using = Sent.Text.class) @Schema(type = SchemaType.STRING, examples = "VIC")
        Optional<@NotNull @Pattern(regexp = Lines.STATE, message = Lines.STATE_HINT) String> state,

        @Nullable @JsonDeserialize(using = Sent.Text.class) @Schema(type = SchemaType.STRING, examples = "3065")
        Optional<@NotNull @Pattern(regexp = Lines.POSTCODE, message = Lines.POSTCODE_HINT) String> postcode,

        @Nullable @JsonDeserialize(using = Sent.Text.class) @Schema(type = SchemaType.STRING, examples = "AU")
        Optional<@NotNull @Pattern(regexp = Lines.COUNTRY, message = Lines.COUNTRY_HINT) String> country,

        @Nullable @JsonDeserialize(using = SentPlace.class) @Schema(implementation = Place.class)
        Optional<@Valid Place> location,

        @Nullable @JsonDeserialize(using = Sent.Whole.class) @Schema(type = SchemaType.INTEGER, examples = "5")
        Optional<@NotNull @Steps Integer> arrivalBufferMinutes,

        @Nullable
        @JsonDeserialize(using = Sent.Text.class)
        @Schema(type = SchemaType.STRING, nullable = true, examples = "Behind the house, through the lane")
        Optional<@Pattern(regexp = Lines.LINE, message = Lines.LINE_HINT) String> parking,

        @Nullable @JsonDeserialize(using = Sent.Flag.class) @Schema(type = SchemaType.BOOLEAN, examples = "false")
        Optional<@NotNull Boolean> risk,

        @Nullable
        @JsonDeserialize(using = Sent.Text.class)
        @Schema(type = SchemaType.STRING, nullable = true, examples = "#4711")
        Optional<@Pattern(regexp = Lines.CODE, message = Lines.CODE_HINT) String> accessCode) {

    /** Reads the place of a patch. */
    static final class SentPlace extends Sent<Place> {
        SentPlace() {
            super(Place.class);
        }
    }

    boolean movesIt() {
        return street != null || suburb != null || state != null || postcode != null || country != null;
    }
}
