package network.physio.triage.pass;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** Signs claims as a compact JWS: ES256, {@code typ} and {@code kid} in the header and nothing else. */
@Singleton
public class Signatures {

    private final SigningKeys keys;
    private final ObjectMapper json;

    Signatures(SigningKeys keys, ObjectMapper json) {
        this.keys = keys;
        this.json = json;
    }

    public String signed(String type, Map<String, Object> claims) {
        EllipticCurveJsonWebKey key = keys.signing();
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
            signature.setHeader("typ", type);
            signature.setKeyIdHeaderValue(key.getKeyId());
            signature.setPayload(json.writeValueAsString(claims));
            signature.setKey(key.getPrivateKey());
            return signature.getCompactSerialization();
        } catch (JoseException | JsonProcessingException ours) {
            throw new IllegalStateException("what is to be signed cannot be signed", ours);
        }
    }
}
