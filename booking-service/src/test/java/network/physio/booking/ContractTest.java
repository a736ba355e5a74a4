package network.physio.booking;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import network.physio.test.ContractCheck;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.ProblemsDoc;
import org.junit.jupiter.api.Test;

/** The committed contract and the page of problems say what the code says. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class ContractTest {

    @Test
    void theCommittedContractIsFresh() {
        ContractCheck.ofThisModule().assertFresh();
    }

    @Test
    void everyBodyOfTheContractHasAnExampleThatIsTrueToItsSchema() {
        ContractCheck.ofThisModule().assertExamplesHold();
    }

    @Test
    void theContractBreaksNoReleasedClient() {
        ContractCheck.ofThisModule().assertCompatible();
    }

    @Test
    void theProblemsPageExplainsWhatBookingRefuses() {
        ProblemsDoc.ofThisRepository()
                .assertExplains(
                        "Booking",
                        Arrays.stream(BookingProblem.values())
                                .map(BookingProblem::slug)
                                .toList());
    }
}
