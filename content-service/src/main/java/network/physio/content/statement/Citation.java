package network.physio.content.statement;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Where a statement comes from: a fact of the network's own inventory, or a public source with its title. */
public record Citation(Kind kind, String ref, @Nullable String title) {

    @Schema(name = "CitationKind")
    public enum Kind {
        @JsonProperty("fact")
        FACT,
        @JsonProperty("doi")
        DOI,
        @JsonProperty("url")
        URL;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String code) {
            return Arrays.stream(values())
                    .filter(kind -> kind.code().equals(code))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no such kind of citation: " + code));
        }
    }

    public boolean isPublic() {
        return kind != Kind.FACT;
    }

    /** An address that a reader can open; facts have none. */
    public @Nullable String address() {
        return switch (kind) {
            case FACT -> null;
            case DOI -> "https://doi.org/" + ref;
            case URL -> ref;
        };
    }
}
