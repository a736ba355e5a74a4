package network.physio.booking.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendingHoursTest {

    private static final ZoneId MELBOURNE = ZoneId.of("Australia/Melbourne");

    private final SendingHours hours = new SendingHours(LocalTime.of(8, 0), LocalTime.of(20, 0));

    @ParameterizedTest
    @CsvSource({
        "2027-02-02T08:00:00+11:00, 2027-02-02T08:00:00+11:00, 2027-02-02T08:00:00+11:00",
        "2027-02-02T20:00:00+11:00, 2027-02-02T20:00:00+11:00, 2027-02-02T20:00:00+11:00",
        "2027-02-02T07:59:00+11:00, 2027-02-02T08:00:00+11:00, 2027-02-01T20:00:00+11:00",
        "2027-02-02T20:01:00+11:00, 2027-02-03T08:00:00+11:00, 2027-02-02T20:00:00+11:00",
        // clocks go back in this night
        "2027-04-03T23:00:00+11:00, 2027-04-04T08:00:00+10:00, 2027-04-03T20:00:00+11:00",
    })
    void whatFallsIntoTheNightMovesToTheMorningOrTheEveningBefore(String time, String morning, String evening) {
        assertThat(hours.next(at(time), MELBOURNE)).isEqualTo(at(morning));
        assertThat(hours.last(at(time), MELBOURNE)).isEqualTo(at(evening));
    }

    @Test
    void theSameMomentIsDayHereAndNightThere() {
        Instant eightInMelbourne = at("2027-02-02T08:00:00+11:00");
        assertThat(hours.include(eightInMelbourne, MELBOURNE)).isTrue();
        assertThat(hours.include(eightInMelbourne, ZoneId.of("Australia/Perth")))
                .isFalse();
    }

    private static Instant at(String time) {
        return OffsetDateTime.parse(time).toInstant();
    }
}
