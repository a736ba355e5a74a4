package network.physio.content.article;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import network.physio.content.statement.Citation;
import network.physio.content.statement.Grade;
import network.physio.content.statement.Statement;
import network.physio.http.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PublishingRuleTest {

    private static final Citation FACT = new Citation(Citation.Kind.FACT, "AF-01", null);
    private static final Citation STUDY = new Citation(Citation.Kind.DOI, "10.1000/x", "A study");

    @Test
    void aGradedCitedAndPlacedStatementMayGoOut() {
        assertThat(PublishingRule.allFaults("{{a}}", List.of(statement("a", Grade.LOW, FACT, STUDY))))
                .isEmpty();
    }

    @Test
    void hasStatements() {
        assertThat(broken(PublishingRule.hasStatements, "text")).containsExactly("#/statements");
    }

    @Test
    void everyStatementIsGraded() {
        assertThat(broken(PublishingRule.everyStatementIsGraded, "{{a}}", statement("a", null, STUDY)))
                .containsExactly("#/statements/0/grade");
    }

    @Test
    void everyStatementIsCited() {
        assertThat(broken(
                        PublishingRule.everyStatementIsCited,
                        "",
                        statement("a", Grade.LOW, STUDY),
                        statement("b", Grade.CONSENSUS)))
                .containsExactly("#/statements/1/citations");
    }

    @Test
    void everyGradeRestsOnAPublicSource() {
        assertThat(broken(
                        PublishingRule.everyGradeRestsOnAPublicSource,
                        "",
                        statement("a", Grade.VERY_LOW, FACT),
                        statement("b", Grade.CONSENSUS, FACT)))
                .containsExactly("#/statements/0/citations");
    }

    @Test
    void everyStatementHasOnePlace() {
        assertThat(broken(
                        PublishingRule.everyStatementHasOnePlace,
                        "{{a}} {{b}} {{b}}",
                        statement("a", Grade.LOW),
                        statement("b", Grade.LOW),
                        statement("c", Grade.LOW)))
                .containsExactly("#/statements/1/code", "#/statements/2/code");
    }

    @Test
    void everyPlaceHasAStatement() {
        assertThat(broken(PublishingRule.everyPlaceHasAStatement, "{{a}}")).containsExactly("#/body");
    }

    @Test
    void allThatIsBrokenIsReportedAtOnce() {
        assertThat(PublishingRule.allFaults("{{z}}", List.of(statement("a", null))))
                .extracting(Fault::pointer)
                .contains("#/statements/0/grade", "#/statements/0/citations", "#/statements/0/code", "#/body");
    }

    private static List<@Nullable String> broken(PublishingRule rule, String body, Statement... statements) {
        return rule.faults(body, List.of(statements))
                .<@Nullable String>map(Fault::pointer)
                .toList();
    }

    private static Statement statement(String code, @Nullable Grade grade, Citation... citations) {
        return Statement.draft(code, "Words.", grade, false, List.of(citations), List.of());
    }
}
