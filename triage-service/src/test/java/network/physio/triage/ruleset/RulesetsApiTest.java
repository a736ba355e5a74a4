package network.physio.triage.ruleset;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import network.physio.http.Hashes;
import network.physio.triage.TriageTest;
import org.junit.jupiter.api.Test;

@TriageTest
class RulesetsApiTest {

    @Test
    void theRulesThatDecideAreReadableUnderTheirHash() {
        String hash = Ruleset.CURRENT.hash();
        given().get("/triage/v1/rulesets")
                .then()
                .statusCode(200)
                .body("items.hash", hasItem(hash))
                .body("items.find { it.current }.clinicalReview", is("pending"));
        String definition =
                given().get("/triage/v1/rulesets/" + hash).jsonPath().getString("definition");
        assertThat(Hashes.sha256Hex(definition)).isEqualTo(hash);
    }

    @Test
    void anotherRuleGivesAnotherHash() {
        String text = Ruleset.CURRENT.text();
        assertThat(Ruleset.of(text.replace("when fever = yes", "when fever = unknown"))
                        .hash())
                .isNotEqualTo(Ruleset.CURRENT.hash());
    }

    @Test
    void aHashThatNeverDecidedIsNotFound() {
        given().get("/triage/v1/rulesets/" + "0".repeat(64))
                .then()
                .statusCode(404)
                .body("type", is("/problems/not-found"));
        given().get("/triage/v1/rulesets?all=1").then().statusCode(400);
    }
}
