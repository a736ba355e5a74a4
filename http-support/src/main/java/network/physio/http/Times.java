package network.physio.http;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/** Holds times that callers send to years of four digits: RFC 3339 knows no others, Java and PostgreSQL reach further. */
final class Times {

    private static final int FIRST_YEAR = 1;
    private static final int LAST_YEAR = 9999;

    private Times() {}

    static OffsetDateTime near(OffsetDateTime time) {
        check(time.getYear());
        return time;
    }

    static LocalDate near(LocalDate day) {
        check(day.getYear());
        return day;
    }

    private static void check(int year) {
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw new DateTimeException("no year of four digits");
        }
    }
}
