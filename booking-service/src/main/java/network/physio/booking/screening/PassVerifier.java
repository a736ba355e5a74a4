package network.physio.booking.screening;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import network.physio.http.Slugs;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;

/** Verifies passes and lists of stops with the keys that were last fetched from triage; nothing in a header is trusted. */
@ApplicationScoped
class PassVerifier {

    private static final int LARGEST = 4096;
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final String PASS = "screening-pass+jwt";
    private static final String STOPS = "screening-stops+jwt";

    private final TriageRecords records;
    private final ScreeningSettings settings;
    private final Clock clock;

    PassVerifier(TriageRecords records, ScreeningSettings settings, Clock clock) {
        this.records = records;
        this.settings = settings;
        this.clock = clock;
    }

    /** Why a pass cannot be used. */
    enum Fault {
        NOT_A_PASS("This is not a screening pass of this network."),
        EXPIRED("The pass has run out; a new screening takes a few minutes."),
        REVOKED("The pass has been withdrawn; please do the screening again."),
        OTHER_PATIENT("The pass belongs to another patient.");

        private final String sentence;

        Fault(String sentence) {
            this.sentence = sentence;
        }

        String code() {
            return Slugs.of(this);
        }

        String sentence() {
            return sentence;
        }
    }

    sealed interface Result {
        record Valid(ScreeningPass pass) implements Result {}

        record Invalid(Fault fault) implements Result {}
    }

    Result verify(String compact) {
        if (compact.length() > LARGEST) {
            return new Result.Invalid(Fault.NOT_A_PASS);
        }
        Optional<ScreeningPass> pass = claims(compact, PASS).flatMap(PassVerifier::read);
        if (pass.isEmpty()) {
            return new Result.Invalid(Fault.NOT_A_PASS);
        }
        if (!clock.instant().isBefore(pass.get().expiresAt())) {
            return new Result.Invalid(Fault.EXPIRED);
        }
        return records.isRevoked(pass.get().id(), clock.instant())
                ? new Result.Invalid(Fault.REVOKED)
                : new Result.Valid(pass.get());
    }

    /** The claims of a list of stops; empty when triage did not sign it. */
    Optional<JwtClaims> stops(String compact) {
        return claims(compact, STOPS);
    }

    private Optional<JwtClaims> claims(String compact, String type) {
        try {
            JsonWebSignature signed = new JsonWebSignature();
            signed.setAlgorithmConstraints(new AlgorithmConstraints(
                    ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256));
            signed.setCompactSerialization(compact);
            String kid = signed.getKeyIdHeaderValue();
            if (kid == null || !KEY_ID.matcher(kid).matches() || !type.equals(signed.getHeader("typ"))) {
                return Optional.empty();
            }
            Optional<String> key = records.key(kid);
            if (key.isEmpty()) {
                return Optional.empty();
            }
            signed.setKey(JsonWebKey.Factory.newJwk(key.get()).getKey());
            if (!signed.verifySignature()) {
                return Optional.empty();
            }
            JwtClaims claims = JwtClaims.parse(new String(signed.getPayloadBytes(), StandardCharsets.UTF_8));
            boolean ours = settings.issuer().equals(claims.getIssuer())
                    && claims.getAudience().equals(List.of(settings.audience()));
            return ours ? Optional.of(claims) : Optional.empty();
        } catch (JoseException | InvalidJwtException | MalformedClaimException | ClassCastException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<ScreeningPass> read(JwtClaims claims) {
        try {
            return Optional.of(new ScreeningPass(
                    UUID.fromString(claims.getJwtId()),
                    UUID.fromString(claims.getStringClaimValue("assessmentId")),
                    ScreeningPass.Gate.valueOf(claims.getStringClaimValue("gate")
                            .toUpperCase(Locale.ROOT)
                            .replace('-', '_')),
                    claims.getStringListClaimValue("blocked"),
                    claims.getStringListClaimValue("cautioned"),
                    claims.hasClaim("notBefore") ? Instant.parse(claims.getStringClaimValue("notBefore")) : null,
                    ((List<?>) claims.getClaimValue("lengths"))
                            .stream()
                                    .map(length -> ((Number) length).intValue())
                                    .toList(),
                    Instant.parse(claims.getStringClaimValue("validForStartsBefore")),
                    Instant.ofEpochSecond(claims.getExpirationTime().getValue()),
                    claims.getStringClaimValue("plan"),
                    claims.getStringClaimValue("subjectHash")));
        } catch (MalformedClaimException
                | IllegalArgumentException
                | DateTimeException
                | ClassCastException
                | NullPointerException unreadable) {
            return Optional.empty();
        }
    }
}
