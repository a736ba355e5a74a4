package network.physio.content.article;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import network.physio.http.Slugs;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where a version stands. */
@Schema(name = "VersionStatus")
public enum Status {
    @JsonProperty("draft")
    DRAFT,
    @JsonProperty("in-review")
    IN_REVIEW,
    @JsonProperty("published")
    PUBLISHED,
    @JsonProperty("withdrawn")
    WITHDRAWN;

    static Status of(String code) {
        return Arrays.stream(values())
                .filter(status -> status.toString().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such status: " + code));
    }

    @Override
    public String toString() {
        return Slugs.of(this);
    }
}
