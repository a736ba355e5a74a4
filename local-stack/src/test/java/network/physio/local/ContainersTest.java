package network.physio.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainersTest {

    @TempDir
    Path root;

    @Test
    void eachReaderGetsItsOwnSecretsAndKeepsThem() throws IOException {
        make();
        String booking = Files.readString(root.resolve("booking/secrets.properties"));
        make();

        assertThat(root.resolve("booking/secrets.properties")).hasContent(booking.strip());
        assertThat(booking)
                .contains("quarkus.datasource.password=" + Files.readString(root.resolve("postgres/booking_app")))
                .doesNotContain("physio.triage.secret");
        assertThat(root.resolve("triage/secrets.properties"))
                .content()
                .containsPattern("(?m)^physio\\.triage\\.secret=[A-Za-z0-9+/]{43}=$");
        assertThat(root.resolve("keycloak/physio-network-realm.json"))
                .content()
                .contains(Files.readString(root.resolve("demo/demo-password")))
                .contains("http://localhost:8080/");
    }

    private void make() throws IOException {
        Containers.makeSecrets(root, Path.of("..", "identity"), "http://localhost:8080");
    }
}
