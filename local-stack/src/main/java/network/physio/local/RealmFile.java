package network.physio.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The network's realm with the demo users and clients of the local overlay put in; secrets are placeholders. */
record RealmFile(String json, List<DemoUser> users) {

    /** Somebody to try the product as. */
    record DemoUser(String name, String role, String scope) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    static RealmFile read(Path identity) throws IOException {
        var realm = (ObjectNode)
                JSON.readTree(identity.resolve("physio-network-realm.json").toFile());
        JsonNode overlay =
                JSON.readTree(identity.resolve("local/demo-users.json").toFile());
        overlay.propertyStream().forEach(part -> realm.withArray(part.getKey()).addAll((ArrayNode) part.getValue()));
        var users = new ArrayList<DemoUser>();
        for (JsonNode user : overlay.path("users")) {
            if (!user.has("serviceAccountClientId")) {
                users.add(demoUser(user));
            }
        }
        return new RealmFile(JSON.writeValueAsString(realm), List.copyOf(users));
    }

    /** As Keycloak imports it: every placeholder replaced, those with a default too. */
    String filled(Map<String, String> placeholders) {
        String filled = json;
        for (var placeholder : placeholders.entrySet()) {
            filled = Pattern.compile("\\$\\{" + placeholder.getKey() + "(:[^}]*)?}")
                    .matcher(filled)
                    .replaceAll(Matcher.quoteReplacement(placeholder.getValue()));
        }
        return filled;
    }

    static String hash(String filled) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(filled.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DemoUser demoUser(JsonNode user) {
        var scope = new ArrayList<String>();
        user.path("attributes").propertyStream().forEach(attribute -> {
            for (JsonNode value : attribute.getValue()) {
                scope.add(attribute.getKey() + " " + value.asText());
            }
        });
        return new DemoUser(
                user.path("username").asText(), user.path("realmRoles").path(0).asText(), String.join(", ", scope));
    }
}
