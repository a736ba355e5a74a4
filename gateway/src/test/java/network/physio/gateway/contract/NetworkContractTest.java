package network.physio.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The document that this build has put into the gateway. */
class NetworkContractTest {

    private static final Path BUILT = Path.of("target/classes/contract");
    private static final Path CONTRACTS = Path.of(System.getProperty("contracts.folder", ".."));

    private static String text(String name) throws IOException {
        return Files.readString(BUILT.resolve(name));
    }

    private static JsonNode document() throws IOException {
        return new ObjectMapper().readTree(text("openapi.json"));
    }

    @Test
    void itIsWhatTheCommittedContractsSayNow() throws IOException {
        JsonNode fresh =
                ContractMerge.of(CONTRACTS, document().at("/info/version").asText());
        assertThat(text("openapi.json")).isEqualTo(ContractMerge.json(fresh));
        assertThat(text("openapi.yaml")).isEqualTo(ContractMerge.yaml(fresh));
    }

    @Test
    void itIsAValidOpenApiDocument() throws IOException {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        for (String form : List.of("openapi.json", "openapi.yaml")) {
            SwaggerParseResult result = new OpenAPIV3Parser().readContents(text(form), null, options);
            assertThat(result.getMessages()).as(form).isEmpty();
            assertThat(result.getOpenAPI().getPaths()).hasSameSizeAs(Files.readAllLines(BUILT.resolve("paths.txt")));
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() throws IOException {
        JsonNode document = document();
        List<String> references = new ArrayList<>();
        collect(document, references);
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void noTwoOperationsHaveOneName() throws IOException {
        List<String> ids = document().at("/paths").findValuesAsText("operationId").stream()
                .filter(id -> !id.isEmpty())
                .toList();
        Set<String> seen = new HashSet<>();
        assertThat(ids).isNotEmpty().allMatch(seen::add);
    }

    @Test
    void everyPathIsOneThatTheGatewayRoutes() throws IOException {
        assertThat(document().at("/paths").fieldNames())
                .toIterable()
                .isNotEmpty()
                .allMatch(path -> path.matches("/(booking|dispatch|triage|content)/v1/.+"));
    }

    @Test
    void everyServiceIsInIt() throws IOException {
        assertThat(document().at("/paths").fieldNames())
                .toIterable()
                .anyMatch(path -> path.startsWith("/booking/"))
                .anyMatch(path -> path.startsWith("/triage/"))
                .anyMatch(path -> path.startsWith("/content/"));
    }

    private static void collect(JsonNode node, List<String> references) {
        node.properties().forEach(member -> {
            String key = member.getKey();
            boolean isReference =
                    key.equals("$ref") && member.getValue().asText().startsWith("#/");
            if (isReference) {
                references.add(member.getValue().asText());
            } else if (!key.equals("example") && !key.equals("value")) {
                collect(member.getValue(), references);
            }
        });
        if (node.isArray()) {
            node.forEach(item -> collect(item, references));
        }
    }
}
