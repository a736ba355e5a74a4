package network.physio.content.article;

import static network.physio.content.EditingDesk.created;
import static network.physio.content.EditingDesk.publishedInEnglish;
import static network.physio.content.EditingDesk.saved;
import static network.physio.content.EditingDesk.submitted;
import static network.physio.content.EditingDesk.text;
import static network.physio.content.EditingDesk.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database itself refuses, whatever the service's code does. Runs with the service's own role. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "content"))
@QuarkusTestResource(IdentityResource.class)
class DatabaseGuardsTest {

    private static final String THIS = """
            (SELECT version.id FROM version JOIN translation ON translation.id = version.translation_id
               JOIN article ON article.id = translation.article_id
              WHERE article.slug = '%s' ORDER BY version.number DESC LIMIT 1)""";

    @Inject
    Jdbi database;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE version SET title = 'x' WHERE id = %s",
                "UPDATE version SET body = 'x' WHERE id = %s",
                "UPDATE version SET authors = '{nobody}' WHERE id = %s",
                "UPDATE version SET published_by = 'x' WHERE id = %s",
                "UPDATE version SET status = 'draft', published_at = NULL, published_by = NULL WHERE id = %s",
                "UPDATE statement SET review_by = '2099-01-01' WHERE version_id = %s",
                "UPDATE statement SET reviewer = 'x' WHERE version_id = %s",
                "DELETE FROM statement WHERE version_id = %s",
                "DELETE FROM citation WHERE statement_id IN (SELECT id FROM statement WHERE version_id = %s)",
                "INSERT INTO statement (id, version_id, position, code, text, safety, conflicts)"
                        + " VALUES (gen_random_uuid(), %s, 9, 'b', 'x', false, '{}')",
            })
    void aPublishedVersionAndItsStatementsDoNotChange(String change) {
        String slug = created();
        publishedInEnglish(slug, text("Fixed", "Words."));
        refused(change.formatted(THIS.formatted(slug)), "may not change");
    }

    @Test
    void aVersionInReviewDoesNotChangeItsWords() {
        String slug = created();
        submitted(slug, "en", saved(slug, "en", null, text("Fixed", "Words.")));
        refused("UPDATE version SET body = 'x' WHERE id = " + THIS.formatted(slug), "may not change");
        refused("DELETE FROM statement WHERE version_id = " + THIS.formatted(slug), "may not change");
    }

    @Test
    void aWithdrawnVersionNeverComesBack() {
        String slug = created();
        withdrawn(slug, "en", publishedInEnglish(slug, text("Gone", "Words.")));
        refused(
                "UPDATE version SET status = 'published', withdrawn_at = NULL, withdrawn_reason = NULL WHERE id = "
                        + THIS.formatted(slug),
                "may not change");
    }

    @Test
    void aDraftIsNotPublishedPastTheReviewers() {
        String slug = created();
        saved(slug, "en", null, text("Hasty", "Words."));
        refused(
                "UPDATE version SET status = 'published' WHERE id = " + THIS.formatted(slug),
                "from draft to published");
    }

    @Test
    void anAuthorDoesNotPublishEvenInSql() {
        String slug = created();
        submitted(slug, "en", saved(slug, "en", null, text("Mine", "Words.")));
        refused(
                "UPDATE statement SET review_by = '2030-01-01' WHERE version_id = " + THIS.formatted(slug)
                        + "; UPDATE version SET status = 'published', published_at = '2026-01-01Z', published_by = authors[1]"
                        + " WHERE id = " + THIS.formatted(slug),
                "version_four_eyes");
    }

    @Test
    void aStatementWithoutDayOfReviewIsNotPublishedEvenInSql() {
        String slug = created();
        submitted(slug, "en", saved(slug, "en", null, text("No day", "Words.")));
        refused(
                "UPDATE version SET status = 'published', published_at = '2026-01-01Z', published_by = 'x' WHERE id = "
                        + THIS.formatted(slug),
                "without grade, day of review or citation");
    }

    @Test
    void oneVersionOfALanguageIsPublishedAndNoMore() {
        assertThat(indexDefinition("version_one_published"))
                .contains("UNIQUE", "(translation_id)", "(status = 'published'::text)");
        assertThat(indexDefinition("version_one_in_progress")).contains("UNIQUE", "(translation_id)", "'in-review'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE transition SET actor = 'x'",
                "DELETE FROM transition",
                "UPDATE event SET version = 2",
                "DELETE FROM event",
                "DELETE FROM version",
                "DELETE FROM article",
                "UPDATE article SET slug = 'x'",
                "UPDATE version SET origin = 'seed'",
                "INSERT INTO synonym (lang, asked, meant, target, widened) VALUES ('en', 'a', 'b', 'a', 'b')",
                "DROP TABLE event",
                "TRUNCATE event",
                "ALTER TABLE version DISABLE TRIGGER version_guard",
            })
    void theServiceHasNoRightTo(String statement) {
        refused(statement, statement.matches("(DROP|ALTER).*") ? "must be owner" : "permission denied");
    }

    @Test
    void publishingAndWithdrawingAreEventsInOrder() {
        String slug = created();
        withdrawn(slug, "en", publishedInEnglish(slug, text("Heard", "Words.")));
        List<Map<String, Object>> events = database.withHandle(
                handle -> handle.createQuery("""
                        SELECT type, lang, version FROM event JOIN article ON article.id = event.article_id
                         WHERE slug = :slug ORDER BY seq
                        """).bind("slug", slug).mapToMap().list());
        assertThat(events)
                .containsExactly(
                        Map.of("type", "article-published", "lang", "en", "version", 1),
                        Map.of("type", "article-withdrawn", "lang", "en", "version", 1));
    }

    private String indexDefinition(String name) {
        return database.withHandle(handle -> handle.createQuery("SELECT pg_get_indexdef(to_regclass(:name))")
                .bind("name", name)
                .mapTo(String.class)
                .one());
    }

    private void refused(String sql, String reason) {
        assertThatThrownBy(() ->
                        QuarkusTransaction.requiringNew().run(() -> database.useHandle(handle -> handle.execute(sql))))
                .hasStackTraceContaining(reason);
    }
}
