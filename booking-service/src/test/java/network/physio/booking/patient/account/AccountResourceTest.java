package network.physio.booking.patient.account;

import static network.physio.booking.patient.Callers.PATIENTS;
import static network.physio.booking.patient.Callers.admin;
import static network.physio.booking.patient.Callers.anonymous;
import static network.physio.booking.patient.Callers.guest;
import static network.physio.booking.patient.Callers.made;
import static network.physio.booking.patient.Callers.madeAt;
import static network.physio.booking.patient.Callers.mia;
import static network.physio.booking.patient.Callers.newKey;
import static network.physio.booking.patient.Callers.partner;
import static network.physio.booking.patient.Callers.patient;
import static network.physio.booking.patient.Callers.practitioner;
import static network.physio.booking.patient.Callers.receptionist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import network.physio.booking.patient.Network;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class AccountResourceTest {

    private static final String PHONE = "\"phone\":\"+61491570156\"";
    private static final String LINK = PATIENTS + "/link";

    @Inject
    Network network;

    @Inject
    SettableClock clock;

    @Inject
    Jdbi database;

    private Network.Clinic clinic;
    private String id;

    @BeforeEach
    void aPatient() {
        clinic = network.newClinic();
        id = madeAt(clinic, PHONE);
    }

    private RequestSpecification desk() {
        return receptionist(clinic.code());
    }

    private String access() {
        return PATIENTS + "/" + id + "/access";
    }

    private static String grant(String subject, String relation, String scope) {
        return """
                {"subject":"%s","relation":"%s","scope":"%s"}""".formatted(subject, relation, scope);
    }

    private String code(String relation, String scope) {
        return desk().body("{\"relation\":\"" + relation + "\",\"scope\":\"" + scope + "\"}")
                .post(PATIENTS + "/" + id + "/link-codes")
                .then()
                .statusCode(201)
                .body("code", matchesPattern("[0-9A-Z]{5}-[0-9A-Z]{5}"))
                .extract()
                .path("code");
    }

    private static Response enter(String subject, String code) {
        return patient(subject).body("{\"code\":\"" + code + "\"}").post(LINK);
    }

    @Test
    void receptionLinksAMotherWhoThenReadsBooksAndChanges() {
        String mother = newKey();
        String link = desk().body(grant(mother, "parent", "full"))
                .post(access())
                .then()
                .statusCode(201)
                .body("relation", is("parent"))
                .body("until", nullValue())
                .extract()
                .path("id");
        patient(mother).get(PATIENTS + "/" + id).then().statusCode(200);
        patient(mother).get(access()).then().statusCode(200).body("items.id", contains(link));
        desk().delete(access() + "/" + link).then().statusCode(204);
        patient(mother).get(PATIENTS + "/" + id).then().statusCode(404);
        desk().delete(access() + "/" + link).then().statusCode(404);
        desk().get(access()).then().body("items", empty());
        assertThat(network.logOf(UUID.fromString(id)))
                .contains("link-account front-desk", "unlink-account front-desk", "read-accounts front-desk");
        assertThat(network.eventsAbout(UUID.fromString(id))).contains("account-linked", "account-unlinked");
    }

    @Test
    void anAccessBeginsAndEndsWhenItSays() {
        String carer = newKey();
        desk().body("""
                        {"subject":"%s","relation":"carer","scope":"book","from":"%s","until":"%s"}""".formatted(
                                carer,
                                clock.instant().plus(Duration.ofDays(1)),
                                clock.instant().plus(Duration.ofDays(2))))
                .post(access())
                .then()
                .statusCode(201);
        patient(carer).get(PATIENTS + "/" + id).then().statusCode(404);
        desk().get(access()).then().body("items.size()", is(1));
    }

    @ParameterizedTest
    @CsvSource({"read, 403", "book, 403", "full, 204"})
    void onlyAFullRepresentativeEndsTheAccessOfOthers(String scope, int status) {
        String nominee = newKey();
        String link =
                desk().body(grant(nominee, "nominee", scope)).post(access()).path("id");
        String other =
                desk().body(grant(newKey(), "residence", "read")).post(access()).path("id");
        patient(nominee).delete(access() + "/" + other).then().statusCode(status);
        patient(nominee).delete(access() + "/" + link).then().statusCode(204);
        patient(nominee).get(PATIENTS + "/" + id).then().statusCode(404);
    }

    @Test
    void anAccountIsLinkedOnceAndIsItselfOnePatient() {
        String subject = newKey();
        desk().body(grant(subject, "self", "full")).post(access()).then().statusCode(201);
        desk().body(grant(subject, "self", "full"))
                .post(access())
                .then()
                .statusCode(409)
                .body("type", is("/problems/account-already-linked"))
                .body("patientId", nullValue());
        desk().body(grant(subject, "parent", "read")).post(access()).then().statusCode(409);
        id = madeAt(clinic, PHONE);
        desk().body(grant(subject, "self", "full")).post(access()).then().statusCode(409);
        desk().body(grant(subject, "parent", "full")).post(access()).then().statusCode(201);
    }

    @Test
    void aCodeLinksTheAccountThatEntersItOnce() {
        String subject = newKey();
        String code = code("self", "full");
        enter(subject, code.toLowerCase(Locale.ROOT).replace("-", " "))
                .then()
                .statusCode(200)
                .body("patientId", is(id))
                .body("access.relation", is("self"))
                .body("access.scope", is("full"));
        patient(subject).get(PATIENTS + "/" + id).then().statusCode(200);
        enter(newKey(), code).then().statusCode(422).body("type", is("/problems/link-code-invalid"));
        assertThat(network.logOf(UUID.fromString(id))).contains("make-link-code front-desk", "link-account own-record");
    }

    @Test
    void ofManyWhoEnterACodeAtOnceOneIsLinked() {
        String code = code("carer", "read");
        List<Integer> answers = IntStream.range(0, 6)
                .parallel()
                .mapToObj(i -> enter(newKey(), code).statusCode())
                .sorted()
                .toList();
        assertThat(answers).containsExactly(200, 422, 422, 422, 422, 422);
    }

    @Test
    void aCodeIsGoodForHalfAnHour() {
        String code = code("self", "full");
        clock.setTo(clock.instant());
        clock.advance(Duration.ofMinutes(30));
        enter(newKey(), code).then().statusCode(422).body("type", is("/problems/link-code-invalid"));
        clock.reset();
    }

    @Test
    void anAccountGuessesFiveTimesAnHour() {
        String subject = newKey();
        for (int i = 0; i < 5; i++) {
            enter(subject, "00000-0000" + i).then().statusCode(422);
        }
        String code = code("self", "full");
        enter(subject, code)
                .then()
                .statusCode(429)
                .header("Retry-After", is("3600"))
                .body("type", is("/problems/too-many-tries"));
        enter(newKey(), code).then().statusCode(200);
    }

    @Test
    void aCodeIsKeptByNothing() {
        String key = newKey();
        RequestSpecification once = desk().header("Idempotency-Key", key);
        String body = "{\"relation\":\"self\",\"scope\":\"full\"}";
        String code = once.body(body).post(PATIENTS + "/" + id + "/link-codes").path("code");
        once.body(body)
                .post(PATIENTS + "/" + id + "/link-codes")
                .then()
                .statusCode(201)
                .body("code", nullValue());
        List<String> kept = database.withHandle(handle ->
                handle.createQuery("""
                        SELECT c::text FROM patient_link_code c
                        UNION ALL SELECT convert_from(body, 'UTF8') FROM answer WHERE key = :key
                        UNION ALL SELECT e::text FROM event e
                        UNION ALL SELECT l::text FROM access_log l
                        """).bind("key", key).mapTo(String.class).list());
        assertThat(kept).isNotEmpty().noneMatch(row -> row.contains(code) || row.contains(code.replace("-", "")));
    }

    @Test
    void whoeverEnteredThePatientReadsNoMoreWhenTheirAccessEnds() {
        String parent = newKey();
        id = made(patient(parent), mia("parent"));
        network.treat(UUID.fromString(id), clinic);
        String link = desk().get(access()).path("items[0].id");
        desk().delete(access() + "/" + link).then().statusCode(204);
        patient(parent).get(PATIENTS + "/" + id).then().statusCode(404);
        desk().get(PATIENTS + "/" + id).then().statusCode(200).body("provisional", is(true));
    }

    @Test
    void givingUpOnesOwnAccessCanBeRepeated() {
        String parent = newKey();
        id = made(patient(parent), mia("parent"));
        String link = patient(parent).get(access()).path("items[0].id");
        for (int i = 0; i < 2; i++) {
            patient(parent)
                    .header("Idempotency-Key", "no-more")
                    .delete(access() + "/" + link)
                    .then()
                    .statusCode(204);
        }
        patient(parent).delete(access() + "/" + link).then().statusCode(404);
    }

    @Test
    void anEmailAddressLinksNothing() {
        made(patient(newKey()), mia("self"));
        String other = newKey();
        String same = madeAt(clinic, "\"email\":\"mia@example.org\"");
        patient(other).get(PATIENTS + "/" + same).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"relation":"self","scope":"full","subject":"a b"}                                    | 422 | #/subject
            {"relation":"friend","scope":"full","subject":"a"}                                    | 400 | #/relation
            {"relation":"self","scope":"all","subject":"a"}                                       | 400 | #/scope
            {"scope":"full","subject":"a"}                                                        | 422 | #/relation
            {"relation":"self","scope":"full","subject":"a","until":"2999-01-01T00:00:00Z"}       | 422 | #/until
            {"relation":"carer","scope":"full","subject":"a","until":"2001-01-01T00:00:00Z"}      | 422 | #/until
            """)
    void aLinkIsHeldToTheContract(String body, int status, String pointer) {
        desk().body(body).post(access()).then().statusCode(status).body("errors[0].pointer", is(pointer));
    }

    @Test
    void whoMayNotLink() {
        String full = newKey();
        desk().body(grant(full, "guardian", "full")).post(access()).then().statusCode(201);
        String code = network.practitionerWithAppointment(clinic, UUID.fromString(id), "completed");
        String body = grant(newKey(), "carer", "read");
        for (RequestSpecification caller : List.of(patient(full), practitioner(code))) {
            caller.body(body).post(access()).then().statusCode(403).body("type", is("/problems/forbidden"));
        }
        practitioner(code).get(access()).then().statusCode(403);
        for (RequestSpecification caller : List.of(
                guest(newKey()),
                patient(newKey()),
                partner("acme"),
                admin(),
                receptionist(network.newClinic().code()))) {
            caller.body(body).post(access()).then().statusCode(404);
        }
        anonymous().body(body).post(access()).then().statusCode(401);
        anonymous().body("{\"code\":\"00000-00000\"}").post(LINK).then().statusCode(401);
        partner("acme").body("{\"code\":\"00000-00000\"}").post(LINK).then().statusCode(403);
        partner("acme")
                .get(PATIENTS + "/" + made(partner("acme"), mia()) + "/access")
                .then()
                .statusCode(403);
    }
}
