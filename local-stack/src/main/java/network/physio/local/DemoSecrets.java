package network.physio.local;

import java.util.Map;

/** Secrets that exist only where the product is tried: names, and the placeholders of the realm file they fill. */
final class DemoSecrets {

    static final String PASSWORD = "demo-password";
    static final String PARTNER = "demo-partner";
    static final String TOKEN_CLIENT = "physio-local-token";
    static final String KEYCLOAK_ADMIN = "keycloak-admin";

    private DemoSecrets() {}

    static Map<String, String> placeholders(Secrets secrets, String publicUrl) {
        return Map.of(
                "PHYSIO_PUBLIC_URL", publicUrl,
                "PHYSIO_DEMO_PASSWORD", secrets.password(PASSWORD),
                "PHYSIO_DEMO_PARTNER_SECRET", secrets.password(PARTNER),
                "PHYSIO_LOCAL_TOKEN_SECRET", secrets.password(TOKEN_CLIENT));
    }
}
