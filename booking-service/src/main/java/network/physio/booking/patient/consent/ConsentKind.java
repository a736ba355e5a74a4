package network.physio.booking.patient.consent;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.physio.http.Slugs;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What can be agreed to. A new kind is a new constant and a migration: a consent to nothing known is none. */
@Schema(name = "ConsentKind")
public enum ConsentKind {
    /** To be examined and treated with the hands. */
    @JsonProperty("treatment")
    TREATMENT,
    /** Has read how personal information is collected and used. */
    @JsonProperty("privacy-notice")
    PRIVACY_NOTICE,
    /** Findings go to the doctor, the insurer or whoever else the text names. */
    @JsonProperty("information-sharing")
    INFORMATION_SHARING,
    @JsonProperty("telehealth")
    TELEHEALTH,
    /** Somebody else watches: a student, an interpreter, a chaperone. */
    @JsonProperty("observer-present")
    OBSERVER_PRESENT,
    @JsonProperty("photographs")
    PHOTOGRAPHS,
    @JsonProperty("newsletter")
    NEWSLETTER;

    String code() {
        return Slugs.of(this);
    }
}
