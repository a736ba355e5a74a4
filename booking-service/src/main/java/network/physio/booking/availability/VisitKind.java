package network.physio.booking.availability;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import network.physio.http.Slugs;

/** Which visit it is in a course of care: rosters may keep times for one kind. */
public enum VisitKind {
    @JsonProperty("initial")
    INITIAL,
    @JsonProperty("follow-up")
    FOLLOW_UP,
    @JsonProperty("review")
    REVIEW;

    public String code() {
        return Slugs.of(this);
    }

    /** Read by RESTEasy from query parameters. */
    public static VisitKind fromString(String written) {
        return Enum.valueOf(VisitKind.class, written.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** As written in query parameters. */
    @Override
    public String toString() {
        return code();
    }
}
