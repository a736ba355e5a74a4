package network.physio.triage.assessment;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** The number to call here. Looked up at start, so that a country without one is found before the first emergency. */
@Singleton
@Startup
class EmergencyNumber {

    private final String number;

    EmergencyNumber(EmergencySettings settings) {
        this.number = of(settings.country(), settings.numbers());
    }

    static String of(String country, Map<String, String> numbers) {
        return Optional.ofNullable(numbers.get(country))
                .orElseThrow(() -> new IllegalStateException("There is no emergency number for " + country
                        + ": set physio.triage.emergency.numbers." + country + "."));
    }

    @Override
    public String toString() {
        return number;
    }
}
