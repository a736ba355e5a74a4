package network.physio.content.article;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import network.physio.content.NetworkTime;
import network.physio.content.statement.Statements;
import network.physio.http.Fault;

/** Hands a draft to the reviewers. From here on its words are fixed, so what is reviewed is what is published. */
@ApplicationScoped
public class SubmitForReview {

    private final Workbench workbench;
    private final Statements statements;
    private final Transitions transitions;
    private final NetworkTime time;

    SubmitForReview(Workbench workbench, Statements statements, Transitions transitions, NetworkTime time) {
        this.workbench = workbench;
        this.statements = statements;
        this.transitions = transitions;
        this.time = time;
    }

    public EditOutcome submit(Edit edit) {
        return workbench.inProgress(edit, Status.DRAFT, (article, translation, version) -> {
            List<Fault> faults = PublishingRule.allFaults(version.body, statements.of(version.id));
            if (!faults.isEmpty()) {
                return new EditOutcome.NotReady(faults);
            }
            version.status = Status.IN_REVIEW.toString();
            transitions.add(version.id, Transitions.Step.SUBMITTED, edit.actor(), time.now());
            return EditOutcome.Done.of(translation, version);
        });
    }
}
