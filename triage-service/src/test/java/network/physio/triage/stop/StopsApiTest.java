package network.physio.triage.stop;

import static io.restassured.RestAssured.given;
import static network.physio.triage.assessment.Requests.assess;
import static network.physio.triage.assessment.Requests.guest;
import static network.physio.triage.assessment.Requests.newKey;
import static network.physio.triage.assessment.Requests.patient;
import static network.physio.triage.assessment.Requests.staff;
import static network.physio.triage.rule.Answering.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import network.physio.test.SettableClock;
import network.physio.triage.TriageTest;
import network.physio.triage.pass.SignedPass;
import network.physio.triage.pass.SubjectHash;
import org.jdbi.v3.core.Jdbi;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must not be booked for now, as booking pulls it. */
@TriageTest
class StopsApiTest {

    private static final String PATH = "/triage/v1/stops";

    @Inject
    SettableClock clock;

    @Inject
    Jdbi database;

    @BeforeEach
    void setClock() {
        clock.setTo(NOW);
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void theListIsSignedAndSaysWhen() throws Exception {
        Response list = given().get(PATH);
        list.then().statusCode(200).contentType("application/jose");
        JwtClaims claims = claims();
        assertThat(claims.getStringClaimValue("issuedAt")).isEqualTo("2026-11-30T02:00:00Z");
        assertThat(claims.getClaimValue("sequence", Long.class)).isNotNegative();
    }

    @Test
    void anEmergencyStopsThePatientAndRevokesTheirPasses() throws Exception {
        String subject = UUID.randomUUID().toString();
        String jti = jti(assess(patient(subject), ""));
        long before = sequence();
        assess(patient(subject), "saddle-numbness=yes").then().statusCode(201);

        assertThat(sequence()).isEqualTo(before + 1);
        assertThat(subjects())
                .contains(Map.of("subjectHash", SubjectHash.of(subject), "until", "2026-12-14T02:00:00Z"));
        assertThat(passes()).contains(Map.of("jti", jti, "until", "2026-12-03T02:00:00Z"));

        clock.setTo(NOW.plus(Duration.ofDays(15)));
        assertThat(subjects()).extracting(entry -> entry.get("subjectHash")).doesNotContain(SubjectHash.of(subject));
        assertThat(sequence()).isEqualTo(before + 1);
    }

    @Test
    void anEmergencyInAnIncompleteAssessmentStopsToo() throws Exception {
        String subject = UUID.randomUUID().toString();
        patient(subject)
                .contentType("application/json")
                .body("{\"answers\":[{\"question\":\"chest-pain\",\"value\":\"yes\"}],\"context\":{}}")
                .post("/triage/v1/assessments")
                .then()
                .statusCode(201);
        assertThat(subjects()).extracting(entry -> entry.get("subjectHash")).contains(SubjectHash.of(subject));
    }

    @Test
    void aMoreUrgentOutcomeRevokesTheMilderPassOnly() throws Exception {
        String key = newKey();
        String mild = jti(assess(guest(key), ""));
        String stricter = jti(assess(guest(key), "disc-bulge=yes"));
        assertThat(passes())
                .extracting(entry -> entry.get("jti"))
                .contains(mild)
                .doesNotContain(stricter);
        assess(guest(key), "");
        assertThat(passes()).extracting(entry -> entry.get("jti")).doesNotContain(stricter);
    }

    @Test
    void staffWhoAskForSomebodyElseAreNotStopped() throws Exception {
        for (String role : new String[] {"receptionist", "practitioner", "dispatcher", "clinical-lead"}) {
            long before = sequence();
            assess(staff(role), "chest-pain=yes").then().statusCode(201);
            assertThat(sequence()).isEqualTo(before);
        }
    }

    @Test
    void anUnchangedListIsNotSentAgainWithinItsMinute() {
        String tag = given().get(PATH).header("ETag");
        given().header("If-None-Match", tag).get(PATH).then().statusCode(304);
        clock.advance(Duration.ofMinutes(1));
        given().header("If-None-Match", tag).get(PATH).then().statusCode(200);

        String later = given().get(PATH).header("ETag");
        assess(patient(UUID.randomUUID().toString()), "chest-pain=yes");
        given().header("If-None-Match", later).get(PATH).then().statusCode(200);
    }

    @Test
    void anUnknownQueryParameterIsRefused() {
        given().get(PATH + "?after=1").then().statusCode(400).body("type", is("/problems/unknown-parameter"));
    }

    @Test
    void noPassSurvivesAnEmergencyThatIsDecidedAtTheSameTime() throws Exception {
        String subject = UUID.randomUUID().toString();
        List<Future<Response>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                String said = i == 7 ? "chest-pain=yes" : "";
                answers.add(threads.submit(() -> assess(patient(subject), said)));
            }
        }
        for (Future<Response> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(201);
        }
        int stillGood = database.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM pass WHERE owner = :owner
                          AND NOT EXISTS (SELECT FROM stop WHERE kind = 'pass' AND reference = jti::text)
                        """)
                .bind("owner", "user:" + subject)
                .mapTo(Integer.class)
                .one());
        assertThat(stillGood).isZero();
    }

    private static String jti(Response made) throws Exception {
        return SignedPass.verified(made.jsonPath().getString("screeningPass"), "screening-pass+jwt")
                .getJwtId();
    }

    private static JwtClaims claims() throws Exception {
        return SignedPass.verified(given().get(PATH).asString(), "screening-stops+jwt");
    }

    private static long sequence() throws Exception {
        return claims().getClaimValue("sequence", Long.class);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, String>> passes() throws Exception {
        return claims().getClaimValue("passes", List.class);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, String>> subjects() throws Exception {
        return claims().getClaimValue("subjects", List.class);
    }
}
