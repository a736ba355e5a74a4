package network.physio.triage.rule;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a booking has to keep, in codes only.
 *
 * @param blocked technique codes that must not be used, sorted
 * @param cautioned technique codes to be used gently, sorted, never also blocked
 * @param notBefore no hands-on care starts before it
 * @param lengths allowed lengths of hands-on care, in minutes, sorted
 * @param plan code of the fitting series (FR), if one fits
 */
public record Restrictions(
        List<String> blocked,
        List<String> cautioned,
        @Nullable Instant notBefore,
        List<Integer> lengths,
        @Nullable String plan) {

    /** With more techniques blocked, and another plan. */
    Restrictions withholding(List<String> techniques, @Nullable String otherPlan) {
        var allBlocked = union(blocked, techniques);
        return new Restrictions(
                allBlocked,
                cautioned.stream()
                        .filter(technique -> !allBlocked.contains(technique))
                        .toList(),
                notBefore,
                lengths,
                otherPlan);
    }

    private static List<String> union(Collection<String> one, Collection<String> other) {
        var all = new TreeSet<>(one);
        all.addAll(other);
        return List.copyOf(all);
    }
}
