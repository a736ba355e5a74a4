package network.physio.triage.pass;

import static io.restassured.RestAssured.given;
import static network.physio.triage.rule.Answering.NOW;

import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;

/** Verifies as booking does: only with what the keys endpoint publishes. */
public final class SignedPass {

    private SignedPass() {}

    public static JwtClaims verified(String compact, String type) throws InvalidJwtException, JoseException {
        var keys = new JsonWebKeySet(given().get("/triage/v1/keys").asString());
        return new JwtConsumerBuilder()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys.getJsonWebKeys()))
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(
                        ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256))
                .setExpectedIssuer("triage-service")
                .setExpectedAudience("booking-service")
                .setExpectedType(true, type)
                .setEvaluationTime(NumericDate.fromSeconds(NOW.getEpochSecond()))
                .build()
                .processToClaims(compact);
    }
}
