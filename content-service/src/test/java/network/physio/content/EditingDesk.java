package network.physio.content;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import network.physio.test.Tokens;
import org.jspecify.annotations.Nullable;

/** An editor and a clinical lead at work through the API. */
public final class EditingDesk {

    public static final String ARTICLES = "/content/v1/articles";

    private static final AtomicInteger NEXT = new AtomicInteger();

    private EditingDesk() {}

    public static Tokens editor() {
        return Tokens.role("editor").subject("11111111-0000-4000-8000-000000000001");
    }

    public static Tokens lead() {
        return Tokens.role("clinical-lead").subject("22222222-0000-4000-8000-000000000002");
    }

    public static String newSlug() {
        return "made-by-test-" + NEXT.incrementAndGet();
    }

    public static RequestSpecification as(Tokens who) {
        return given().header("Authorization", who.bearer()).contentType(ContentType.JSON);
    }

    public static String created() {
        String slug = newSlug();
        as(editor())
                .body(Map.of("slug", slug, "kind", "condition"))
                .post(ARTICLES)
                .then()
                .statusCode(201);
        return slug;
    }

    public static String translation(String slug, String lang) {
        return ARTICLES + "/" + slug + "/translations/" + lang;
    }

    /** A text with one statement that may be published. */
    public static Map<String, Object> text(String title, String words) {
        return text(title, "{{only}}", List.of(statement("only", words, "consensus", false)));
    }

    public static Map<String, Object> text(String title, String body, List<Map<String, Object>> statements) {
        return Map.of("title", title, "summary", "A summary.", "body", body, "statements", statements);
    }

    public static Map<String, Object> statement(String code, String words, String grade, boolean safety) {
        return Map.of(
                "code",
                code,
                "text",
                words,
                "grade",
                grade,
                "safety",
                safety,
                "citations",
                List.of(
                        Map.of("kind", "fact", "ref", "AF-01"),
                        Map.of("kind", "doi", "ref", "10.1002/14651858.CD001929.pub3", "title", "Furlan 2015")),
                "conflicts",
                List.of("X-05"));
    }

    /** @return the new ETag */
    public static String saved(String slug, String lang, @Nullable String etag, Map<String, Object> text) {
        RequestSpecification request = etag == null
                ? as(editor()).header("If-None-Match", "*")
                : as(editor()).header("If-Match", etag);
        Response response = request.body(text).put(translation(slug, lang));
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.header("ETag");
    }

    /** @return the new ETag */
    public static String submitted(String slug, String lang, String etag) {
        return done(as(editor()).header("If-Match", etag).post(translation(slug, lang) + "/submit"));
    }

    /** @return the new ETag */
    public static String published(String slug, String lang, String etag) {
        return done(publish(lead(), slug, lang, etag));
    }

    public static Response publish(Tokens who, String slug, String lang, String etag) {
        return as(who).header("If-Match", etag)
                .body(Map.of("clinicalReview", "pending"))
                .post(translation(slug, lang) + "/publish");
    }

    /** @return the new ETag */
    public static String withdrawn(String slug, String lang, String etag) {
        return done(as(lead()).header("If-Match", etag).post(translation(slug, lang) + "/withdraw"));
    }

    /** An article published in English. @return the ETag */
    public static String publishedInEnglish(String slug, Map<String, Object> text) {
        return published(slug, "en", submitted(slug, "en", saved(slug, "en", null, text)));
    }

    public static Response read(String slug, String lang) {
        return given().queryParam("lang", lang).get(ARTICLES + "/" + slug);
    }

    private static String done(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.header("ETag");
    }
}
