package network.physio.booking.screening;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** Signs screening passes as triage does (docs/screening-pass.md), and the wrong ones that must be refused. */
@Singleton
public class Passes {

    private static final EllipticCurveJsonWebKey KEY = newKey("t-test");

    private final Jdbi database;

    Passes(Jdbi database) {
        this.database = database;
    }

    /** Makes our key known, and a list of stops signed now, as if booking had just pulled them. */
    public void pulledAt(Instant now) {
        database.useHandle(handle -> {
            handle.createUpdate("""
                            INSERT INTO triage_key (kid, jwk) VALUES (:kid, :jwk)
                            ON CONFLICT (kid) DO UPDATE SET jwk = excluded.jwk
                            """)
                    .bind("kid", KEY.getKeyId())
                    .bind("jwk", KEY.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY))
                    .execute();
            handle.createUpdate("""
                            INSERT INTO triage_stops (sequence, issued_at) VALUES (1, :now)
                            ON CONFLICT (only_row) DO UPDATE SET issued_at = excluded.issued_at
                            """).bind("now", now.atOffset(ZoneOffset.UTC)).execute();
        });
    }

    public void stopSubject(String subject, Instant until) {
        database.useHandle(handle -> handle.createUpdate(
                        "INSERT INTO stopped_subject (subject_hash, ends_at) VALUES (:hash, :until)")
                .bind("hash", ScreeningGate.subjectHash(subject))
                .bind("until", until.atOffset(ZoneOffset.UTC))
                .execute());
    }

    public void revoke(UUID pass, Instant until) {
        database.useHandle(
                handle -> handle.createUpdate("INSERT INTO stopped_pass (jti, ends_at) VALUES (:jti, :until)")
                        .bind("jti", pass)
                        .bind("until", until.atOffset(ZoneOffset.UTC))
                        .execute());
    }

    /** A pass that lets everything through, issued at this time. */
    public static Builder clear(Instant now) {
        return new Builder(now);
    }

    /** Changes one thing about a good pass. */
    public static final class Builder {

        private final Map<String, Object> claims = new LinkedHashMap<>();
        private EllipticCurveJsonWebKey key = KEY;
        private String type = "screening-pass+jwt";
        private Instant expires;

        private Builder(Instant now) {
            expires = now.plus(Duration.ofDays(3));
            claims.put("iss", "triage-service");
            claims.put("aud", "booking-service");
            claims.put("jti", UUID.randomUUID().toString());
            claims.put("assessmentId", UUID.randomUUID().toString());
            claims.put("bodyRegion", "lower-back");
            claims.put("ageBand", "18-49");
            claims.put("gate", "clear");
            claims.put("blocked", List.of());
            claims.put("cautioned", List.of());
            claims.put("lengths", List.of(30, 45, 60));
            claims.put("rulesetHash", "0".repeat(64));
            claims.put("bookBy", expires.toString());
            claims.put("validForStartsBefore", now.plus(Duration.ofDays(14)).toString());
        }

        public Builder with(String claim, Object value) {
            claims.put(claim, value);
            return this;
        }

        public Builder expiresAt(Instant when) {
            expires = when;
            return this;
        }

        public Builder ofType(String other) {
            type = other;
            return this;
        }

        public Builder signedByAnotherKey() {
            key = newKey("t-test");
            return this;
        }

        public UUID id() {
            return UUID.fromString((String) claims.get("jti"));
        }

        public String sign() {
            try {
                JwtClaims jwt = new JwtClaims();
                claims.forEach(jwt::setClaim);
                jwt.setExpirationTime(NumericDate.fromSeconds(expires.getEpochSecond()));
                JsonWebSignature signature = new JsonWebSignature();
                signature.setPayload(jwt.toJson());
                signature.setKey(key.getPrivateKey());
                signature.setKeyIdHeaderValue(key.getKeyId());
                signature.setHeader("typ", type);
                signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
                return signature.getCompactSerialization();
            } catch (JoseException failed) {
                throw new IllegalStateException("no pass for the test", failed);
            }
        }
    }

    private static EllipticCurveJsonWebKey newKey(String id) {
        try {
            EllipticCurveJsonWebKey fresh = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            fresh.setKeyId(id);
            return fresh;
        } catch (JoseException failed) {
            throw new IllegalStateException("no key for the test", failed);
        }
    }
}
