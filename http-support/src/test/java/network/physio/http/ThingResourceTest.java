package network.physio.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.Tokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every API of the network does alike, seen over HTTP. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class ThingResourceTest {

    private static final String GUEST = "a-guest-key-of-enough-length";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"name":"a","shape":1}               | #/shape          | is not a field of this request
            {"name":1}                           | #/name           | must be a string
            {"name":"a","ready":"true"}          | #/ready          | must be true or false, without quotes
            {"name":"a","ready":1}               | #/ready          | must be true or false, without quotes
            {"name":"a","colour":"BLUE"}         | #/colour         | must be one of RED, GREEN
            {"name":"a","colour":0}              | #/colour         | must be one of RED, GREEN
            {"name":"a","at":"tomorrow"}         | #/at             | must be an RFC 3339 time with offset, such as 2027-03-01T09:00:00+11:00
            {"name":"a","at":1700000000}         | #/at             | must be an RFC 3339 time with offset, such as 2027-03-01T09:00:00+11:00
            {"name":"a","day":[2027,1,1]}        | #/day            | must be a date like 2027-03-01
            {"name":"a","begins":"2027-02-05T01:00:00Z"}      | #/begins  | must be a local date and time without offset, such as 2027-03-01T09:30
            {"name":"a","begins":"2027-02-05T01:00+11:00"}    | #/begins  | must be a local date and time without offset, such as 2027-03-01T09:30
            {"name":"a","begins":"2027-02-05"}                | #/begins  | must be a local date and time without offset, such as 2027-03-01T09:30
            {"name":"a","begins":"2027-02-30T01:00"}          | #/begins  | must be a local date and time without offset, such as 2027-03-01T09:30
            {"name":"a","begins":[2027,2,5,1,0]}              | #/begins  | must be a local date and time without offset, such as 2027-03-01T09:30
            {"name":"a","begins":"+999999999-01-01T00:00"}    | #/begins  | must be a local date and time without offset, such as 2027-03-01T09:30
            {"name":"a","at":"+300000-01-01T00:00Z"} | #/at         | must be an RFC 3339 time with offset, such as 2027-03-01T09:00:00+11:00
            {"name":"a\\u0000"}                | #/name           | must be text without the character NUL
            {"name":"a","parts":{}}              | #/parts          | must be a list
            {"name":"a","parts":[{"id":"x","weight":1}]}  | #/parts/0/id     | must be a UUID
            {"name":"a","parts":[{"weight":"1"}]}         | #/parts/0/weight | must be a whole number, without quotes
            {"name":"a","parts":[{"weight":1.0}]}         | #/parts/0/weight | must be a whole number, without quotes
            """)
    void valuesOfAnotherFormAreRefusedWithTheirPlace(String body, String pointer, String detail) {
        post(body)
                .statusCode(400)
                .body("type", is("/problems/malformed-request"))
                .body("errors[0].pointer", is(pointer))
                .body("errors[0].detail", is(detail));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"name":"a"
            {"name":"a","name":"b"}
            {"name":"a"} trailing
            nonsense
            """)
    void textThatIsNoJsonIsRefused(String body) {
        post(body).statusCode(400).body("type", is("/problems/malformed-request"));
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        byte[] latin = "{\"name\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        given().contentType("application/json")
                .body(latin)
                .post("/things")
                .then()
                .statusCode(400)
                .body("type", is("/problems/malformed-request"));
    }

    @Test
    void allViolatedConstraintsAreNamedAtOnce() {
        post("{\"parts\":[{\"weight\":0}]}")
                .statusCode(422)
                .body("type", is("/problems/invalid-request"))
                .body("errors.pointer", hasItem("#/name"))
                .body("errors.pointer", hasItem("#/parts/0/id"))
                .body("errors.pointer", hasItem("#/parts/0/weight"));
    }

    @Test
    void anEmptyBodyIsRefused() {
        given().contentType(ContentType.JSON)
                .post("/things")
                .then()
                .statusCode(422)
                .body("type", is("/problems/invalid-request"));
    }

    @ParameterizedTest
    @CsvSource({
        "form=1, unknown-parameter, form",
        "limit=many, invalid-parameter, limit",
        "limit=0, invalid-parameter, limit",
        "limit=1&limit=2, invalid-parameter, limit",
        "colour=BLUE, invalid-parameter, colour",
        "size=big, invalid-parameter, size",
        "size=0, invalid-parameter, size",
        "shades=RED&shades=BLUE, invalid-parameter, shades",
        "from=%2B300000-01-01T00:00Z, invalid-parameter, from",
        "from=2027-03-01T09:00:00+11:00, invalid-parameter, from",
    })
    void queryParametersAreHeldToTheContract(String query, String type, String parameter) {
        given().urlEncodingEnabled(false)
                .get("/things?" + query)
                .then()
                .statusCode(400)
                .body("type", is("/problems/" + type))
                .body("errors[0].parameter", is(parameter));
    }

    @Test
    void aWrittenTimeWithItsPlusEncodedIsRead() {
        given().urlEncodingEnabled(false)
                .get("/things?from=2027-03-01T09:00:00%2B11:00&limit=5")
                .then()
                .statusCode(200)
                .body("limit", is(5));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /things/nothing-here/at-all, 404, not-found",
        "GET, /things/not-a-uuid, 404, not-found",
        "DELETE, /things, 405, method-not-allowed",
        "GET, /things/broken, 500, internal-error",
    })
    void whatTheFrameworkRefusesIsAProblemToo(String method, String path, int status, String type) {
        given().request(method, path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", is("/problems/" + type))
                .body("requestId", notNullValue())
                .body(not(containsString("secret inside")))
                .body(not(containsString("Exception")));
    }

    @Test
    void anotherMediaTypeIsRefused() {
        given().contentType("text/plain")
                .body("hello")
                .post("/things")
                .then()
                .statusCode(415)
                .body("type", is("/problems/unsupported-media-type"));
    }

    static Stream<Tokens> tokensThatAreNotForUs() {
        return Stream.of(
                Tokens.role("receptionist").expired(),
                Tokens.role("receptionist").ofOtherIssuer(),
                Tokens.role("receptionist").ofOtherAudience(),
                Tokens.role("receptionist").signedByAnotherKey(),
                Tokens.role("receptionist").asIdToken());
    }

    @ParameterizedTest
    @MethodSource("tokensThatAreNotForUs")
    void aTokenThatIsNotForUsIsRefusedEvenWhereNoneIsNeeded(Tokens token) {
        for (String path : new String[] {"/things/me", "/things/whoever"}) {
            given().header("Authorization", token.bearer())
                    .get(path)
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", containsString("Bearer"))
                    .body("type", is("/problems/unauthenticated"));
        }
    }

    @Test
    void aRoleIsAskedFor() {
        given().get("/things/me").then().statusCode(401).body("type", is("/problems/unauthenticated"));
        given().header("Authorization", Tokens.role("patient").bearer())
                .get("/things/me")
                .then()
                .statusCode(403)
                .body("type", is("/problems/forbidden"));
        given().header(
                        "Authorization",
                        Tokens.role("receptionist")
                                .clinics("fitzroy", "brunswick")
                                .bearer())
                .get("/things/me")
                .then()
                .statusCode(200)
                .body("clinics", equalTo(java.util.List.of("fitzroy", "brunswick")));
    }

    @Test
    void aWeakGuestKeyIsRefused() {
        given().header("Guest-Key", "short")
                .get("/things/whoever")
                .then()
                .statusCode(400)
                .body("type", is("/problems/invalid-parameter"))
                .body("errors[0].header", is("Guest-Key"));
    }

    @Test
    void aVersionIsAskedForAndAnUnchangedReadIs304() {
        String thing = "/things/" + UUID.randomUUID();
        given().contentType(ContentType.JSON)
                .body("{\"name\":\"a\"}")
                .put(thing)
                .then()
                .statusCode(428)
                .body("type", is("/problems/precondition-required"));
        given().contentType(ContentType.JSON)
                .header("If-Match", "W/\"7\"")
                .body("{\"name\":\"a\"}")
                .put(thing)
                .then()
                .statusCode(400);
        given().contentType(ContentType.JSON)
                .header("If-Match", "\"7\"")
                .body("{\"name\":\"a\"}")
                .put(thing)
                .then()
                .statusCode(200)
                .body("expected", is(7));
        given().header("If-None-Match", "\"7\"")
                .get(thing)
                .then()
                .statusCode(304)
                .header("ETag", "\"7\"");
    }

    @Test
    void anAnswerIsReplayedByteForByte() {
        Response first = withKey("k1", "{\"name\":\"kept\"}");
        Response again = withKey("k1", "{\"name\":\"kept\"}");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.asByteArray()).isEqualTo(first.asByteArray());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void aKeyUsedForAnotherBodyIsRefused() {
        withKey("k2", "{\"name\":\"one\"}");
        Response other = withKey("k2", "{\"name\":\"two\"}");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.jsonPath().getString("type")).isEqualTo("/problems/idempotency-key-reused");
    }

    @Test
    void aRefusalIsNotKept() {
        withKey("k3", "{\"name\":\"mine\"}");
        assertThat(withKey("k4", "{\"name\":\"mine\"}").statusCode()).isEqualTo(412);
        assertThat(withKey("k4", "{\"name\":\"other\"}").statusCode()).isEqualTo(201);
    }

    @Test
    void keysBelongToTheirCaller() {
        withKey("k5", "{\"name\":\"hers\"}");
        given().header("Guest-Key", "another-guest-key-of-length")
                .header("Idempotency-Key", "k5")
                .contentType(ContentType.JSON)
                .body("{\"name\":\"his\"}")
                .post("/things")
                .then()
                .statusCode(201);
        given().header("Idempotency-Key", "k5")
                .contentType(ContentType.JSON)
                .body("{\"name\":\"nobody\"}")
                .post("/things")
                .then()
                .statusCode(400)
                .body("errors[0].header", is("Idempotency-Key"));
    }

    @Test
    void aKeyStandsForTheVersionThatItsRequestNamed() {
        String rename = "/things/" + UUID.randomUUID() + "/rename";
        String first = rename(rename, "\"1\"").then().statusCode(200).extract().path("change");
        rename(rename, "\"1\"").then().statusCode(200).body("change", is(first));
        rename(rename, "\"2\"").then().statusCode(422).body("type", is("/problems/idempotency-key-reused"));
        rename(rename, null).then().statusCode(422).body("type", is("/problems/idempotency-key-reused"));
    }

    private static Response rename(String path, @Nullable String version) {
        RequestSpecification request = given().header("Guest-Key", GUEST)
                .header("Idempotency-Key", "version")
                .contentType(ContentType.JSON)
                .body("{\"name\":\"new\"}");
        return (version == null ? request : request.header("If-Match", version)).post(path);
    }

    @Test
    void keysOfWhoIsLetInByAPassBelongToThePass() {
        String rename = "/things/" + UUID.randomUUID() + "/rename";
        String first = pass("one", rename).then().statusCode(200).extract().path("change");
        pass("one", rename).then().statusCode(200).body("change", is(first));
        pass("two", rename).then().statusCode(200).body("change", not(is(first)));
    }

    @Test
    void anAnswerIsNotForACallerWhoseRightsHaveChanged() {
        String rename = "/things/" + UUID.randomUUID() + "/rename";
        Tokens both = Tokens.role("receptionist").subject("mover").clinics("fitzroy", "brunswick");
        String first = as(both, rename).then().statusCode(200).extract().path("change");
        as(Tokens.role("receptionist").subject("mover").clinics("brunswick", "fitzroy"), rename)
                .then()
                .statusCode(200)
                .body("change", is(first));
        for (Tokens other : List.of(
                Tokens.role("receptionist").subject("mover").clinics("brunswick"),
                Tokens.role("receptionist").subject("mover"),
                Tokens.role("practitioner").subject("mover").clinics("fitzroy", "brunswick"))) {
            as(other, rename).then().statusCode(422).body("type", is("/problems/idempotency-key-reused"));
        }
    }

    private static Response as(Tokens caller, String path) {
        return given().header("Authorization", caller.bearer())
                .header("Idempotency-Key", "rights")
                .contentType(ContentType.JSON)
                .body("{\"name\":\"new\"}")
                .post(path);
    }

    private static Response pass(String pass, String path) {
        return given().header("Pass", pass)
                .header("Idempotency-Key", "pass")
                .contentType(ContentType.JSON)
                .body("{\"name\":\"new\"}")
                .post(path);
    }

    @Test
    void aBodyThatSaysItIsTooLargeIsAProblemToo() {
        given().contentType(ContentType.JSON)
                .body("{\"name\":\"%s\"}".formatted("x".repeat(1_200_000)))
                .post("/things")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("type", is("/problems/request-too-large"))
                .body("requestId", notNullValue());
    }

    @Test
    void aPartnerMustSendAKey() {
        given().header("Authorization", Tokens.role("partner").bearer())
                .contentType(ContentType.JSON)
                .body("{\"name\":\"x\"}")
                .post("/things")
                .then()
                .statusCode(400)
                .body("errors[0].header", is("Idempotency-Key"));
    }

    @Test
    void aSecretIsToldOnceAndNotKept() {
        String id = secret("secret", null)
                .then()
                .statusCode(201)
                .body("secret", is("s3cret"))
                .extract()
                .path("id");
        secret("secret", null).then().statusCode(201).body("id", is(id)).body("secret", nullValue());
    }

    @Test
    void aRequestThatARepetitionWasFasterThanTellsWhatTheRepetitionMade() {
        String id = secret("faster", null).then().statusCode(201).extract().path("id");
        secret("slower", "faster").then().statusCode(201).body("id", is(id)).body("secret", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"refused", "thrown"})
    void aRequestThatARepetitionWasFasterThanIsNotRefusedForIt(String afterAll) {
        String id = secret("faster-" + afterAll, null)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        given().header("Guest-Key", GUEST)
                .header("Idempotency-Key", "slower-" + afterAll)
                .header("Beaten-By", "faster-" + afterAll)
                .header("After-All", afterAll)
                .post("/things/secret")
                .then()
                .statusCode(201)
                .body("id", is(id));
    }

    private static Response secret(String key, @Nullable String beatenBy) {
        RequestSpecification request = given().header("Guest-Key", GUEST).header("Idempotency-Key", key);
        return (beatenBy == null ? request : request.header("Beaten-By", beatenBy)).post("/things/secret");
    }

    private static Response withKey(String key, String body) {
        return given().header("Guest-Key", GUEST)
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/things");
    }

    private static ValidatableResponse post(String body) {
        return given().contentType(ContentType.JSON).body(body).post("/things").then();
    }
}
