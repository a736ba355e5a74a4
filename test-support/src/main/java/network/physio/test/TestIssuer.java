package network.physio.test;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;

/** A small OpenID Connect issuer in the test's JVM: it publishes its key and signs what {@link Tokens} asks for. */
final class TestIssuer {

    static final TestIssuer INSTANCE = new TestIssuer();

    private final RsaJsonWebKey key;
    private final String url;

    private TestIssuer() {
        key = newKey("test-key");
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            url = "http://localhost:" + server.getAddress().getPort() + "/realms/physio-network";
            String path = "/realms/physio-network";
            publish(server, path + "/.well-known/openid-configuration", """
                    {"issuer":"%1$s","jwks_uri":"%1$s/protocol/openid-connect/certs",
                     "authorization_endpoint":"%1$s/protocol/openid-connect/auth",
                     "token_endpoint":"%1$s/protocol/openid-connect/token"}""".formatted(url));
            publish(server, path + "/protocol/openid-connect/certs", new JsonWebKeySet(key).toJson());
            server.start();
        } catch (IOException failed) {
            throw new UncheckedIOException("the issuer for the tests does not start", failed);
        }
    }

    String url() {
        return url;
    }

    RsaJsonWebKey key() {
        return key;
    }

    static RsaJsonWebKey newKey(String id) {
        try {
            RsaJsonWebKey fresh = RsaJwkGenerator.generateJwk(2048);
            fresh.setKeyId(id);
            fresh.setAlgorithm("RS256");
            fresh.setUse("sig");
            return fresh;
        } catch (JoseException failed) {
            throw new IllegalStateException("no key for the tests", failed);
        }
    }

    private static void publish(HttpServer server, String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
