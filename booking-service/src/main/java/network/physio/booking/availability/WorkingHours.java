package network.physio.booking.availability;

import org.jspecify.annotations.Nullable;

/**
 * Hours in which somebody works on one day.
 *
 * @param purpose null, before they are stored, for what the roster has that time for
 */
public record WorkingHours(LocalHours hours, @Nullable Purpose purpose) {

    boolean isAt(String place) {
        return purpose != null && purpose.place().equals(place);
    }
}
