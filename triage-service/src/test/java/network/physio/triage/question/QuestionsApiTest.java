package network.physio.triage.question;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import java.util.List;
import network.physio.triage.TriageTest;
import org.junit.jupiter.api.Test;

@TriageTest
class QuestionsApiTest {

    @Test
    void everybodyReadsTheQuestionsMostUrgentFirst() {
        var answer = given().get("/triage/v1/questions");
        answer.then()
                .statusCode(200)
                .body("items.find { it.code == 'fever' }.type", is("flag"))
                .body("items.find { it.code == 'fever' }.options", is(List.of("yes", "no", "unknown")))
                .body("items.find { it.code == 'fever' }.mandatory", is(true))
                .body("items.find { it.code == 'fever' }.wording", notNullValue())
                .body("items.find { it.code == 'fever' }.why", notNullValue())
                .body("items.find { it.code == 'onset-at' }.place", is("/context/onsetAt"))
                .body("items.find { it.code == 'soreness' }.mandatoryWhen", is("after-a-treatment"));
        List<String> codes = answer.jsonPath().getList("items.code");
        assertThat(codes.indexOf("chest-pain")).isLessThan(codes.indexOf("fracture"));
    }

    @Test
    void anUnknownQueryParameterIsRefused() {
        given().get("/triage/v1/questions?lang=en")
                .then()
                .statusCode(400)
                .body("type", is("/problems/unknown-parameter"));
    }
}
