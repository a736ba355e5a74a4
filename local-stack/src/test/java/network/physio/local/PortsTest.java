package network.physio.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void theEnvironmentMovesAPortAndTheOthersStay() {
        Ports ports = Ports.fromEnvironment(Map.of("PHYSIO_GATEWAY_PORT", "18080"));

        assertThat(ports.of(Port.GATEWAY)).isEqualTo(18080);
        assertThat(ports.of(Port.BOOKING)).isEqualTo(8081);
    }

    @Test
    void aPortThatIsNoNumberIsNamed() {
        assertThatThrownBy(() -> Ports.fromEnvironment(Map.of("PHYSIO_TRIAGE_PORT", "eighty")))
                .hasMessage("PHYSIO_TRIAGE_PORT must be a port number from 1 to 65535.");
    }

    @Test
    void aTakenPortIsNamedWithTheVariableThatMovesIt() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports ports = Ports.fromEnvironment(Map.of("PHYSIO_GATEWAY_PORT", Integer.toString(taken.getLocalPort())));

            assertThatThrownBy(() -> ports.requireFree(List.of(Port.GATEWAY)))
                    .hasMessage("Port %d, which the gateway needs, is taken: stop the program that uses it or choose "
                                    .formatted(taken.getLocalPort())
                            + "another port with PHYSIO_GATEWAY_PORT.");
        }
    }

    @Test
    void freePortsDiffer() {
        assertThat(Ports.free().numbers().values()).doesNotHaveDuplicates().hasSize(Port.values().length);
    }
}
