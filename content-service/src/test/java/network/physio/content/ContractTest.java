package network.physio.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import network.physio.http.ProblemType;
import network.physio.test.ContractCheck;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.ProblemsDoc;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "content"))
@QuarkusTestResource(IdentityResource.class)
class ContractTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    @Test
    void theCommittedContractIsWhatTheCodeSays() {
        ContractCheck.ofThisModule().assertFresh();
    }

    @Test
    void noReleasedContractIsBroken() {
        ContractCheck.ofThisModule().assertCompatible();
    }

    @Test
    void everyProblemIsExplained() {
        ProblemsDoc.ofThisRepository()
                .assertExplains(
                        "Content",
                        Arrays.stream(ContentProblem.values())
                                .map(ProblemType::slug)
                                .toList());
    }

    @Test
    void everyOperationHasASummaryADescriptionAnExampleAndItsRefusals() throws IOException {
        JsonNode contract = new ObjectMapper(new YAMLFactory())
                .readTree(Path.of("contract/openapi.yaml").toFile());
        List<JsonNode> operations = new ArrayList<>();
        contract.get("paths")
                .forEach(path -> path.properties().stream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .forEach(member -> operations.add(member.getValue())));
        assertThat(operations).hasSize(11).allSatisfy(operation -> {
            assertThat(operation.path("summary").asText()).isNotBlank();
            assertThat(operation.path("description").asText()).isNotBlank();
            assertThat(operation.path("operationId").asText()).isNotBlank();
            assertThat(operation.has("security")).isTrue();
            JsonNode responses = operation.get("responses");
            JsonNode done = responses.has("200") ? responses.get("200") : responses.get("201");
            assertThat(done.at("/content/application~1json/examples").isEmpty()).isFalse();
            assertThat(responses.has("400") && responses.has("503")).isTrue();
            if (!operation.get("security").isEmpty()) {
                assertThat(responses.has("401") && responses.has("403")).isTrue();
            }
        });
    }
}
