package network.physio.content.statement;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;

/**
 * How sure we are. The first four are GRADE certainties of evidence. Consensus is GRADE's own "good practice statement":
 * advice such as wearing loose clothes or calling an ambulance has no effect estimate that could be graded, and calling
 * it "very low" would tell people to doubt it.
 */
public enum Grade {
    @JsonProperty("high")
    HIGH,
    @JsonProperty("moderate")
    MODERATE,
    @JsonProperty("low")
    LOW,
    @JsonProperty("very-low")
    VERY_LOW,
    @JsonProperty("consensus")
    CONSENSUS;

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Grade of(String code) {
        return Arrays.stream(values())
                .filter(grade -> grade.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such grade: " + code));
    }

    /** A grade of evidence rests on something that a reader can look up; consensus rests on our own facts. */
    public boolean needsPublicSource() {
        return this != CONSENSUS;
    }
}
