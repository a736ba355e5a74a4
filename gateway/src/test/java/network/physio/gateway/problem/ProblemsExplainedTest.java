package network.physio.gateway.problem;

import java.util.Arrays;
import network.physio.test.ProblemsDoc;
import org.junit.jupiter.api.Test;

class ProblemsExplainedTest {

    @Test
    void everyProblemOfTheGatewayIsExplainedAndNoOther() {
        ProblemsDoc.ofThisRepository()
                .assertExplains(
                        "Gateway",
                        Arrays.stream(GatewayProblem.values())
                                .filter(type -> !GatewayProblem.EVERYWHERE.contains(type))
                                .map(GatewayProblem::slug)
                                .toList());
    }

    @Test
    void whatItSharesWithTheServicesIsExplainedOnceForAll() {
        ProblemsDoc.ofThisRepository()
                .assertExplainsAmongOthers(
                        "Everywhere",
                        GatewayProblem.EVERYWHERE.stream()
                                .map(GatewayProblem::slug)
                                .toList());
    }
}
