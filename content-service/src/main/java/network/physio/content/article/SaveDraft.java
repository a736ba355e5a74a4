package network.physio.content.article;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.physio.content.NetworkTime;
import network.physio.content.statement.Statements;
import network.physio.http.Ids;
import network.physio.http.Slugs;

/** Writes the draft of an article in one language, beginning the language or the next version where there is none. */
@ApplicationScoped
public class SaveDraft {

    /** Written by people, or shipped with the service: only the latter may go out without a second pair of eyes. */
    public enum Origin {
        EDITOR,
        SEED
    }

    private final Workbench workbench;
    private final Translations translations;
    private final Versions versions;
    private final Transitions transitions;
    private final Statements statements;
    private final NetworkTime time;

    SaveDraft(
            Workbench workbench,
            Translations translations,
            Versions versions,
            Transitions transitions,
            Statements statements,
            NetworkTime time) {
        this.workbench = workbench;
        this.translations = translations;
        this.versions = versions;
        this.transitions = transitions;
        this.statements = statements;
        this.time = time;
    }

    public EditOutcome save(Edit edit, Draft draft, Origin origin) {
        Instant now = time.now();
        return workbench.with(edit, article -> lock(article, edit, now), (article, translation) -> {
            Optional<VersionRow> inProgress = versions.inProgress(translation.id);
            if (inProgress
                    .filter(version -> version.status() == Status.IN_REVIEW)
                    .isPresent()) {
                return new EditOutcome.WrongState(Status.IN_REVIEW.toString());
            }
            VersionRow version = inProgress.orElseGet(() -> next(translation, origin, now));
            version.title = draft.title();
            version.summary = draft.summary();
            version.body = draft.body();
            version.authors = Stream.concat(version.authors.stream(), Stream.of(edit.actor()))
                    .distinct()
                    .toList();
            versions.persistAndFlush(version);
            statements.replace(version.id, draft.statements());
            transitions.add(version.id, Transitions.Step.SAVED, edit.actor(), now);
            return EditOutcome.Done.of(translation, version);
        });
    }

    private Optional<TranslationRow> lock(ArticleRow article, Edit edit, Instant now) {
        return edit.expectedRevision() == 0
                ? Optional.of(translations.lockedOrBegun(article.id, edit.lang(), now))
                : translations.locked(article.id, edit.lang());
    }

    private VersionRow next(TranslationRow translation, Origin origin, Instant now) {
        VersionRow version = new VersionRow();
        version.id = Ids.at(now);
        version.translationId = translation.id;
        version.number =
                versions.latest(translation.id).map(latest -> latest.number + 1).orElse(1);
        version.status = Status.DRAFT.toString();
        version.origin = Slugs.of(origin);
        version.authors = List.of();
        version.createdAt = now;
        return version;
    }
}
