package network.physio.booking.appointment;

import java.util.List;
import java.util.UUID;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Span;
import org.jspecify.annotations.Nullable;

/**
 * What other times are sought for, once a wish was refused.
 *
 * @param patient who has to be free then, and of whom the caller may know it; null when nobody is named yet
 * @param moving the appointment that would leave its own time for one of them; null for a new one
 * @param spokenFor times that the patient is about to have something at
 */
public record Sought(
        Judge.Wish wish, @Nullable UUID patient, @Nullable UUID moving, List<Span> spokenFor) {

    public Sought(Judge.Wish wish, @Nullable UUID patient, @Nullable UUID moving) {
        this(wish, patient, moving, List.of());
    }

    /** When the visit would be. */
    public Span during() {
        return Span.covering(wish.startsAt(), wish.endsAt());
    }

    public Sought besides(List<Span> others) {
        return new Sought(wish, patient, moving, List.copyOf(others));
    }
}
