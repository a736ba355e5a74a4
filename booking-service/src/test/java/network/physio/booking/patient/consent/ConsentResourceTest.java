package network.physio.booking.patient.consent;

import static network.physio.booking.patient.Callers.PATIENTS;
import static network.physio.booking.patient.Callers.guest;
import static network.physio.booking.patient.Callers.made;
import static network.physio.booking.patient.Callers.mia;
import static network.physio.booking.patient.Callers.newKey;
import static network.physio.booking.patient.Callers.partner;
import static network.physio.booking.patient.Callers.patient;
import static network.physio.booking.patient.Callers.practitioner;
import static network.physio.booking.patient.Callers.receptionist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import network.physio.booking.patient.Network;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class ConsentResourceTest {

    private static final String OWN = "{\"kind\":\"treatment\",\"textVersion\":\"v1\",\"relation\":\"self\"}";

    @Inject
    Network network;

    private final String key = newKey();
    private Network.Clinic clinic;
    private UUID id;

    @BeforeEach
    void aGuestOfAClinic() {
        clinic = network.newClinic();
        id = UUID.fromString(made(guest(key), mia()));
        network.treat(id, clinic);
    }

    private String consents() {
        return PATIENTS + "/" + id + "/consents";
    }

    private static String by(String relation, String more) {
        return OWN.replace("self", relation).replace("}", more + "}");
    }

    @Test
    void aConsentIsGivenListedAndTakenBack() {
        String consent = guest(key)
                .body(OWN)
                .post(consents())
                .then()
                .statusCode(201)
                .body("givenBy", is("patient"))
                .body("withdrawnAt", nullValue())
                .extract()
                .path("id");
        Response first = guest(key).post(consents() + "/" + consent + "/withdraw");
        first.then().statusCode(200).body("withdrawnAt", notNullValue());
        assertThat(guest(key).post(consents() + "/" + consent + "/withdraw").asString())
                .isEqualTo(first.asString());
        receptionist(clinic.code())
                .get(consents())
                .then()
                .statusCode(200)
                .body("items.size()", is(1))
                .body("items[0].kind", is("treatment"))
                .body("items[0].withdrawnAt", notNullValue());
        assertThat(network.logOf(id))
                .contains("give-consent own-record", "withdraw-consent own-record", "read-consents front-desk");
        assertThat(network.eventsAbout(id)).contains("consent-given", "consent-withdrawn");
    }

    @Test
    void staffNameWhoeverAgreedForThePatient() {
        String code = network.practitionerWithAppointment(clinic, id, "arrived");
        for (RequestSpecification staff : List.of(receptionist(clinic.code()), practitioner(code))) {
            staff.body(by("parent", ",\"givenBy\":\"Lan Nguyen\""))
                    .post(consents())
                    .then()
                    .statusCode(201)
                    .body("givenBy", is("Lan Nguyen"));
        }
        receptionist(clinic.code())
                .body(by("parent", ""))
                .post(consents())
                .then()
                .statusCode(422)
                .body("errors[0].pointer", is("#/givenBy"));
    }

    @Test
    void anAccountAgreesAsWhatItIs() {
        String mother = newKey();
        network.link(id, mother, "parent", "full");
        patient(mother)
                .body(by("parent", ""))
                .post(consents())
                .then()
                .statusCode(201)
                .body("givenBy", is("user:" + mother));
        patient(mother).body(OWN).post(consents()).then().statusCode(422).body("errors[0].pointer", is("#/relation"));
    }

    @ParameterizedTest
    @CsvSource({"read, 403", "book, 403", "full, 201"})
    void onlyAFullRepresentativeAgrees(String scope, int status) {
        String carer = newKey();
        network.link(id, carer, "carer", scope);
        patient(carer).body(by("carer", "")).post(consents()).then().statusCode(status);
        patient(carer).get(consents()).then().statusCode(200);
    }

    @Test
    void strangersAndPartnersHaveNoSay() {
        String sold = made(partner("acme"), mia());
        partner("acme").get(PATIENTS + "/" + sold + "/consents").then().statusCode(403);
        partner("acme")
                .body(OWN)
                .post(PATIENTS + "/" + sold + "/consents")
                .then()
                .statusCode(403);
        for (RequestSpecification stranger : List.of(
                guest(newKey()),
                patient(newKey()),
                partner("acme"),
                receptionist(network.newClinic().code()))) {
            stranger.body(OWN).post(consents()).then().statusCode(404);
        }
        guest(newKey()).get(consents()).then().statusCode(404);
    }

    @Test
    void aConsentOfSomebodyElseIsNotFoundHere() {
        String other = made(guest(key), mia());
        String consent =
                guest(key).body(OWN).post(PATIENTS + "/" + other + "/consents").path("id");
        guest(key).post(consents() + "/" + consent + "/withdraw").then().statusCode(404);
        guest(key).get(PATIENTS + "/" + other + "/consents").then().body("items[0].withdrawnAt", nullValue());
    }

    @Test
    void aGuestAgreesForThemselvesOnly() {
        guest(key)
                .body(by("parent", ",\"givenBy\":\"Lan Nguyen\""))
                .post(consents())
                .then()
                .statusCode(422)
                .body("errors[0].pointer", is("#/relation"));
        guest(key).get(consents()).then().body("items.size()", is(0));
    }

    @Test
    void aRepeatedRequestGivesOneConsent() {
        for (int i = 0; i < 2; i++) {
            guest(key)
                    .header("Idempotency-Key", "consent")
                    .body(OWN)
                    .post(consents())
                    .then()
                    .statusCode(201);
        }
        guest(key).get(consents()).then().body("items.size()", is(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"kind":"anything","textVersion":"v1","relation":"self"}                  | 400 | #/kind
            {"kind":"treatment","textVersion":"","relation":"self"}                   | 422 | #/textVersion
            {"kind":"treatment","textVersion":"v1","relation":"friend"}               | 400 | #/relation
            {"kind":"treatment","relation":"self"}                                    | 422 | #/textVersion
            {"kind":"treatment","textVersion":"v1","relation":"self","givenBy":" "}   | 422 | #/givenBy
            """)
    void aConsentIsHeldToTheContract(String body, int status, String pointer) {
        guest(key).body(body).post(consents()).then().statusCode(status).body("errors[0].pointer", is(pointer));
    }
}
