package network.physio.content.article;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import network.physio.content.NetworkTime;
import network.physio.content.event.Events;
import network.physio.content.search.SearchIndex;

/** Takes the published version of one language away at once, from pages and from search. */
@ApplicationScoped
public class WithdrawVersion {

    private final Workbench workbench;
    private final Translations translations;
    private final Versions versions;
    private final Transitions transitions;
    private final SearchIndex index;
    private final Events events;
    private final NetworkTime time;

    WithdrawVersion(
            Workbench workbench,
            Translations translations,
            Versions versions,
            Transitions transitions,
            SearchIndex index,
            Events events,
            NetworkTime time) {
        this.workbench = workbench;
        this.translations = translations;
        this.versions = versions;
        this.transitions = transitions;
        this.index = index;
        this.events = events;
        this.time = time;
    }

    public EditOutcome withdraw(Edit edit) {
        return workbench.with(edit, article -> translations.locked(article.id, edit.lang()), (article, translation) -> {
            Optional<VersionRow> shown = versions.published(translation.id);
            if (shown.isEmpty()) {
                return new EditOutcome.WrongState("not-published");
            }
            VersionRow version = shown.get();
            Instant now = time.now();
            version.leave(now, "withdrawn");
            versions.flush();
            index.remove(version.id);
            transitions.add(version.id, Transitions.Step.WITHDRAWN, edit.actor(), now);
            events.add(Events.Type.ARTICLE_WITHDRAWN, article.id, edit.lang(), version.number);
            return EditOutcome.Done.of(translation, version);
        });
    }
}
