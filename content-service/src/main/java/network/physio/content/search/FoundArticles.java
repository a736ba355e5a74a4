package network.physio.content.search;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import network.physio.content.NetworkTime;
import network.physio.content.language.Language;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Published articles that hold the words asked for, best first; lay words and typos are helped along. */
@ApplicationScoped
class FoundArticles {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]{4,}");

    private static final String HEADLINE = "StartSel=" + Snippet.START + ", StopSel=" + Snippet.STOP
            + ", MaxFragments=2, MinWords=8, MaxWords=24, FragmentDelimiter=\" … \"";

    private final Jdbi database;
    private final NetworkTime time;

    FoundArticles(Jdbi database, NetworkTime time) {
        this.database = database;
        this.time = time;
    }

    /** Where a page of results starts: after this score and slug. */
    record After(long score, String slug) {
        static final After START = new After(Long.MAX_VALUE, "");
    }

    record Hit(String slug, String kind, String title, String summary, Snippet snippet, long score) {}

    /** What to look for: all of the words, or any of them. */
    record Wanted(String words, boolean any) {}

    /** @return one more than the limit when there are more */
    List<Hit> holding(Wanted wanted, Language lang, @Nullable String kind, After after, int limit) {
        return database.withHandle(handle -> handle.createQuery("""
                        WITH written AS (
                            SELECT websearch_to_tsquery(('content_' || :lang)::regconfig, :words) AS query),
                        asked AS MATERIALIZED (
                            SELECT CASE WHEN :any AND strpos(widened.query::text, '!') = 0
                                        THEN replace(widened.query::text, '&', '|')::tsquery
                                        ELSE widened.query END AS query
                              FROM written CROSS JOIN LATERAL (
                                   SELECT ts_rewrite(written.query, format(
                                       'SELECT target, widened FROM synonym WHERE lang = %L', :lang)) AS query) widened),
                        hit AS (
                            SELECT article.slug, article.kind, version.title, version.summary, page.text,
                                   (1000000 * ts_rank_cd(page.words, asked.query, 32))::bigint AS score
                              FROM asked
                              JOIN search_page page ON page.words @@ asked.query
                              JOIN version ON version.id = page.version_id AND version.status = 'published'
                              JOIN translation ON translation.id = version.translation_id
                              JOIN article ON article.id = translation.article_id
                             WHERE page.lang = :lang
                               AND page.valid_from <= :today AND page.valid_until > :today
                               AND (CAST(:kind AS text) IS NULL OR article.kind = :kind)),
                        wanted AS (
                            SELECT * FROM hit
                             WHERE score < :score OR score = :score AND slug > :slug
                             ORDER BY score DESC, slug
                             LIMIT :rows)
                        SELECT wanted.slug, wanted.kind, wanted.title, wanted.summary, wanted.score,
                               ts_headline(('content_' || :lang)::regconfig, wanted.text, asked.query, :headline)
                                   AS headline
                          FROM wanted CROSS JOIN asked
                         ORDER BY wanted.score DESC, wanted.slug
                        """)
                .bind("lang", lang.toString())
                .bind("words", wanted.words())
                .bind("any", wanted.any())
                .bind("today", time.today())
                .bind("kind", kind)
                .bind("score", after.score())
                .bind("slug", after.slug())
                .bind("rows", limit + 1)
                .bind("headline", HEADLINE)
                .map((row, context) -> new Hit(
                        row.getString("slug"),
                        row.getString("kind"),
                        row.getString("title"),
                        row.getString("summary"),
                        Snippet.of(row.getString("headline")),
                        row.getLong("score")))
                .list());
    }

    /** The same words, each that nobody has written replaced by the most similar one that somebody has. */
    String corrected(String words, Language lang) {
        String[] asked = WORD.matcher(words.toLowerCase(Locale.ROOT))
                .results()
                .map(found -> found.group())
                .distinct()
                .toArray(String[]::new);
        Map<String, String> better = better(asked, lang);
        return WORD.matcher(words)
                .replaceAll(found -> Matcher.quoteReplacement(
                        better.getOrDefault(found.group().toLowerCase(Locale.ROOT), found.group())));
    }

    private Map<String, String> better(String[] asked, Language lang) {
        return database
                .withHandle(handle -> handle.createQuery("""
                        SELECT asked.word AS asked, best.word AS best
                          FROM unnest(:asked) AS asked (word)
                         CROSS JOIN LATERAL (
                               SELECT known.word FROM search_word known
                                WHERE known.lang = :lang AND known.word % asked.word
                                ORDER BY similarity(known.word, asked.word) DESC, known.word
                                LIMIT 1) best
                         WHERE NOT EXISTS (SELECT FROM search_word known
                                            WHERE known.lang = :lang AND known.word = asked.word)
                        """)
                        .bindArray("asked", String.class, (Object[]) asked)
                        .bind("lang", lang.toString())
                        .map((row, context) -> Map.entry(row.getString("asked"), row.getString("best")))
                        .list())
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
