package network.physio.content.article;

import static io.restassured.RestAssured.given;
import static network.physio.content.EditingDesk.ARTICLES;
import static network.physio.content.EditingDesk.as;
import static network.physio.content.EditingDesk.created;
import static network.physio.content.EditingDesk.editor;
import static network.physio.content.EditingDesk.lead;
import static network.physio.content.EditingDesk.newSlug;
import static network.physio.content.EditingDesk.publish;
import static network.physio.content.EditingDesk.published;
import static network.physio.content.EditingDesk.publishedInEnglish;
import static network.physio.content.EditingDesk.read;
import static network.physio.content.EditingDesk.saved;
import static network.physio.content.EditingDesk.statement;
import static network.physio.content.EditingDesk.submitted;
import static network.physio.content.EditingDesk.text;
import static network.physio.content.EditingDesk.translation;
import static network.physio.content.EditingDesk.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "content"))
@QuarkusTestResource(IdentityResource.class)
class EditingTest {

    private static final String NEW = "{\"slug\": \"%s\", \"kind\": \"condition\"}";

    private static final List<String> STEPS = List.of("submit", "return", "publish", "withdraw");

    @Test
    void aTextGoesFromDraftOverReviewToEverybody() {
        String slug = created();
        String etag = saved(slug, "en", null, text("First", "The first words."));
        as(lead())
                .get(translation(slug, "en"))
                .then()
                .statusCode(200)
                .header("ETag", etag)
                .body("number", is(1))
                .body("status", is("draft"))
                .body("text.statements[0].text", is("The first words."));
        etag = submitted(slug, "en", etag);
        published(slug, "en", etag);
        read(slug, "en").then().statusCode(200).body("title", is("First")).body("version", is(1));
    }

    @Test
    void theNextDraftLeavesThePublishedTextAloneUntilItIsPublished() {
        String slug = created();
        String etag = publishedInEnglish(slug, text("Old", "Old words."));
        etag = saved(slug, "en", etag, text("New", "New words."));
        etag = submitted(slug, "en", etag);
        read(slug, "en").then().body("title", is("Old")).body("version", is(1));
        published(slug, "en", etag);
        read(slug, "en").then().body("title", is("New")).body("version", is(2));
        as(editor())
                .get(translation(slug, "en") + "/versions")
                .then()
                .statusCode(200)
                .body("items.number", contains(2, 1))
                .body("items.status", contains("published", "withdrawn"))
                .body("items[1].history.step", contains("saved", "submitted", "published", "superseded"))
                .body("items[1].text.statements.text", contains("Old words."));
        String next = as(editor())
                .queryParam("limit", 1)
                .get(translation(slug, "en") + "/versions")
                .path("next");
        as(editor())
                .queryParam("limit", 1)
                .queryParam("cursor", next)
                .get(translation(slug, "en") + "/versions")
                .then()
                .body("items.number", contains(1))
                .body("next", nullValue());
        for (String cursor : List.of("x", "QQ")) {
            as(editor())
                    .queryParam("cursor", cursor)
                    .get(translation(slug, "en") + "/versions")
                    .then()
                    .statusCode(400)
                    .body("errors[0].parameter", is("cursor"));
        }
    }

    @Test
    void aWithdrawnTextCanBeWrittenAnew() {
        String slug = created();
        String etag = publishedInEnglish(slug, text("Away", "Words."));
        etag = withdrawn(slug, "en", etag);
        etag = saved(slug, "en", etag, text("Back", "Words."));
        published(slug, "en", submitted(slug, "en", etag));
        read(slug, "en").then().body("version", is(2)).body("title", is("Back"));
    }

    @Test
    void aReturnedTextCanBeChangedAndSubmittedAgain() {
        String slug = created();
        String etag = submitted(slug, "en", saved(slug, "en", null, text("Almost", "Words.")));
        as(editor())
                .header("If-Match", etag)
                .body(text("Sneaked in", "Words."))
                .put(translation(slug, "en"))
                .then()
                .statusCode(409)
                .body("type", is("/problems/version-not-in-that-state"))
                .body("state", is("in-review"));
        etag = as(lead())
                .header("If-Match", etag)
                .post(translation(slug, "en") + "/return")
                .header("ETag");
        etag = saved(slug, "en", etag, text("Better", "Words."));
        published(slug, "en", submitted(slug, "en", etag));
        read(slug, "en").then().body("title", is("Better")).body("version", is(1));
    }

    @Test
    void nobodyPublishesAVersionThatHoldsTheirOwnWords() {
        Tokens both = Tokens.role("editor", "clinical-lead").subject("33333333-0000-4000-8000-000000000003");
        String slug = created();
        String etag = saved(slug, "en", null, text("Mine", "Words."));
        etag = as(both).header("If-Match", etag)
                .body(text("Ours", "Words."))
                .put(translation(slug, "en"))
                .header("ETag");
        etag = submitted(slug, "en", etag);
        publish(both, slug, "en", etag)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", is("/problems/own-work"));
        read(slug, "en").then().statusCode(404);
        published(slug, "en", etag);
    }

    @Test
    void aClinicianWhoPublishesMaySignTheStatements() {
        String slug = created();
        String etag = submitted(slug, "en", saved(slug, "en", null, text("Signed", "Words.")));
        as(lead())
                .header("If-Match", etag)
                .body(Map.of("clinicalReview", "done"))
                .post(translation(slug, "en") + "/publish")
                .then()
                .statusCode(200);
        read(slug, "en")
                .then()
                .body("clinicalReview", is("done"))
                .body("statements.clinicalReview", everyItem(is("done")));
    }

    @Test
    void whatIsNotGradedCitedAndPlacedIsNotSubmittedAndAllOfItIsNamed() {
        String slug = created();
        Map<String, Object> bare = Map.of(
                "code", "bare", "text", "Bare.", "safety", false, "citations", List.of(), "conflicts", List.of());
        String etag = saved(
                slug,
                "en",
                null,
                text("Not ready", "{{bare}} {{ghost}}", List.of(bare, statement("lost", "Lost.", "low", false))));
        as(editor())
                .header("If-Match", etag)
                .post(translation(slug, "en") + "/submit")
                .then()
                .statusCode(422)
                .body("type", is("/problems/not-ready-to-publish"))
                .body(
                        "errors.pointer",
                        hasItems("#/statements/0/grade", "#/statements/0/citations", "#/statements/1/code", "#/body"));
    }

    @Test
    void ofTwoEditorsWhoReadTheSameTheSecondIsTold() {
        String slug = created();
        String etag = saved(slug, "en", null, text("One", "Words."));
        saved(slug, "en", etag, text("Two", "Words."));
        as(editor())
                .header("If-Match", etag)
                .body(text("Three", "Words."))
                .put(translation(slug, "en"))
                .then()
                .statusCode(412)
                .body("type", is("/problems/stale-version"));
        as(editor())
                .header("If-None-Match", "*")
                .body(text("Four", "Words."))
                .put(translation(slug, "en"))
                .then()
                .statusCode(412);
    }

    @Test
    void aVersionIsAskedForAndMustBeOneThatWeGaveOut() {
        String slug = created();
        as(editor())
                .body(text("One", "Words."))
                .put(translation(slug, "en"))
                .then()
                .statusCode(428)
                .body("type", is("/problems/precondition-required"));
        String etag = saved(slug, "en", null, text("One", "Words."));
        for (String step : STEPS) {
            step(slug, step).then().statusCode(428).body("type", is("/problems/precondition-required"));
            step(slug, step, "\"99\"").then().statusCode(412).body("type", is("/problems/stale-version"));
            step(slug, step, "W/" + etag).then().statusCode(400).body("errors[0].header", is("If-Match"));
        }
    }

    @Test
    void aStepThatDoesNotStartFromThisStateIsRefused() {
        String slug = created();
        String etag = saved(slug, "en", null, text("One", "Words."));
        for (String step : List.of("return", "publish", "withdraw")) {
            step(slug, step, etag).then().statusCode(409).body("type", is("/problems/version-not-in-that-state"));
        }
        etag = submitted(slug, "en", etag);
        step(slug, "submit", etag).then().statusCode(409).body("state", is("in-review"));
        etag = published(slug, "en", etag);
        step(slug, "submit", etag).then().statusCode(409).body("state", is("none"));
        etag = withdrawn(slug, "en", etag);
        step(slug, "withdraw", etag).then().statusCode(409).body("state", is("not-published"));
    }

    @Test
    void whatDoesNotExistIs404() {
        String slug = created();
        for (String step : STEPS) {
            step(slug, step, "\"1\"").then().statusCode(404).body("type", is("/problems/no-such-article"));
        }
        as(editor()).get(translation(slug, "en")).then().statusCode(404);
        as(editor()).get(translation("never-made", "en") + "/versions").then().statusCode(404);
        as(editor())
                .header("If-None-Match", "*")
                .body(text("One", "Words."))
                .put(translation("never-made", "en"))
                .then()
                .statusCode(404)
                .body("type", is("/problems/no-such-article"));
        as(editor()).get(translation(slug, "xx")).then().statusCode(404);
    }

    @Test
    void aSlugIsTakenOnce() {
        String slug = created();
        as(editor())
                .body(NEW.formatted(slug))
                .post(ARTICLES)
                .then()
                .statusCode(409)
                .body("type", is("/problems/slug-taken"));
    }

    @Test
    void anAnswerIsReplayedForItsKeyAndTheKeyStandsForOneBody() {
        String slug = newSlug();
        Response first = as(editor())
                .header("Idempotency-Key", slug)
                .body(NEW.formatted(slug))
                .post(ARTICLES);
        Response again = as(editor())
                .header("Idempotency-Key", slug)
                .body(NEW.formatted(slug))
                .post(ARTICLES);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.header("Location")).endsWith("/content/v1/articles/" + slug);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.asByteArray()).isEqualTo(first.asByteArray());
        as(editor())
                .header("Idempotency-Key", slug)
                .body(NEW.formatted(newSlug()))
                .post(ARTICLES)
                .then()
                .statusCode(422)
                .body("type", is("/problems/idempotency-key-reused"));
    }

    @Test
    void aRepeatedSaveWithItsKeyDoesNotStumbleOverItsOwnVersion() {
        String slug = created();
        Map<String, Object> text = text("Once", "Words.");
        for (int attempt = 0; attempt < 2; attempt++) {
            as(editor())
                    .header("If-None-Match", "*")
                    .header("Idempotency-Key", "save-" + slug)
                    .body(text)
                    .put(translation(slug, "en"))
                    .then()
                    .statusCode(200)
                    .header("ETag", "\"1\"")
                    .body("version", is(1));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"slug": "x-y", "kind": "poem"}                          | 400 | malformed-request | #/kind
            {"slug": "x-y", "kind": "SAFETY"}                        | 400 | malformed-request | #/kind
            {"slug": 5, "kind": "safety"}                            | 400 | malformed-request | #/slug
            {"slug": "x-y", "kind": "safety", "colour": "red"}       | 400 | malformed-request | #/colour
            {"slug": "x-y"}                                          | 422 | invalid-request   | #/kind
            {"kind": "safety"}                                       | 422 | invalid-request   | #/slug
            {"slug": "X Y", "kind": "safety"}                        | 422 | invalid-request   | #/slug
            """)
    void aNewArticleIsHeldToTheContract(String body, int status, String type, String pointer) {
        as(editor())
                .body(body)
                .post(ARTICLES)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", is("/problems/" + type))
                .body("errors.pointer", hasItem(pointer));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "title": "T"           | "title": " "                     | 422 | #/title
            "title": "T"           | "title": null                    | 422 | #/title
            "title": "T"           | "title": 1                       | 400 | #/title
            "title": "T"           | "title": "a\\u0000b"             | 400 | #/title
            "title": "T"           | "title": "a\\ue000b"             | 422 | #/title
            "title": "T"           | "title": "a\\ud800b"             | 422 | #/title
            "body": "{{a}}"        | "body": "a\\u0000b"              | 400 | #/body
            "body": "{{a}}"        | "text": "x"                      | 400 | #/text
            "code": "a"            | "code": "A b"                    | 422 | #/statements/0/code
            "grade": "low"         | "grade": "certain"               | 400 | #/statements/0/grade
            "grade": "low"         | "grade": "LOW"                   | 400 | #/statements/0/grade
            "safety": true         | "safety": "true"                 | 400 | #/statements/0/safety
            "safety": true         | "safety": null                   | 422 | #/statements/0/safety
            "conflicts": []        | "conflicts": ["x"]               | 422 | #/statements/0/conflicts/0
            "kind": "doi"          | "kind": "rumour"                 | 400 | #/statements/0/citations/0/kind
            "kind": "doi"          | "kind": "fact"                   | 422 | #/statements/0/citations/0/ref
            "kind": "doi"          | "kind": "url"                    | 422 | #/statements/0/citations/0/ref
            "ref": "10.1000/x"     | "ref": "https://doi.org/10.1/x"  | 422 | #/statements/0/citations/0/ref
            "title": "Study"       | "title": null                    | 422 | #/statements/0/citations/0/title
            """)
    void aTextIsHeldToTheContract(String good, String bad, int status, String pointer) {
        String body = """
                {"title": "T", "summary": "S", "body": "{{a}}", "statements": [
                  {"code": "a", "text": "W", "grade": "low", "safety": true, "conflicts": [],
                   "citations": [{"kind": "doi", "ref": "10.1000/x", "title": "Study"}]}]}""";
        assertThat(body).contains(good);
        as(editor())
                .header("If-None-Match", "*")
                .body(body.replace(good, bad.replace("\\\\", "\\")))
                .put(translation(created(), "en"))
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("errors.pointer", hasItem(pointer));
    }

    @Test
    void twoStatementsWithOneCodeAreRefused() {
        as(editor())
                .header("If-None-Match", "*")
                .body(text(
                        "Twice",
                        "{{a}}",
                        List.of(statement("a", "One.", "low", false), statement("a", "Two.", "low", false))))
                .put(translation(created(), "en"))
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/statements/1/code"));
    }

    @Test
    void aBodyThatIsNotJsonInUtf8IsRefused() {
        byte[] latin = "{\"slug\": \"caf\u00e9\", \"kind\": \"safety\"}".getBytes(StandardCharsets.ISO_8859_1);
        as(editor()).body(latin).post(ARTICLES).then().statusCode(400).body("type", is("/problems/malformed-request"));
        as(editor()).body("{").post(ARTICLES).then().statusCode(400).body("type", is("/problems/malformed-request"));
        as(editor()).post(ARTICLES).then().statusCode(422).body("type", is("/problems/invalid-request"));
        given().header("Authorization", editor().bearer())
                .contentType(ContentType.TEXT)
                .body("hello")
                .post(ARTICLES)
                .then()
                .statusCode(415)
                .body("type", is("/problems/unsupported-media-type"));
    }

    @Test
    void aBodyOfTwoMegabytesIsRefused() {
        as(editor())
                .header("If-None-Match", "*")
                .body(text("Long", "x".repeat(2_000_000)))
                .put(translation(created(), "en"))
                .then()
                .statusCode(413);
    }

    @ParameterizedTest
    @CsvSource({"POST, ''", "PUT, /a/translations/en", "POST, /a/translations/en/publish"})
    void aQueryParameterIsRefusedOnWrites(String method, String path) {
        as(Tokens.role("editor", "clinical-lead"))
                .body("{}")
                .queryParam("force", true)
                .request(method, ARTICLES + path)
                .then()
                .statusCode(400)
                .body("type", is("/problems/unknown-parameter"))
                .body("errors[0].parameter", is("force"));
    }

    static Stream<Tokens> tokensThatAreNotForUs() {
        return Stream.of(
                editor().expired(),
                editor().ofOtherIssuer(),
                editor().ofOtherAudience(),
                editor().signedByAnotherKey(),
                editor().asIdToken());
    }

    @ParameterizedTest
    @MethodSource("tokensThatAreNotForUs")
    void aTokenThatIsNotForUsIsRefusedForReadersToo(Tokens token) {
        as(token)
                .body(NEW.formatted(newSlug()))
                .post(ARTICLES)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("type", is("/problems/unauthenticated"));
        given().header("Authorization", token.bearer())
                .queryParam("lang", "en")
                .get(ARTICLES)
                .then()
                .statusCode(401);
    }

    /** The access table of this service: who gets past the door of each operation. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST | /                                   | editor
            PUT  | /%s/translations/en                 | editor
            POST | /%s/translations/en/submit          | editor
            POST | /%s/translations/en/return          | editor clinical-lead
            POST | /%s/translations/en/publish         | clinical-lead
            POST | /%s/translations/en/withdraw        | clinical-lead
            GET  | /%s/translations/en                 | editor clinical-lead
            GET  | /%s/translations/en/versions        | editor clinical-lead
            """)
    void eachOperationIsOpenToItsRolesOnly(String method, String path, String allowed) {
        String address = ARTICLES + (path.equals("/") ? "" : path.formatted("after-your-massage"));
        given().contentType(ContentType.JSON)
                .body(method.equals("GET") ? "" : "{}")
                .request(method, address)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("Bearer"))
                .body("type", is("/problems/unauthenticated"));
        for (String role : List.of(
                "patient",
                "receptionist",
                "practitioner",
                "dispatcher",
                "partner",
                "network-admin",
                "editor",
                "clinical-lead")) {
            Response answer =
                    as(Tokens.role(role)).body(method.equals("GET") ? "" : "{}").request(method, address);
            if (Set.of(allowed.split(" ", -1)).contains(role)) {
                assertThat(answer.statusCode()).isNotIn(401, 403);
            } else {
                answer.then().statusCode(403).body("type", is("/problems/forbidden"));
            }
        }
    }

    @Test
    void publicAnswersDoNotNamePeople() {
        String slug = created();
        publishedInEnglish(slug, text("Private", "Words."));
        read(slug, "en")
                .then()
                .body(not(containsString("user:")))
                .body(not(containsString("11111111-0000")))
                .body("publishedAt", endsWith(":00"));
    }

    private static Response step(String slug, String step) {
        return as(Tokens.role("editor", "clinical-lead")).body(bodyOf(step)).post(translation(slug, "en") + "/" + step);
    }

    private static Response step(String slug, String step, String etag) {
        return as(Tokens.role("editor", "clinical-lead"))
                .header("If-Match", etag)
                .body(bodyOf(step))
                .post(translation(slug, "en") + "/" + step);
    }

    private static String bodyOf(String step) {
        return step.equals("publish") ? "{\"clinicalReview\": \"pending\"}" : "";
    }
}
