package network.physio.booking.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Local hours become instants, also on the days on which the clock changes. Instants worked out by hand. */
class LocalHoursTest {

    @ParameterizedTest
    @CsvSource({
        // Melbourne, an ordinary day of summer (+11) and of winter (+10)
        "Australia/Melbourne, 2027-02-01, 09:00, 17:00, 2027-01-31T22:00:00Z, 2027-02-01T06:00:00Z",
        "Australia/Melbourne, 2027-07-01, 09:00, 17:00, 2027-06-30T23:00:00Z, 2027-07-01T07:00:00Z",
        // clocks go back at 03:00 on 4 April 2027: seven real hours
        "Australia/Melbourne, 2027-04-04, 00:00, 06:00, 2027-04-03T13:00:00Z, 2027-04-03T20:00:00Z",
        // clocks go forward at 02:00 on 3 October 2027: five real hours
        "Australia/Melbourne, 2027-10-03, 00:00, 06:00, 2027-10-02T14:00:00Z, 2027-10-02T19:00:00Z",
        // over midnight into the change
        "Australia/Melbourne, 2027-10-02, 22:00, 04:00, 2027-10-02T12:00:00Z, 2027-10-02T17:00:00Z",
        // until midnight
        "Australia/Melbourne, 2027-02-01, 18:00, 00:00, 2027-02-01T07:00:00Z, 2027-02-01T13:00:00Z",
        // Lord Howe moves by half an hour, back at 02:00 (+11 to +10:30) and forward again
        "Australia/Lord_Howe, 2027-04-04, 00:00, 06:00, 2027-04-03T13:00:00Z, 2027-04-03T19:30:00Z",
        "Australia/Lord_Howe, 2027-10-03, 00:00, 06:00, 2027-10-02T13:30:00Z, 2027-10-02T19:00:00Z",
    })
    void hoursLastAsLongAsTheWallClockSays(
            String zone, LocalDate day, LocalTime from, LocalTime until, Instant start, Instant end) {
        Span span = new LocalHours(from, until).on(day, ZoneId.of(zone));
        assertThat(span.start()).isEqualTo(start);
        assertThat(span.end()).isEqualTo(end);
    }
}
