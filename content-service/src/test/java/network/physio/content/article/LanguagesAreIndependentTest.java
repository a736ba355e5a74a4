package network.physio.content.article;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import network.physio.content.Kind;
import network.physio.content.language.Language;
import network.physio.content.statement.Citation;
import network.physio.content.statement.Grade;
import network.physio.content.statement.Statement;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is done to one language of an article, in whatever order, every row of every other language stays byte for
 * byte what it was, and each language has at most one published version.
 */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "content"))
@QuarkusTestResource(IdentityResource.class)
class LanguagesAreIndependentTest {

    private static final int STEPS = 60;

    private static final AtomicInteger NEXT = new AtomicInteger();

    @Inject
    CreateArticle createArticle;

    @Inject
    SaveDraft saveDraft;

    @Inject
    SubmitForReview submitForReview;

    @Inject
    ReturnToAuthor returnToAuthor;

    @Inject
    PublishVersion publishVersion;

    @Inject
    WithdrawVersion withdrawVersion;

    @Inject
    Jdbi database;

    private enum Action {
        SAVE,
        SUBMIT,
        RETURN,
        PUBLISH,
        WITHDRAW
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyHistoryOfOneLanguageLeavesTheOthersAlone(long seed) {
        Random random = new Random(seed);
        String slug = "independent-" + seed + "-" + NEXT.incrementAndGet();
        QuarkusTransaction.requiringNew().run(() -> createArticle.create(slug, Kind.FAQ, "author"));
        Map<Language, Long> revisions = new EnumMap<>(Language.class);
        Map<Action, Integer> done = new ConcurrentHashMap<>();
        for (int step = 0; step < STEPS; step++) {
            Language lang = anyOf(List.of(Language.values()), random);
            Action action = likelyNext(slug, lang, random);
            Map<String, String> before = rowsOfOthers(slug, lang);
            EditOutcome outcome = take(action, slug, lang, revisions.getOrDefault(lang, 0L), step);
            if (outcome instanceof EditOutcome.Done moved) {
                revisions.put(lang, moved.revision());
                done.merge(action, 1, Integer::sum);
            }
            assertThat(rowsOfOthers(slug, lang))
                    .as("after step %d: %s of %s", step, action, lang)
                    .isEqualTo(before);
            assertThat(mostPublishedOfOneLanguage(slug)).isLessThanOrEqualTo(1);
        }
        assertThat(done).containsKeys(Action.SAVE, Action.SUBMIT, Action.PUBLISH);
    }

    /** Mostly the step that is possible, so that histories get far, and now and then any. */
    private Action likelyNext(String slug, Language lang, Random random) {
        if (random.nextInt(4) == 0) {
            return anyOf(List.of(Action.values()), random);
        }
        return switch (statusInProgress(slug, lang)) {
            case "draft" -> Action.SUBMIT;
            case "in-review" -> Action.PUBLISH;
            default -> Action.SAVE;
        };
    }

    private static <T> T anyOf(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    private EditOutcome take(Action action, String slug, Language lang, long revision, int step) {
        Edit byAuthor = new Edit(slug, lang, revision, "author");
        Edit byLead = new Edit(slug, lang, revision, "lead");
        Draft draft = new Draft(
                "Title " + step,
                "Summary",
                "{{a}}",
                List.of(Statement.draft(
                        "a",
                        "Words " + step,
                        Grade.CONSENSUS,
                        step % 2 == 0,
                        List.of(new Citation(Citation.Kind.FACT, "AF-01", null)),
                        List.of())));
        QuarkusTransaction.begin();
        EditOutcome outcome = switch (action) {
            case SAVE -> saveDraft.save(byAuthor, draft, SaveDraft.Origin.EDITOR);
            case SUBMIT -> submitForReview.submit(byAuthor);
            case RETURN -> returnToAuthor.returnIt(byLead);
            case PUBLISH -> publishVersion.publish(byLead, PublishVersion.ClinicalReview.PENDING);
            case WITHDRAW -> withdrawVersion.withdraw(byLead);
        };
        if (outcome instanceof EditOutcome.Done) {
            QuarkusTransaction.commit();
        } else {
            QuarkusTransaction.rollback();
        }
        return outcome;
    }

    private Map<String, String> rowsOfOthers(String slug, Language lang) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT translation.lang,
                               jsonb_build_array(to_jsonb(translation), (
                                   SELECT jsonb_agg(jsonb_build_array(to_jsonb(version), (
                                       SELECT jsonb_agg(to_jsonb(statement) ORDER BY position) FROM statement
                                        WHERE statement.version_id = version.id), (
                                       SELECT jsonb_agg(to_jsonb(search_page) ORDER BY valid_from) FROM search_page
                                        WHERE search_page.version_id = version.id)) ORDER BY version.number)
                                     FROM version WHERE version.translation_id = translation.id))::text AS rows
                          FROM translation JOIN article ON article.id = translation.article_id
                         WHERE article.slug = :slug AND translation.lang <> :lang
                        """)
                .bind("slug", slug)
                .bind("lang", lang.toString())
                .reduceRows(new HashMap<String, String>(), (rows, row) -> {
                    rows.put(row.getColumn("lang", String.class), row.getColumn("rows", String.class));
                    return rows;
                }));
    }

    private int mostPublishedOfOneLanguage(String slug) {
        return database.withHandle(handle ->
                handle.createQuery("""
                        SELECT coalesce(max(published), 0) FROM (
                            SELECT count(*) FILTER (WHERE version.status = 'published') AS published
                              FROM version JOIN translation ON translation.id = version.translation_id
                              JOIN article ON article.id = translation.article_id
                             WHERE article.slug = :slug GROUP BY translation.id) AS per_language
                        """).bind("slug", slug).mapTo(Integer.class).one());
    }

    private String statusInProgress(String slug, Language lang) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT version.status FROM version JOIN translation ON translation.id = version.translation_id
                          JOIN article ON article.id = translation.article_id
                         WHERE article.slug = :slug AND translation.lang = :lang
                           AND version.status IN ('draft', 'in-review')
                        """)
                .bind("slug", slug)
                .bind("lang", lang.toString())
                .mapTo(String.class)
                .findOne()
                .orElse("none"));
    }
}
