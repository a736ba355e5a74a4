package network.physio.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealmFileTest {

    private static final List<String> ROLES = List.of(
            "patient",
            "receptionist",
            "practitioner",
            "dispatcher",
            "partner",
            "editor",
            "clinical-lead",
            "network-admin");

    private static final Path IDENTITY = Path.of("..", "identity");

    @TempDir
    Path folder;

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void theRealmHoldsNoUsersAndNoSecrets() throws IOException {
        String text = Files.readString(IDENTITY.resolve("physio-network-realm.json"));

        assertThat(realm().has("users")).isFalse();
        assertThat(text).doesNotContain("\"secret\"", "\"credentials\"", "example.org");
    }

    @Test
    void theOverlayHoldsPlaceholdersInsteadOfSecrets() throws IOException {
        JsonNode overlay =
                json.readTree(IDENTITY.resolve("local/demo-users.json").toFile());

        for (JsonNode client : overlay.path("clients")) {
            assertThat(client.path("secret").asText()).startsWith("${").endsWith("}");
        }
        for (JsonNode credential : overlay.findValues("credentials")) {
            assertThat(credential.path(0).path("value").asText()).isEqualTo("${PHYSIO_DEMO_PASSWORD}");
        }
    }

    @Test
    void accessTokensLiveFiveMinutesAtMost() throws IOException {
        assertThat(realm().path("accessTokenLifespan").asInt()).isBetween(60, 300);
    }

    @Test
    void theBrowserClientIsPublicWithProofKeyAndExactAddresses() throws IOException {
        JsonNode portal = realm().path("clients").path(0);

        assertThat(portal.path("publicClient").asBoolean()).isTrue();
        assertThat(portal.path("directAccessGrantsEnabled").asBoolean()).isFalse();
        assertThat(portal.path("implicitFlowEnabled").asBoolean()).isFalse();
        assertThat(portal.path("attributes").path("pkce.code.challenge.method").asText())
                .isEqualTo("S256");
        assertThat(portal.path("redirectUris").valueStream().map(JsonNode::asText))
                .isNotEmpty()
                .noneMatch(uri -> uri.contains("*"));
    }

    @Test
    void onlyAdministratorsSeeAndChangeWhatSaysWhomAPersonMayReach() throws IOException {
        String profile = realm().findPath("kc.user.profile.config").path(0).asText();

        for (String name : List.of("clinics", "teams", "practitioner_id", "partner")) {
            JsonNode attribute = attribute(json.readTree(profile), name);
            assertThat(attribute.path("permissions").toString())
                    .isEqualTo("{\"view\":[\"admin\"],\"edit\":[\"admin\"]}");
        }
    }

    @Test
    void everyRoleHasADemoUserOrThePartnersClient() throws IOException {
        assertThat(realm().path("roles").path("realm").findValuesAsText("name")).containsExactlyElementsOf(ROLES);
        RealmFile merged = RealmFile.read(IDENTITY);

        assertThat(merged.users())
                .extracting(RealmFile.DemoUser::role)
                .containsAll(
                        ROLES.stream().filter(role -> !role.equals("partner")).toList());
        assertThat(json.readTree(merged.json()).path("clients").findValuesAsText("clientId"))
                .containsExactly("physio-portal", "demo-partner", "physio-local-token");
    }

    @Test
    void fillingLeavesNoPlaceholderAndTheHashFollowsIt() throws IOException {
        RealmFile realm = RealmFile.read(IDENTITY);
        var secrets = new Secrets(folder);

        String here = realm.filled(DemoSecrets.placeholders(secrets, "http://localhost:8080"));
        String there = realm.filled(DemoSecrets.placeholders(secrets, "http://localhost:9999"));

        assertThat(here).doesNotContain("${PHYSIO_").contains("\"http://localhost:8080/\"");
        assertThat(RealmFile.hash(here)).isNotEqualTo(RealmFile.hash(there));
    }

    private JsonNode realm() throws IOException {
        return json.readTree(IDENTITY.resolve("physio-network-realm.json").toFile());
    }

    private static JsonNode attribute(JsonNode profile, String name) {
        return profile.path("attributes")
                .valueStream()
                .filter(attribute -> attribute.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
