package network.physio.booking.patient;

import static network.physio.booking.patient.Callers.PATIENTS;
import static network.physio.booking.patient.Callers.anonymous;
import static network.physio.booking.patient.Callers.guest;
import static network.physio.booking.patient.Callers.made;
import static network.physio.booking.patient.Callers.mia;
import static network.physio.booking.patient.Callers.newKey;
import static network.physio.booking.patient.Callers.partner;
import static network.physio.booking.patient.Callers.patient;
import static network.physio.booking.patient.Callers.person;
import static network.physio.booking.patient.Callers.personAt;
import static network.physio.booking.patient.Callers.practitioner;
import static network.physio.booking.patient.Callers.receptionist;
import static network.physio.booking.patient.Callers.signedIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.Tokens;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class PatientResourceTest {

    @Inject
    Network network;

    @Inject
    Patients patients;

    @Inject
    Jdbi database;

    // Making

    @Test
    void aGuestMakesAProvisionalPatientAndReadsIt() {
        String key = newKey();
        String location = guest(key)
                .body(mia())
                .post(PATIENTS)
                .then()
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("provisional", is(true))
                .body("givenName", is("Mia"))
                .body("email", is("mia@example.org"))
                .body("doNotContact", nullValue())
                .extract()
                .header("Location");
        guest(key)
                .get(location)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .header("Cache-Control", "private, no-cache")
                .body("familyName", is("Nguyen"))
                .body("dateOfBirth", is("1988-04-12"))
                .body("zone", is("Australia/Melbourne"));
        guest(key).header("If-None-Match", "\"1\"").get(location).then().statusCode(304);
    }

    @Test
    void aPatientIsSomethingWhoseTimeCanBeClaimed() {
        UUID id = UUID.fromString(made(guest(newKey()), mia()));
        List<Integer> units = database.withHandle(handle ->
                handle.createQuery("""
                        SELECT u.unit FROM resource r JOIN resource_unit u ON u.resource_id = r.id
                         WHERE r.id = :id AND r.kind = 'patient' AND u.kind = 'normal'
                        """).bind("id", id).mapTo(Integer.class).list());
        assertThat(units).containsExactly(0);
    }

    @Test
    void aGuestWithoutAKeyIsAskedForOne() {
        for (Response response : List.of(
                anonymous().body(mia()).post(PATIENTS),
                anonymous().get(PATIENTS + "/" + UUID.randomUUID()),
                anonymous().header("If-Match", "\"1\"").body("{}").patch(PATIENTS + "/" + UUID.randomUUID()))) {
            response.then().statusCode(401).body("type", is("/problems/guest-key-needed"));
        }
    }

    @Test
    void aSignedInPatientMakesTheirOwnRecord() {
        String subject = newKey();
        UUID id = UUID.fromString(made(patient(subject), mia("self")));
        patient(subject).get(PATIENTS + "/" + id).then().statusCode(200).body("provisional", is(true));
        network.confirm(id);
        patient(subject).get(PATIENTS + "/" + id).then().statusCode(200).body("provisional", is(false));
        patient(newKey()).get(PATIENTS + "/" + id).then().statusCode(404);
    }

    @Test
    void aFrontDeskMakesAPatientOfItsClinic() {
        Network.Clinic clinic = network.newClinic();
        String location = receptionist(clinic.code())
                .body(personAt(clinic.id(), "\"phone\":\"+61491570156\""))
                .post(PATIENTS)
                .then()
                .statusCode(201)
                .body("provisional", is(false))
                .body("doNotContact", is(false))
                .body("createdAt", notNullValue())
                .extract()
                .header("Location");
        receptionist(clinic.code()).get(location).then().statusCode(200).body("phone", is("+61491570156"));
    }

    @Test
    void aFrontDeskMakesNoPatientOfAForeignClinic() {
        Network.Clinic own = network.newClinic();
        Network.Clinic foreign = network.newClinic();
        for (UUID clinic : List.of(foreign.id(), UUID.randomUUID())) {
            receptionist(own.code())
                    .body(personAt(clinic, "\"phone\":\"+61491570156\""))
                    .post(PATIENTS)
                    .then()
                    .statusCode(404)
                    .body("type", is("/problems/not-found"));
        }
    }

    @Test
    void aFrontDeskNamesTheClinic() {
        receptionist(network.newClinic().code())
                .body(mia())
                .post(PATIENTS)
                .then()
                .statusCode(422)
                .body("type", is("/problems/invalid-request"))
                .body("errors[0].pointer", is("#/clinicId"));
    }

    @Test
    void nobodyElseNamesAClinic() {
        String body = personAt(network.newClinic().id(), "\"email\":\"mia@example.org\"");
        for (RequestSpecification caller : List.of(guest(newKey()), patient(newKey()), partner("acme"))) {
            caller.body(body)
                    .post(PATIENTS)
                    .then()
                    .statusCode(422)
                    .body("type", is("/problems/invalid-request"))
                    .body("errors[0].pointer", is("#/clinicId"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"practitioner", "dispatcher", "editor", "clinical-lead", "network-admin"})
    void otherRolesMakeNoPatients(String role) {
        signedIn(Tokens.role(role))
                .body(mia())
                .post(PATIENTS)
                .then()
                .statusCode(403)
                .body("type", is("/problems/forbidden"));
    }

    // Reading

    @Test
    void aPartnerReadsOnlyWhatItMadeAndNoContactDetails() {
        String id = partner("acme")
                .body(mia())
                .post(PATIENTS)
                .then()
                .statusCode(201)
                .body("keySet()", contains("id", "provisional", "givenName", "familyName", "dateOfBirth"))
                .extract()
                .path("id");
        partner("acme")
                .get(PATIENTS + "/" + id)
                .then()
                .statusCode(200)
                .body("keySet()", contains("id", "provisional", "givenName", "familyName", "dateOfBirth"));
        partner("other").get(PATIENTS + "/" + id).then().statusCode(404);
        partner("acme")
                .get(PATIENTS + "/" + made(guest(newKey()), mia()))
                .then()
                .statusCode(404);
    }

    @Test
    void strangersFindNothing() {
        Network.Clinic clinic = network.newClinic();
        Network.Clinic foreign = network.newClinic();
        String ofGuest = made(guest(newKey()), mia());
        String ofClinic = made(receptionist(clinic.code()), personAt(clinic.id(), "\"phone\":\"+61491570156\""));
        for (String id : List.of(ofGuest, ofClinic, UUID.randomUUID().toString(), "not-an-id")) {
            for (RequestSpecification stranger : List.of(
                    guest(newKey()),
                    patient(newKey()),
                    partner("acme"),
                    receptionist(foreign.code()),
                    receptionist(),
                    practitioner("somebody"),
                    signedIn(Tokens.role("dispatcher")),
                    signedIn(Tokens.role("network-admin")))) {
                stranger.get(PATIENTS + "/" + id).then().statusCode(404).body("type", is("/problems/not-found"));
            }
        }
    }

    @Test
    void aGuestNoLongerReadsWhatReceptionHasConfirmed() {
        String key = newKey();
        String id = made(guest(key), mia());
        network.confirm(UUID.fromString(id));
        guest(key).get(PATIENTS + "/" + id).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({"confirmed, 200", "completed, 200", "held, 404", "expired, 404", "cancelled, 404"})
    void aPractitionerReadsThePatientsOfTheirAppointments(String state, int status) {
        UUID id = UUID.fromString(made(guest(newKey()), mia()));
        String code = network.practitionerWithAppointment(network.newClinic(), id, state);
        practitioner(code).get(PATIENTS + "/" + id).then().statusCode(status);
    }

    @Test
    void whoActsForAPatientReadsTheRecord() {
        UUID id = UUID.fromString(made(guest(newKey()), mia()));
        String parent = newKey();
        network.link(id, parent, "parent", "read");
        patient(parent).get(PATIENTS + "/" + id).then().statusCode(200).body("email", is("mia@example.org"));
    }

    @Test
    void theStopsOfAPatientAreThoseOfTheirOwnAccountOnly() {
        String subject = newKey();
        UUID id = UUID.fromString(made(patient(subject), mia("self")));
        network.link(id, newKey(), "parent", "full");
        assertThat(patients.subjectsOf(id)).containsExactly(subject);
        assertThat(patients.subjectsOf(UUID.fromString(made(guest(newKey()), mia()))))
                .isEmpty();
    }

    @Test
    void aGuestKeySentBesideATokenStillProvesWhatWasMadeBefore() {
        String key = newKey();
        String id = made(guest(key), mia());
        patient(newKey())
                .header("Guest-Key", key)
                .get(PATIENTS + "/" + id)
                .then()
                .statusCode(200);
    }

    // Lists

    @Test
    void aListHoldsTheFrontDesksPatientsPageByPage() {
        Network.Clinic clinic = network.newClinic();
        Network.Clinic other = network.newClinic();
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(made(receptionist(clinic.code()), personAt(clinic.id(), "\"phone\":\"+61491570156\"")));
        }
        String elsewhere = made(receptionist(other.code()), personAt(other.id(), "\"phone\":\"+61491570156\""));
        String next = receptionist(clinic.code())
                .get(PATIENTS + "?limit=2")
                .then()
                .statusCode(200)
                .body("items.id", is(sorted(made).subList(0, 2)))
                .extract()
                .path("next");
        receptionist(clinic.code())
                .get(PATIENTS + "?limit=2&cursor=" + next)
                .then()
                .body("items.id", is(sorted(made).subList(2, 3)))
                .body("next", nullValue());
        receptionist(clinic.code(), other.code())
                .get(PATIENTS)
                .then()
                .body("items.id", hasItems(made.get(0), elsewhere));
        receptionist(clinic.code(), other.code())
                .get(PATIENTS + "?clinic=" + other.id())
                .then()
                .body("items.id", is(List.of(elsewhere)));
        receptionist().get(PATIENTS).then().statusCode(200).body("items.size()", is(0));
    }

    @Test
    void aLookupMatchesExactly() {
        Network.Clinic clinic = network.newClinic();
        String mia = made(
                receptionist(clinic.code()),
                personAt(clinic.id(), "\"email\":\"mia@example.org\",\"phone\":\"+61491570156\""));
        made(
                receptionist(clinic.code()),
                personAt(clinic.id(), "\"email\":\"mia@example.com\",\"phone\":\"+61491570157\"")
                        .replace("Nguyen", "Tran"));
        for (String query :
                List.of("email=MIA@example.org", "phone=%2B61491570156", "familyName=nguyen&dateOfBirth=1988-04-12")) {
            receptionist(clinic.code())
                    .urlEncodingEnabled(false)
                    .get(PATIENTS + "?" + query)
                    .then()
                    .statusCode(200)
                    .body("items.id", is(List.of(mia)));
        }
        receptionist(clinic.code())
                .get(PATIENTS + "?familyName=Nguye&dateOfBirth=1988-04-12")
                .then()
                .body("items.size()", is(0));
        receptionist(network.newClinic().code())
                .get(PATIENTS + "?email=mia@example.org")
                .then()
                .body("items.size()", is(0));
    }

    @Test
    void aForeignClinicCannotBeAskedFor() {
        receptionist(network.newClinic().code())
                .get(PATIENTS + "?clinic=" + network.newClinic().id())
                .then()
                .statusCode(404)
                .body("type", is("/problems/not-found"));
    }

    @ParameterizedTest
    @CsvSource({
        "surname=Nguyen, unknown-parameter, surname",
        "name=N, invalid-parameter, name",
        "provisional=perhaps, invalid-parameter, provisional",
        "clinic=fitzroy, invalid-parameter, clinic",
        "limit=0, invalid-parameter, limit",
        "limit=101, invalid-parameter, limit",
        "email=mia, invalid-parameter, email",
        "phone=0491570156, invalid-parameter, phone",
        "familyName=Nguyen, invalid-parameter, dateOfBirth",
        "dateOfBirth=1988-04-12, invalid-parameter, familyName",
        "familyName=a%00b&dateOfBirth=1988-04-12, invalid-parameter, familyName",
        "familyName=Nguyen&dateOfBirth=12.4.1988, invalid-parameter, dateOfBirth",
        "cursor=nonsense, invalid-parameter, cursor",
        "cursor=bm9uc2Vuc2U, invalid-parameter, cursor",
    })
    void aListIsHeldToItsParameters(String query, String type, String parameter) {
        receptionist("fitzroy")
                .urlEncodingEnabled(false)
                .get(PATIENTS + "?" + query)
                .then()
                .statusCode(400)
                .body("type", is("/problems/" + type))
                .body("errors[0].parameter", is(parameter));
    }

    @Test
    void listsAreForFrontDesks() {
        anonymous().get(PATIENTS).then().statusCode(401).body("type", is("/problems/unauthenticated"));
        guest(newKey()).get(PATIENTS).then().statusCode(401);
        for (RequestSpecification caller : List.of(
                patient(newKey()), partner("acme"), practitioner("kim"), signedIn(Tokens.role("network-admin")))) {
            caller.get(PATIENTS).then().statusCode(403).body("type", is("/problems/forbidden"));
        }
    }

    // Changing

    @Test
    void contactDetailsAreChangedAndRemoved() {
        String key = newKey();
        String id = made(guest(key), person("\"email\":\"mia@example.org\",\"preferredName\":\"Mimi\""));
        guest(key)
                .header("If-Match", "\"1\"")
                .body("""
                        {"email":null,"phone":"+61491570156","language":"vi","interpreter":true,"zone":"Australia/Perth"}""")
                .patch(PATIENTS + "/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("email", nullValue())
                .body("preferredName", is("Mimi"));
        guest(key)
                .get(PATIENTS + "/" + id)
                .then()
                .header("ETag", "\"2\"")
                .body("email", nullValue())
                .body("phone", is("+61491570156"))
                .body("language", is("vi"))
                .body("interpreter", is(true))
                .body("zone", is("Australia/Perth"));
    }

    @Test
    void aPartnerReadsNoContactDetailsBackAfterAChange() {
        String id = made(partner("acme"), mia());
        partner("acme")
                .header("If-Match", "\"1\"")
                .body("{\"phone\":\"+61491570156\"}")
                .patch(PATIENTS + "/" + id)
                .then()
                .statusCode(200)
                .body("phone", nullValue());
    }

    @Test
    void aStaleVersionIsRefused() {
        String key = newKey();
        String id = made(guest(key), mia());
        String change = "{\"phone\":\"+61491570156\"}";
        guest(key)
                .header("If-Match", "\"1\"")
                .body(change)
                .patch(PATIENTS + "/" + id)
                .then()
                .statusCode(200);
        guest(key)
                .header("If-Match", "\"1\"")
                .body(change)
                .patch(PATIENTS + "/" + id)
                .then()
                .statusCode(412)
                .body("type", is("/problems/stale-version"));
        guest(key)
                .body(change)
                .patch(PATIENTS + "/" + id)
                .then()
                .statusCode(428)
                .body("type", is("/problems/precondition-required"));
        guest(key)
                .header("If-Match", "1")
                .body(change)
                .patch(PATIENTS + "/" + id)
                .then()
                .statusCode(400)
                .body("type", is("/problems/invalid-parameter"));
    }

    @Test
    void ofChangesAtTheSameTimeOneStands() {
        String key = newKey();
        String id = made(guest(key), mia());
        List<Integer> answers = IntStream.range(0, 6)
                .parallel()
                .mapToObj(i -> guest(key)
                        .header("If-Match", "\"1\"")
                        .body("{\"phone\":\"+6149157015" + i + "\"}")
                        .patch(PATIENTS + "/" + id)
                        .statusCode())
                .sorted()
                .toList();
        assertThat(answers).containsExactly(200, 412, 412, 412, 412, 412);
        guest(key).get(PATIENTS + "/" + id).then().header("ETag", "\"2\"");
    }

    @Test
    void aWayToReachThePatientMustRemain() {
        String key = newKey();
        String id = made(guest(key), mia());
        guest(key)
                .header("If-Match", "\"1\"")
                .body("{\"email\":null}")
                .patch(PATIENTS + "/" + id)
                .then()
                .statusCode(422)
                .body("type", is("/problems/invalid-request"))
                .body("errors[0].pointer", is("#/email"));
        guest(key).get(PATIENTS + "/" + id).then().header("ETag", "\"1\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"provisional":false}      | 400 | malformed-request | #/provisional
            {"email":1}                | 400 | malformed-request | #/email
            {"phone":["x"]}            | 400 | malformed-request | #/phone
            {"interpreter":"true"}     | 400 | malformed-request | #/interpreter
            {"interpreter":null}       | 422 | invalid-request   | #/interpreter
            {"language":null}          | 422 | invalid-request   | #/language
            {"zone":null}              | 422 | invalid-request   | #/zone
            {"email":"nobody"}         | 422 | invalid-request   | #/email
            {"phone":"0491 570 156"}   | 422 | invalid-request   | #/phone
            {"preferredName":""}       | 422 | invalid-request   | #/preferredName
            {"language":"English"}     | 422 | invalid-request   | #/language
            {"zone":"Melbourne"}       | 422 | invalid-request   | #/zone
            """)
    void aChangeIsHeldToTheContract(String body, int status, String type, String pointer) {
        String key = newKey();
        String id = made(guest(key), mia());
        guest(key)
                .header("If-Match", "\"1\"")
                .body(body)
                .patch(PATIENTS + "/" + id)
                .then()
                .statusCode(status)
                .body("type", is("/problems/" + type))
                .body("errors[0].pointer", is(pointer));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "givenName":"Maya"         | #/givenName
            "familyName":"Tran"        | #/familyName
            "dateOfBirth":"1988-04-21" | #/dateOfBirth
            "deceased":true            | #/deceased
            "doNotContact":true        | #/doNotContact
            """)
    void whoSomebodyIsAndThatNobodyWritesToThemIsSaidByTheFrontDeskOnly(String field, String pointer) {
        UUID id = UUID.fromString(made(partner("acme"), mia()));
        String guest = newKey();
        String ofGuest = made(guest(guest), mia());
        String parent = newKey();
        network.link(id, parent, "parent", "full");
        record Asked(RequestSpecification caller, String patient) {}
        for (Asked asked : List.of(
                new Asked(partner("acme"), id.toString()),
                new Asked(patient(parent), id.toString()),
                new Asked(guest(guest), ofGuest))) {
            asked.caller()
                    .header("If-Match", "\"1\"")
                    .body("{\"phone\":\"+61491570156\"," + field + "}")
                    .patch(PATIENTS + "/" + asked.patient())
                    .then()
                    .statusCode(422)
                    .body("type", is("/problems/invalid-request"))
                    .body("errors.pointer", contains(pointer));
        }
        assertThat(network.column(id, "version")).isEqualTo("1");
        assertThat(network.column(id, "phone")).isNull();
    }

    @Test
    void whoMayOnlyReadCannotChange() {
        UUID id = UUID.fromString(made(guest(newKey()), mia()));
        String carer = newKey();
        network.link(id, carer, "carer", "read");
        String code = network.practitionerWithAppointment(network.newClinic(), id, "confirmed");
        for (RequestSpecification reader : List.of(patient(carer), practitioner(code))) {
            reader.header("If-Match", "\"1\"")
                    .body("{\"phone\":\"+61491570156\"}")
                    .patch(PATIENTS + "/" + id)
                    .then()
                    .statusCode(403)
                    .body("type", is("/problems/forbidden"));
        }
        guest(newKey())
                .header("If-Match", "\"1\"")
                .body("{\"phone\":\"+61491570156\"}")
                .patch(PATIENTS + "/" + id)
                .then()
                .statusCode(404);
    }

    // Bad input

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "email":"a@b.cd","nickname":"M"     | 400 | malformed-request | #/nickname
            "email":"a@b.cd","provisional":false| 400 | malformed-request | #/provisional
            "email":7                           | 400 | malformed-request | #/email
            "preferredName":{},"email":"a@b.cd" | 400 | malformed-request | #/preferredName
            "clinicId":"x","email":"a@b.cd"     | 400 | malformed-request | #/clinicId
            "preferredName":null                | 422 | invalid-request   | #/email
            "email":"a b@c.de"                  | 422 | invalid-request   | #/email
            "email":"a@b@c.de"                  | 422 | invalid-request   | #/email
            "email":"nobody"                    | 422 | invalid-request   | #/email
            "phone":"12"                        | 422 | invalid-request   | #/phone
            """)
    void aNewPatientIsHeldToTheContract(String more, int status, String type, String pointer) {
        guest(newKey())
                .body(person(more))
                .post(PATIENTS)
                .then()
                .statusCode(status)
                .body("type", is("/problems/" + type))
                .body("errors[0].pointer", is(pointer));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "1988-04-12"          | "2999-01-01" | 422 | invalid-request   | #/dateOfBirth
            "1988-04-12"          | "1899-12-31" | 422 | invalid-request   | #/dateOfBirth
            "1988-04-12"          | "12.4.1988"  | 400 | malformed-request | #/dateOfBirth
            "1988-04-12"          | 19880412     | 400 | malformed-request | #/dateOfBirth
            "Mia"                 | ""           | 422 | invalid-request   | #/givenName
            "Mia"                 | "a\\u0000b"  | 400 | malformed-request | #/givenName
            "Mia"                 | "\\ud83d"    | 422 | invalid-request   | #/givenName
            "en"                  | "English"    | 422 | invalid-request   | #/language
            "Australia/Melbourne" | "+10:00"     | 422 | invalid-request   | #/zone
            "Australia/Melbourne" | "Melbourne"  | 422 | invalid-request   | #/zone
            false                 | "false"      | 400 | malformed-request | #/interpreter
            false                 | null         | 422 | invalid-request   | #/interpreter
            """)
    void aDetailOfAnotherFormIsRefusedWithItsPlace(
            String valid, String invalid, int status, String type, String pointer) {
        guest(newKey())
                .body(mia().replace(valid, invalid))
                .post(PATIENTS)
                .then()
                .statusCode(status)
                .body("type", is("/problems/" + type))
                .body("errors.pointer", hasItem(pointer))
                .body("errors.size()", is(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nguy\u1ec5n", "O'Brien-Smith", "\u738b\ud842\udfb7", "Spc Mac\u00adCc"})
    void namesOfTheWholeWorldAreTaken(String name) {
        String key = newKey();
        String id = made(guest(key), mia().replace("Nguyen", name));
        guest(key).get(PATIENTS + "/" + id).then().body("familyName", is(name));
    }

    @Test
    void aLongTextIsRefusedQuickly() {
        String dots = "a@" + ".".repeat(900_000);
        guest(newKey())
                .body(person("\"email\":\"" + dots + "@\""))
                .post(PATIENTS)
                .then()
                .statusCode(422)
                .time(lessThan(5000L))
                .body("errors.pointer", hasItem("#/email"));
    }

    @Test
    void everythingMissingIsNamedAtOnce() {
        guest(newKey())
                .body("{}")
                .post(PATIENTS)
                .then()
                .statusCode(422)
                .body("type", is("/problems/invalid-request"))
                .body(
                        "errors.pointer",
                        hasItems(
                                "#/givenName",
                                "#/familyName",
                                "#/dateOfBirth",
                                "#/email",
                                "#/language",
                                "#/interpreter",
                                "#/zone"));
    }

    @Test
    void aPostTakesNoParameters() {
        guest(newKey())
                .body(mia())
                .post(PATIENTS + "?dryRun=true")
                .then()
                .statusCode(400)
                .body("type", is("/problems/unknown-parameter"));
    }

    @Test
    void aRepeatedRequestMakesOnePatient() {
        String key = newKey();
        Response first =
                guest(key).header("Idempotency-Key", "once").body(mia()).post(PATIENTS);
        Response second =
                guest(key).header("Idempotency-Key", "once").body(mia()).post(PATIENTS);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(second.header("Location"))
                .isEqualTo(first.header("Location"))
                .endsWith(first.path("id"));
        guest(key)
                .header("Idempotency-Key", "once")
                .body(mia().replace("Mia", "Lena"))
                .post(PATIENTS)
                .then()
                .statusCode(422)
                .body("type", is("/problems/idempotency-key-reused"));
    }

    @Test
    void aKeyTellsRemovingFromLeavingOut() {
        String key = newKey();
        String id = made(guest(key), person("\"email\":\"mia@example.org\",\"phone\":\"+61491570156\""));
        guest(key)
                .header("Idempotency-Key", "change")
                .header("If-Match", "\"1\"")
                .body("{}")
                .patch(PATIENTS + "/" + id)
                .then()
                .statusCode(200);
        guest(key)
                .header("Idempotency-Key", "change")
                .header("If-Match", "\"1\"")
                .body("{\"phone\":null}")
                .patch(PATIENTS + "/" + id)
                .then()
                .statusCode(422)
                .body("type", is("/problems/idempotency-key-reused"));
    }

    private static List<String> sorted(List<String> ids) {
        return ids.stream().sorted().toList();
    }
}
