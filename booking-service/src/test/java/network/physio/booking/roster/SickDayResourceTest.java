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
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import network.physio.booking.TestNetwork;
import network.physio.booking.screening.Passes;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
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
    private static final String HALF_PAST_TWELVE = "2027-02-02T12:30:00+11:00";

    @Inject
    TestNetwork network;

    @Inject
    Passes passes;

    @Inject
    SettableClock clock;

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
        timeOff("07:00", "19:00", "leave");
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
    }

    private String timeOff(String from, String until, String reason) {
        return receptionist("north")
                .body("""
                        {"from":"2027-02-02T%s","until":"2027-02-02T%s","reason":"%s","strandAppointments":true}""".formatted(from, until, reason))
                .post(timesOff())
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private String timesOff() {
        return "/booking/v1/practitioners/" + network.practitioner("anna") + "/time-off";
    }

    private void giveBack(String timeOff) {
        receptionist("north").delete(timesOff() + "/" + timeOff).then().statusCode(200);
    }

    /** When Anna can be booked that Tuesday. */
    private List<String> freeTimes() {
        network.settled();
        return guest(newKey())
                .get("/booking/v1/slots?treatment=chat&minutes=30&clinic=north&practitioner=anna"
                        + "&from=2027-02-02&to=2027-02-02")
                .then()
                .statusCode(200)
                .extract()
                .path("items.startsAt");
    }

    private int bookingAnna(String startsAt) {
        return guest(newKey())
                .body(network.visit("chat", 30, "north", "anna", startsAt, ""))
                .post("/booking/v1/holds")
                .statusCode();
    }

    private int timesTaken() {
        return database.withHandle(
                handle -> handle.createQuery("""
                        SELECT count(*) FROM event e JOIN time_off t ON t.id = (e.details ->> 'timeOffId')::uuid
                         WHERE e.type = 'time-off-taken'
                        """).mapTo(int.class).one());
    }

    @Test
    void aMeetingAtNoonKeepsNobodyFromBeingIll() {
        String visit = book("north", "anna", TEN);
        timeOff("12:30", "13:00", "meeting");
        Response shown = preview();
        shown.then().statusCode(200).body("appointments.outcome", contains("moved"));
        apply(shown.path("preview")).then().statusCode(201);
        assertThat(state(visit)).isEqualTo("ben v2");
        assertThat(freeTimes()).isEmpty();
        assertThat(bookingAnna(NOON)).isEqualTo(409);
        assertThat(bookingAnna(HALF_PAST_TWELVE)).isEqualTo(409);
        receptionist("north").get(timesOff()).then().body("items.reason", contains("sick", "meeting"));
        receptionist("north")
                .body("{\"from\":\"2027-02-02T14:00\",\"until\":\"2027-02-02T15:00\",\"reason\":\"training\"}")
                .post(timesOff())
                .then()
                .statusCode(422)
                .body("errors[0].detail", containsString("overlaps other time off"));
    }

    @Test
    void aMeetingGivenBackFreesNothingOfTheSickDay() {
        String meeting = timeOff("12:30", "13:00", "meeting");
        String illness = apply(preview().path("preview")).path("timeOffId");
        giveBack(meeting);
        assertThat(freeTimes()).isEmpty();
        assertThat(bookingAnna(HALF_PAST_TWELVE)).isEqualTo(409);
        giveBack(illness);
        assertThat(freeTimes()).contains(TEN, HALF_PAST_TWELVE);
        assertThat(bookingAnna(HALF_PAST_TWELVE)).isEqualTo(201);
    }

    @Test
    void aSickDayGivenBackFreesNothingOfTheMeeting() {
        String meeting = timeOff("12:30", "13:00", "meeting");
        giveBack(apply(preview().path("preview")).path("timeOffId"));
        assertThat(freeTimes()).contains(TEN, NOON).doesNotContain(HALF_PAST_TWELVE);
        assertThat(bookingAnna(HALF_PAST_TWELVE)).isEqualTo(409);
        giveBack(meeting);
        assertThat(bookingAnna(HALF_PAST_TWELVE)).isEqualTo(201);
    }

    @Test
    void whoIsIllOnLeaveStaysAwayWhenTheLeaveIsGivenBack() {
        String visit = book("north", "anna", TEN);
        String leave = timeOff("07:00", "19:00", "leave");
        assertThat(state(visit)).isEqualTo("anna v2 rebook");
        String illness = apply(preview().path("preview")).path("timeOffId");
        assertThat(state(visit)).isEqualTo("ben v3");
        giveBack(leave);
        assertThat(freeTimes()).isEmpty();
        assertThat(bookingAnna(TEN)).isEqualTo(409);
        giveBack(illness);
        assertThat(bookingAnna(TEN)).isEqualTo(201);
    }

    @Test
    void theDeskThatHearsOfItLaterHandsOverItsOwnAppointments() {
        String north = book("north", "anna", TEN);
        String stays = book("north", "anna", NOON);
        book("north", "ben", NOON);
        String south = book("south", "anna", "2027-02-02T15:00:00+11:00");
        Response shownSouth = tuesday(receptionist("south"), "\"apply\":false");
        shownSouth.then().body("appointments.because", contains("other-clinic", "other-clinic", "nobody-free"));
        String timeOff = apply(receptionist("south"), shownSouth.path("preview"))
                .then()
                .statusCode(201)
                .extract()
                .path("timeOffId");
        assertThat(state(north)).isEqualTo("anna v2 rebook");
        Response shown = preview();
        shown.then()
                .statusCode(200)
                .body("appointments.id", contains(north, stays, south))
                .body("appointments.because", contains(null, "nobody-free", "other-clinic"));
        apply(shown.path("preview")).then().statusCode(201).body("timeOffId", is(timeOff));
        assertThat(state(north)).isEqualTo("ben v3");
        assertThat(state(stays)).isEqualTo("anna v2 rebook");
        assertThat(state(south)).isEqualTo("anna v2 rebook");
        receptionist("north").get(timesOff()).then().body("items.id", contains(timeOff));
        assertThat(timesTaken()).isOne();
    }

    @Test
    void theOtherDeskMayHearOfALongerIllness() {
        String visit = book("north", "anna", TEN);
        String south = receptionist("south")
                .body("{\"from\":\"2027-02-02T12:00\",\"until\":\"2027-02-02T18:00\",\"apply\":false}")
                .post(sickDays("anna"))
                .path("preview");
        receptionist("south")
                .body("{\"from\":\"2027-02-02T12:00\",\"until\":\"2027-02-02T18:00\",\"apply\":true,\"preview\":\""
                        + south + "\"}")
                .post(sickDays("anna"))
                .then()
                .statusCode(201);
        apply(preview().path("preview")).then().statusCode(201);
        assertThat(state(visit)).isEqualTo("ben v2");
        assertThat(freeTimes()).isEmpty();
        receptionist("north").get(timesOff()).then().body("items.reason", contains("sick", "sick"));
    }

    @Test
    void calledInTwiceItIsOneIllness() {
        String stays = book("north", "anna", NOON);
        book("north", "ben", NOON);
        String first = apply(preview().path("preview"))
                .then()
                .statusCode(201)
                .extract()
                .path("timeOffId");
        Response shown = preview();
        shown.then()
                .statusCode(200)
                .body("appointments.id", contains(stays))
                .body("appointments.because", contains("nobody-free"));
        apply(shown.path("preview")).then().statusCode(201).body("timeOffId", is(first));
        assertThat(state(stays)).isEqualTo("anna v2 rebook");
        assertThat(eventsOf(stays)).containsExactly("appointment-booked", "appointment-needs-rebooking");
        assertThat(timesTaken()).isOne();
        giveBack(first);
        assertThat(bookingAnna(TEN)).isEqualTo(201);
    }

    private void step(String visit, String what) {
        receptionist("north")
                .header(
                        "If-Match",
                        receptionist("north").get(APPOINTMENTS + "/" + visit).header("ETag"))
                .body("{}")
                .post(APPOINTMENTS + "/" + visit + "/" + what)
                .then()
                .statusCode(200);
    }

    @Test
    void whoWaitsIsHandedOverAndWhoIsBeingTreatedStays() {
        String treated = book("north", "anna", "2027-02-02T09:30:00+11:00");
        String waits = book("north", "anna", TEN);
        String waitsInVain = book("north", "anna", NOON);
        book("north", "ben", NOON);
        clock.setTo(OffsetDateTime.parse("2027-02-02T09:40:00+11:00").toInstant());
        step(treated, "arrive");
        step(treated, "start");
        step(waits, "arrive");
        step(waitsInVain, "arrive");
        Response shown = preview();
        shown.then()
                .statusCode(200)
                .body("appointments.id", contains(waits, waitsInVain))
                .body("appointments.because", contains(null, "nobody-free"))
                .body("appointments[0].practitionerName", is("Ben Test"));
        apply(shown.path("preview")).then().statusCode(201);
        assertThat(state(waits)).isEqualTo("ben v3");
        assertThat(state(waitsInVain)).isEqualTo("anna v3 rebook");
        assertThat(state(treated)).isEqualTo("anna v3");
        receptionist("north").get(APPOINTMENTS + "/" + waits).then().body("state", is("arrived"));
        step(treated, "complete");
    }

    @Test
    void whoHasWaitedBeyondTheirTimeIsHandedOverToo() {
        String waits = book("north", "anna", TEN);
        clock.setTo(OffsetDateTime.parse(TEN).toInstant());
        step(waits, "arrive");
        clock.advance(Duration.ofMinutes(5));
        Response shown = preview();
        shown.then().body("appointments.outcome", contains("moved"));
        apply(shown.path("preview")).then().statusCode(201);
        assertThat(state(waits)).isEqualTo("ben v3");
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
