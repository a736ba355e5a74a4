package network.physio.content.article;

import java.util.List;
import network.physio.http.Fault;

/** What came of an edit. All but the first leave everything as it was, once their transaction is rolled back. */
public sealed interface EditOutcome {

    record Done(int version, Status status, long revision) implements EditOutcome {

        static Done of(TranslationRow translation, VersionRow version) {
            return new Done(version.number, version.status(), translation.revision);
        }
    }

    record NoSuchArticle() implements EditOutcome {}

    record Stale() implements EditOutcome {}

    /** @param found the state that the step does not start from; none when there is no version to take it with */
    record WrongState(String found) implements EditOutcome {}

    record OwnWork() implements EditOutcome {}

    record NotReady(List<Fault> faults) implements EditOutcome {}
}
