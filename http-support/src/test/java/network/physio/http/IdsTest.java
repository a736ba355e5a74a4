package network.physio.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdsTest {

    private static final Instant NOW = Instant.parse("2027-02-01T00:00:00.123Z");

    @Test
    void idsOfOneInstantSortInTheOrderInWhichTheyWereMade() {
        List<String> made =
                Stream.generate(() -> Ids.at(NOW).toString()).limit(2000).toList();
        assertThat(made).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void anIdTellsItsMillisecondAndIsOfVersionSeven() {
        UUID id = Ids.at(NOW);
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void aLaterInstantSortsAfterAnEarlierOneAlsoWhenTheClockWentBack() {
        Ids.at(NOW);
        assertThat(Ids.at(NOW.minusMillis(5)).toString()).isLessThan(Ids.at(NOW).toString());
    }
}
