package network.physio.triage.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SealTest {

    private static final byte[] ROW = "row-1".getBytes(UTF_8);

    @Test
    void whatIsSealedOpensAgainAndDoesNotShow() {
        Seal seal = Seal.of(Seal.newKey());
        byte[] closed = seal.close("fever=yes".getBytes(UTF_8), ROW);
        assertThat(new String(closed, UTF_8)).doesNotContain("fever");
        assertThat(seal.open(closed, ROW)).isEqualTo("fever=yes".getBytes(UTF_8));
    }

    @Test
    void theSameTextIsSealedDifferentlyEachTime() {
        Seal seal = Seal.of(Seal.newKey());
        assertThat(seal.close(ROW, ROW)).isNotEqualTo(seal.close(ROW, ROW));
    }

    @Test
    void anotherKeyAnotherRowAndAChangedByteDoNotOpen() {
        Seal seal = Seal.of(Seal.newKey());
        byte[] closed = seal.close(ROW, ROW);
        assertThatThrownBy(() -> Seal.of(Seal.newKey()).open(closed, ROW)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> seal.open(closed, "row-2".getBytes(UTF_8))).isInstanceOf(IllegalStateException.class);
        closed[closed.length - 1] ^= 1;
        assertThatThrownBy(() -> seal.open(closed, ROW)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theServiceStartsOnTheDemoSecretOnlyInALocalRun() {
        assertThat(ServiceSecret.seal(ServiceSecret.DEMO, List.of("local"))).isNotNull();
        assertThatThrownBy(() -> ServiceSecret.seal(ServiceSecret.DEMO, List.of("prod")))
                .hasMessageContaining("demo secret")
                .hasMessageContaining("PHYSIO_TRIAGE_SECRET");
    }

    @Test
    void theServiceDoesNotStartWithoutAUsableSecret() {
        for (String secret : List.of("", " ", "short", "bm90IDMyIGJ5dGVz")) {
            assertThatThrownBy(() -> ServiceSecret.seal(secret, List.of("prod")))
                    .hasMessageContaining("PHYSIO_TRIAGE_SECRET");
        }
    }
}
