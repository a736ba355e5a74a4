package network.physio.triage;

import java.util.Arrays;
import network.physio.test.ContractCheck;
import network.physio.test.ProblemsDoc;
import org.junit.jupiter.api.Test;

/** The committed contract and the page of problems say what the code says. */
@TriageTest
class ContractTest {

    @Test
    void theCommittedContractIsFresh() {
        ContractCheck.ofThisModule().assertFresh();
    }

    @Test
    void theContractBreaksNoReleasedClient() {
        ContractCheck.ofThisModule().assertCompatible();
    }

    @Test
    void theProblemsPageExplainsWhatTriageRefuses() {
        ProblemsDoc.ofThisRepository()
                .assertExplains(
                        "Triage",
                        Arrays.stream(TriageProblem.values())
                                .map(TriageProblem::slug)
                                .toList());
    }
}
