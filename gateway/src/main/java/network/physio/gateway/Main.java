package network.physio.gateway;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

@QuarkusMain
public class Main {

    /**
     * Quarkus answers an address that it cannot parse with nothing but a status; the gateway is at least as strict, and
     * answers with a problem.
     */
    public static void main(String... arguments) {
        System.setProperty("vertx.disableURIValidation", "true");
        Quarkus.run(arguments);
    }
}
