package network.physio.booking.patient;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BirthDateTest {

    /** The first of March in Melbourne, still the last of February in UTC. */
    private static final Clock MORNING_IN_MELBOURNE =
            Clock.fixed(Instant.parse("2027-02-28T22:00:00Z"), ZoneOffset.UTC);

    private final BirthDate.Check check = new BirthDate.Check(MORNING_IN_MELBOURNE);

    @ParameterizedTest
    @CsvSource({"2027-03-01, true", "2027-03-02, false", "1900-01-01, true", "1899-12-31, false"})
    void aChildBornTodaySomewhereIsBornAndNobodyIsOlderThanTheCentury(LocalDate day, boolean possible) {
        assertThat(check.isBorn(day)).isEqualTo(possible);
    }
}
