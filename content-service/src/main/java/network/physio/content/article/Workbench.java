package network.physio.content.article;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Hands out the one translation that an edit is about, locked, to those who have seen its newest revision. */
@ApplicationScoped
class Workbench {

    private final Articles articles;
    private final Translations translations;
    private final Versions versions;

    Workbench(Articles articles, Translations translations, Versions versions) {
        this.articles = articles;
        this.translations = translations;
        this.versions = versions;
    }

    EditOutcome with(
            Edit edit,
            Function<ArticleRow, Optional<TranslationRow>> lock,
            BiFunction<ArticleRow, TranslationRow, EditOutcome> step) {
        Optional<ArticleRow> article = articles.bySlug(edit.slug());
        Optional<TranslationRow> translation = article.flatMap(lock);
        if (article.isEmpty() || translation.isEmpty()) {
            return new EditOutcome.NoSuchArticle();
        }
        if (translation.get().revision != edit.expectedRevision()) {
            return new EditOutcome.Stale();
        }
        translation.get().revision++; // a refusal is rolled back, and this with it
        return step.apply(article.get(), translation.get());
    }

    /** A step that starts from the draft or the version in review, and from one of these states only. */
    EditOutcome inProgress(Edit edit, Status from, Step step) {
        return with(edit, article -> translations.locked(article.id, edit.lang()), (article, translation) -> {
            Optional<VersionRow> version = versions.inProgress(translation.id);
            if (version.isEmpty() || version.get().status() != from) {
                return new EditOutcome.WrongState(
                        version.map(found -> found.status().toString()).orElse("none"));
            }
            return step.take(article, translation, version.get());
        });
    }

    interface Step {
        EditOutcome take(ArticleRow article, TranslationRow translation, VersionRow version);
    }
}
