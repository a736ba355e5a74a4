package network.physio.booking.appointment;

import static network.physio.booking.TestNetwork.MONDAY_EIGHT;
import static network.physio.booking.TestNetwork.as;
import static network.physio.booking.TestNetwork.booked;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static network.physio.booking.appointment.Visits.APPOINTMENTS;
import static network.physio.booking.appointment.Visits.TEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.ZoneOffset;
import java.util.UUID;
import network.physio.booking.TestNetwork;
import network.physio.booking.screening.Passes;
import network.physio.http.Ids;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import network.physio.test.Tokens;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A minor's hands-on visit needs an adult who answers for them; traction is hands-on, chat is not. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class ResponsibleAdultTest {

    @Inject
    TestNetwork network;

    @Inject
    Passes passes;

    @Inject
    Visits visits;

    @Inject
    SettableClock clock;

    @Inject
    Jdbi database;

    private final String key = newKey();

    @BeforeEach
    void emptyDiaries() {
        network.fresh();
        passes.pulledAt(MONDAY_EIGHT);
    }

    private static String born(String day) {
        return """
                ,"patient":{"givenName":"Mia","familyName":"Nguyen","dateOfBirth":"%s","language":"en",
                 "interpreter":false,"zone":"Australia/Melbourne","email":"mia@example.org"}""".formatted(day);
    }

    private Response book(RequestSpecification caller, String treatment, int minutes, String more) {
        return caller.body(network.visit(treatment, minutes, "north", "anna", TEN, more))
                .post(APPOINTMENTS);
    }

    @ParameterizedTest
    @CsvSource({
        "traction, 60, 2009-02-02, 422",
        "traction, 60, 2009-02-01, 201",
        "chat, 30, 2015-01-01, 201",
    })
    void aGuestBooksHandsOnVisitsFromTheDaySomebodyIsOfAge(String treatment, int minutes, String day, int status) {
        book(guest(key), treatment, minutes, born(day)).then().statusCode(status);
    }

    @Test
    void theRefusalSaysWhoIsNeeded() {
        book(guest(key), "traction", 60, born("2015-01-01"))
                .then()
                .statusCode(422)
                .body("type", is("/problems/responsible-adult-needed"));
    }

    @Test
    void aHoldDoesNotGoRoundIt() {
        String hold = booked(guest(key)
                .body(network.visit("traction", 60, "north", "anna", TEN, ""))
                .post("/booking/v1/holds"));
        guest(key)
                .body("{\"holdId\":\"" + hold + "\"" + born("2015-01-01") + "}")
                .post(APPOINTMENTS)
                .then()
                .statusCode(422)
                .body("type", is("/problems/responsible-adult-needed"));
        guest(key)
                .body("{\"holdId\":\"" + hold + "\"" + born("1990-01-01") + "}")
                .post(APPOINTMENTS)
                .then()
                .statusCode(201);
    }

    @Test
    void aMoveToBeforeTheirBirthdayDoesNotGoRoundItEither() {
        String id = booked(guest(key)
                .body(network.visit("traction", 60, "north", "anna", "2027-02-02T10:00:00+11:00", born("2009-02-02")))
                .post(APPOINTMENTS));
        visits.move(guest(key), id, TEN, "")
                .then()
                .statusCode(422)
                .body("type", is("/problems/responsible-adult-needed"));
        visits.move(guest(key), id, "2027-02-03T10:00:00+11:00", "").then().statusCode(200);
        visits.move(receptionist("north"), id, TEN, "").then().statusCode(200);
    }

    @Test
    void staffStateThatAnAdultHasAgreed() {
        book(receptionist("north"), "traction", 60, born("2015-01-01")).then().statusCode(422);
        book(receptionist("north"), "traction", 60, born("2015-01-01") + ",\"responsibleAdult\":true")
                .then()
                .statusCode(201)
                .body("visit.responsibleAdult", is("staff"));
    }

    @Test
    void nobodyElseStatesIt() {
        String stated = born("2015-01-01") + ",\"responsibleAdult\":true";
        book(guest(key), "traction", 60, stated).then().statusCode(403);
        book(receptionist("south"), "traction", 60, stated).then().statusCode(403);
    }

    @Test
    void aSeriesForAChildIsBookedByStaffWhoStateIt() {
        String child = born("2015-01-01");
        series(receptionist("north"), child)
                .then()
                .statusCode(422)
                .body("type", is("/problems/responsible-adult-needed"));
        String stated = child + ",\"responsibleAdult\":true";
        series(guest(key), stated).then().statusCode(403);
        series(receptionist("north"), stated)
                .then()
                .statusCode(201)
                .body("visits.appointment.visit.responsibleAdult", everyItem(is("staff")));
    }

    private Response series(RequestSpecification caller, String more) {
        return caller.body("""
                        {"treatmentId":"%s","minutes":60,"clinicId":"%s","starts":["2027-02-02T10:00","2027-02-09T10:00"]%s}
                        """.formatted(network.treatment("traction"), network.clinic("north"), more))
                .post("/booking/v1/series");
    }

    /** A child known at the clinic, and an account that is this to it. */
    private String child(String subject, String relation) {
        String id = booked(receptionist("north")
                .body("""
                {"givenName":"Tim","familyName":"Nguyen","dateOfBirth":"2015-01-01","language":"en","interpreter":false,
                 "zone":"Australia/Melbourne","email":"tim@example.org","clinicId":"%s"}""".formatted(network.clinic("north")))
                .post("/booking/v1/patients"));
        database.useHandle(handle -> handle.execute(
                """
                INSERT INTO patient_access (id, subject, patient_id, relation, scope, valid_from, verified_by)
                VALUES (?, ?, ?, ?, 'full', ?, 'reception')
                """,
                Ids.at(clock.instant()),
                subject,
                UUID.fromString(id),
                relation,
                clock.instant().atOffset(ZoneOffset.UTC)));
        return id;
    }

    @ParameterizedTest
    @ValueSource(strings = {"parent", "guardian"})
    void whoAnswersForAChildBooksForIt(String relation) {
        String child = child("adult-" + relation, relation);
        RequestSpecification adult = as(Tokens.role("patient").subject("adult-" + relation));
        String id = booked(book(adult, "traction", 60, ",\"patientId\":\"" + child + "\""));
        receptionist("north").get(APPOINTMENTS + "/" + id).then().body("visit.responsibleAdult", is("account"));
        as(Tokens.role("patient").subject("adult-" + relation))
                .get(APPOINTMENTS + "/" + id)
                .then()
                .body("visit", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"self", "carer", "nominee"})
    void whoDoesNotAnswerForAChildDoesNotBookForIt(String relation) {
        String child = child("other-" + relation, relation);
        book(
                        as(Tokens.role("patient").subject("other-" + relation)),
                        "traction",
                        60,
                        ",\"patientId\":\"" + child + "\"")
                .then()
                .statusCode(422)
                .body("type", is("/problems/responsible-adult-needed"));
    }

    @Test
    void aConsentOnFileIsEnoughUntilItIsWithdrawn() {
        String child = child("nobody", "carer");
        UUID consent = Ids.at(clock.instant());
        database.useHandle(handle -> handle.execute(
                """
                INSERT INTO consent (id, patient_id, kind, text_version, given_by, relation, given_at)
                VALUES (?, ?, 'treatment', '1', 'reception', 'parent', ?)
                """, consent, UUID.fromString(child), clock.instant().atOffset(ZoneOffset.UTC)));
        String who = ",\"patientId\":\"" + child + "\"";
        String id = booked(book(receptionist("north"), "traction", 60, who));
        assertThat(visits.column(id, "responsible_adult")).isEqualTo("consent");
        database.useHandle(handle -> handle.execute(
                "UPDATE consent SET withdrawn_at = ? WHERE id = ?",
                clock.instant().atOffset(ZoneOffset.UTC),
                consent));
        receptionist("north")
                .body(network.visit("traction", 60, "north", "anna", "2027-02-01T13:00:00+11:00", who))
                .post(APPOINTMENTS)
                .then()
                .statusCode(422);
    }
}
