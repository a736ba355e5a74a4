package network.physio.content.article;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import network.physio.content.language.Language;
import network.physio.content.statement.Statement;
import network.physio.content.statement.Statements;

/** Every version of an article in one language, as it was written. */
@ApplicationScoped
class WrittenVersions {

    private final Articles articles;
    private final Translations translations;
    private final Versions versions;
    private final Statements statements;
    private final Transitions transitions;

    WrittenVersions(
            Articles articles,
            Translations translations,
            Versions versions,
            Statements statements,
            Transitions transitions) {
        this.articles = articles;
        this.translations = translations;
        this.versions = versions;
        this.statements = statements;
        this.transitions = transitions;
    }

    record Version(VersionRow row, List<Statement> statements, List<Transitions.Taken> history) {}

    record Translation(long revision, List<Version> newestFirst) {}

    /** @param below only versions with a number under this one */
    Optional<Translation> of(String slug, Language lang, int below, int limit) {
        return articles.bySlug(slug)
                .flatMap(article -> translations.find(article.id, lang))
                .map(translation -> new Translation(
                        translation.revision,
                        versions.newestFirst(translation.id, below, limit).stream()
                                .map(version ->
                                        new Version(version, statements.of(version.id), transitions.of(version.id)))
                                .toList()));
    }
}
