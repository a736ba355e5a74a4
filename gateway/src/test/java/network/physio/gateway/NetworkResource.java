package network.physio.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives the gateway under test short timeouts and services at free ports, where the tests start {@link FakeService}s.
 * Nothing ever listens at the port of triage.
 */
public class NetworkResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>();
        String booking = freeAddress();
        String content = freeAddress();
        String triage = freeAddress();
        settings.put("gateway.routes.booking.upstream", booking);
        settings.put("gateway.routes.booking.readiness", booking + "/q/health/ready");
        settings.put("gateway.routes.dispatch.upstream", booking);
        settings.put("gateway.routes.triage.upstream", triage);
        settings.put("gateway.routes.triage.readiness", triage + "/q/health/ready");
        settings.put("gateway.routes.content.upstream", content);
        settings.put("gateway.routes.content.readiness", content + "/q/health/ready");
        settings.put("gateway.routes.content.rate.anonymous", "3");
        settings.put("gateway.routes.content.rate.signed-in", "5");
        settings.put("gateway.identity.readiness", content + "/identity/ready");
        settings.put("gateway.identity.issuer", "https://login.example/realms/physio-network");
        settings.put("gateway.timeouts.connect", "1S");
        settings.put("gateway.timeouts.request", "0.6S");
        settings.put("gateway.timeouts.response", "0.6S");
        settings.put("gateway.timeouts.idle", "1.5S");
        settings.put("gateway.timeouts.health", "0.5S");
        settings.put("gateway.clients.trusted-proxies", "127.0.0.1/32");
        settings.put("gateway.cross-origin.origins", "https://clinic.example");
        return settings;
    }

    static String freeAddress() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        // The tests stop the services that they start.
    }
}
