package network.physio.content.article;

import jakarta.enterprise.context.ApplicationScoped;
import network.physio.content.NetworkTime;

/** Makes a version in review a draft again, because a reviewer asks for changes or its author wants it back. */
@ApplicationScoped
public class ReturnToAuthor {

    private final Workbench workbench;
    private final Transitions transitions;
    private final NetworkTime time;

    ReturnToAuthor(Workbench workbench, Transitions transitions, NetworkTime time) {
        this.workbench = workbench;
        this.transitions = transitions;
        this.time = time;
    }

    public EditOutcome returnIt(Edit edit) {
        return workbench.inProgress(edit, Status.IN_REVIEW, (article, translation, version) -> {
            version.status = Status.DRAFT.toString();
            transitions.add(version.id, Transitions.Step.RETURNED, edit.actor(), time.now());
            return EditOutcome.Done.of(translation, version);
        });
    }
}
