package network.physio.content.article;

import static io.restassured.RestAssured.given;
import static network.physio.content.EditingDesk.ARTICLES;
import static network.physio.content.EditingDesk.created;
import static network.physio.content.EditingDesk.publishedInEnglish;
import static network.physio.content.EditingDesk.read;
import static network.physio.content.EditingDesk.saved;
import static network.physio.content.EditingDesk.statement;
import static network.physio.content.EditingDesk.text;
import static network.physio.content.EditingDesk.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "content"))
@QuarkusTestResource(IdentityResource.class)
class ReadingTest {

    private static final List<String> SHIPPED = List.of(
            "after-your-massage",
            "looking-after-your-back",
            "massage-techniques",
            "mobile-physiotherapy",
            "preparing-for-your-visit",
            "questions-and-answers",
            "what-the-evidence-says",
            "when-not-to-have-a-massage");

    @Inject
    SettableClock clock;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void theShippedArticlesAreListedAndEachCanBeRead() {
        List<String> slugs = given().queryParam("lang", "en")
                .queryParam("limit", 100)
                .get(ARTICLES)
                .then()
                .statusCode(200)
                .extract()
                .path("items.slug");
        assertThat(slugs).containsAll(SHIPPED).isSorted();
        for (String slug : SHIPPED) {
            read(slug, "en")
                    .then()
                    .statusCode(200)
                    .header("Content-Language", "en")
                    .body("clinicalReview", is("pending"))
                    .body("statements.grade", everyItem(notNullValue()))
                    .body("statements.citations", everyItem(not(hasSize(0))))
                    .body("statements.reviewBy", everyItem(notNullValue()))
                    .body("withheld", is(0));
        }
    }

    @Test
    void anArticleShowsItsStatementsInTextAndAsDataWithTheirCertainty() {
        read("after-your-massage", "en")
                .then()
                .statusCode(200)
                .body("kind", is("aftercare"))
                .body("html", containsString("<h2>When to tell us</h2>"))
                .body("html", containsString("data-statement=\"sharp-pain\""))
                .body("statements.find { it.code == 'mild-soreness' }.grade", is("low"))
                .body(
                        "statements.find { it.code == 'mild-soreness' }.citations.address",
                        hasItem("https://doi.org/10.1002/14651858.CD001929.pub3"))
                .body("languages.find { it.lang == 'en' }.status", is("published"))
                .body("languages.find { it.lang == 'it' }.status", is("missing"));
    }

    @Test
    void aListIsPagedAndFilteredByKind() {
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            var request = given().queryParam("lang", "en").queryParam("limit", 3);
            JsonPath page = (cursor == null ? request : request.queryParam("cursor", cursor))
                    .get(ARTICLES)
                    .jsonPath();
            seen.addAll(page.getList("items.slug"));
            cursor = page.getString("next");
        } while (cursor != null);
        assertThat(seen).hasSizeGreaterThanOrEqualTo(8).doesNotHaveDuplicates().isSorted();
        given().queryParam("lang", "en")
                .queryParam("kind", "self-care")
                .get(ARTICLES)
                .then()
                .statusCode(200)
                .body("items.slug", contains("looking-after-your-back"));
        given().queryParam("lang", "vi")
                .queryParam("kind", "self-care")
                .get(ARTICLES)
                .then()
                .statusCode(200)
                .body("items", hasSize(0))
                .body("next", nullValue());
    }

    @Test
    void anUnchangedArticleIs304AndSoIsAnUnchangedList() {
        String etag = read("questions-and-answers", "en").header("ETag");
        given().header("If-None-Match", etag)
                .queryParam("lang", "en")
                .get(ARTICLES + "/questions-and-answers")
                .then()
                .statusCode(304)
                .header("ETag", etag);
        String list = given().queryParam("lang", "el").get(ARTICLES).header("ETag");
        given().header("If-None-Match", list)
                .queryParam("lang", "el")
                .get(ARTICLES)
                .then()
                .statusCode(304);
    }

    @Test
    void aMissingLanguageIsNamedAndNeverReplacedSilently() {
        read("after-your-massage", "it")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", is("/problems/not-in-this-language"))
                .body("languages", contains("en"));
    }

    @Test
    void aFallbackThatWasAskedForIsServedAndSaid() {
        given().queryParam("lang", "it")
                .queryParam("fallback", "en")
                .get(ARTICLES + "/after-your-massage")
                .then()
                .statusCode(200)
                .header("Content-Language", "en")
                .header("Cache-Control", "no-cache")
                .body("langAsked", is("it"))
                .body("lang", is("en"));
        given().queryParam("lang", "it")
                .queryParam("fallback", "vi")
                .get(ARTICLES + "/after-your-massage")
                .then()
                .statusCode(404);
    }

    @Test
    void whatIsNotPublishedDoesNotExistForReaders() {
        String slug = created();
        read(slug, "en").then().statusCode(404).body("type", is("/problems/no-such-article"));
        saved(slug, "en", null, text("Draft only", "Words of a draft."));
        read(slug, "en").then().statusCode(404).body("type", is("/problems/no-such-article"));
        read("no-such-slug", "en").then().statusCode(404).body("type", is("/problems/no-such-article"));
        given().urlEncodingEnabled(false)
                .get(ARTICLES + "/%00%27--?lang=en")
                .then()
                .statusCode(404);
    }

    @Test
    void anExpiredStatementLeavesThePageTheDayAfterItsReviewAndChangesTheETag() {
        String slug = created();
        publishedInEnglish(
                slug,
                text(
                        "Expiry",
                        "## Safe\n\n- {{soon}}\n\n## Other\n\n- {{late}}",
                        List.of(
                                statement("soon", "Expires first.", "low", true),
                                statement("late", "Expires later.", "low", false))));
        Response fresh = read(slug, "en");
        fresh.then().body("statements.code", contains("soon", "late")).body("withheld", is(0));

        clock.advance(Duration.ofDays(367));
        Response later = read(slug, "en");
        later.then()
                .statusCode(200)
                .body("statements.code", contains("late"))
                .body("withheld", is(1))
                .body("html", not(containsString("Expires first.")))
                .body("html", not(containsString("Safe")));
        assertThat(later.header("ETag")).isNotEqualTo(fresh.header("ETag"));

        clock.advance(Duration.ofDays(365 * 3));
        read(slug, "en").then().statusCode(404).body("type", is("/problems/no-such-article"));
        given().queryParam("lang", "en")
                .queryParam("limit", 100)
                .get(ARTICLES)
                .then()
                .body("items.slug", not(hasItem(slug)));
    }

    @Test
    void aWithdrawnTextIsGoneAtOnce() {
        String slug = created();
        String etag = publishedInEnglish(slug, text("Gone soon", "Words that leave."));
        read(slug, "en").then().statusCode(200);
        withdrawn(slug, "en", etag);
        read(slug, "en").then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/content/v1/articles, invalid-parameter, lang",
        "/content/v1/articles?lang=xx, invalid-parameter, lang",
        "/content/v1/articles?lang=EN, invalid-parameter, lang",
        "/content/v1/articles?lang=en&kind=poem, invalid-parameter, kind",
        "/content/v1/articles?lang=en&limit=0, invalid-parameter, limit",
        "/content/v1/articles?lang=en&limit=101, invalid-parameter, limit",
        "/content/v1/articles?lang=en&limit=many, invalid-parameter, limit",
        "/content/v1/articles?lang=en&lang=it, invalid-parameter, lang",
        "/content/v1/articles?lang=en&cursor=%21, invalid-parameter, cursor",
        "/content/v1/articles?lang=en&cursor=AAAA, invalid-parameter, cursor",
        "/content/v1/articles?lang=en&colour=red, unknown-parameter, colour",
        "/content/v1/articles/after-your-massage, invalid-parameter, lang",
        "/content/v1/articles/after-your-massage?lang=xx, invalid-parameter, lang",
        "/content/v1/articles/after-your-massage?lang=it&fallback=xx, invalid-parameter, fallback",
        "/content/v1/articles/after-your-massage?lang=en&language=en, unknown-parameter, language",
        "/content/v1/search?lang=en, invalid-parameter, q",
        "/content/v1/search?q=&lang=en, invalid-parameter, q",
        "/content/v1/search?q=%00&lang=en, invalid-parameter, q",
        "/content/v1/search?q=%EE%80%80&lang=en, invalid-parameter, q",
        "/content/v1/search?q=back, invalid-parameter, lang",
        "/content/v1/search?q=back&lang=xx, invalid-parameter, lang",
        "/content/v1/search?q=back&lang=en&kind=x, invalid-parameter, kind",
        "/content/v1/search?q=back&lang=en&limit=51, invalid-parameter, limit",
        "/content/v1/search?q=back&lang=en&cursor=x, invalid-parameter, cursor",
        "/content/v1/search?q=back&lang=en&cursor=eB9hH2I, invalid-parameter, cursor",
        "/content/v1/search?q=back&lang=en&cursor=MR8AHwA, invalid-parameter, cursor",
        "/content/v1/search?q=back&lang=en&page=2, unknown-parameter, page",
    })
    void aParameterThatIsNotInTheContractIsRefusedByName(String address, String type, String parameter) {
        given().urlEncodingEnabled(false)
                .get(address)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", is("/problems/" + type))
                .body("errors[0].parameter", is(parameter));
    }
}
