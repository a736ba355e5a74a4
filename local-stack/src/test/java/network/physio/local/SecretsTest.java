package network.physio.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    Path folder;

    @Test
    void aSecretIsMadeOnceAndReadableByItsOwnerOnly() throws IOException {
        Path files = folder.resolve("secrets");

        String first = new Secrets(files).password("booking_app");

        assertThat(new Secrets(files).password("booking_app")).isEqualTo(first).hasSize(32);
        assertThat(new Secrets(files).password("triage_app")).isNotEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.resolve("booking_app"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aKeyHas256Bits() {
        assertThat(Base64.getDecoder().decode(new Secrets(folder).key("triage-secret")))
                .hasSize(32);
    }
}
