package network.physio.booking.patient.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.physio.http.Slugs;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How much an account may do for a patient; each holds the ones after it. */
@Schema(name = "AccessScope", description = "full: everything; book: appointments; read: look only")
public enum Scope {
    @JsonProperty("full")
    FULL,
    @JsonProperty("book")
    BOOK,
    @JsonProperty("read")
    READ;

    String code() {
        return Slugs.of(this);
    }
}
