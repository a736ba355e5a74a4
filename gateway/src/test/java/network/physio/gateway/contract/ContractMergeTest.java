package network.physio.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractMergeTest {

    private static final Path SAMPLES = Path.of("src/test/resources/contracts");

    @TempDir
    Path folder;

    private static JsonNode merged() throws IOException {
        return ContractMerge.of(SAMPLES, "1");
    }

    @Test
    void namesThatTwoServicesUseStayApart() throws IOException {
        JsonNode schemas = merged().at("/components/schemas");
        assertThat(schemas.fieldNames())
                .toIterable()
                .contains("BookingPage", "TriagePage", "ContentArticle")
                .doesNotContain("Page");
        assertThat(merged().at("/components/responses/BookingProblem").isObject())
                .isTrue();
    }

    @Test
    void referencesAndOperationsFollowTheirNames() throws IOException {
        JsonNode list = merged().at("/paths/~1booking~1v1~1clinics/get");
        assertThat(list.at("/operationId").asText()).isEqualTo("bookingList");
        assertThat(list.at("/responses/default/$ref").asText()).isEqualTo("#/components/responses/BookingProblem");
        assertThat(merged().at("/components/schemas/BookingPlace/discriminator/mapping/room")
                        .asText())
                .isEqualTo("#/components/schemas/BookingRoom");
    }

    @Test
    void dataInExamplesAndPropertyNamesAreNotTouched() throws IOException {
        JsonNode example = merged().at(
                        "/paths/~1booking~1v1~1clinics/get/responses/200/content/application~1json/examples/one/value");
        assertThat(example.at("/$ref").asText()).isEqualTo("#/components/schemas/Page");
        assertThat(example.at("/operationId").asText()).isEqualTo("list");
        JsonNode property = merged().at("/components/schemas/BookingPage/properties/operationId");
        assertThat(property.at("/type").asText()).isEqualTo("string");
        assertThat(merged().at("/components/schemas/BookingRoom/properties/since/example")
                        .asText())
                .isEqualTo("2026-03-01");
    }

    @Test
    void securityForAllOperationsOfOneServiceStaysThere() throws IOException {
        JsonNode paths = merged().at("/paths");
        assertThat(paths.at("/~1booking~1v1~1appointments~1{id}/get/security")).hasToString("[{\"bearer\":[]}]");
        assertThat(paths.at("/~1booking~1v1~1clinics/get/security")).hasToString("[]");
        assertThat(paths.at("/~1triage~1v1~1questions/get").has("security")).isFalse();
        assertThat(merged().has("security")).isFalse();
    }

    @Test
    void theNetworkHasOneSecuritySchemeAndOneServer() throws IOException {
        assertThat(merged().at("/components/securitySchemes").fieldNames())
                .toIterable()
                .containsExactly("bearer");
        assertThat(merged().at("/servers")).hasSize(1);
        assertThat(merged().at("/tags")).hasSize(4);
        assertThat(merged().at("/tags/0/description").asText()).isEqualTo("Places of the network");
    }

    @Test
    void bothFormsSayTheSame() throws IOException {
        JsonNode document = merged();
        assertThat(new ObjectMapper().readTree(ContractMerge.json(document))).isEqualTo(document);
        assertThat(new ObjectMapper(new com.fasterxml.jackson.dataformat.yaml.YAMLFactory())
                        .readTree(ContractMerge.yaml(document)))
                .isEqualTo(document);
    }

    @Test
    void aMissingContractStopsTheBuild() {
        assertThatThrownBy(() -> ContractMerge.of(folder, "1"))
                .hasMessageContaining("booking-service/contract/openapi.yaml is missing");
    }

    @Test
    void aSchemeThatTwoServicesReadDifferentlyStopsTheBuild() throws IOException {
        copyWith("bearerFormat: JWT", "bearerFormat: opaque");
        assertThatThrownBy(() -> ContractMerge.of(folder, "1"))
                .hasMessageContaining("triage says something else about the securitySchemes bearer");
    }

    @Test
    void anOperationWithoutAnIdStopsTheBuild() throws IOException {
        copyWith("operationId: list", "summary: nameless");
        assertThatThrownBy(() -> ContractMerge.of(folder, "1")).hasMessageContaining("/triage/v1/questions");
    }

    private void copyWith(String replaced, String replacement) throws IOException {
        for (String service : new String[] {"booking-service", "triage-service", "content-service"}) {
            String contract = Files.readString(SAMPLES.resolve(service).resolve("contract/openapi.yaml"));
            Path copy = folder.resolve(service).resolve("contract/openapi.yaml");
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, service.startsWith("triage") ? contract.replace(replaced, replacement) : contract);
        }
    }
}
