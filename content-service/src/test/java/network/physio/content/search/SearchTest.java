package network.physio.content.search;

import static io.restassured.RestAssured.given;
import static network.physio.content.EditingDesk.created;
import static network.physio.content.EditingDesk.published;
import static network.physio.content.EditingDesk.publishedInEnglish;
import static network.physio.content.EditingDesk.saved;
import static network.physio.content.EditingDesk.statement;
import static network.physio.content.EditingDesk.submitted;
import static network.physio.content.EditingDesk.text;
import static network.physio.content.EditingDesk.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
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
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "content"))
@QuarkusTestResource(IdentityResource.class)
class SearchTest {

    @Inject
    SettableClock clock;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @ParameterizedTest
    @CsvSource({
        "soreness, after-your-massage",
        "herniated disc, when-not-to-have-a-massage",
        "slipped disc, when-not-to-have-a-massage",
        "bulging disc, when-not-to-have-a-massage",
        "lumbago, what-the-evidence-says",
        "home visits, mobile-physiotherapy",
        "house call, mobile-physiotherapy",
        "hot stones, massage-techniques",
        "knots, massage-techniques",
        "warfarin, when-not-to-have-a-massage",
        "what to wear, preparing-for-your-visit",
        "stretching, looking-after-your-back",
        "fibromyalgia, questions-and-answers",
        "\"deep tissue\", massage-techniques",
    })
    void wordsLayWordsAndPhrasesFindTheirArticle(String words, String slug) {
        search(words)
                .body("items.slug", hasItem(slug))
                .body("correctedTo", nullValue())
                .body("matching", is("all-words"));
    }

    @ParameterizedTest
    @CsvSource({
        "sweedish masage, swedish massage, massage-techniques",
        "fybromyalgia, fibromyalgia, questions-and-answers",
        "physiotherapyst, physiotherapy, mobile-physiotherapy",
    })
    void aTypoIsCorrectedAndTheAnswerSaysSo(String typo, String corrected, String slug) {
        search(typo).body("correctedTo", is(corrected)).body("items.slug", hasItem(slug));
    }

    @Test
    void aWholeQuestionFindsWhatHoldsMostOfIt() {
        search("aching after an appointment with zzz")
                .body("matching", is("any-word"))
                .body("items.slug", hasItem("after-your-massage"));
        search("massage -massage").body("items", empty());
    }

    @Test
    void theTitleCountsMoreThanTheText() {
        search("studies massage back pain").body("items[0].slug", is("what-the-evidence-says"));
    }

    @Test
    void aKindNarrowsTheSearch() {
        given().queryParam("q", "massage")
                .queryParam("lang", "en")
                .queryParam("kind", "safety")
                .get("/content/v1/search")
                .then()
                .body("items.slug", contains("when-not-to-have-a-massage"));
    }

    @Test
    void pagesFollowEachOtherWithoutGapsOrRepetition() {
        List<String> all = search("massage").extract().jsonPath().getList("items.slug");
        List<String> paged = new ArrayList<>();
        String cursor = null;
        do {
            var request =
                    given().queryParam("q", "massage").queryParam("lang", "en").queryParam("limit", 2);
            JsonPath page = (cursor == null ? request : request.queryParam("cursor", cursor))
                    .get("/content/v1/search")
                    .jsonPath();
            paged.addAll(page.getList("items.slug"));
            cursor = page.getString("next");
        } while (cursor != null);
        assertThat(paged).hasSizeGreaterThan(4).isEqualTo(all);
    }

    @Test
    void snippetsMarkTheMatchAsDataAndCarryNoTags() {
        String slug = created();
        publishedInEnglish(slug, text("Hostile", "A <script>alert(1)</script> zebrafinch <b>sings</b>."));
        search("zebrafinch")
                .body("items[0].slug", is(slug))
                .body("items[0].snippet.find { it.match }.text", is("zebrafinch"))
                .body("items[0].snippet.text.join('')", not(containsString("<")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "\"", "a & | ! ( )", "-", ":*", "\\", "%", "the", "); DROP TABLE article; --", "🙂"})
    void noInputIsAnError(String words) {
        search(words);
    }

    @Test
    void nothingFoundIsAnEmptyPage() {
        search("quantum chromodynamics").body("items", empty()).body("next", nullValue());
    }

    @Test
    void eachLanguageFindsItsOwnTextsWithOrWithoutAccents() {
        String slug = created();
        published(
                slug,
                "it",
                submitted(slug, "it", saved(slug, "it", null, text("Così è la schiena", "La mobilità aiuta."))));
        for (String words : new String[] {"mobilità", "mobilita", "schiene"}) {
            given().queryParam("q", words)
                    .queryParam("lang", "it")
                    .get("/content/v1/search")
                    .then()
                    .statusCode(200)
                    .body("items.slug", contains(slug));
        }
        search("mobilità").body("items.slug", not(hasItem(slug)));
    }

    @Test
    void whatIsWithdrawnDraftedOrExpiredIsNotFound() {
        String slug = created();
        String etag = saved(
                slug,
                "en",
                null,
                text(
                        "Ostrich",
                        "- {{soon}}\n- {{late}}",
                        List.of(
                                statement("soon", "The wombatish one.", "low", true),
                                statement("late", "The quokkaish one.", "low", false))));
        search("quokkaish").body("items", empty());
        etag = published(slug, "en", submitted(slug, "en", etag));
        search("quokkaish").body("items.slug", contains(slug));
        search("wombatish").body("items.slug", contains(slug));
        clock.advance(Duration.ofDays(367));
        search("wombatish").body("items", empty());
        search("quokkaish").body("items.slug", contains(slug));
        withdrawn(slug, "en", etag);
        search("quokkaish").body("items", empty());
    }

    private static ValidatableResponse search(String words) {
        return given().queryParam("q", words)
                .queryParam("lang", "en")
                .get("/content/v1/search")
                .then()
                .statusCode(200);
    }
}
