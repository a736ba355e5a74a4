package network.physio.booking.roster;

import static io.restassured.RestAssured.given;
import static network.physio.booking.TestNetwork.MONDAY_EIGHT;
import static network.physio.booking.TestNetwork.as;
import static network.physio.booking.TestNetwork.booked;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static network.physio.booking.TestNetwork.somebody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import network.physio.booking.TestNetwork;
import network.physio.booking.screening.Passes;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.Tokens;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of Anna's Tuesday when she is ill. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class SickDayResourceTest {

    private static final String APPOINTMENTS = "/booking/v1/appointments";
    private static final String TEN = "2027-02-02T10:00:00+11:00";
    private static final String NOON = "2027-02-02T12:00:00+11:00";

    @Inject
    TestNetwork network;

    @Inject
    Passes passes;

    @Inject
    Jdbi database;

    @BeforeEach
    void emptyDiaries() {
        network.fresh();
        passes.pulledAt(MONDAY_EIGHT);
    }

    private String book(String clinic, String practitioner, String startsAt) {
        return booked(guest(newKey())
                .body(network.visit("chat", 30, clinic, practitioner, startsAt, somebody()))
                .post(APPOINTMENTS));
    }

    private String sickDays(String practitioner) {
        return "/booking/v1/practitioners/" + network.practitioner(practitioner) + "/sick-days";
    }

    private Response tuesday(RequestSpecification caller, String more) {
        return caller.body("{\"from\":\"2027-02-02T08:00\",\"until\":\"2027-02-02T18:00\"," + more + "}")
                .post(sickDays("anna"));
    }

    private Response preview() {
        return tuesday(receptionist("north"), "\"apply\":false");
    }

    private Response apply(String token) {
        return apply(receptionist("north"), token);
    }

    private Response apply(RequestSpecification caller, String token) {
        return tuesday(caller, "\"apply\":true,\"preview\":\"" + token + "\"");
    }

    private String state(String id) {
        return database.withHandle(handle ->
                handle.createQuery("""
                        SELECT p.code || ' v' || a.version || CASE WHEN a.rebooking_needed THEN ' rebook' ELSE '' END
                          FROM appointment a JOIN practitioner p ON p.id = a.practitioner_id
                         WHERE a.id = :id::uuid
                        """).bind("id", id).mapTo(String.class).one());
    }

    private List<String> eventsOf(String id) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT type FROM event WHERE appointment_id = :id::uuid ORDER BY version")
                        .bind("id", id)
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void thePreviewShowsWhoTakesOverAndChangesNothing() {
        String moves = book("north", "anna", TEN);
        String stays = book("north", "anna", NOON);
        book("north", "ben", NOON);
        preview()
                .then()
                .statusCode(200)
                .body("applied", is(false))
                .body("timeOffId", nullValue())
                .body("preview", matchesPattern("[0-9a-f]{64}"))
                .body("appointments.id", contains(moves, stays))
                .body("appointments.outcome", contains("moved", "rebooking-needed"))
                .body("appointments[0].practitionerName", is("Ben Test"))
                .body("appointments[0].startsAt", is(TEN))
                .body("appointments[1].because", is("nobody-free"))
                .body("appointments[1].alternatives", not(empty()))
                .body("appointments[1].alternatives.practitionerCode", everyItem(is("ben")));
        assertThat(state(moves)).isEqualTo("anna v1");
        assertThat(state(stays)).isEqualTo("anna v1");
        assertThat(eventsOf(moves)).containsExactly("appointment-booked");
        book("north", "anna", "2027-02-02T14:00:00+11:00");
    }

    @Test
    void appliedIsWhatWasShownAndEachPatientIsToldOnce() {
        String moves = book("north", "anna", TEN);
        String stays = book("north", "anna", NOON);
        book("north", "ben", NOON);
        String room = receptionist("north").get(APPOINTMENTS + "/" + moves).path("place.name");
        Response shown = preview();
        Response applied = apply(shown.path("preview"));
        applied.then()
                .statusCode(201)
                .header("Location", containsString("/time-off/"))
                .body("applied", is(true))
                .body("timeOffId", notNullValue());
        assertThat(applied.<List<Object>>path("appointments")).isEqualTo(shown.<List<Object>>path("appointments"));
        assertThat(state(moves)).isEqualTo("ben v2");
        assertThat(state(stays)).isEqualTo("anna v2 rebook");
        assertThat(eventsOf(moves)).containsExactly("appointment-booked", "appointment-moved");
        assertThat(eventsOf(stays)).containsExactly("appointment-booked", "appointment-needs-rebooking");
        receptionist("north")
                .get(APPOINTMENTS + "/" + moves)
                .then()
                .body("startsAt", is(TEN))
                .body("place.name", is(room));
        guest(newKey())
                .body(network.visit("chat", 30, "north", "anna", TEN, somebody()))
                .post(APPOINTMENTS)
                .then()
                .statusCode(409);
    }

    @Test
    void whatChangedSinceThePreviewIsNotAppliedUnseen() {
        String visit = book("north", "anna", TEN);
        String token = preview().path("preview");
        book("north", "ben", TEN);
        apply(token).then().statusCode(409).body("type", is("/problems/preview-outdated"));
        assertThat(state(visit)).isEqualTo("anna v1");
        book("north", "anna", NOON);
        apply(preview().path("preview")).then().statusCode(201).body("appointments", hasSize(2));
    }

    @Test
    void nothingIsAppliedUnseen() {
        tuesday(receptionist("north"), "\"apply\":true")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/preview"));
        apply("0".repeat(64)).then().statusCode(409).body("type", is("/problems/preview-outdated"));
        tuesday(receptionist("north"), "\"apply\":true,\"preview\":\"soon\"")
                .then()
                .statusCode(422);
    }

    @Test
    void theDeskOfAnotherClinicDecidesAboutItsOwnAppointments() {
        String south = book("south", "anna", TEN);
        String north = book("north", "anna", "2027-02-02T15:00:00+11:00");
        Response shown = preview();
        shown.then()
                .body("appointments.id", contains(south, north))
                .body("appointments.because", contains("other-clinic", null))
                .body("appointments[0].alternatives", empty());
        apply(shown.path("preview")).then().statusCode(201);
        assertThat(state(south)).isEqualTo("anna v2 rebook");
        assertThat(state(north)).isEqualTo("ben v2");
    }

    @Test
    void aHoldIsMarkedAndNobodyWithoutTheSkillTakesOver() {
        String hold = guest(newKey())
                .body(network.visit("chat", 30, "north", "anna", TEN, ""))
                .post("/booking/v1/holds")
                .path("id");
        String pass = Passes.clear(MONDAY_EIGHT).sign();
        String assessment = booked(guest(newKey())
                .body(network.visit(
                        "assessment", 30, "north", "anna", NOON, somebody() + ",\"screeningPass\":\"" + pass + "\""))
                .post(APPOINTMENTS));
        preview()
                .then()
                .body("appointments.id", contains(hold, assessment))
                .body("appointments.because", contains("not-confirmed", "nobody-free"));
    }

    @Test
    void nobodyIsOfferedTheOneWhoIsAwayOrAColleagueAtATimeJustGivenToThem() {
        String moves = book("north", "anna", "2027-02-02T11:30:00+11:00");
        String stays = book("north", "anna", NOON);
        book("north", "ben", NOON);
        book("north", "ben", "2027-02-02T14:00:00+11:00");
        book("north", "ben", "2027-02-02T15:00:00+11:00");
        Response shown = preview();
        shown.then()
                .body("appointments.id", contains(moves, stays))
                .body("appointments.outcome", contains("moved", "rebooking-needed"));
        shown.then()
                .body("appointments[1].alternatives", not(empty()))
                .body("appointments[1].alternatives.practitionerCode", everyItem(is("ben")))
                .body("appointments[1].alternatives.startsAt", everyItem(not(is("2027-02-02T11:30:00+11:00"))));
    }

    @Test
    void whatIsMarkedAlreadyIsHandedOverAsWell() {
        String visit = book("north", "anna", TEN);
        String timeOff = receptionist("north")
                .body("""
                        {"from":"2027-02-02T08:00","until":"2027-02-02T18:00","reason":"leave","strandAppointments":true}""")
                .post("/booking/v1/practitioners/" + network.practitioner("anna") + "/time-off")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        receptionist("north")
                .delete("/booking/v1/practitioners/" + network.practitioner("anna") + "/time-off/" + timeOff)
                .then()
                .statusCode(204);
        assertThat(state(visit)).isEqualTo("anna v2 rebook");
        Response shown = preview();
        shown.then().body("appointments.id", contains(visit)).body("appointments.outcome", contains("moved"));
        apply(shown.path("preview")).then().statusCode(201);
        assertThat(state(visit)).isEqualTo("ben v3");
    }

    @Test
    void aVisitWhoseScreeningNoLongerHoldsIsNotMoved() {
        Passes.Builder pass = Passes.clear(MONDAY_EIGHT);
        booked(guest(newKey())
                .body(network.visit(
                        "massage", 60, "north", "anna", TEN, somebody() + ",\"screeningPass\":\"" + pass.sign() + "\""))
                .post(APPOINTMENTS));
        passes.revoke(pass.id(), MONDAY_EIGHT.plus(Duration.ofDays(3)));
        preview().then().body("appointments.because", contains("screening"));
    }

    @Test
    void whatIsMovedFirstIsInTheWayOfWhatComesNext() {
        // The room needs ten minutes after a massage; Ben cannot take what overlaps the one he has just been given.
        String first = book("north", "anna", TEN);
        String second = book("north", "anna", "2027-02-02T10:30:00+11:00");
        book("north", "ben", "2027-02-02T11:00:00+11:00");
        Response shown = preview();
        shown.then().body("appointments.outcome", contains("moved", "moved"));
        apply(shown.path("preview")).then().statusCode(201);
        assertThat(List.of(state(first), state(second))).containsOnly("ben v2");
    }

    @Test
    void faultsOfTheTimeAreNamed() {
        receptionist("north")
                .body("{\"from\":\"2027-10-03T02:30\",\"until\":\"2027-10-03T18:00\",\"apply\":false}")
                .post(sickDays("anna"))
                .then()
                .statusCode(422)
                .body("type", is("/problems/roster-invalid"))
                .body("errors[0].detail", containsString("02:30 does not exist"));
        receptionist("north")
                .body("{\"from\":\"2027-01-25T08:00\",\"until\":\"2027-01-25T18:00\",\"apply\":false}")
                .post(sickDays("anna"))
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/until"));
        apply(preview().path("preview")).then().statusCode(201);
        preview().then().statusCode(422).body("errors[0].detail", containsString("overlaps other time off"));
    }

    @Test
    void onlyADeskWhereThePractitionerWorksCallsThemSick() {
        tuesday(given().contentType("application/json"), "\"apply\":false")
                .then()
                .statusCode(401);
        tuesday(as(Tokens.role("practitioner").practitioner("anna")), "\"apply\":false")
                .then()
                .statusCode(403);
        tuesday(as(Tokens.role("patient")), "\"apply\":false").then().statusCode(403);
        tuesday(receptionist("south"), "\"apply\":false").then().statusCode(200);
        receptionist("south")
                .body("{\"from\":\"2027-02-02T08:00\",\"until\":\"2027-02-02T18:00\",\"apply\":false}")
                .post(sickDays("ben"))
                .then()
                .statusCode(404);
    }

    @Test
    void aRepeatedRequestIsAppliedOnce() {
        String visit = book("north", "anna", TEN);
        String token = preview().path("preview");
        String key = newKey();
        RequestSpecification desk = receptionist("north").header("Idempotency-Key", key);
        String first = apply(desk, token).then().statusCode(201).extract().path("timeOffId");
        RequestSpecification again = receptionist("north").header("Idempotency-Key", key);
        assertThat(apply(again, token).then().statusCode(201).extract().<String>path("timeOffId"))
                .isEqualTo(first);
        assertThat(state(visit)).isEqualTo("ben v2");
    }

    @Test
    void ofManyAtOnceOneIsApplied() throws Exception {
        String visit = book("north", "anna", TEN);
        String token = preview().path("preview");
        List<Callable<Integer>> calls =
                Collections.nCopies(4, () -> apply(token).statusCode());
        List<Integer> statuses = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var call : threads.invokeAll(calls)) {
                statuses.add(call.get());
            }
        }
        assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
        assertThat(statuses)
                .filteredOn(status -> status == 422 || status == 409)
                .hasSize(3);
        assertThat(state(visit)).isEqualTo("ben v2");
    }
}
