package network.physio.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Holds the examples of a contract against their schemas. Members that a schema does not know are faults here. */
final class ContractExamples {

    private static final String JSON = "application/json";
    private static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode contract;
    private final List<String> faults = new ArrayList<>();

    private ContractExamples(JsonNode contract) {
        this.contract = contract;
    }

    static List<String> faults(JsonNode contract) {
        JsonNode strict = contract.deepCopy();
        closeObjects(strict.path("components").path("schemas"));
        ContractExamples examples = new ContractExamples(strict);
        strict.path("paths")
                .properties()
                .forEach(path -> METHODS.stream()
                        .filter(path.getValue()::has)
                        .forEach(method -> examples.check(
                                method.toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                path.getValue().path(method))));
        return examples.faults;
    }

    private void check(String name, JsonNode operation) {
        JsonNode request = operation.path("requestBody").path("content");
        if (request.has(JSON)) {
            checkBody(name + " takes", request.path(JSON));
        }
        operation.path("responses").properties().forEach(answer -> {
            JsonNode content = answer.getValue().path("content");
            if (answer.getKey().startsWith("2") && content.has(JSON)) {
                checkBody(name + " answers " + answer.getKey(), content.path(JSON));
            }
        });
    }

    private void checkBody(String place, JsonNode body) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("allOf").add(body.path("schema"));
        schema.set("components", contract.path("components"));
        JsonSchema judge = SCHEMAS.getSchema(schema, STRICT);
        if (body.path("examples").isEmpty()) {
            faults.add(place + " has none");
        }
        body.path("examples")
                .properties()
                .forEach(example -> judge.validate(example.getValue().path("value"))
                        .forEach(fault ->
                                faults.add("%s, %s: %s".formatted(place, example.getKey(), fault.getMessage()))));
    }

    /** A misspelt member would be valid otherwise. */
    private static void closeObjects(JsonNode node) {
        if (node instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(ContractExamples::closeObjects);
    }
}
