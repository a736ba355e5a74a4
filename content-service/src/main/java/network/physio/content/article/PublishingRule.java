package network.physio.content.article;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.physio.content.rendering.ArticleBody;
import network.physio.content.statement.Citation;
import network.physio.content.statement.Statement;
import network.physio.http.Fault;

/** What must hold before advice may go out. All that is broken is reported at once. */
interface PublishingRule {

    Stream<Fault> faults(String body, List<Statement> statements);

    PublishingRule hasStatements = (body, statements) -> statements.isEmpty()
            ? Stream.of(new Fault("#/statements", "must hold at least one statement"))
            : Stream.empty();

    PublishingRule everyStatementIsGraded = each("grade", "is missing", statement -> statement.grade() != null);

    PublishingRule everyStatementIsCited = each(
            "citations",
            "must not be empty",
            statement -> !statement.citations().isEmpty());

    /** A GRADE certainty is a judgement of published evidence; only consensus may rest on our own facts. */
    PublishingRule everyGradeRestsOnAPublicSource = each(
            "citations",
            "must name a public source (doi or url), because the grade is not consensus",
            statement -> statement.grade() == null
                    || !statement.grade().needsPublicSource()
                    || statement.citations().stream().anyMatch(Citation::isPublic));

    /** Unplaced, a statement would be published and seen by nobody. */
    PublishingRule everyStatementHasOnePlace = (body, statements) -> {
        List<String> places = new ArticleBody(body).places();
        return at(
                statements,
                "code",
                "must be placed once in the body, as {{code}}",
                statement -> Collections.frequency(places, statement.code()) == 1);
    };

    PublishingRule everyPlaceHasAStatement = (body, statements) -> {
        Set<String> codes = statements.stream().map(Statement::code).collect(Collectors.toSet());
        return codes.containsAll(new ArticleBody(body).places())
                ? Stream.empty()
                : Stream.of(new Fault("#/body", "places a statement that does not exist"));
    };

    List<PublishingRule> all = List.of(
            hasStatements,
            everyStatementIsGraded,
            everyStatementIsCited,
            everyGradeRestsOnAPublicSource,
            everyStatementHasOnePlace,
            everyPlaceHasAStatement);

    static List<Fault> allFaults(String body, List<Statement> statements) {
        return all.stream().flatMap(rule -> rule.faults(body, statements)).toList();
    }

    private static PublishingRule each(String field, String complaint, Predicate<Statement> holds) {
        return (body, statements) -> at(statements, field, complaint, holds);
    }

    private static Stream<Fault> at(
            List<Statement> statements, String field, String complaint, Predicate<Statement> holds) {
        return IntStream.range(0, statements.size())
                .filter(index -> !holds.test(statements.get(index)))
                .mapToObj(index -> new Fault("#/statements/" + index + "/" + field, complaint));
    }
}
