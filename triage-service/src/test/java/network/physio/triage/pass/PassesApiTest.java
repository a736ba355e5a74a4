package network.physio.triage.pass;

import static io.restassured.RestAssured.given;
import static network.physio.triage.assessment.Requests.anybody;
import static network.physio.triage.assessment.Requests.assess;
import static network.physio.triage.assessment.Requests.guest;
import static network.physio.triage.assessment.Requests.newKey;
import static network.physio.triage.assessment.Requests.patient;
import static network.physio.triage.assessment.Requests.staff;
import static network.physio.triage.rule.Answering.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import network.physio.test.SettableClock;
import network.physio.triage.TriageTest;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pass is what docs/screening-pass.md says. */
@TriageTest
class PassesApiTest {

    @Inject
    SettableClock clock;

    @Inject
    SigningKeys signingKeys;

    @BeforeEach
    void setClock() {
        clock.setTo(NOW);
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void aPassVerifiesWithThePublishedKeysAndSaysWhatMayBeBooked() throws Exception {
        Response made = assess(anybody(), "onset-at=-20h, recent-injury=yes, injury-at=-20h");
        JwtClaims claims = verified(made);
        assertThat(claims.getStringClaimValue("assessmentId"))
                .isEqualTo(made.jsonPath().getString("id"));
        assertThat(claims.getStringClaimValue("bodyRegion")).isEqualTo("lower-back");
        assertThat(claims.getStringClaimValue("ageBand")).isEqualTo("18-49");
        assertThat(claims.getStringClaimValue("gate")).isEqualTo("clear");
        assertThat(claims.getStringListClaimValue("cautioned")).contains("TE-02", "TE-03");
        assertThat(claims.getStringClaimValue("notBefore")).isEqualTo("2026-12-01T06:00:00Z");
        assertThat(claims.getClaimValue("lengths")).isEqualTo(List.of(30L, 45L));
        assertThat(claims.getStringClaimValue("plan")).isEqualTo("FR-01");
        assertThat(claims.getStringClaimValue("rulesetHash")).hasSize(64);
        assertThat(claims.getStringClaimValue("bookBy")).isEqualTo("2026-12-03T02:00:00Z");
        assertThat(claims.getExpirationTime().getValue())
                .isEqualTo(NOW.plus(Duration.ofDays(3)).getEpochSecond());
        assertThat(claims.getStringClaimValue("validForStartsBefore")).isEqualTo("2026-12-14T02:00:00Z");
        assertThat(claims.hasClaim("subjectHash")).isFalse();
        assertThat(UUID.fromString(claims.getJwtId()).version()).isEqualTo(7);
    }

    @Test
    void aPassCarriesNoAnswerAndNoReason() throws Exception {
        JwtClaims claims = verified(assess(guest(newKey()), "anticoagulants=yes"));
        assertThat(claims.getClaimNames())
                .containsExactlyInAnyOrder(
                        "iss",
                        "aud",
                        "jti",
                        "iat",
                        "exp",
                        "assessmentId",
                        "bodyRegion",
                        "ageBand",
                        "gate",
                        "blocked",
                        "cautioned",
                        "lengths",
                        "rulesetHash",
                        "bookBy",
                        "validForStartsBefore");
        assertThat(claims.getRawJson()).doesNotContain("anticoagulants", "CI-", "guest:");
    }

    @Test
    void theHeaderHoldsAlgorithmTypeAndKeyOnly() throws Exception {
        String pass = assess(anybody(), "").jsonPath().getString("screeningPass");
        JsonNode header = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(pass.split("\\.", -1)[0]));
        assertThat(header.properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactlyInAnyOrder("alg", "typ", "kid");
        assertThat(header.get("alg").asText()).isEqualTo("ES256");
        assertThat(header.get("typ").asText()).isEqualTo("screening-pass+jwt");
        assertThat(pass.length()).isLessThan(4096);
    }

    @ParameterizedTest
    @CsvSource({"'', clear", "undiagnosed=yes, assessment-only", "disc-bulge=yes, clearance-needed"})
    void theGateFollowsFromTheOutcome(String answers, String gate) throws Exception {
        assertThat(verified(assess(anybody(), answers)).getStringClaimValue("gate"))
                .isEqualTo(gate);
    }

    @Test
    void aSignedInPatientIsNamedByAHashThatBookingCanCompute() throws Exception {
        String subject = "8b6e0c1e-7f0a-4d5e-9a53-0d3c2f6b7a11";
        assertThat(verified(assess(patient(subject), "")).getStringClaimValue("subjectHash"))
                .isEqualTo("1EbE_HwXEbAa8x0P5hv-xl2ORTIOcrZfs3VEIWZB8oU");
    }

    @Test
    void staffWhoAskForSomebodyElseAreNotNamed() throws Exception {
        assertThat(verified(assess(staff("receptionist"), "")).hasClaim("subjectHash"))
                .isFalse();
    }

    @Test
    void theMostUrgentOutcomeHoldsUntilItRunsOut() throws Exception {
        String key = newKey();
        assess(guest(key), "disc-bulge=yes").then().statusCode(201);
        Response again = assess(guest(key), "");
        again.then()
                .body("outcome.disposition", is("MEDICAL_CLEARANCE"))
                .body("outcome.text", startsWith("What we told you before still holds"))
                .body("earlierOutcome.disposition", is("MEDICAL_CLEARANCE"))
                .body("earlierOutcome.until", is("2026-12-14T02:00:00Z"));
        assertThat(verified(again).getStringClaimValue("gate")).isEqualTo("clearance-needed");
        assertThat(verified(again).getStringListClaimValue("blocked")).contains("TE-01", "TE-16");

        assess(guest(key), "fever=yes").then().body("screeningPass", nullValue());
        assess(guest(key), "")
                .then()
                .body("screeningPass", nullValue())
                .body("earlierOutcome.disposition", is("MEDICAL_SAME_DAY"));

        clock.setTo(NOW.plus(Duration.ofDays(15)));
        assess(guest(key), "")
                .then()
                .body("earlierOutcome", nullValue())
                .body("outcome.disposition", is("MASSAGE_SUITABLE"));
    }

    @Test
    void theKeysAreAJwkSetWithoutPrivatePartsAndCanBeRevalidated() {
        Response keys = given().get("/triage/v1/keys");
        keys.then()
                .statusCode(200)
                .contentType("application/jwk-set+json")
                .header("Cache-Control", "max-age=300")
                .body("keys[0].kty", is("EC"))
                .body("keys[0].crv", is("P-256"))
                .body("keys[0].alg", is("ES256"))
                .body("keys[0].use", is("sig"))
                .body("keys[0].d", nullValue());
        given().header("If-None-Match", keys.header("ETag"))
                .get("/triage/v1/keys")
                .then()
                .statusCode(304);
        given().get("/triage/v1/keys?kid=1").then().statusCode(400).body("type", is("/problems/unknown-parameter"));
    }

    @Test
    void aSuccessorIsListedBeforeItSignsAndTheOldKeyStaysListed() throws Exception {
        clock.reset();
        String before = kid(assess(anybody(), ""));
        clock.advance(Duration.ofDays(91));
        signingKeys.addIfDue();
        given().get("/triage/v1/keys").then().body("keys", hasSize(2));
        assertThat(kid(assess(anybody(), ""))).isEqualTo(before);

        clock.advance(Duration.ofHours(1));
        assertThat(kid(assess(anybody(), ""))).isNotEqualTo(before);
        given().get("/triage/v1/keys").then().body("keys", hasSize(2));

        clock.advance(Duration.ofDays(31));
        given().get("/triage/v1/keys").then().body("keys", hasSize(1));
    }

    private static String kid(Response made) throws Exception {
        String pass = made.jsonPath().getString("screeningPass");
        return new ObjectMapper()
                .readTree(Base64.getUrlDecoder().decode(pass.split("\\.", -1)[0]))
                .get("kid")
                .asText();
    }

    private static JwtClaims verified(Response made) throws Exception {
        return SignedPass.verified(made.jsonPath().getString("screeningPass"), "screening-pass+jwt");
    }
}
