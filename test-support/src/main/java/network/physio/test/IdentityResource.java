package network.physio.test;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Points the service under test at the {@link TestIssuer}, so that it verifies real signatures, issuer and audience. */
public class IdentityResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of("quarkus.oidc.auth-server-url", TestIssuer.INSTANCE.url());
    }

    @Override
    public void stop() {
        // The issuer serves the other test classes of the module and ends with the JVM.
    }
}
