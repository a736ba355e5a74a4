package network.physio.booking.availability;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * How often the hours of practitioners, the opening of clinics and the catalogue have been changed, as read with the locks:
 * what is remembered under the same number is what the tables say until the locks are released.
 */
public record Versions(Map<UUID, Integer> practitioners, Map<UUID, Integer> clinics, long catalogue) {

    boolean areHoursAt(UUID practitioner, int version) {
        return Objects.equals(practitioners.get(practitioner), version);
    }

    boolean isOpeningAt(UUID clinic, int version) {
        return Objects.equals(clinics.get(clinic), version);
    }
}
