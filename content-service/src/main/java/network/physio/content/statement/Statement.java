package network.physio.content.statement;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One graded, cited sentence of advice. A draft may lack the grade; the day of review is set when it is published. */
public record Statement(
        String code,
        String text,
        @Nullable Grade grade,
        boolean safety,
        List<Citation> citations,
        List<String> conflicts,
        @Nullable String reviewer,
        @Nullable LocalDate reviewBy) {

    public Statement {
        citations = List.copyOf(citations);
        conflicts = List.copyOf(conflicts);
    }

    public static Statement draft(
            String code,
            String text,
            @Nullable Grade grade,
            boolean safety,
            List<Citation> citations,
            List<String> conflicts) {
        return new Statement(code, text, grade, safety, citations, conflicts, null, null);
    }

    /** The day of review is the last day on which the statement may be shown. */
    public boolean isLiveOn(LocalDate day) {
        return reviewBy != null && !day.isAfter(reviewBy);
    }

    public LocalDate reviewByWhenPublishedOn(LocalDate day) {
        return day.plusMonths(safety ? 12 : 36);
    }
}
