package network.physio.content.search;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import network.physio.content.NetworkTime;
import network.physio.content.language.Language;
import network.physio.content.rendering.ArticleBody;
import network.physio.content.statement.Statement;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What can be found. A published version gets a row for each stretch of days on which it says the same, because its
 * statements and the days on which they expire are known when it is published.
 */
@ApplicationScoped
public class SearchIndex {

    private static final Pattern NOT_A_LETTER = Pattern.compile("[^\\p{L}\\p{M}]+");

    /** Shorter words are too alike to correct a typo by. */
    private static final int SHORTEST_WORD = 4;

    private final Jdbi database;
    private final NetworkTime time;

    SearchIndex(Jdbi database, NetworkTime time) {
        this.database = database;
        this.time = time;
    }

    public record Published(UUID versionId, Language lang, String title, String summary, String body) {}

    public void add(Published version, List<Statement> statements) {
        List<LocalDate> ends = statements.stream()
                .map(statement -> Objects.requireNonNull(statement.reviewBy()).plusDays(1))
                .distinct()
                .sorted()
                .toList();
        database.useHandle(handle -> {
            LocalDate from = time.today();
            for (LocalDate end : ends) {
                add(handle, version, textOn(from, version, statements), from, end);
                from = end;
            }
        });
    }

    public void remove(UUID versionId) {
        database.useHandle(handle -> handle.createUpdate("DELETE FROM search_page WHERE version_id = :version")
                .bind("version", versionId)
                .execute());
    }

    private static String textOn(LocalDate day, Published version, List<Statement> statements) {
        Map<String, String> live = statements.stream()
                .filter(statement -> statement.isLiveOn(day))
                .collect(Collectors.toMap(Statement::code, Statement::text));
        return new ArticleBody(version.body()).plainText(live);
    }

    private static void add(Handle handle, Published version, String text, LocalDate from, LocalDate until) {
        handle.createUpdate("""
                        INSERT INTO search_page (version_id, valid_from, valid_until, lang, text, words)
                        VALUES (:version, :from, :until, :lang, :text,
                                setweight(to_tsvector(('content_' || :lang)::regconfig, :title), 'A')
                                || setweight(to_tsvector(('content_' || :lang)::regconfig, :summary), 'B')
                                || to_tsvector(('content_' || :lang)::regconfig, :text))
                        """)
                .bind("version", version.versionId())
                .bind("from", from)
                .bind("until", until)
                .bind("lang", version.lang().toString())
                .bind("title", version.title())
                .bind("summary", version.summary())
                .bind("text", text)
                .execute();
        handle.createUpdate("""
                        INSERT INTO search_word (lang, word) SELECT :lang, unnest(:words) ON CONFLICT DO NOTHING
                        """)
                .bind("lang", version.lang().toString())
                .bindArray("words", String.class, (Object[]) words(version.title() + ' ' + text))
                .execute();
    }

    /** Sorted, so that two who publish at once take the rows in one order and do not deadlock. */
    private static String[] words(String text) {
        return Arrays.stream(NOT_A_LETTER.split(text.toLowerCase(Locale.ROOT)))
                .filter(word -> word.length() >= SHORTEST_WORD)
                .distinct()
                .sorted()
                .toArray(String[]::new);
    }
}
