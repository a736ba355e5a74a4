package network.physio.content.language;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import network.physio.http.Slugs;

/**
 * English and the most spoken other languages of Melbourne whose words are set apart by spaces: PostgreSQL has a search
 * configuration {@code content_<code>} for each. Chinese waits for a word splitter.
 */
public enum Language {
    @JsonProperty("en")
    EN,
    @JsonProperty("it")
    IT,
    @JsonProperty("el")
    EL,
    @JsonProperty("ar")
    AR,
    @JsonProperty("vi")
    VI;

    /** JAX-RS reads parameters with this. */
    public static Language fromString(String code) {
        return Arrays.stream(values())
                .filter(lang -> lang.toString().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such language"));
    }

    @Override
    public String toString() {
        return Slugs.of(this);
    }
}
