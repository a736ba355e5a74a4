package network.physio.triage.pass;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import network.physio.triage.disposition.Disposition.Gate;
import network.physio.triage.rule.Restrictions;
import org.jspecify.annotations.Nullable;

/** What booking learns: what may be booked and until when; no answer, no reason, no name. */
public record ScreeningPass(
        UUID jti,
        UUID assessmentId,
        String bodyRegion,
        String ageBand,
        Gate gate,
        Restrictions restrictions,
        String rulesetHash,
        Instant issuedAt,
        Instant bookBy,
        Instant validForStartsBefore,
        @Nullable String subjectHash) {

    static final String TYPE = "screening-pass+jwt";

    Map<String, Object> claims(PassSettings settings) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", settings.issuer());
        claims.put("aud", settings.audience());
        claims.put("jti", jti.toString());
        claims.put("iat", issuedAt.getEpochSecond());
        claims.put("exp", bookBy.getEpochSecond());
        claims.put("assessmentId", assessmentId.toString());
        claims.put("bodyRegion", bodyRegion);
        claims.put("ageBand", ageBand);
        claims.put("gate", gate.code());
        claims.put("blocked", restrictions.blocked());
        claims.put("cautioned", restrictions.cautioned());
        putIfKnown(claims, "notBefore", text(restrictions.notBefore()));
        claims.put("lengths", restrictions.lengths());
        putIfKnown(claims, "plan", restrictions.plan());
        claims.put("rulesetHash", rulesetHash);
        claims.put("bookBy", bookBy.truncatedTo(ChronoUnit.SECONDS).toString());
        claims.put(
                "validForStartsBefore",
                validForStartsBefore.truncatedTo(ChronoUnit.SECONDS).toString());
        putIfKnown(claims, "subjectHash", subjectHash);
        return claims;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        // rounded up: a hands-on start may be later than the limit, never earlier
        return instant == null
                ? null
                : instant.plus(1, ChronoUnit.SECONDS)
                        .minusNanos(1)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString();
    }

    private static void putIfKnown(Map<String, Object> claims, String name, @Nullable Object value) {
        if (value != null) {
            claims.put(name, value);
        }
    }
}
