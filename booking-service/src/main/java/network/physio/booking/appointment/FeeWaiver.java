package network.physio.booking.appointment;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.physio.http.Slugs;

/** Why staff let a fee go. A closed list, so that it can be counted. */
public enum FeeWaiver {
    @JsonProperty("illness")
    ILLNESS,
    @JsonProperty("emergency")
    EMERGENCY,
    @JsonProperty("first-time")
    FIRST_TIME,
    @JsonProperty("clinic-error")
    CLINIC_ERROR,
    @JsonProperty("other")
    OTHER;

    String code() {
        return Slugs.of(this);
    }
}
