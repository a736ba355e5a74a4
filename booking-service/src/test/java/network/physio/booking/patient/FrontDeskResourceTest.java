package network.physio.booking.patient;

import static network.physio.booking.patient.Callers.PATIENTS;
import static network.physio.booking.patient.Callers.anonymous;
import static network.physio.booking.patient.Callers.guest;
import static network.physio.booking.patient.Callers.made;
import static network.physio.booking.patient.Callers.madeAt;
import static network.physio.booking.patient.Callers.mia;
import static network.physio.booking.patient.Callers.newKey;
import static network.physio.booking.patient.Callers.partner;
import static network.physio.booking.patient.Callers.patient;
import static network.physio.booking.patient.Callers.personAt;
import static network.physio.booking.patient.Callers.practitioner;
import static network.physio.booking.patient.Callers.receptionist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class FrontDeskResourceTest {

    private static final String PHONE = "\"phone\":\"+61491570156\"";

    @Inject
    Network network;

    private Network.Clinic clinic;
    private Network.Clinic elsewhere;

    @BeforeEach
    void twoClinics() {
        clinic = network.newClinic();
        elsewhere = network.newClinic();
    }

    private RequestSpecification desk() {
        return receptionist(clinic.code());
    }

    private String patientAt(Network.Clinic where, String given, String family) {
        return made(
                receptionist(where.code()),
                personAt(where.id(), PHONE).replace("Mia", given).replace("Nguyen", family));
    }

    // Searching

    @Test
    void beginningsOfNamesFindTheClinicsOwnPatients() {
        String anna = patientAt(clinic, "Anna", "Nowak");
        String anne = patientAt(clinic, "Anne Marie", "Bauer");
        patientAt(clinic, "Johanna", "Ng");
        patientAt(elsewhere, "Anna", "Nowak");
        desk().get(PATIENTS + "?name=ann").then().statusCode(200).body("items.id", contains(anne, anna));
        desk().get(PATIENTS + "?name=NOW an").then().body("items.id", contains(anna));
        desk().get(PATIENTS + "?name=nowa bauer").then().body("items", empty());
    }

    @Test
    void wildcardsInANameAreLetters() {
        patientAt(clinic, "Anna", "Nowak");
        String odd = patientAt(clinic, "A_na", "100%er");
        desk().get(PATIENTS + "?name=a_").then().body("items.id", contains(odd));
        desk().urlEncodingEnabled(false)
                .get(PATIENTS + "?name=10%25%25")
                .then()
                .statusCode(200)
                .body("items", empty());
        desk().urlEncodingEnabled(false).get(PATIENTS + "?name=100%25").then().body("items.id", contains(odd));
    }

    @Test
    void pagesGoByNameAndLeaveNobodyOut() {
        String c = patientAt(clinic, "Mia", "chen");
        String a = patientAt(clinic, "Zoe", "Abel");
        String b = patientAt(clinic, "Ada", "Chen");
        String next = desk().get(PATIENTS + "?limit=2")
                .then()
                .body("items.id", contains(a, b))
                .extract()
                .path("next");
        desk().get(PATIENTS + "?limit=2&cursor=" + next)
                .then()
                .body("items.id", contains(c))
                .body("next", nullValue());
    }

    @Test
    void receptionSeesWhomItHasNotConfirmed() {
        String confirmed = patientAt(clinic, "Mia", "Nguyen");
        UUID entered = UUID.fromString(made(guest(newKey()), mia()));
        network.treat(entered, clinic);
        desk().get(PATIENTS + "?provisional=true").then().body("items.id", contains(entered.toString()));
        desk().get(PATIENTS + "?provisional=false").then().body("items.id", contains(confirmed));
    }

    @Test
    void aNameGoesWithADateOfBirth() {
        String mia = patientAt(clinic, "Mia", "Nguyen");
        desk().get(PATIENTS + "?name=ng&dateOfBirth=1988-04-12").then().body("items.id", contains(mia));
        desk().get(PATIENTS + "?name=ng&dateOfBirth=1988-04-13").then().body("items", empty());
    }

    // Looking up in the whole network

    private String details(String more) {
        return """
                {"clinicId":"%s","givenName":"Mia","familyName":"Nguyen","dateOfBirth":"1988-04-12",%s}""".formatted(clinic.id(), more);
    }

    private static String ownNumber() {
        long number = 100_000_000L + Math.floorMod(UUID.randomUUID().getMostSignificantBits(), 900_000_000L);
        return "\"phone\":\"+61" + number + "\"";
    }

    @Test
    void aPatientOfAnotherClinicIsFoundByExactDetailsOnlyAndTakenOn() {
        String phone = ownNumber();
        String id = madeAt(elsewhere, phone);
        desk().get(PATIENTS + "/" + id).then().statusCode(404);
        desk().body(details(phone))
                .post(PATIENTS + "/lookup")
                .then()
                .statusCode(200)
                .body("items.size()", is(1))
                .body("items[0].keySet()", contains("id", "known"))
                .body("items[0].id", is(id))
                .body("items[0].known", is(false));
        for (String wrong : List.of(
                details(phone).replace("Mia", "Mi"),
                details(phone).replace("1988-04-12", "1988-04-13"),
                details(phone).replace("Nguyen", "Tran"),
                details(phone + ",\"email\":\"mia@example.org\""))) {
            desk().body(wrong).post(PATIENTS + "/lookup").then().statusCode(200).body("items", empty());
            desk().body(wrong).post(PATIENTS + "/" + id + "/clinics").then().statusCode(404);
        }
        desk().body(details(phone))
                .post(PATIENTS + "/" + id + "/clinics")
                .then()
                .statusCode(200)
                .body("givenName", is("Mia"));
        desk().get(PATIENTS + "/" + id).then().statusCode(200);
        desk().body(details(phone)).post(PATIENTS + "/lookup").then().body("items[0].known", is(true));
        assertThat(network.logOf(UUID.fromString(id)))
                .containsExactly(
                        "create front-desk",
                        "look-up front-desk",
                        "link-to-clinic front-desk",
                        "read front-desk",
                        "look-up front-desk");
    }

    @Test
    void whatGuestsEnteredIsNotLookedUp() {
        String phone = ownNumber();
        made(guest(newKey()), Callers.person(phone));
        desk().body(details(phone))
                .post(PATIENTS + "/lookup")
                .then()
                .statusCode(200)
                .body("items", empty());
    }

    @Test
    void aLookupNeedsAllOfItAndAnOwnClinic() {
        desk().body(details("\"email\":null"))
                .post(PATIENTS + "/lookup")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", is("#/email"));
        receptionist(elsewhere.code())
                .body(details(PHONE))
                .post(PATIENTS + "/lookup")
                .then()
                .statusCode(404);
        receptionist(elsewhere.code())
                .body(details(PHONE))
                .post(PATIENTS + "/" + UUID.randomUUID() + "/clinics")
                .then()
                .statusCode(404);
    }

    @Test
    void onlyFrontDesksFindPeople() {
        String id = patientAt(clinic, "Mia", "Nguyen");
        for (RequestSpecification caller : List.of(patient(newKey()), partner("acme"), practitioner("kim"))) {
            caller.body(details(PHONE)).post(PATIENTS + "/lookup").then().statusCode(403);
        }
        for (RequestSpecification caller : List.of(patient(newKey()), partner("acme"), practitioner("kim"))) {
            caller.get(PATIENTS + "/" + id + "/match-candidates").then().statusCode(403);
        }
        anonymous().body(details(PHONE)).post(PATIENTS + "/lookup").then().statusCode(401);
        receptionist(elsewhere.code())
                .get(PATIENTS + "/" + id + "/match-candidates")
                .then()
                .statusCode(404);
    }

    // Matching

    @Test
    void theLikeliestComesFirstWithEveryReason() {
        UUID entered = UUID.fromString(made(guest(newKey()), mia()));
        network.treat(entered, clinic);
        String twin = patientAt(clinic, "Lena", "Nguyen");
        String same = madeAt(clinic, "\"email\":\"MIA@example.org\"");
        patientAt(clinic, "Omar", "Haddad");
        patientAt(elsewhere, "Mia", "Nguyen");
        desk().get(PATIENTS + "/" + entered + "/match-candidates")
                .then()
                .statusCode(200)
                .body("items.patient.id", contains(same, twin))
                .body("items[0].score", is(100))
                .body(
                        "items[0].reasons",
                        contains("same-email", "same-date-of-birth", "same-family-name", "same-given-name"))
                .body("items[1].reasons", contains("same-date-of-birth", "same-family-name"));
        assertThat(network.logOf(UUID.fromString(same))).contains("match front-desk");
        assertThat(network.logOf(entered)).contains("read front-desk");
    }

    // Correcting

    private Response change(String patient, String version, String body) {
        return desk().header("If-Match", version).body(body).patch(PATIENTS + "/" + patient);
    }

    @Test
    void receptionCorrectsWhoSomebodyIs() {
        String id = patientAt(clinic, "Mai", "Nguyn");
        change(id, "\"1\"", """
                        {"givenName":"Mia ","familyName":" Nguyen","dateOfBirth":"1988-04-21"}""")
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("givenName", is("Mia"))
                .body("familyName", is("Nguyen"));
        desk().get(PATIENTS + "/" + id)
                .then()
                .body("givenName", is("Mia"))
                .body("familyName", is("Nguyen"))
                .body("dateOfBirth", is("1988-04-21"))
                .body("deceased", is(false))
                .body("doNotContact", is(false));
        desk().get(PATIENTS + "?familyName=nguyen&dateOfBirth=1988-04-21")
                .then()
                .body("items.id", contains(id));
        change(id, "\"1\"", "{\"givenName\":\"Maya\"}").then().statusCode(412);
        assertThat(network.logOf(UUID.fromString(id))).contains("change front-desk");
    }

    @Test
    void receptionSaysThatSomebodyHasDiedOrWantsNoContactAndTakesItBack() {
        String id = patientAt(clinic, "Mia", "Nguyen");
        change(id, "\"1\"", "{\"deceased\":true,\"doNotContact\":true}")
                .then()
                .statusCode(200)
                .body("deceased", is(true))
                .body("doNotContact", is(true));
        change(id, "\"2\"", "{\"deceased\":false}").then().statusCode(200);
        desk().get(PATIENTS + "/" + id)
                .then()
                .header("ETag", "\"3\"")
                .body("deceased", is(false))
                .body("doNotContact", is(true))
                .body("familyName", is("Nguyen"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"givenName":null}           | 422 | invalid-request   | #/givenName
            {"familyName":""}            | 422 | invalid-request   | #/familyName
            {"familyName":["Tran"]}      | 400 | malformed-request | #/familyName
            {"dateOfBirth":null}         | 422 | invalid-request   | #/dateOfBirth
            {"dateOfBirth":"2999-01-01"} | 422 | invalid-request   | #/dateOfBirth
            {"dateOfBirth":"1899-12-31"} | 422 | invalid-request   | #/dateOfBirth
            {"dateOfBirth":"12.4.1988"}  | 400 | malformed-request | #/dateOfBirth
            {"dateOfBirth":19880412}     | 400 | malformed-request | #/dateOfBirth
            {"deceased":null}            | 422 | invalid-request   | #/deceased
            {"deceased":"true"}          | 400 | malformed-request | #/deceased
            {"doNotContact":null}        | 422 | invalid-request   | #/doNotContact
            """)
    void aCorrectionIsHeldToTheContract(String body, int status, String type, String pointer) {
        change(patientAt(clinic, "Mia", "Nguyen"), "\"1\"", body)
                .then()
                .statusCode(status)
                .body("type", is("/problems/" + type))
                .body("errors.pointer", contains(pointer));
    }

    @Test
    void thosePractisingAndOtherDesksCorrectNobody() {
        String id = patientAt(clinic, "Mia", "Nguyen");
        String code = network.practitionerWithAppointment(clinic, UUID.fromString(id), "confirmed");
        String died = "{\"deceased\":true}";
        practitioner(code)
                .header("If-Match", "\"1\"")
                .body(died)
                .patch(PATIENTS + "/" + id)
                .then()
                .statusCode(403);
        receptionist(elsewhere.code())
                .header("If-Match", "\"1\"")
                .body(died)
                .patch(PATIENTS + "/" + id)
                .then()
                .statusCode(404);
        assertThat(network.column(UUID.fromString(id), "deceased")).isEqualTo("false");
    }

    // Confirming

    @Test
    void receptionConfirmsAndWhoeverEnteredReadsNoMore() {
        String key = newKey();
        UUID id = UUID.fromString(made(guest(key), mia()));
        network.treat(id, clinic);
        desk().header("If-Match", "\"7\"")
                .post(PATIENTS + "/" + id + "/confirm")
                .then()
                .statusCode(412);
        desk().post(PATIENTS + "/" + id + "/confirm").then().statusCode(428);
        guest(key)
                .header("If-Match", "\"1\"")
                .post(PATIENTS + "/" + id + "/confirm")
                .then()
                .statusCode(403);
        desk().header("If-Match", "\"1\"")
                .post(PATIENTS + "/" + id + "/confirm")
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("provisional", is(false));
        guest(key).get(PATIENTS + "/" + id).then().statusCode(404);
        assertThat(network.column(id, "retain_until")).isNull();
        assertThat(network.eventsAbout(id)).containsExactly("patient-confirmed");
        desk().header("If-Match", "\"2\"")
                .post(PATIENTS + "/" + id + "/confirm")
                .then()
                .statusCode(409)
                .body("type", is("/problems/patient-state-conflict"));
    }
}
