package network.physio.test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * Access tokens as Keycloak signs them, and the wrong ones that must be refused. Times are the real ones: the verifier
 * of tokens does not use the settable clock.
 */
public final class Tokens {

    private final Map<String, Object> claims = new LinkedHashMap<>();
    private RsaJsonWebKey key = TestIssuer.INSTANCE.key();
    private int livesSeconds = 300;

    private Tokens(List<String> roles) {
        claims.put("iss", TestIssuer.INSTANCE.url());
        claims.put("aud", List.of("physio-network-api", "account"));
        claims.put("typ", "Bearer");
        claims.put("azp", "physio-portal");
        claims.put(
                "sub",
                UUID.nameUUIDFromBytes(String.join(" ", roles).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toString());
        claims.put("realm_access", Map.of("roles", roles));
    }

    /** A token with these realm roles; callers with the same roles are the same person unless a subject is given. */
    public static Tokens role(String... roles) {
        return new Tokens(List.of(roles));
    }

    public Tokens subject(String subject) {
        return with("sub", subject);
    }

    public Tokens clinics(String... codes) {
        return with("clinics", List.of(codes));
    }

    public Tokens teams(String... codes) {
        return with("teams", List.of(codes));
    }

    public Tokens practitioner(String code) {
        return with("practitioner_id", code);
    }

    public Tokens partner(String code) {
        return with("partner", code);
    }

    public Tokens with(String claim, Object value) {
        claims.put(claim, value);
        return this;
    }

    public Tokens expired() {
        livesSeconds = -120;
        return this;
    }

    public Tokens ofOtherIssuer() {
        return with("iss", "http://localhost:9/realms/somebody-else");
    }

    public Tokens ofOtherAudience() {
        return with("aud", "another-api");
    }

    public Tokens signedByAnotherKey() {
        key = TestIssuer.newKey("test-key");
        return this;
    }

    /** An ID token of the same person: signed by the right issuer, but not for calling an API. */
    public Tokens asIdToken() {
        return with("typ", "ID");
    }

    public String token() {
        try {
            JwtClaims jwt = new JwtClaims();
            claims.forEach(jwt::setClaim);
            NumericDate now = NumericDate.now();
            jwt.setIssuedAt(now);
            NumericDate until = NumericDate.fromSeconds(now.getValue() + livesSeconds);
            jwt.setExpirationTime(until);
            jwt.setGeneratedJwtId();
            JsonWebSignature signature = new JsonWebSignature();
            signature.setPayload(jwt.toJson());
            signature.setKey(key.getPrivateKey());
            signature.setKeyIdHeaderValue(key.getKeyId());
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
            return signature.getCompactSerialization();
        } catch (JoseException failed) {
            throw new IllegalStateException("no token for the test", failed);
        }
    }

    /** The value of an {@code Authorization} header. */
    public String bearer() {
        return "Bearer " + token();
    }
}
