package network.physio.booking.availability;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DayOfWeek;
import java.util.Locale;

/** Days of the week as they are written in the API and the network file. */
public enum Weekday {
    @JsonProperty("mon")
    MON(DayOfWeek.MONDAY),
    @JsonProperty("tue")
    TUE(DayOfWeek.TUESDAY),
    @JsonProperty("wed")
    WED(DayOfWeek.WEDNESDAY),
    @JsonProperty("thu")
    THU(DayOfWeek.THURSDAY),
    @JsonProperty("fri")
    FRI(DayOfWeek.FRIDAY),
    @JsonProperty("sat")
    SAT(DayOfWeek.SATURDAY),
    @JsonProperty("sun")
    SUN(DayOfWeek.SUNDAY);

    private final DayOfWeek day;

    Weekday(DayOfWeek day) {
        this.day = day;
    }

    public DayOfWeek day() {
        return day;
    }

    public static Weekday of(DayOfWeek day) {
        return valueOf(day.name().substring(0, 3));
    }

    public static Weekday of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Read by RESTEasy from query parameters. */
    public static Weekday fromString(String written) {
        return of(written);
    }

    /** As written in query parameters. */
    @Override
    public String toString() {
        return code();
    }
}
