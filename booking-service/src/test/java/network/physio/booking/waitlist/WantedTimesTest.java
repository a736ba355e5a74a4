package network.physio.booking.waitlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import network.physio.booking.availability.Weekday;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WantedTimesTest {

    private static final ZoneId MELBOURNE = ZoneId.of("Australia/Melbourne");
    private static final Instant FAR = Instant.parse("2030-01-01T00:00:00Z");

    private final WantedTimes mornings = new WantedTimes(
            List.of(
                    new LocalRange(List.of(Weekday.TUE), LocalTime.of(9, 0), LocalTime.of(12, 0)),
                    new LocalRange(null, LocalTime.of(16, 0), LocalTime.of(18, 0))),
            LocalDate.of(2027, 2, 2),
            LocalDate.of(2027, 2, 4),
            FAR);

    @ParameterizedTest
    @CsvSource({
        "2027-02-02T09:00:00+11:00, true",
        "2027-02-02T11:30:00+11:00, true",
        "2027-02-02T11:45:00+11:00, false",
        "2027-02-02T08:45:00+11:00, false",
        "2027-02-03T09:00:00+11:00, false",
        "2027-02-03T17:30:00+11:00, true",
        "2027-02-01T17:30:00+11:00, false",
        "2027-02-05T17:30:00+11:00, false",
    })
    void theWholeVisitFallsIntoOneRangeOfAWishedDay(OffsetDateTime start, boolean allowed) {
        assertThat(mornings.allow(start.toInstant(), 30, MELBOURNE)).isEqualTo(allowed);
    }

    @Test
    void theDayIsTheClinicsAndNotGreenwichs() {
        WantedTimes anyTime = new WantedTimes(List.of(), LocalDate.of(2027, 2, 2), LocalDate.of(2027, 2, 2), FAR);
        assertThat(anyTime.allow(Instant.parse("2027-02-01T22:00:00Z"), 30, MELBOURNE))
                .isTrue();
        assertThat(anyTime.allow(Instant.parse("2027-02-01T12:30:00Z"), 30, MELBOURNE))
                .isFalse();
    }

    @Test
    void nothingIsWishedForFromTheReplacedAppointmentOn() {
        Instant replaced = Instant.parse("2027-02-02T03:00:00Z");
        WantedTimes earlier = new WantedTimes(List.of(), LocalDate.of(2027, 2, 1), LocalDate.of(2027, 2, 9), replaced);
        assertThat(earlier.allow(replaced, 30, MELBOURNE)).isFalse();
        assertThat(earlier.allow(replaced.minusSeconds(1800), 30, MELBOURNE)).isTrue();
    }
}
