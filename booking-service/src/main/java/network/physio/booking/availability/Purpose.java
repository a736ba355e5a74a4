package network.physio.booking.availability;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For whom and what working hours are, their time aside.
 *
 * @param place {@code clinic}, {@code home} or {@code online}
 * @param releaseHours kept back for staff until so many hours before the start; null: never kept back
 */
public record Purpose(
        String place,
        Set<String> audience,
        Set<String> visitKinds,
        @Nullable Integer releaseHours) {

    public static final List<String> AUDIENCES = List.of("public", "partner", "staff");
    public static final List<String> VISIT_KINDS = List.of("initial", "follow-up", "review");
    public static final List<String> PLACES = List.of("clinic", "home", "online");

    /** At the clinic, for everybody and every visit: what hours are for of which nothing else is said. */
    public static final Purpose ANY_VISIT = of(null, null, null, null);

    /** What is null is as in {@link #ANY_VISIT}. */
    public static Purpose of(
            @Nullable String place,
            @Nullable Collection<String> audience,
            @Nullable Collection<String> visitKinds,
            @Nullable Integer releaseHours) {
        return new Purpose(
                place == null ? "clinic" : place,
                new LinkedHashSet<>(audience == null ? AUDIENCES : audience),
                new LinkedHashSet<>(visitKinds == null ? VISIT_KINDS : visitKinds),
                releaseHours);
    }
}
