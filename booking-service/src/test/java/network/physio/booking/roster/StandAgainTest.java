package network.physio.booking.roster;

import static network.physio.booking.TestNetwork.as;
import static network.physio.booking.TestNetwork.booked;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static network.physio.booking.TestNetwork.somebody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import network.physio.booking.TestNetwork;
import network.physio.booking.availability.PictureCheck;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.Tokens;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of appointments that were to be rebooked when what was in their way is taken back. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class StandAgainTest {

    private static final String APPOINTMENTS = "/booking/v1/appointments";
    private static final String TEN = "2027-02-02T10:00:00+11:00";
    private static final String NOON = "2027-02-02T12:00:00+11:00";

    @Inject
    TestNetwork network;

    @Inject
    PictureCheck pictureCheck;

    @Inject
    Jdbi database;

    @BeforeEach
    void emptyDiaries() {
        network.fresh();
    }

    private String book(String clinic, String startsAt) {
        return booked(guest(newKey())
                .body(network.visit("chat", 30, clinic, "anna", startsAt, somebody()))
                .post(APPOINTMENTS));
    }

    private String timesOff() {
        return "/booking/v1/practitioners/" + network.practitioner("anna") + "/time-off";
    }

    /** In them stands also what other tests have left behind without claims. */
    private String closures() {
        return "/booking/v1/clinics/" + network.clinic("north") + "/closures";
    }

    /** The address of a time off or closure on that Tuesday, whatever stands there. */
    private String take(String path, String from, String until) {
        return receptionist("north")
                .body("""
                        {"from":"2027-02-02T%s","until":"2027-02-02T%s","reason":"training","strandAppointments":true}""".formatted(from, until))
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
    }

    private static ValidatableResponse giveBack(String location) {
        return giveBack(receptionist("north"), location);
    }

    private static ValidatableResponse giveBack(RequestSpecification caller, String location) {
        return caller.delete(location).then().statusCode(200);
    }

    private static void change(String visit, String how, String body) {
        receptionist("north")
                .header(
                        "If-Match",
                        receptionist("north").get(APPOINTMENTS + "/" + visit).header("ETag"))
                .body(body)
                .post(APPOINTMENTS + "/" + visit + "/" + how)
                .then()
                .statusCode(200);
    }

    /** Version and mark, and on which unit of the practitioner it stands. */
    private String state(String id) {
        return database.withHandle(handle ->
                handle.createQuery("""
                        SELECT concat_ws(' ', 'v' || a.version, CASE WHEN a.rebooking_needed THEN 'rebook' END,
                                         'unit ' || c.unit)
                          FROM appointment a JOIN claim c ON c.appointment_id = a.id AND c.resource_id = a.practitioner_id
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
    void timeOffTakenByMistakeLeavesEverythingAsItWas() {
        String first = book("north", TEN);
        String second = book("north", NOON);
        String room = receptionist("north").get(APPOINTMENTS + "/" + first).path("place.name");
        String timeOff = take(timesOff(), "08:00", "18:00");
        assertThat(state(first)).isEqualTo("v2 rebook unit 1");
        giveBack(timeOff).body("standing.id", contains(first, second)).body("rebookingNeeded", empty());
        assertThat(state(first)).isEqualTo("v3 unit 0");
        assertThat(state(second)).isEqualTo("v3 unit 0");
        receptionist("north")
                .get(APPOINTMENTS + "/" + first)
                .then()
                .body("startsAt", is(TEN))
                .body("place.name", is(room))
                .body("rebookingNeeded", is(false));
        assertThat(eventsOf(first))
                .containsExactly("appointment-booked", "appointment-needs-rebooking", "appointment-moved");
        pictureCheck.equalsTheTables();
    }

    @Test
    void aClosureTakenBackLetsItsAppointmentsStand() {
        String visit = book("north", TEN);
        String closure = take(closures(), "08:00", "11:00");
        assertThat(state(visit)).isEqualTo("v2 rebook unit 0");
        giveBack(closure).body("standing.id", hasItem(visit)).body("rebookingNeeded.id", not(hasItem(visit)));
        assertThat(state(visit)).isEqualTo("v3 unit 0");
        pictureCheck.equalsTheTables();
    }

    @Test
    void whatSomethingElseIsInTheWayOfStaysMarked() {
        String visit = book("north", TEN);
        String timeOff = take(timesOff(), "08:00", "18:00");
        String closure = take(closures(), "08:00", "11:00");
        giveBack(timeOff).body("standing", empty()).body("rebookingNeeded.id", contains(visit));
        assertThat(state(visit)).startsWith("v2 rebook");
        giveBack(closure).body("standing.id", hasItem(visit));
        assertThat(state(visit)).isEqualTo("v3 unit 0");
    }

    @Test
    void whereOtherTimeOffStaysItStaysMarked() {
        String visit = book("north", NOON);
        String meeting = take(timesOff(), "12:00", "13:00");
        String day = "{\"from\":\"2027-02-02T08:00\",\"until\":\"2027-02-02T18:00\",\"apply\":%s}";
        String sickDays = "/booking/v1/practitioners/" + network.practitioner("anna") + "/sick-days";
        network.settled();
        booked(guest(newKey())
                .body(network.visit("chat", 30, "north", "ben", NOON, somebody()))
                .post(APPOINTMENTS));
        String preview =
                receptionist("north").body(day.formatted(false)).post(sickDays).path("preview");
        String illness = receptionist("north")
                .body(day.formatted("true,\"preview\":\"" + preview + "\""))
                .post(sickDays)
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        giveBack(meeting).body("standing", empty()).body("rebookingNeeded.id", contains(visit));
        giveBack(illness).body("standing.id", contains(visit));
        assertThat(state(visit)).isEqualTo("v3 unit 0");
    }

    @Test
    void theDeskOfAnotherClinicDecidesAboutItsOwn() {
        String north = book("north", TEN);
        String south = book("south", NOON);
        String timeOff = take(timesOff(), "08:00", "18:00");
        giveBack(timeOff).body("standing.id", contains(north)).body("rebookingNeeded.id", contains(south));
        assertThat(state(south)).startsWith("v2 rebook");
    }

    @Test
    void anAdministratorOfTheNetworkDecidesAboutNobodysAppointment() {
        String visit = book("north", TEN);
        String closure = take(closures(), "08:00", "11:00");
        giveBack(as(Tokens.role("network-admin")), closure)
                .body("standing", empty())
                .body("rebookingNeeded.id", hasItem(visit));
        assertThat(state(visit)).isEqualTo("v2 rebook unit 0");
    }

    @Test
    void whatWasMovedMeanwhileStaysWhereItIs() {
        String visit = book("north", TEN);
        String timeOff = take(timesOff(), "08:00", "11:00");
        change(visit, "reschedule", "{\"startsAt\":\"" + NOON + "\"}");
        giveBack(timeOff).body("standing", empty()).body("rebookingNeeded", empty());
        assertThat(state(visit)).isEqualTo("v3 unit 0");
    }

    @Test
    void aHoldIsAskedAgainWhenItIsBooked() {
        String key = newKey();
        String hold = booked(guest(key)
                .body(network.visit("chat", 30, "north", "anna", TEN, ""))
                .post("/booking/v1/holds"));
        String timeOff = take(timesOff(), "08:00", "18:00");
        giveBack(timeOff).body("standing", empty()).body("rebookingNeeded.id", contains(hold));
        guest(key)
                .body("{\"holdId\":\"" + hold + "\"" + somebody() + "}")
                .post(APPOINTMENTS)
                .then()
                .statusCode(201)
                .body("rebookingNeeded", is(false));
    }

    @Test
    void visitsThatOverlapStayMarked() {
        String first = book("north", TEN);
        String fittedIn = booked(receptionist("north")
                .body(network.visit(
                        "chat",
                        30,
                        "north",
                        "anna",
                        TEN,
                        somebody() + ",\"overbook\":{\"reason\":\"urgent-need\",\"note\":\"Acute neck\"}"))
                .post(APPOINTMENTS));
        giveBack(take(timesOff(), "08:00", "18:00"))
                .body("standing", empty())
                .body("rebookingNeeded.id", containsInAnyOrder(first, fittedIn));
    }

    @Test
    void whatIsFoundAgainAfterItsCancellationNeedNotBeRebooked() {
        String visit = book("north", TEN);
        String timeOff = take(timesOff(), "08:00", "18:00");
        change(visit, "cancel", "{\"reason\":\"changed-plans\"}");
        giveBack(timeOff).body("standing", empty()).body("rebookingNeeded", empty());
        change(visit, "undo", "");
        assertThat(state(visit)).isEqualTo("v4 unit 0");
    }

    @Test
    void aRepeatedRequestIsAnsweredAlike() {
        String visit = book("north", TEN);
        String timeOff = take(timesOff(), "08:00", "18:00");
        String key = newKey();
        for (int i = 0; i < 2; i++) {
            giveBack(receptionist("north").header("Idempotency-Key", key), timeOff)
                    .body("standing.id", contains(visit));
        }
        assertThat(state(visit)).isEqualTo("v3 unit 0");
    }

    @Test
    void itIsGivenBackOnceAmongTwoAtOnce() throws Exception {
        String visit = book("north", TEN);
        String timeOff = take(timesOff(), "08:00", "18:00");
        Callable<Integer> back = () -> receptionist("north").delete(timeOff).statusCode();
        List<Integer> statuses;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            statuses = threads.invokeAll(List.of(back, back)).stream()
                    .map(Future::resultNow)
                    .sorted()
                    .toList();
        }
        assertThat(statuses).containsExactly(200, 404);
        assertThat(state(visit)).isEqualTo("v3 unit 0");
    }
}
