package network.physio.content.article;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import network.physio.content.NetworkTime;
import network.physio.content.event.Events;
import network.physio.content.search.SearchIndex;
import network.physio.content.statement.Statements;
import network.physio.http.Fault;
import network.physio.http.Slugs;

/** Shows a reviewed version to everybody, in place of the one shown before. Other languages stay as they are. */
@ApplicationScoped
public class PublishVersion {

    /** Whether the one who publishes has checked the statements as a clinician, or leaves that for later. */
    public enum ClinicalReview {
        PENDING,
        DONE
    }

    private final Workbench workbench;
    private final Versions versions;
    private final Statements statements;
    private final Transitions transitions;
    private final SearchIndex index;
    private final Events events;
    private final NetworkTime time;

    PublishVersion(
            Workbench workbench,
            Versions versions,
            Statements statements,
            Transitions transitions,
            SearchIndex index,
            Events events,
            NetworkTime time) {
        this.workbench = workbench;
        this.versions = versions;
        this.statements = statements;
        this.transitions = transitions;
        this.index = index;
        this.events = events;
        this.time = time;
    }

    public EditOutcome publish(Edit edit, ClinicalReview review) {
        return workbench.inProgress(edit, Status.IN_REVIEW, (article, translation, version) -> {
            if (version.authors.contains(edit.actor()) && !isShipped(version)) {
                return new EditOutcome.OwnWork();
            }
            List<Fault> faults = PublishingRule.allFaults(version.body, statements.of(version.id));
            if (!faults.isEmpty()) {
                return new EditOutcome.NotReady(faults);
            }
            Instant now = time.now();
            supersede(translation, edit.actor(), now);
            statements.sign(version.id, time.today(), review == ClinicalReview.DONE ? edit.actor() : null);
            version.status = Status.PUBLISHED.toString();
            version.publishedAt = now;
            version.publishedBy = edit.actor();
            versions.flush();
            index.add(
                    new SearchIndex.Published(version.id, edit.lang(), version.title, version.summary, version.body),
                    statements.of(version.id));
            transitions.add(version.id, Transitions.Step.PUBLISHED, edit.actor(), now);
            events.add(Events.Type.ARTICLE_PUBLISHED, article.id, edit.lang(), version.number);
            return EditOutcome.Done.of(translation, version);
        });
    }

    /** First the old one goes: the database allows one published version and no more, not even for a moment. */
    private void supersede(TranslationRow translation, String actor, Instant now) {
        versions.published(translation.id).ifPresent(shown -> {
            shown.leave(now, "superseded");
            versions.flush();
            index.remove(shown.id);
            transitions.add(shown.id, Transitions.Step.SUPERSEDED, actor, now);
        });
    }

    private static boolean isShipped(VersionRow version) {
        return version.origin.equals(Slugs.of(SaveDraft.Origin.SEED));
    }
}
