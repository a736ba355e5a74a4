package network.physio.content.seed;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import network.physio.content.Kind;
import network.physio.content.article.Draft;
import network.physio.content.language.Language;
import network.physio.content.statement.Citation;
import network.physio.content.statement.Grade;
import network.physio.content.statement.Statement;
import org.jspecify.annotations.Nullable;

/**
 * An article as a file: YAML between two lines of {@code ---}, then Markdown in which {@code {{id}}} places a statement.
 * A statement cites facts by id ({@code AF-01}) and public sources by the name that {@code sources} gives them.
 */
record ArticleFile(Head head, String body) {

    private static final String FENCE = "---\n";

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    record Head(
            String slug,
            Kind kind,
            Language lang,
            String title,
            String summary,
            Map<String, Source> sources,
            List<Item> statements) {}

    record Source(@Nullable String doi, @Nullable String url, String title) {

        Citation citation() {
            return doi == null
                    ? new Citation(Citation.Kind.URL, Objects.requireNonNull(url, "a source has a doi or a url"), title)
                    : new Citation(Citation.Kind.DOI, doi, title);
        }
    }

    record Item(
            String id,
            String text,
            Grade grade,
            boolean safety,
            List<String> cites,
            @Nullable List<String> conflicts) {}

    /** All articles that ship with the service. */
    static List<ArticleFile> all() {
        return resource("articles/index.txt")
                .lines()
                .map(file -> parse(resource("articles/" + file)))
                .toList();
    }

    static ArticleFile parse(String file) {
        int end = file.indexOf(FENCE, FENCE.length());
        if (!file.startsWith(FENCE) || end < 0) {
            throw new IllegalArgumentException("an article starts with its head between two lines of ---");
        }
        try {
            return new ArticleFile(
                    YAML.readValue(file.substring(FENCE.length(), end), Head.class),
                    file.substring(end + FENCE.length()).strip());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Draft draft() {
        return new Draft(
                head.title(),
                head.summary(),
                body,
                head.statements().stream().map(this::statement).toList());
    }

    private Statement statement(Item item) {
        return Statement.draft(
                item.id(),
                item.text(),
                item.grade(),
                item.safety(),
                item.cites().stream().map(this::citation).toList(),
                item.conflicts() == null ? List.of() : item.conflicts());
    }

    private Citation citation(String cited) {
        Source source = head.sources().get(cited);
        return source == null ? new Citation(Citation.Kind.FACT, cited, null) : source.citation();
    }

    private static String resource(String name) {
        try (InputStream file =
                Objects.requireNonNull(ArticleFile.class.getClassLoader().getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
