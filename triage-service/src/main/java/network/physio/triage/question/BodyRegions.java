package network.physio.triage.question;

import java.util.List;

/** The parts of the body that can be named, and which of them have a pathway that was reviewed. */
public final class BodyRegions {
    private static final String REVIEWED = "reviewed";
    private static final List<String[]> ROWS = Lines.of("/ruleset/body-regions.txt");

    private BodyRegions() {}

    public static List<String> all() {
        return ROWS.stream().map(row -> row[0]).toList();
    }

    public static List<String> reviewed() {
        return ROWS.stream()
                .filter(row -> row[1].equals(REVIEWED))
                .map(row -> row[0])
                .toList();
    }

    public static List<String> withoutReviewedPathway() {
        var reviewed = reviewed();
        return all().stream().filter(region -> !reviewed.contains(region)).toList();
    }
}
