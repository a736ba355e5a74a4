package network.physio.http;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One page of a list; {@code next} is the cursor of the page after it, absent on the last. */
public record Page<T>(List<T> items, @Nullable String next) {

    /**
     * Cuts rows that were read with {@code limit + 1}: one row too many means that there is another page, which starts
     * after the last row kept.
     */
    public static <R, T> Page<T> of(List<R> rows, int limit, Function<R, String> cursorOf, Function<R, T> view) {
        boolean more = rows.size() > limit;
        List<R> kept = more ? rows.subList(0, limit) : rows;
        return new Page<>(kept.stream().map(view).toList(), more ? cursorOf.apply(kept.getLast()) : null);
    }
}
