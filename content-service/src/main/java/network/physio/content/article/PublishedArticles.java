package network.physio.content.article;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.physio.content.Kind;
import network.physio.content.NetworkTime;
import network.physio.content.language.Language;
import network.physio.content.statement.Statement;
import network.physio.content.statement.Statements;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What everybody may read today: published versions, without the statements whose day of review has passed. */
@ApplicationScoped
class PublishedArticles {

    private final Articles articles;
    private final Translations translations;
    private final Versions versions;
    private final Statements statements;
    private final Jdbi database;
    private final NetworkTime time;

    PublishedArticles(
            Articles articles,
            Translations translations,
            Versions versions,
            Statements statements,
            Jdbi database,
            NetworkTime time) {
        this.articles = articles;
        this.translations = translations;
        this.versions = versions;
        this.statements = statements;
        this.database = database;
        this.time = time;
    }

    sealed interface Lookup {}

    /** @param withheld how many statements are not shown because nobody has reviewed them in time */
    record Found(ArticleRow article, Text text, List<Statement> live, int withheld, List<Text> published)
            implements Lookup {}

    record NoSuchArticle() implements Lookup {}

    /** @param published the languages that there are */
    record NotInThisLanguage(List<Language> published) implements Lookup {}

    /** One published language of an article. */
    record Text(Language lang, VersionRow version) {}

    /**
     * @param fallback the language to serve when the one asked for is not published; null for none, and there is no
     *     other way to get a language that was not asked for
     */
    Lookup bySlug(String slug, Language lang, @Nullable Language fallback) {
        Optional<ArticleRow> article = articles.bySlug(slug);
        List<Found> published = article.map(this::published).orElse(List.of());
        if (article.isEmpty() || published.isEmpty()) {
            return new NoSuchArticle();
        }
        Optional<Found> served = in(lang, published).or(() -> in(fallback, published));
        return served.isPresent()
                ? served.get()
                : new NotInThisLanguage(
                        published.stream().map(found -> found.text().lang()).toList());
    }

    private static Optional<Found> in(@Nullable Language lang, List<Found> published) {
        return published.stream().filter(found -> found.text().lang() == lang).findFirst();
    }

    /** A text with no live statement left is as good as withdrawn. */
    private List<Found> published(ArticleRow article) {
        LocalDate today = time.today();
        List<Found> found = new ArrayList<>();
        List<Text> texts = new ArrayList<>();
        for (TranslationRow translation : translations.of(article.id)) {
            versions.published(translation.id).ifPresent(version -> {
                List<Statement> all = statements.of(version.id);
                List<Statement> live = all.stream()
                        .filter(statement -> statement.isLiveOn(today))
                        .toList();
                if (!live.isEmpty()) {
                    Text text = new Text(translation.lang(), version);
                    texts.add(text);
                    found.add(new Found(article, text, live, all.size() - live.size(), texts));
                }
            });
        }
        return found;
    }

    record Listed(String slug, String kind, String title, String summary, int version) {}

    /** @return one more than the limit when there are more */
    List<Listed> list(Language lang, @Nullable Kind kind, String afterSlug, int limit) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT article.slug, article.kind, version.title, version.summary, version.number
                          FROM article
                          JOIN translation ON translation.article_id = article.id AND translation.lang = :lang
                          JOIN version ON version.translation_id = translation.id AND version.status = 'published'
                         WHERE article.slug > :after
                           AND (CAST(:kind AS text) IS NULL OR article.kind = :kind)
                           AND EXISTS (SELECT FROM statement
                                        WHERE statement.version_id = version.id AND statement.review_by >= :today)
                         ORDER BY article.slug
                         LIMIT :rows
                        """)
                .bind("lang", lang.toString())
                .bind("kind", kind == null ? null : kind.toString())
                .bind("after", afterSlug)
                .bind("today", time.today())
                .bind("rows", limit + 1)
                .map((row, context) -> new Listed(
                        row.getString("slug"),
                        row.getString("kind"),
                        row.getString("title"),
                        row.getString("summary"),
                        row.getInt("number")))
                .list());
    }
}
