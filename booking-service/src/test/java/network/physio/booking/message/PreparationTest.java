package network.physio.booking.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreparationTest {

    @Test
    void whoIsMassagedSaysWhichPressureSuits() {
        assertThat(Preparation.of(visit("room", true, "TE-02")))
                .containsExactly("PR-04", "PR-02", "PR-03", "PR-05", "PR-01", "PR-06");
    }

    @Test
    void whoIsGuidedThroughMovementsWearsWhatMoves() {
        assertThat(Preparation.of(visit("room", false, "TE-17"))).containsExactly("PR-04", "PR-02", "PR-03", "PR-06");
    }

    @Test
    void nobodyArrivesOnlineOrAtHome() {
        assertThat(Preparation.of(visit("online", false, "TE-16")))
                .doesNotContain("PR-04")
                .startsWith("online");
        assertThat(Preparation.of(visit("address", true, "TE-01")))
                .doesNotContain("PR-04")
                .startsWith("at-home");
    }

    private static Visit visit(String place, boolean handsOn, String technique) {
        return new Visit(
                new java.util.UUID(0, 1),
                "confirmed",
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(1800),
                null,
                place,
                ZoneId.of("Australia/Melbourne"),
                "guest",
                false,
                false,
                0,
                0,
                "AUD",
                "Treatment",
                handsOn,
                List.of(technique),
                "Anna Test",
                new Visit.Clinic("North", "1 North Street", "Northside", null, null),
                null);
    }
}
