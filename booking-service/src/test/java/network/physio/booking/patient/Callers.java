package network.physio.booking.patient;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import network.physio.test.Tokens;

/** Who calls in the tests of patients, and what they usually send. */
public final class Callers {

    public static final String PATIENTS = "/booking/v1/patients";

    private Callers() {}

    public static RequestSpecification anonymous() {
        return RestAssured.given().contentType(ContentType.JSON);
    }

    public static RequestSpecification guest(String key) {
        return anonymous().header("Guest-Key", key);
    }

    public static RequestSpecification signedIn(Tokens token) {
        return anonymous().header("Authorization", token.bearer());
    }

    public static RequestSpecification patient(String subject) {
        return signedIn(Tokens.role("patient").subject(subject));
    }

    public static RequestSpecification receptionist(String... clinics) {
        return signedIn(Tokens.role("receptionist").clinics(clinics));
    }

    public static RequestSpecification practitioner(String code) {
        return signedIn(Tokens.role("practitioner").practitioner(code));
    }

    public static RequestSpecification admin() {
        return signedIn(Tokens.role("network-admin"));
    }

    /** With a key of its own for each request, as partners must send one. */
    public static RequestSpecification partner(String code) {
        return signedIn(Tokens.role("partner").partner(code).subject("partner-" + code))
                .header("Idempotency-Key", UUID.randomUUID());
    }

    public static String newKey() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    public static String mia() {
        return person("\"email\":\"mia@example.org\"");
    }

    /** Entered by a signed-in patient who is this to her. */
    public static String mia(String relation) {
        return person("\"relation\":\"" + relation + "\",\"email\":\"mia@example.org\"");
    }

    /** A person with this in place of the e-mail address. */
    public static String person(String more) {
        return """
                {"givenName":"Mia","familyName":"Nguyen","dateOfBirth":"1988-04-12","language":"en",
                 "interpreter":false,"zone":"Australia/Melbourne",%s}""".formatted(more);
    }

    public static String personAt(UUID clinic, String more) {
        return person("\"clinicId\":\"" + clinic + "\"," + more);
    }

    /** The id of a confirmed patient of the clinic. */
    public static String madeAt(Network.Clinic clinic, String more) {
        return made(receptionist(clinic.code()), personAt(clinic.id(), more));
    }

    /** The id of a patient that the caller makes. */
    public static String made(RequestSpecification caller, String body) {
        Response response = caller.body(body).post(PATIENTS);
        return response.then().statusCode(201).extract().path("id");
    }
}
