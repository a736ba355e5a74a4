package network.physio.booking.roster;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Set;
import network.physio.booking.availability.LocalHours;
import org.jspecify.annotations.Nullable;

/**
 * Hours that recur on the same days of the week, and for whom and what they are.
 *
 * @param week 0 or 1 of a fortnightly roster, else 0
 * @param place {@code clinic}, {@code home} or {@code online}
 * @param releaseHours kept back for staff until so many hours before the start; null: never kept back
 */
public record Segment(
        int week,
        List<DayOfWeek> days,
        LocalHours hours,
        Set<String> audience,
        Set<String> visitKinds,
        String place,
        @Nullable Integer releaseHours) {

    public static final List<String> AUDIENCES = List.of("public", "partner", "staff");
    public static final List<String> VISIT_KINDS = List.of("initial", "follow-up", "review");
    public static final List<String> PLACES = List.of("clinic", "home", "online");

    Segment on(List<DayOfWeek> otherDays) {
        return new Segment(week, otherDays, hours, audience, visitKinds, place, releaseHours);
    }
}
