package network.physio.content.article;

import java.util.List;
import network.physio.http.Fault;

/** Lets tests of other packages ask the publishing rules. */
public final class ReadyToPublish {

    private ReadyToPublish() {}

    public static List<Fault> faults(Draft draft) {
        return PublishingRule.allFaults(draft.body(), draft.statements());
    }
}
