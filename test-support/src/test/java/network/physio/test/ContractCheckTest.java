package network.physio.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractCheckTest {

    private static final String CONTRACT = """
            openapi: 3.1.0
            info: {title: Sample, version: '1'}
            paths:
              /sample/v1/rooms:
                post:
                  operationId: makeRoom
                  requestBody:
                    required: true
                    content:
                      application/json:
                        schema:
                          $ref: '#/components/schemas/NewRoom'
                  responses:
                    '201':
                      description: Made
                      content:
                        application/json:
                          schema:
                            $ref: '#/components/schemas/Room'
            components:
              schemas:
                NewRoom:
                  type: object
                  required: [name]
                  properties:
                    name: {type: string}
                    floor: {type: integer}
                Room:
                  type: object
                  required: [name]
                  properties:
                    name: {type: string}
                    floor: {type: [integer, 'null']}
            """;

    @TempDir
    Path module;

    @Test
    void theSameContractIsFreshAndCompatible() throws IOException {
        files(CONTRACT, CONTRACT, CONTRACT);
        assertThatCode(ContractCheck.of(module)::assertFresh).doesNotThrowAnyException();
        assertThatCode(ContractCheck.of(module)::assertCompatible).doesNotThrowAnyException();
    }

    @Test
    void aStaleContractNamesTheCommandThatUpdatesIt() throws IOException {
        files(CONTRACT, CONTRACT.replace("Made", "Created"), null);
        assertThatThrownBy(ContractCheck.of(module)::assertFresh).hasMessageContaining("-Dcontract.update=true");
    }

    @Test
    void anExampleIsAskedForAndHeldAgainstItsSchema() throws IOException {
        files(CONTRACT, null, null);
        assertThatThrownBy(ContractCheck.of(module)::assertExamplesHold)
                .hasMessageContaining("POST /sample/v1/rooms takes has none")
                .hasMessageContaining("POST /sample/v1/rooms answers 201 has none");
        String shown = CONTRACT.replaceAll(
                "( +)schema:\\n( +)\\$ref: '#/components/schemas/(New)?Room'\\n",
                "$0$1examples: {one: {value: {name: Blue, floor: 1}}}\n");
        files(shown, null, null);
        assertThatCode(ContractCheck.of(module)::assertExamplesHold).doesNotThrowAnyException();
        files(shown.replace("floor: 1}", "floor: first}"), null, null);
        assertThatThrownBy(ContractCheck.of(module)::assertExamplesHold).hasMessageContaining("floor");
        files(shown.replace("floor: 1}", "flor: 1}"), null, null);
        assertThatThrownBy(ContractCheck.of(module)::assertExamplesHold).hasMessageContaining("flor");
    }

    @Test
    void anUpdateWritesTheCommittedFile() throws IOException {
        files(CONTRACT, null, null);
        System.setProperty("contract.update", "true");
        try {
            ContractCheck.of(module).assertFresh();
        } finally {
            System.clearProperty("contract.update");
        }
        assertThat(module.resolve("contract/openapi.yaml")).hasContent(CONTRACT);
    }

    @Test
    void anOptionalFieldMoreBreaksNobody() throws IOException {
        files(
                CONTRACT.replace("name: {type: string}\n", "name: {type: string}\n        wing: {type: string}\n"),
                null,
                CONTRACT);
        assertThatCode(ContractCheck.of(module)::assertCompatible).doesNotThrowAnyException();
    }

    @Test
    void aRemovedOperationIsRefused() throws IOException {
        assertBreaking(CONTRACT.replace("/sample/v1/rooms:", "/sample/v1/halls:"));
    }

    @Test
    void aNewMandatoryFieldIsRefused() throws IOException {
        assertBreaking(CONTRACT.replaceFirst("required: \\[name]", "required: [name, floor]"));
    }

    @Test
    void aTypeThatChangesIsRefused() throws IOException {
        assertBreaking(CONTRACT.replace("floor: {type: integer}", "floor: {type: string}"));
    }

    @Test
    void aTypeThatChangesBesideNullIsRefused() throws IOException {
        assertBreaking(CONTRACT.replace("[integer, 'null']", "[string, 'null']"));
    }

    private void assertBreaking(String generated) throws IOException {
        files(generated, null, CONTRACT);
        assertThatThrownBy(ContractCheck.of(module)::assertCompatible).hasMessageContaining("breaks clients");
    }

    private void files(String generated, @Nullable String committed, @Nullable String released) throws IOException {
        Files.createDirectories(module.resolve("target/openapi"));
        Files.createDirectories(module.resolve("contract"));
        Files.writeString(module.resolve("target/openapi/openapi.yaml"), generated);
        // JSON is YAML, and the other way round is near enough here
        Files.writeString(module.resolve("target/openapi/openapi.json"), generated);
        if (committed != null) {
            Files.writeString(module.resolve("contract/openapi.yaml"), committed);
        }
        if (released != null) {
            Files.writeString(module.resolve("contract/released.yaml"), released);
        }
    }
}
