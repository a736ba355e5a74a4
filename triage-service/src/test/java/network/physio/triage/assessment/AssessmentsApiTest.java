package network.physio.triage.assessment;

import static io.restassured.RestAssured.given;
import static network.physio.triage.assessment.Requests.PATH;
import static network.physio.triage.assessment.Requests.anybody;
import static network.physio.triage.assessment.Requests.assess;
import static network.physio.triage.assessment.Requests.body;
import static network.physio.triage.assessment.Requests.guest;
import static network.physio.triage.assessment.Requests.newKey;
import static network.physio.triage.assessment.Requests.patient;
import static network.physio.triage.assessment.Requests.staff;
import static network.physio.triage.rule.Answering.NOW;
import static network.physio.triage.rule.Answering.wellOtherwise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import network.physio.test.SettableClock;
import network.physio.test.Tokens;
import network.physio.triage.TriageTest;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers in, outcome out, over HTTP: each way it goes well and each refusal. */
@TriageTest
class AssessmentsApiTest {

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
    void aWellAdultMayBookMassageAndLearnsWhy() {
        Response answer = assess(anybody(), "");
        answer.then()
                .statusCode(201)
                .header("Location", endsWith(answer.jsonPath().getString("id")))
                .header("ETag", "\"1\"")
                .body("outcome.status", is("complete"))
                .body("outcome.missing", empty())
                .body("outcome.disposition", is("MASSAGE_SUITABLE"))
                .body("outcome.phase", is("chronic"))
                .body("outcome.restrictions.plan", is("FR-02"))
                .body("outcome.clinicalReview", is("pending"))
                .body("outcome.emergencyNumber", is("000"))
                .body("explanation.rules.rule", hasItem("chronic-pain"))
                .body("explanation.rules.find { it.rule == 'chronic-pain' }.sources.id", hasItem("PH-03"))
                .body("explanation.notADiagnosis", containsString("not a diagnosis"))
                .body("explanation.rulesetHash", notNullValue())
                .body("screeningPass", notNullValue())
                .body("bookBy", is("2026-12-03T02:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "fever=yes, MEDICAL_SAME_DAY, 1440, false",
        "saddle-numbness=yes, EMERGENCY_DEPARTMENT, 60, false",
        "chest-pain=yes, EMERGENCY_AMBULANCE, 0, false",
        "disc-bulge=yes, MEDICAL_CLEARANCE, , true",
        "undiagnosed=unknown, PHYSIOTHERAPY_FIRST, 20160, true",
    })
    void anUrgentOutcomeGivesNoPass(String answers, String disposition, Integer within, boolean pass) {
        assess(anybody(), answers)
                .then()
                .statusCode(201)
                .body("outcome.disposition", is(disposition))
                .body("outcome.timeFrame.withinMinutes", within == null ? nullValue() : is(within))
                .body("screeningPass", pass ? notNullValue() : nullValue());
    }

    @Test
    void anOutcomeNamesTheEmergencyNumberOfTheCountry() {
        assess(anybody(), "chest-pain=yes").then().body("outcome.title", is("Call 000 now"));
    }

    @Test
    void missingMandatoryAnswersMakeItIncompleteWithoutAPass() {
        post("""
                {"answers":[{"question":"fever","value":"no"}],"context":{"bodyRegion":"lower-back"}}""")
                .then()
                .statusCode(201)
                .body("outcome.status", is("incomplete"))
                .body("outcome.missing[0]", is("age-band"))
                .body("outcome.missing", hasItem("saddle-numbness"))
                .body("outcome.missing", not(hasItem("fever")))
                .body("outcome.disposition", nullValue())
                .body("screeningPass", nullValue());
    }

    @Test
    void anEmergencyIsToldEvenWhenIncomplete() {
        post("""
                {"answers":[{"question":"saddle-numbness","value":"yes"}],"context":{}}""")
                .then()
                .statusCode(201)
                .body("outcome.status", is("incomplete"))
                .body("outcome.disposition", is("EMERGENCY_DEPARTMENT"))
                .body("screeningPass", nullValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"answers":[{"question":"fever","value":"true"}],"context":{}}   | #/answers/0/value
            {"answers":[{"question":"fever","value":true}],"context":{}}     | #/answers/0/value
            {"answers":[{"question":"fever","value":"YES"}],"context":{}}    | #/answers/0/value
            {"answers":[{"question":"fever","value":1}],"context":{}}        | #/answers/0/value
            {"answers":[{"question":"fever","value":null}],"context":{}}     | #/answers/0/value
            {"answers":[{"question":"fever"}],"context":{}}                  | #/answers/0/value
            {"answers":[{"question":"fever","value":["no"]}],"context":{}}   | #/answers/0/value
            {"answers":[{"question":"reason","value":"yes"}],"context":{}}   | #/answers/0/value
            {"answers":[{"question":"no-such","value":"no"}],"context":{}}   | #/answers/0/question
            {"answers":[{"question":"onset-at","value":"2026-11-01T00:00:00Z"}],"context":{}} | #/answers/0/question
            {"answers":[{"question":"fever","value":"no"},{"question":"fever","value":"no"}],"context":{}} | #/answers/1/question
            {"answers":[],"context":{"bodyRegion":"back"}}                   | #/context/bodyRegion
            {"answers":[],"context":{"ageBand":"42"}}                        | #/context/ageBand
            {"answers":[],"context":{"onsetAt":"yesterday"}}                 | #/context/onsetAt
            {"answers":[],"context":{"onsetAt":"2026-11-01"}}                | #/context/onsetAt
            {"answers":[],"context":{"onsetAt":"2026-11-30T13:00:01+11:00"}} | #/context/onsetAt
            {"answers":[],"context":{"injuryAt":"2027-01-01T00:00:00Z"}}     | #/context/injuryAt
            {"answers":[],"context":{"injuryAt":"1826-01-01T00:00:00Z"}}     | #/context/injuryAt
            {"answers":[],"context":{"lastTreatmentAt":"2026-12-01T00:00:00Z"}} | #/context/lastTreatmentAt
            """)
    void anAnswerOfAnotherTypeIsRefusedWithItsPlace(String body, String pointer) {
        post(body)
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", is("/problems/invalid-answers"))
                .body("errors[0].pointer", is(pointer))
                .body("errors[0].detail", notNullValue());
    }

    @Test
    void allUnreadableAnswersAreNamedAtOnce() {
        post("""
                {"answers":[{"question":"fever","value":"true"},{"question":"x","value":"no"}],"context":{"ageBand":"42"}}""")
                .then()
                .statusCode(422)
                .body(
                        "errors.pointer",
                        is(java.util.List.of("#/answers/0/value", "#/answers/1/question", "#/context/ageBand")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"context":{}}                                                | 422 | invalid-request   | #/answers
            {"answers":[]}                                                | 422 | invalid-request   | #/context
            {"answers":[{"value":"no"}],"context":{}}                     | 422 | invalid-request   | #/answers/0/question
            {"answers":[],"context":{},"note":"it hurts"}                 | 400 | malformed-request | #/note
            {"answers":[{"question":"fever","value":"no","sure":1}],"context":{}} | 400 | malformed-request | #/answers/0/sure
            {"answers":{},"context":{}}                                   | 400 | malformed-request | #/answers
            {"answers":[],"context":{"onsetAt":1700000000}}               | 400 | malformed-request | #/context/onsetAt
            {"answers":[],"context":{"bodyRegion":true}}                  | 400 | malformed-request | #/context/bodyRegion
            """)
    void aBodyOfAnotherFormIsRefusedWithItsPlace(String body, int status, String type, String pointer) {
        post(body)
                .then()
                .statusCode(status)
                .body("type", is("/problems/" + type))
                .body("errors[0].pointer", is(pointer));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"answers":[]
            {"answers":[],"answers":[],"context":{}}
            {"answers":[],"context":{}} and more
            """)
    void textThatIsNoJsonIsRefused(String body) {
        post(body).then().statusCode(400).body("type", is("/problems/malformed-request"));
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        given().contentType("application/json")
                .body("{\"answers\":[],\"context\":{\"bodyRegion\":\"caf\u00e9\"}}"
                        .getBytes(StandardCharsets.ISO_8859_1))
                .post(PATH)
                .then()
                .statusCode(400)
                .body("type", is("/problems/malformed-request"));
    }

    @Test
    void aBodyOfTwoMegabytesIsRefused() {
        given().contentType(ContentType.JSON)
                .body("{\"answers\":[" + " ".repeat(2_000_000) + "],\"context\":{}}")
                .post(PATH)
                .then()
                .statusCode(413);
    }

    @Test
    void anotherMediaTypeIsRefused() {
        given().contentType("text/plain")
                .body("{}")
                .post(PATH)
                .then()
                .statusCode(415)
                .body("type", is("/problems/unsupported-media-type"));
    }

    @Test
    void anUnknownQueryParameterIsRefusedByName() {
        given().contentType(ContentType.JSON)
                .body(body(wellOtherwise()))
                .post(PATH + "?dryRun=true")
                .then()
                .statusCode(400)
                .body("type", is("/problems/unknown-parameter"))
                .body("errors[0].parameter", is("dryRun"));
        given().get(PATH + "/" + UUID.randomUUID() + "?full=1").then().statusCode(400);
    }

    static Stream<Tokens> tokensThatAreNotForUs() {
        return Stream.of(
                Tokens.role("patient").expired(),
                Tokens.role("patient").ofOtherIssuer(),
                Tokens.role("patient").ofOtherAudience(),
                Tokens.role("patient").signedByAnotherKey(),
                Tokens.role("patient").asIdToken());
    }

    @ParameterizedTest
    @MethodSource("tokensThatAreNotForUs")
    void aTokenThatIsNotForUsIsRefused(Tokens token) {
        assess(given().header("Authorization", token.bearer()), "")
                .then()
                .statusCode(401)
                .body("type", is("/problems/unauthenticated"));
        given().header("Authorization", token.bearer())
                .get(PATH + "/" + UUID.randomUUID())
                .then()
                .statusCode(401)
                .body("type", is("/problems/unauthenticated"));
    }

    @Test
    void aWeakGuestKeyIsRefused() {
        assess(guest("short"), "")
                .then()
                .statusCode(400)
                .body("type", is("/problems/invalid-parameter"))
                .body("errors[0].header", is("Guest-Key"));
    }

    @Test
    void aRepeatedRequestWithItsKeyGivesTheSameAnswer() {
        String guest = newKey();
        Response first = assess(guest(guest).header("Idempotency-Key", "one"), "");
        clock.advance(Duration.ofMinutes(1));
        Response again = assess(guest(guest).header("Idempotency-Key", "one"), "");
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.asByteArray()).isEqualTo(first.asByteArray());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    }

    @Test
    void aKeyUsedForOtherAnswersIsRefused() {
        String guest = newKey();
        assess(guest(guest).header("Idempotency-Key", "one"), "").then().statusCode(201);
        assess(guest(guest).header("Idempotency-Key", "one"), "fever=yes")
                .then()
                .statusCode(422)
                .body("type", is("/problems/idempotency-key-reused"));
    }

    @Test
    void theOwnerReadsTheAssessmentAgain() {
        String key = newKey();
        Response made = assess(guest(key), "fever=unknown");
        guest(key)
                .get(made.header("Location"))
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("answers.fever", is("unknown"))
                .body("answers.body-region", is("lower-back"))
                .body("assessment.id", is(made.jsonPath().getString("id")))
                .body("assessment.screeningPass", is(made.jsonPath().getString("screeningPass")));
        guest(key)
                .header("If-None-Match", "\"1\"")
                .get(made.header("Location"))
                .then()
                .statusCode(304);

        String subject = UUID.randomUUID().toString();
        Response own = assess(patient(subject), "");
        patient(subject).get(own.header("Location")).then().statusCode(200);
    }

    @Test
    void nobodyElseReadsIt() {
        String subject = UUID.randomUUID().toString();
        String location = assess(patient(subject), "").header("Location");
        patient(UUID.randomUUID().toString()).get(location).then().statusCode(404);
        guest(newKey()).get(location).then().statusCode(404).body("type", is("/problems/not-found"));
        for (String role : new String[] {"receptionist", "dispatcher", "partner", "editor", "network-admin"}) {
            staff(role).get(location).then().statusCode(404).body("type", is("/problems/not-found"));
        }
        anybody().get(location).then().statusCode(404);
        String ofNobody = assess(anybody(), "").header("Location");
        anybody().get(ofNobody).then().statusCode(404);
    }

    @Test
    void anIdThatIsNoneIsNotFound() {
        anybody().get(PATH + "/" + UUID.randomUUID()).then().statusCode(404).body("type", is("/problems/not-found"));
        anybody().get(PATH + "/not-a-uuid").then().statusCode(404).body("type", is("/problems/not-found"));
    }

    @Test
    void clinicalStaffReadItWithoutThePassAndAreLogged() {
        Response made = assess(guest(newKey()), "");
        for (String role : new String[] {"practitioner", "clinical-lead"}) {
            staff(role)
                    .get(made.header("Location"))
                    .then()
                    .statusCode(200)
                    .body("answers.fever", is("no"))
                    .body("assessment.screeningPass", nullValue());
        }
        assertThat(logged(made)).hasSize(2).allMatch(actor -> actor.startsWith("user:"));
    }

    @Test
    void anErasedAssessmentIsGone() {
        String key = newKey();
        Response made = assess(guest(key), "fever=yes");
        database.useHandle(handle -> handle.createUpdate(
                        "DELETE FROM subject_key USING assessment WHERE key_id = subject_key.id AND assessment.id = :id")
                .bind("id", UUID.fromString(made.jsonPath().getString("id")))
                .execute());
        guest(key)
                .get(made.header("Location"))
                .then()
                .statusCode(410)
                .body("type", is("/problems/assessment-erased"))
                .body(not(containsString("fever")));
    }

    private java.util.List<String> logged(Response made) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT actor FROM access_log WHERE assessment_id = :id")
                        .bind("id", UUID.fromString(made.jsonPath().getString("id")))
                        .mapTo(String.class)
                        .list());
    }

    private static Response post(String body) {
        return given().contentType(ContentType.JSON).body(body).post(PATH);
    }
}
