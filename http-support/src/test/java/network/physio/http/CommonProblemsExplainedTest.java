package network.physio.http;

import java.util.Arrays;
import network.physio.test.ProblemsDoc;
import org.junit.jupiter.api.Test;

class CommonProblemsExplainedTest {

    @Test
    void everyProblemThatAllServicesShareIsExplainedAndNoOther() {
        ProblemsDoc.ofThisRepository()
                .assertExplains(
                        "Everywhere",
                        Arrays.stream(CommonProblem.values())
                                .map(CommonProblem::slug)
                                .toList());
    }
}
