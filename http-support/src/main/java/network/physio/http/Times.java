package network.physio.http;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;

/** Holds times that callers send to years of four digits: RFC 3339 knows no others, Java and PostgreSQL reach further. */
public final class Times {

    private static final int FIRST_YEAR = 1;
    private static final int LAST_YEAR = 9999;

    /** No offset and no fraction: whoever writes one means another time than the local one that would be read. */
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm[:ss]", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private Times() {}

    /**
     * A local date and time as it is written: {@code 2027-03-01T09:30}, with seconds or without.
     *
     * @throws DateTimeException when it has another form, an offset, or a year that has not four digits
     */
    public static LocalDateTime local(String written) {
        LocalDateTime time = LocalDateTime.parse(written, LOCAL);
        check(time.getYear());
        return time;
    }

    /**
     * A date as it is written.
     *
     * @throws DateTimeException when it has another form or a year that has not four digits
     */
    public static LocalDate date(String written) {
        return near(LocalDate.parse(written));
    }

    static OffsetDateTime near(OffsetDateTime time) {
        check(time.getYear());
        return time;
    }

    private static LocalDate near(LocalDate day) {
        check(day.getYear());
        return day;
    }

    private static void check(int year) {
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw new DateTimeException("no year of four digits");
        }
    }
}
