package network.physio.content.article;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.physio.content.statement.Citation;
import network.physio.content.statement.Grade;
import network.physio.content.statement.Statement;
import network.physio.http.Fault;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an editor sends and reads back: the text of an article in one language. A draft may lack grades and citations. */
@Schema(name = "WrittenArticle")
record WrittenArticle(
        @NotBlank @Size(max = 120) @Pattern(regexp = ONE_LINE, message = NO_CONTROL_CHARACTERS)
        String title,

        @NotBlank @Size(max = 400) @Pattern(regexp = ONE_LINE, message = NO_CONTROL_CHARACTERS)
        String summary,

        @Schema(
                description = "Markdown. HTML in it is shown as text. {{code}} marks the place of a statement",
                examples = "## When to tell us\n\n- {{sharp-pain}}")
        @NotBlank
        @Size(max = 60_000)
        @Pattern(regexp = LINES, message = NO_CONTROL_CHARACTERS)
        String body,

        @NotNull @Size(max = 200) List<@NotNull @Valid WrittenStatement> statements) {

    static final String NO_CONTROL_CHARACTERS = "must not hold control characters";

    /** Nothing that PostgreSQL cannot store (NUL), that could hide text, or that marks the matches of a search. */
    static final String ONE_LINE = "[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Z}\\p{Cf}]*";

    static final String LINES = "[\\n\\r\\t\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Z}\\p{Cf}]*";

    @Schema(name = "WrittenStatement")
    record WrittenStatement(
            @NotNull @Size(max = 64) @Pattern(regexp = Articles.SLUG) @Schema(examples = "sharp-pain")
            String code,

            @NotBlank
            @Size(max = 1000)
            @Pattern(regexp = ONE_LINE, message = NO_CONTROL_CHARACTERS)
            @Schema(description = "Plain text")
            String text,

            @Nullable Grade grade,
            @NotNull Boolean safety,
            @NotNull @Size(max = 20) List<@NotNull @Valid WrittenCitation> citations,

            @NotNull @Size(max = 24) List<@NotNull @Pattern(regexp = "X-\\d{2}") String> conflicts) {

        Statement statement() {
            return Statement.draft(
                    code,
                    text,
                    grade,
                    safety,
                    citations.stream().map(WrittenCitation::citation).toList(),
                    conflicts);
        }

        static WrittenStatement of(Statement statement) {
            return new WrittenStatement(
                    statement.code(),
                    statement.text(),
                    statement.grade(),
                    statement.safety(),
                    statement.citations().stream().map(WrittenCitation::of).toList(),
                    statement.conflicts());
        }
    }

    @Schema(name = "WrittenCitation", description = "A fact of the inventory, or a public source with its title")
    record WrittenCitation(
            @NotNull Citation.Kind kind,

            @NotBlank @Size(max = 500) @Pattern(regexp = ONE_LINE, message = NO_CONTROL_CHARACTERS)
            String ref,

            @Nullable @Size(max = 300) @Pattern(regexp = ONE_LINE, message = NO_CONTROL_CHARACTERS)
            String title) {

        Citation citation() {
            return new Citation(kind, ref, title);
        }

        static WrittenCitation of(Citation citation) {
            return new WrittenCitation(citation.kind(), citation.ref(), citation.title());
        }

        Optional<String> wrongRef() {
            return switch (kind) {
                case FACT -> ref.matches("[A-Z]{1,2}-\\d{2}") ? Optional.empty() : Optional.of("must be like AF-03");
                case DOI ->
                    ref.matches("10\\.\\d{4,9}/[\\x21-\\x7e]+")
                            ? Optional.empty()
                            : Optional.of("must be a DOI without its resolver, like 10.2519/jospt.2020.9971");
                case URL ->
                    ref.matches("https://[A-Za-z0-9.-]+(/[\\x21-\\x7e]*)?")
                            ? Optional.empty()
                            : Optional.of("must be an https address");
            };
        }
    }

    Draft draft() {
        return new Draft(
                title,
                summary,
                body,
                statements.stream().map(WrittenStatement::statement).toList());
    }

    /** What the annotations cannot say: codes are unique, references have the form of their kind. */
    List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        Set<String> codes = new HashSet<>();
        for (int index = 0; index < statements.size(); index++) {
            String place = "#/statements/" + index;
            WrittenStatement statement = statements.get(index);
            if (!codes.add(statement.code())) {
                faults.add(new Fault(place + "/code", "is the code of another statement, too"));
            }
            for (int source = 0; source < statement.citations().size(); source++) {
                WrittenCitation citation = statement.citations().get(source);
                String at = place + "/citations/" + source;
                citation.wrongRef().ifPresent(reason -> faults.add(new Fault(at + "/ref", reason)));
                if (citation.citation().isPublic() && citation.title() == null) {
                    faults.add(new Fault(at + "/title", "is needed for a public source"));
                }
            }
        }
        return faults;
    }
}
