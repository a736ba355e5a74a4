package network.physio.booking.patient.erasure;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.physio.http.Slugs;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Why a patient is erased. */
@Schema(name = "ErasureReason")
public enum ErasureReason {
    @JsonProperty("asked-by-patient")
    ASKED_BY_PATIENT,
    @JsonProperty("made-by-mistake")
    MADE_BY_MISTAKE,
    /** The time for which it had to be kept is over. */
    @JsonProperty("retention-over")
    RETENTION_OVER;

    String code() {
        return Slugs.of(this);
    }
}
