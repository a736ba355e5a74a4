package network.physio.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.output.MarkdownRender;

/**
 * Keeps a service's committed contract true. Call both checks from one {@code @QuarkusTest}: starting the application
 * is what writes {@code target/openapi/openapi.yaml}.
 */
public final class ContractCheck {

    private static final String UPDATE = "contract.update";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final Path module;

    private ContractCheck(Path module) {
        this.module = module.toAbsolutePath().normalize();
    }

    /** The contract of the module whose tests run. */
    public static ContractCheck ofThisModule() {
        return new ContractCheck(Path.of(""));
    }

    static ContractCheck of(Path module) {
        return new ContractCheck(module);
    }

    /**
     * Fails when {@code contract/openapi.yaml} is not what the code generates. With {@code -Dcontract.update=true} it
     * writes the file instead.
     */
    public void assertFresh() {
        String generated = read(generated());
        if (Boolean.getBoolean(UPDATE)) {
            write(committed(), generated);
            return;
        }
        if (!Files.exists(committed()) || !read(committed()).equals(generated)) {
            throw new AssertionError("""
                    %s/contract/openapi.yaml is not what the code says. Update it, look at the difference and commit it:
                      mvn -pl %s -am test -Dtest=ContractTest -Dsurefire.failIfNoSpecifiedTests=false -Dcontract.update=true
                    """.formatted(module.getFileName(), module.getFileName()));
        }
    }

    /** Fails when the code breaks a client of {@code contract/released.yaml}; passes while nothing is released. */
    public void assertCompatible() {
        if (!Files.exists(released())) {
            return;
        }
        ChangedOpenApi changes = OpenApiCompare.fromContents(comparable(released()), comparable(generated()));
        if (changes.isIncompatible()) {
            throw new AssertionError("%s breaks clients of its released contract:%n%s"
                    .formatted(module.getFileName(), describe(changes)));
        }
    }

    /** Fails when an operation takes or answers JSON without a whole example of it, or with one that its schema refuses. */
    public void assertExamplesHold() {
        // As JSON: a reader of YAML 1.1 takes 18:00 for a number.
        List<String> faults = ContractExamples.faults(tree(module.resolve("target/openapi/openapi.json")));
        if (!faults.isEmpty()) {
            throw new AssertionError("%s: examples of the contract%n%s"
                    .formatted(module.getFileName(), String.join(System.lineSeparator(), faults)));
        }
    }

    private Path generated() {
        return module.resolve("target/openapi/openapi.yaml");
    }

    private Path committed() {
        return module.resolve("contract/openapi.yaml");
    }

    private Path released() {
        return module.resolve("contract/released.yaml");
    }

    /**
     * The comparison reads the types of OpenAPI 3.0 only and is blind to those of 3.1, so it gets the document in the
     * older dialect: {@code type: [string, 'null']} becomes {@code type: string, nullable: true}.
     */
    private static String comparable(Path contract) {
        JsonNode document = tree(contract);
        if (document instanceof ObjectNode root) {
            root.put("openapi", "3.0.3");
        }
        useOlderTypes(document);
        try {
            return YAML.writeValueAsString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode tree(Path contract) {
        try {
            return YAML.readTree(contract.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void useOlderTypes(JsonNode node) {
        if (node instanceof ObjectNode object && object.get("type") instanceof ArrayNode types) {
            for (JsonNode type : types) {
                if (type.asText().equals("null")) {
                    object.put("nullable", true);
                } else {
                    object.put("type", type.asText());
                }
            }
        }
        node.forEach(ContractCheck::useOlderTypes);
    }

    private static String describe(ChangedOpenApi changes) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        new MarkdownRender().render(changes, new OutputStreamWriter(text, UTF_8));
        return text.toString(UTF_8);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file + " cannot be read; is smallrye-openapi's store-schema-directory target/openapi?", e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
