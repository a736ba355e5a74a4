package network.physio.booking.practitioner;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import network.physio.http.Slugs;

/** As practitioners state it, for patients to whom it matters. */
public enum Gender {
    @JsonProperty("female")
    FEMALE,
    @JsonProperty("male")
    MALE,
    @JsonProperty("non-binary")
    NON_BINARY;

    /** As written in query parameters, for which JAX-RS looks for this method. */
    public static Gender fromString(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @Override
    public String toString() {
        return Slugs.of(this);
    }
}
