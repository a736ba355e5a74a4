package network.physio.booking.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {

    @ParameterizedTest
    @ValueSource(strings = {"1:1:", "820:820:", "820:825:820,823"})
    void whatPostgresWritesIsReadAndWrittenAlike(String written) {
        assertThat(Snapshot.parse(written)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1:1",
                "0:1:",
                "5:4:",
                "5:9:4",
                "5:9:9",
                "5:9:7,6",
                "5:9:6,6",
                "5:9:6,",
                "-1:9:",
                "x:9:",
                "1:9999999999999999999:"
            })
    void whatPostgresWouldRefuseIsRefused(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> Snapshot.parse(written));
    }

    @Test
    void theAskingTransactionHasNotEndedInItsOwnSnapshot() {
        Snapshot snapshot = new Snapshot(5, 9, List.of(5L, 7L));
        assertThat(snapshot.beforeEndOf(6)).hasToString("5:9:5,6,7");
        assertThat(new Snapshot(9, 9, List.of()).beforeEndOf(6)).hasToString("6:9:6");
        assertThat(snapshot.beforeEndOf(9)).isEqualTo(snapshot);
    }
}
