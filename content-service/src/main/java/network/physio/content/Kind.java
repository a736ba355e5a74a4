package network.physio.content;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import network.physio.http.Slugs;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an article is about. Its text form is that of the contract, in JSON and in queries. */
@Schema(name = "ArticleKind")
public enum Kind {
    @JsonProperty("technique")
    TECHNIQUE,
    @JsonProperty("safety")
    SAFETY,
    @JsonProperty("aftercare")
    AFTERCARE,
    @JsonProperty("evidence")
    EVIDENCE,
    @JsonProperty("service")
    SERVICE,
    @JsonProperty("faq")
    FAQ,
    @JsonProperty("preparation")
    PREPARATION,
    @JsonProperty("self-care")
    SELF_CARE,
    @JsonProperty("condition")
    CONDITION;

    /** JAX-RS reads query parameters with this. */
    public static Kind fromString(String code) {
        return Arrays.stream(values())
                .filter(kind -> kind.toString().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such kind of article"));
    }

    @Override
    public String toString() {
        return Slugs.of(this);
    }
}
