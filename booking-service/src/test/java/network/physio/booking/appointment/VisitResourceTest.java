package network.physio.booking.appointment;

import static io.restassured.RestAssured.given;
import static network.physio.booking.TestNetwork.MONDAY_EIGHT;
import static network.physio.booking.TestNetwork.booked;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static network.physio.booking.TestNetwork.somebody;
import static network.physio.booking.appointment.Visits.APPOINTMENTS;
import static network.physio.booking.appointment.Visits.TEN;
import static network.physio.booking.appointment.Visits.partner;
import static network.physio.booking.appointment.Visits.practitioner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import network.physio.booking.TestNetwork;
import network.physio.booking.screening.Passes;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens on the day of a visit, and what is taken back. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class VisitResourceTest {

    @Inject
    TestNetwork network;

    @Inject
    Passes passes;

    @Inject
    Visits visits;

    @Inject
    SettableClock clock;

    private final String key = newKey();

    @BeforeEach
    void emptyDiaries() {
        network.fresh();
        passes.pulledAt(MONDAY_EIGHT);
    }

    @Test
    void aVisitArrivesStartsAndCompletes() {
        String id = visits.ofGuest(key);
        visits.desk(id, "arrive")
                .then()
                .statusCode(200)
                .body("state", is("arrived"))
                .body("visit.arrivedAt", is("2027-02-01T08:00:00+11:00"));
        clock.advance(Duration.ofHours(2));
        visits.change(practitioner("anna"), id, "start", "")
                .then()
                .statusCode(200)
                .body("state", is("in-treatment"));
        clock.advance(Duration.ofMinutes(30));
        visits.change(practitioner("anna"), id, "complete", "")
                .then()
                .statusCode(200)
                .header("ETag", is("\"4\""))
                .body("state", is("completed"))
                .body("visit.startedAt", is("2027-02-01T10:00:00+11:00"))
                .body("visit.endedAt", is("2027-02-01T10:30:00+11:00"));
        guest(key)
                .get(APPOINTMENTS + "/" + id)
                .then()
                .body("state", is("completed"))
                .body("visit", nullValue());
        assertThat(visits.eventsOf(id))
                .containsExactly(
                        "appointment-booked", "appointment-arrived", "treatment-started", "appointment-completed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrive", "start", "complete", "no-show", "no-access", "undo"})
    void onlyTheClinicAndItsPractitionerSayWhatHappened(String step) {
        String id = visits.ofGuest(key);
        visits.change(guest(key), id, step, "").then().statusCode(403).body("type", is("/problems/forbidden"));
        visits.change(guest(newKey()), id, step, "").then().statusCode(404);
        visits.change(receptionist("south"), id, step, "").then().statusCode(404);
        visits.change(practitioner("ben"), id, step, "").then().statusCode(404);
        visits.change(partner(), id, step, "").then().statusCode(404);
        visits.change(given().contentType("application/json"), id, step, "")
                .then()
                .statusCode(401);
        String sold = booked(visits.chat(partner(), "anna", "2027-02-01T11:00:00+11:00", ""));
        visits.change(partner(), sold, step, "").then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrive", "start", "complete", "no-show", "no-access", "undo"})
    void everyStepNeedsTheVersionThatWasRead(String step) {
        String id = visits.ofGuest(key);
        visits.set(id, "place = 'address', room_id = NULL, address = '{}'");
        String path = APPOINTMENTS + "/" + id + "/" + step;
        receptionist("north").body("{}").post(path).then().statusCode(428);
        receptionist("north")
                .header("If-Match", "\"99\"")
                .body("{}")
                .post(path)
                .then()
                .statusCode(412)
                .body("type", is("/problems/stale-version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "complete", "undo"})
    void noStepIsLeftOut(String step) {
        String id = visits.ofGuest(key);
        visits.desk(id, step)
                .then()
                .statusCode(409)
                .body("type", is("/problems/appointment-state-conflict"))
                .body("state", is("confirmed"));
    }

    @Test
    void nobodyArrivesOnAnotherDay() {
        String id = visits.ofGuest(key, "2027-02-02T10:00:00+11:00");
        visits.desk(id, "arrive")
                .then()
                .statusCode(409)
                .body("type", is("/problems/step-too-early"))
                .body("from", is("2027-02-01T13:00:00Z"));
        clock.advance(Duration.ofHours(16));
        visits.desk(id, "arrive").then().statusCode(200);
    }

    @Test
    void nobodyIsANoShowBeforeTheStartNorByItself() {
        String id = visits.ofGuest(key);
        visits.desk(id, "no-show").then().statusCode(409).body("type", is("/problems/step-too-early"));
        clock.advance(Duration.ofDays(3));
        guest(key)
                .get(APPOINTMENTS + "/" + id)
                .then()
                .body("state", is("confirmed"))
                .body("noShow", nullValue());
        visits.desk(id, "no-show")
                .then()
                .statusCode(200)
                .body("state", is("no-show"))
                .body("noShow.feeAmount", is(5000));
        assertThat(visits.eventsOf(id)).containsExactly("appointment-booked", "appointment-missed");
    }

    @Test
    void aFeeIsWaivedForAReasonFromTheList() {
        String id = visits.ofGuest(key);
        clock.advance(Duration.ofHours(3));
        visits.change(receptionist("north"), id, "no-show", "{\"feeWaiver\":\"because\"}")
                .then()
                .statusCode(400)
                .body("type", is("/problems/malformed-request"));
        visits.change(receptionist("north"), id, "no-show", "{\"feeWaiver\":\"illness\"}")
                .then()
                .statusCode(200)
                .body("noShow.feeAmount", is(0))
                .body("noShow.feeWaiver", is("illness"));
    }

    @Test
    void whatTheClinicAskedToRebookCostsNothing() {
        String id = visits.ofGuest(key);
        visits.set(id, "rebooking_needed = true");
        clock.advance(Duration.ofHours(3));
        visits.desk(id, "no-show").then().statusCode(200).body("noShow.feeAmount", is(0));
    }

    @Test
    void onlyAVisitToAnAddressFindsAClosedDoor() {
        String id = visits.ofGuest(key);
        clock.advance(Duration.ofHours(3));
        visits.desk(id, "no-access").then().statusCode(422).body("type", is("/problems/not-at-an-address"));
        visits.set(id, "place = 'address', room_id = NULL, address = '{}'");
        visits.desk(id, "no-access")
                .then()
                .statusCode(200)
                .body("state", is("no-access"))
                .body("noShow", nullValue())
                .body("noAccess.feeAmount", is(0));
        visits.desk(id, "undo")
                .then()
                .statusCode(200)
                .body("state", is("confirmed"))
                .body("noAccess", nullValue());
    }

    /** Anna's at ten, made a home visit booked under a policy by which a closed door costs two fifths of 5000. */
    private String atAnAddress() {
        String id = visits.ofGuest(key);
        visits.set(
                id,
                "place = 'address', room_id = NULL, address = '{}', policy = policy || '{\"noAccessPercent\": 40}'::jsonb");
        clock.advance(Duration.ofHours(3));
        return id;
    }

    @Test
    void aClosedDoorCostsWhatThePolicyKeptOnTheVisitSays() {
        String id = atAnAddress();
        visits.change(practitioner("anna"), id, "no-access", "")
                .then()
                .statusCode(200)
                .body("policy.noAccessPercent", is(40))
                .body("noAccess.feeAmount", is(2000));
        guest(key).get(APPOINTMENTS + "/" + id).then().body("noAccess.feeAmount", is(2000));
        visits.change(practitioner("anna"), id, "undo", "")
                .then()
                .statusCode(200)
                .body("state", is("confirmed"));
        receptionist("north")
                .header("If-Match", "\"" + visits.column(id, "version") + "\"")
                .post(APPOINTMENTS + "/" + id + "/no-access")
                .then()
                .statusCode(200)
                .body("noAccess.feeAmount", is(2000));
    }

    @Test
    void theFeeOfAClosedDoorIsLetGoForAReason() {
        String id = atAnAddress();
        visits.change(receptionist("north"), id, "no-access", "{\"feeWaiver\":\"illness\"}")
                .then()
                .statusCode(200)
                .body("noAccess.feeAmount", is(0))
                .body("noAccess.feeWaiver", is("illness"));
    }

    @Test
    void aHomeVisitThatTheClinicAskedToRebookCostsNothing() {
        String id = atAnAddress();
        visits.set(id, "rebooking_needed = true");
        visits.desk(id, "no-access").then().statusCode(200).body("noAccess.feeAmount", is(0));
    }

    /** A massage that may use TE-02, which the pass rules out. */
    private String restricted() {
        String pass =
                Passes.clear(MONDAY_EIGHT).with("blocked", List.of("TE-02")).sign();
        return booked(guest(key)
                .body(network.visit(
                        "massage", 60, "north", "anna", TEN, somebody() + ",\"screeningPass\":\"" + pass + "\""))
                .post(APPOINTMENTS));
    }

    @Test
    void theTreatmentStartsOnceThePractitionerHasAcknowledgedWhatIsRuledOut() {
        String id = restricted();
        visits.desk(id, "arrive").then().statusCode(200).body("screening.blockedTechniques", contains("TE-02"));
        visits.change(practitioner("anna"), id, "start", "")
                .then()
                .statusCode(422)
                .body("type", is("/problems/alert-not-acknowledged"))
                .body("techniques", contains("TE-02"));
        String acknowledged = "{\"acknowledgedTechniques\":[\"TE-02\"]}";
        visits.change(receptionist("north"), id, "start", acknowledged).then().statusCode(422);
        visits.change(practitioner("anna"), id, "start", "{\"acknowledgedTechniques\":[\"TE-01\"]}")
                .then()
                .statusCode(422);
        visits.change(practitioner("anna"), id, "start", acknowledged)
                .then()
                .statusCode(200)
                .body("visit.acknowledgedTechniques", contains("TE-02"));
    }

    @Test
    void stepsAreTakenBackOneByOneOnTheSameDay() {
        String id = visits.ofGuest(key);
        visits.desk(id, "arrive").then().statusCode(200);
        visits.desk(id, "start").then().statusCode(200);
        visits.desk(id, "complete").then().statusCode(200);
        visits.desk(id, "undo")
                .then()
                .statusCode(200)
                .body("state", is("in-treatment"))
                .body("visit.endedAt", nullValue());
        visits.desk(id, "undo").then().body("state", is("arrived")).body("visit.startedAt", nullValue());
        visits.desk(id, "undo").then().body("state", is("confirmed")).body("visit.arrivedAt", nullValue());
        visits.desk(id, "undo").then().statusCode(409).body("type", is("/problems/appointment-state-conflict"));
        assertThat(visits.eventsOf(id)).endsWith("appointment-change-undone", "appointment-change-undone");
    }

    @Test
    void aNoShowTakenBackCostsNothing() {
        String id = visits.ofGuest(key);
        clock.advance(Duration.ofHours(3));
        visits.desk(id, "no-show").then().statusCode(200);
        visits.desk(id, "undo")
                .then()
                .statusCode(200)
                .body("state", is("confirmed"))
                .body("noShow", nullValue());
        assertThat(visits.column(id, "fee_amount")).isNull();
    }

    @Test
    void whatWasSaidOnAnEarlierDayStands() {
        String id = visits.ofGuest(key);
        visits.desk(id, "arrive").then().statusCode(200);
        clock.advance(Duration.ofHours(16));
        visits.desk(id, "undo").then().statusCode(409).body("type", is("/problems/undo-too-late"));
    }

    @Test
    void aCancellationIsTakenBackWithAllItGaveBack() {
        String id = visits.ofGuest(key);
        List<String> before = visits.claims(id, "practitioner", "anna");
        visits.change(receptionist("north"), id, "cancel", "{\"reason\":\"other\",\"askedByPatient\":true}")
                .then()
                .body("cancellation.feeAmount", is(2500));
        assertThat(visits.claims(id, "practitioner", "anna")).isEmpty();
        visits.desk(id, "undo")
                .then()
                .statusCode(200)
                .body("state", is("confirmed"))
                .body("cancellation", nullValue())
                .body("place.name", is("Room 1"));
        assertThat(visits.claims(id, "practitioner", "anna")).isEqualTo(before);
        assertThat(visits.claims(id, "room", "room-1")).containsExactly("0 10:00-10:30");
        visits.chat(guest(newKey()), "anna", TEN, "").then().statusCode(409);
    }

    @Test
    void aCancellationStandsOnceSomebodyElseHasTheTime() {
        String id = visits.ofGuest(key);
        visits.change(guest(key), id, "cancel", "{\"reason\":\"other\"}").then().statusCode(200);
        visits.ofGuest(newKey());
        visits.desk(id, "undo")
                .then()
                .statusCode(409)
                .body("type", is("/problems/slot-taken"))
                .body("alternatives", not(empty()));
        assertThat(visits.column(id, "state")).isEqualTo("cancelled");
    }

    @Test
    void aCancellationStandsOnceItsRoomIsTaken() {
        String id = visits.ofGuest(key);
        String room = guest(key).get("/booking/v1/appointments/" + id).path("place.roomId");
        visits.change(guest(key), id, "cancel", "{\"reason\":\"other\"}").then().statusCode(200);
        visits.chat(guest(newKey()), "ben", TEN, ",\"roomId\":\"" + room + "\"")
                .then()
                .statusCode(201);
        visits.desk(id, "undo").then().statusCode(409).body("reasons.code", contains("no-room-free"));
    }

    @Test
    void takingBackACancellationAndBookingItsTimeAtOnceEndWithOneVisit() throws Exception {
        String id = visits.ofGuest(key);
        visits.change(guest(key), id, "cancel", "{\"reason\":\"other\"}").then().statusCode(200);
        List<Callable<Integer>> wishes = new ArrayList<>();
        wishes.add(() -> visits.desk(id, "undo").statusCode());
        for (int i = 0; i < 5; i++) {
            wishes.add(() -> visits.chat(guest(newKey()), "anna", TEN, "").statusCode());
        }
        try (var threads = Executors.newFixedThreadPool(6)) {
            List<Integer> statuses = new ArrayList<>();
            for (var wish : threads.invokeAll(wishes)) {
                statuses.add(wish.get());
            }
            assertThat(statuses).filteredOn(status -> status < 300).hasSize(1);
            assertThat(statuses).filteredOn(status -> status == 409).hasSize(5);
        }
    }

    @Test
    void manyClicksAtOnceTakeOneStep() throws Exception {
        String id = visits.ofGuest(key);
        List<Callable<Integer>> clicks = IntStream.range(0, 8)
                .<Callable<Integer>>mapToObj(i -> () -> receptionist("north")
                        .header("If-Match", "\"1\"")
                        .post(APPOINTMENTS + "/" + id + "/arrive")
                        .statusCode())
                .toList();
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Integer> statuses = new ArrayList<>();
            for (var click : threads.invokeAll(clicks)) {
                statuses.add(click.get());
            }
            assertThat(statuses).containsOnlyOnce(200).allMatch(status -> status == 200 || status == 412);
        }
        assertThat(visits.eventsOf(id)).containsExactly("appointment-booked", "appointment-arrived");
    }

    @Test
    void aRepetitionWithTheSameKeyIsAnsweredLikeTheFirstAndOneForAnotherVersionIsRefused() {
        String id = visits.ofGuest(key);
        String first = arrive(id, "\"1\"").then().statusCode(200).extract().asString();
        assertThat(arrive(id, "\"1\"").asString()).isEqualTo(first);
        arrive(id, "\"2\"").then().statusCode(422).body("type", is("/problems/idempotency-key-reused"));
        assertThat(visits.eventsOf(id)).containsExactly("appointment-booked", "appointment-arrived");
    }

    private static Response arrive(String id, String version) {
        return receptionist("north")
                .header("Idempotency-Key", "arrive-" + id)
                .header("If-Match", version)
                .post(APPOINTMENTS + "/" + id + "/arrive");
    }
}
