package network.physio.booking.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.physio.http.Slugs;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a person did about a message that failed or is unclear, other than sending it anew. */
@Schema(name = "Settled")
public enum Settled {
    /** The patient has been told in another way, or has said that it arrived. */
    @JsonProperty("told-otherwise")
    TOLD_OTHERWISE,
    @JsonProperty("not-needed")
    NOT_NEEDED;

    /** How it is kept when another message takes its place. */
    static final String SENT_AGAIN = "sent-again";

    String code() {
        return Slugs.of(this);
    }
}
