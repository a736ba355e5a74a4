package network.physio.triage.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EmergencyNumberTest {

    private static final Map<String, String> NUMBERS = Map.of("AU", "000", "NZ", "111");

    @Test
    void theNumberIsThatOfTheCountry() {
        assertThat(EmergencyNumber.of("NZ", NUMBERS)).isEqualTo("111");
    }

    @Test
    void aCountryWithoutANumberDoesNotStart() {
        assertThatThrownBy(() -> EmergencyNumber.of("FR", NUMBERS))
                .hasMessageContaining("physio.triage.emergency.numbers.FR");
    }
}
