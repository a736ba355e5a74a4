package network.physio.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes one OpenAPI document of the committed contracts of the services. The build runs it; the running gateway only
 * serves what it wrote. Names get their service as a prefix, because two services may both have a {@code Problem}.
 */
public final class ContractMerge {

    private static final Map<String, String> SERVICES = new LinkedHashMap<>();

    static {
        SERVICES.put("booking-service", "booking");
        SERVICES.put("triage-service", "triage");
        SERVICES.put("content-service", "content");
    }

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace", "query");

    /** Security schemes are the network's, not a service's: all use the same tokens. */
    private static final String SHARED = "securitySchemes";

    /** Members whose own members have names of somebody's choice, so that none of them is a keyword. */
    private static final Set<String> NAMED = Set.of(
            "properties",
            "patternProperties",
            "$defs",
            "responses",
            "schemas",
            "headers",
            "examples",
            "links",
            "paths");

    /** Data, in which a member called $ref or operationId is not ours to change. */
    private static final Set<String> DATA = Set.of("example", "value", "default", "const", "enum");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES));
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final ObjectNode merged = YAML.createObjectNode();
    private final ObjectNode paths = YAML.createObjectNode();
    private final ObjectNode components = YAML.createObjectNode();
    private final Map<String, JsonNode> tags = new LinkedHashMap<>();
    private final Set<String> operationIds = new TreeSet<>();

    private ContractMerge() {}

    /** Arguments: the folder that holds the services, the folder to write to, the version. */
    public static void main(String[] arguments) throws IOException {
        ObjectNode document = of(Path.of(arguments[0]), arguments[2]);
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        Files.writeString(folder.resolve("openapi.json"), json(document));
        Files.writeString(folder.resolve("openapi.yaml"), yaml(document));
        List<String> templates = new ArrayList<>();
        document.path("paths").fieldNames().forEachRemaining(templates::add);
        Files.write(folder.resolve("paths.txt"), templates);
    }

    static ObjectNode of(Path services, String version) throws IOException {
        ContractMerge merge = new ContractMerge();
        merge.begin(version);
        for (Map.Entry<String, String> service : SERVICES.entrySet()) {
            Path contract = services.resolve(service.getKey()).resolve("contract/openapi.yaml");
            if (!Files.exists(contract)) {
                throw new IllegalStateException(
                        "%s is missing: the gateway's contract is made of the committed contracts of all services"
                                .formatted(contract.normalize()));
            }
            merge.add(YAML.readTree(contract.toFile()), service.getValue());
        }
        return merge.end();
    }

    static String json(JsonNode document) throws IOException {
        return JSON.writeValueAsString(document) + "\n";
    }

    static String yaml(JsonNode document) throws IOException {
        return YAML.writeValueAsString(document);
    }

    private void begin(String version) {
        merged.put("openapi", "3.1.0");
        merged.putObject("info")
                .put("title", "Physio network")
                .put("version", version)
                .put("description", """
                        Screening, booking and advice of a network of physiotherapy and massage clinics.

                        A patient's symptoms are screened, the right treatment is offered at times that are really free, \
                        and the appointment can never be double-booked. Every refusal is an RFC 9457 problem whose `type` \
                        is the address of its explanation.""")
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("url", "https://www.apache.org/licenses/LICENSE-2.0.txt");
        merged.putArray("servers").addObject().put("url", "/").put("description", "This gateway");
    }

    private void add(JsonNode contract, String service) {
        if (!contract.path("openapi").asText().startsWith("3.1")) {
            throw new IllegalStateException("The contract of " + service + " is not OpenAPI 3.1");
        }
        if (contract.at("/info/contact").isObject()) {
            merged.withObjectProperty("info").set("contact", contract.at("/info/contact"));
        }
        JsonNode prefixed = renamed(contract, service);
        prefixed.path("tags").forEach(tag -> tags.putIfAbsent(tag.path("name").asText(), tag));
        prefixed.path("paths").properties().forEach(path -> addPath(path.getKey(), path.getValue(), prefixed, service));
        prefixed.path("components")
                .properties()
                .forEach(kind -> addComponents(kind.getKey(), kind.getValue(), service));
    }

    private void addPath(String path, JsonNode item, JsonNode contract, String service) {
        if (paths.has(path)) {
            throw new IllegalStateException("Two services have the path " + path);
        }
        item.properties().forEach(method -> {
            if (METHODS.contains(method.getKey()) && method.getValue() instanceof ObjectNode operation) {
                addOperation(operation, path, contract, service);
            }
        });
        paths.set(path, item);
    }

    private void addOperation(ObjectNode operation, String path, JsonNode contract, String service) {
        String id = operation.path("operationId").asText();
        if (id.isEmpty() || !operationIds.add(id)) {
            throw new IllegalStateException(
                    "An operation of %s at %s has no operationId or one used before: %s".formatted(service, path, id));
        }
        // What a contract says for all of its operations must not spread to those of others.
        if (!operation.has("security") && contract.has("security")) {
            operation.set("security", contract.get("security").deepCopy());
        }
        operation
                .path("tags")
                .forEach(tag ->
                        tags.putIfAbsent(tag.asText(), YAML.createObjectNode().put("name", tag.asText())));
    }

    private void addComponents(String kind, JsonNode named, String service) {
        ObjectNode all = components.withObjectProperty(kind);
        named.properties().forEach(component -> {
            String name = kind.equals(SHARED) ? component.getKey() : prefixed(service, component.getKey());
            JsonNode before = all.get(name);
            if (before != null && !sameButForWords(before, component.getValue())) {
                throw new IllegalStateException(
                        "%s says something else about the %s %s than another service".formatted(service, kind, name));
            }
            if (before == null) {
                all.set(name, component.getValue());
            }
        });
    }

    private static boolean sameButForWords(JsonNode one, JsonNode other) {
        return one instanceof ObjectNode a
                && other instanceof ObjectNode b
                && a.deepCopy().without("description").equals(b.deepCopy().without("description"));
    }

    private ObjectNode end() {
        ArrayNode all = merged.putArray("tags");
        tags.values().forEach(all::add);
        merged.set("paths", paths);
        merged.set("components", components);
        return merged;
    }

    /** The document with every reference, discriminator and operation named for its service. */
    private static JsonNode renamed(JsonNode document, String service) {
        JsonNode copy = document.deepCopy();
        rename(copy, service, "");
        return copy;
    }

    private static void rename(JsonNode node, String service, String within) {
        if (DATA.contains(within)) {
            return;
        }
        if (node instanceof ArrayNode array) {
            if (!within.equals("examples")) {
                array.forEach(item -> rename(item, service, ""));
            }
            return;
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String key = member.getKey();
            JsonNode value = member.getValue();
            boolean named = NAMED.contains(within);
            if (!value.isTextual()) {
                rename(value, service, named ? "" : key);
            } else if (within.equals("mapping") || (key.equals("$ref") && !named)) {
                member.setValue(TextNode.valueOf(reference(value.asText(), service)));
            } else if (key.equals("operationId") && !named) {
                member.setValue(TextNode.valueOf(operation(service, value.asText())));
            }
        }
    }

    private static String reference(String reference, String service) {
        String[] parts = reference.split("/", -1);
        if (!reference.startsWith("#/components/") || parts.length < 4 || parts[2].equals(SHARED)) {
            return reference;
        }
        parts[3] = prefixed(service, parts[3]);
        return String.join("/", parts);
    }

    private static String prefixed(String service, String name) {
        return capital(service) + capital(name);
    }

    private static String operation(String service, String id) {
        return service + capital(id);
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
