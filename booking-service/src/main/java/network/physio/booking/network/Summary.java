package network.physio.booking.network;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What loading a file did, by section of the file. */
final class Summary {

    @Schema(name = "NetworkCounts")
    record Counts(int created, int updated, int unchanged) {}

    private final Map<String, EnumMap<Change, Integer>> counts = new LinkedHashMap<>();

    void count(String section, Change change) {
        counts.computeIfAbsent(section, key -> new EnumMap<>(Change.class)).merge(change, 1, Integer::sum);
    }

    Map<String, Counts> bySection() {
        Map<String, Counts> sections = new LinkedHashMap<>();
        counts.forEach((section, of) -> sections.put(
                section,
                new Counts(
                        of.getOrDefault(Change.CREATED, 0),
                        of.getOrDefault(Change.UPDATED, 0),
                        of.getOrDefault(Change.UNCHANGED, 0))));
        return sections;
    }
}
