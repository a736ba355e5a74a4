package network.physio.booking.appointment;

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
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import network.physio.booking.TestNetwork;
import network.physio.booking.screening.Passes;
import network.physio.http.Cursors;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import network.physio.test.Tokens;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holding, booking, moving and calling off, as each kind of caller does it over HTTP. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class AppointmentResourceTest {

    private static final String HOLDS = "/booking/v1/holds";
    private static final String APPOINTMENTS = "/booking/v1/appointments";
    private static final String TEN = "2027-02-01T10:00:00+11:00";
    private static final String MORNING_OFF = """
            {"from":"2027-02-01T08:00","until":"2027-02-01T12:00","reason":"storm","strandAppointments":true}""";

    @Inject
    TestNetwork network;

    @Inject
    Passes passes;

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

    private Response hold(RequestSpecification caller, String practitioner, String startsAt) {
        return caller.body(network.visit("chat", 30, "north", practitioner, startsAt, ""))
                .post(HOLDS);
    }

    private Response book(RequestSpecification caller, String practitioner, String startsAt) {
        return caller.body(network.visit("chat", 30, "north", practitioner, startsAt, somebody()))
                .post(APPOINTMENTS);
    }

    private static String etag(String id, RequestSpecification caller) {
        return caller.get(APPOINTMENTS + "/" + id).header("ETag");
    }

    @Test
    void aHoldBecomesTheAppointmentWithTheSameId() {
        Response held = hold(guest(key), "anna", TEN);
        held.then()
                .statusCode(201)
                .body("state", is("held"))
                .body("startsAt", is("2027-02-01T10:00:00+11:00"))
                .body("zone", is("Australia/Melbourne"))
                .body("expiresAt", is("2027-02-01T08:10:00+11:00"))
                .body("price.amount", is(5000));
        String id = held.path("id");
        guest(key)
                .body("{\"holdId\":\"" + id + "\"" + somebody() + "}")
                .post(APPOINTMENTS)
                .then()
                .statusCode(201)
                .header("Location", endsWith(APPOINTMENTS + "/" + id))
                .body("id", is(id))
                .body("state", is("confirmed"))
                .body("expiresAt", nullValue())
                .body("patientId", notNullValue())
                .body("screening.state", is("not-required"));
        guest(key).get(APPOINTMENTS + "/" + id).then().statusCode(200).body("state", is("confirmed"));
        assertThat(eventsOf(id)).containsExactly("time-held", "appointment-booked");
    }

    @Test
    void nobodyBooksBesideAHold() {
        hold(guest(key), "anna", TEN).then().statusCode(201);
        book(guest(newKey()), "anna", "2027-02-01T10:15:00+11:00")
                .then()
                .statusCode(409)
                .body("type", is("/problems/slot-taken"))
                .body("reasons.code", contains("practitioner-taken"))
                .body("alternatives", not(empty()));
    }

    @Test
    void alternativesCanReallyBeBooked() {
        hold(guest(key), "anna", TEN).then().statusCode(201);
        Response refused = hold(guest(newKey()), "anna", TEN);
        List<String> starts = refused.path("alternatives.startsAt");
        List<String> practitioners = refused.path("alternatives.practitionerCode");
        assertThat(starts).hasSize(5);
        hold(guest(newKey()), practitioners.getFirst(), starts.getFirst())
                .then()
                .statusCode(201);
    }

    @Test
    void aHoldWhoseClinicClosesIsNotConfirmedUntilItOpensAgain() {
        String id = hold(guest(key), "anna", TEN).path("id");
        String closure = receptionist("north")
                .body(MORNING_OFF)
                .post("/booking/v1/clinics/" + network.clinic("north") + "/closures")
                .then()
                .statusCode(201)
                .body("rebookingNeeded.id", hasItem(id))
                .extract()
                .header("Location");
        network.settled();
        confirm(id)
                .then()
                .statusCode(422)
                .body("type", is("/problems/not-bookable"))
                .body("reasons.code", contains("clinic-closed"))
                .body("alternatives.startsAt", hasItem("2027-02-01T12:00:00+11:00"));
        guest(key).get(APPOINTMENTS + "/" + id).then().body("state", is("held")).header("ETag", is("\"2\""));
        receptionist("north").delete(closure).then().statusCode(200);
        confirm(id).then().statusCode(201).body("state", is("confirmed")).body("rebookingNeeded", is(false));
        guest(newKey())
                .body(network.visit("chat", 30, "north", "anna", TEN, somebody()))
                .post(APPOINTMENTS)
                .then()
                .statusCode(409);
    }

    @Test
    void aHoldWhosePractitionerIsAwayIsNotConfirmed() {
        String id = hold(guest(key), "anna", TEN).path("id");
        receptionist("north", "south")
                .body(MORNING_OFF.replace("storm", "sick"))
                .post("/booking/v1/practitioners/" + network.practitioner("anna") + "/time-off")
                .then()
                .statusCode(201);
        network.settled();
        confirm(id)
                .then()
                .statusCode(409)
                .body("type", is("/problems/slot-taken"))
                .body("reasons.code", contains("practitioner-taken"))
                .body("alternatives.startsAt", hasItem("2027-02-01T10:00:00+11:00"))
                .body("alternatives[0].practitionerCode", is("ben"));
        guest(key).get(APPOINTMENTS + "/" + id).then().body("state", is("held"));
        assertThat(eventsOf(id)).containsExactly("time-held", "appointment-needs-rebooking");
    }

    private Response confirm(String hold) {
        return guest(key)
                .body("{\"holdId\":\"" + hold + "\"" + somebody() + "}")
                .post(APPOINTMENTS);
    }

    @Test
    void aHoldExpiresForItsOwnerFirstAndForOthersAfterTheGrace() {
        String id = hold(guest(key), "anna", TEN).path("id");
        clock.advance(Duration.ofMinutes(10));
        guest(key)
                .body("{\"holdId\":\"" + id + "\"" + somebody() + "}")
                .post(APPOINTMENTS)
                .then()
                .statusCode(410)
                .body("type", is("/problems/hold-expired"));
        hold(guest(newKey()), "anna", TEN).then().statusCode(409);
        clock.advance(Duration.ofSeconds(5));
        hold(guest(newKey()), "anna", TEN).then().statusCode(201);
        assertThat(eventsOf(id)).containsExactly("time-held", "hold-expired");
    }

    @Test
    void aHoldIsExtendedOnceAndOnlyForSomebody() {
        Response held = hold(guest(key), "anna", TEN);
        String id = held.path("id");
        guest(key).body("{\"extend\":true}").patch(HOLDS + "/" + id).then().statusCode(428);
        change(id, "\"1\"", "{\"extend\":true}")
                .then()
                .statusCode(422)
                .body("type", is("/problems/contact-details-needed"));
        String patient = booked(guest(key).body("""
                        {"givenName":"Mia","familyName":"Nguyen","dateOfBirth":"1988-04-12","language":"en",
                         "interpreter":false,"zone":"Australia/Melbourne","email":"mia@example.org"}""").post("/booking/v1/patients"));
        change(id, "\"1\"", "{\"extend\":true,\"patientId\":\"" + patient + "\"}")
                .then()
                .statusCode(200)
                .body("expiresAt", is("2027-02-01T08:20:00+11:00"))
                .body("patientId", is(patient));
        String tag = etag(id, guest(key));
        change(id, tag, "{\"extend\":true}").then().statusCode(409).body("type", is("/problems/hold-already-extended"));
        change(id, "\"1\"", "{\"extend\":true}").then().statusCode(412);
        guest(key).body("{\"holdId\":\"" + id + "\"}").post(APPOINTMENTS).then().statusCode(201);
    }

    private Response change(String id, String version, String body) {
        return guest(key).header("If-Match", version).body(body).patch(HOLDS + "/" + id);
    }

    @Test
    void aReleasedHoldFreesTheTimeAtOnce() {
        String id = hold(guest(key), "anna", TEN).path("id");
        guest(newKey()).delete(HOLDS + "/" + id).then().statusCode(404);
        guest(key).delete(HOLDS + "/" + id).then().statusCode(204);
        hold(guest(newKey()), "anna", TEN).then().statusCode(201);
        guest(key)
                .body("{\"holdId\":\"" + id + "\"" + somebody() + "}")
                .post(APPOINTMENTS)
                .then()
                .statusCode(410);
    }

    @Test
    void aHoldIsReadWhereItsLocationPoints() {
        Response held = hold(guest(key), "anna", TEN);
        String place = held.header("Location");
        assertThat(place).endsWith(HOLDS + "/" + held.path("id"));
        guest(key)
                .get(HOLDS + "/" + held.path("id"))
                .then()
                .statusCode(200)
                .header("ETag", is("\"1\""))
                .body("state", is("held"));
        guest(key)
                .header("If-None-Match", "\"1\"")
                .get(HOLDS + "/" + held.path("id"))
                .then()
                .statusCode(304);
        receptionist("north").get(HOLDS + "/" + held.path("id")).then().statusCode(200);
        guest(newKey()).get(HOLDS + "/" + held.path("id")).then().statusCode(404);
        given().get(HOLDS + "/" + held.path("id")).then().statusCode(401);
    }

    @Test
    void somebodyElsesHoldCannotBeConfirmed() {
        String id = hold(guest(key), "anna", TEN).path("id");
        guest(newKey())
                .body("{\"holdId\":\"" + id + "\"" + somebody() + "}")
                .post(APPOINTMENTS)
                .then()
                .statusCode(404)
                .body("type", is("/problems/not-found"));
        receptionist("south")
                .body("{\"holdId\":\"" + id + "\"" + somebody() + "}")
                .post(APPOINTMENTS)
                .then()
                .statusCode(404);
    }

    @Test
    void aGuestHoldsOnlySoMuch() {
        hold(guest(key), "anna", TEN).then().statusCode(201);
        hold(guest(key), "anna", "2027-02-01T11:00:00+11:00").then().statusCode(201);
        hold(guest(key), "anna", "2027-02-01T12:00:00+11:00").then().statusCode(201);
        hold(guest(key), "anna", "2027-02-01T13:00:00+11:00")
                .then()
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .body("type", is("/problems/too-many-holds"));
    }

    @ParameterizedTest
    @CsvSource({
        "2027-01-29T10:00:00+11:00, in-the-past",
        "2027-02-01T08:30:00+11:00, too-soon",
        "2027-05-01T10:00:00+10:00, too-far-ahead",
        "2027-02-02T10:05:00+11:00, off-grid",
        "2027-02-02T10:02:00+11:00, off-grid",
        "2027-02-02T08:00:00+11:00, outside-roster",
        "2027-02-02T16:45:00+11:00, outside-roster",
        "2027-02-06T10:00:00+11:00, clinic-closed",
        "2027-03-08T10:00:00+11:00, clinic-closed",
    })
    void aStartThatTheRulesDoNotAllowIsRefusedWithTheReason(String startsAt, String reason) {
        hold(guest(key), "anna", startsAt)
                .then()
                .statusCode(422)
                .body("type", is("/problems/not-bookable"))
                .body("reasons.code", hasItem(reason))
                .body("reasons.pointer", hasItem("#/startsAt"));
    }

    @Test
    void insteadOfAStartThatIsOverTheNextFreeOnesAreListed() {
        Response refused = hold(guest(key), "anna", "2026-06-01T10:00:00+10:00");
        refused.then().statusCode(422).body("alternatives", hasSize(5));
        String next = refused.path("alternatives[0].startsAt");
        hold(guest(key), refused.path("alternatives[0].practitionerCode"), next)
                .then()
                .statusCode(201);
        assertThat(OffsetDateTime.parse(next)).isBefore(OffsetDateTime.parse("2027-02-02T00:00:00+11:00"));
    }

    @Test
    void staffBookLateAndOffTheGrid() {
        book(receptionist("north"), "anna", "2027-02-01T09:05:00+11:00").then().statusCode(201);
        book(receptionist("south"), "anna", "2027-02-01T11:05:00+11:00").then().statusCode(422);
    }

    @Test
    void whatTheNetworkDoesNotKnowIsNamed() {
        guest(key)
                .body("""
                        {"treatmentId":"%1$s","minutes":30,"clinicId":"%1$s","startsAt":"%2$s"}""".formatted(UUID.randomUUID(), TEN))
                .post(HOLDS)
                .then()
                .statusCode(422)
                .body("type", is("/problems/invalid-request"))
                .body("errors.pointer", contains("#/treatmentId", "#/clinicId"));
    }

    @Test
    void aRoomOfAnotherClinicIsRefused() {
        String room = database.withHandle(handle -> handle.createQuery(
                        "SELECT r.id::text FROM room r JOIN clinic c ON c.id = r.clinic_id WHERE c.code = 'south'")
                .mapTo(String.class)
                .one());
        guest(key)
                .body(network.visit("chat", 30, "north", "anna", TEN, ",\"roomId\":\"" + room + "\""))
                .post(HOLDS)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/roomId"));
    }

    @Test
    void aPractitionerOfAnotherClinicIsNotOfferedHere() {
        guest(key)
                .body(network.visit("chat", 30, "south", "ben", TEN, ""))
                .post(HOLDS)
                .then()
                .statusCode(422)
                .body("type", is("/problems/not-bookable"))
                .body("reasons.code", contains("not-offered"));
    }

    @Test
    void aHomeVisitNeedsAnOffer() {
        guest(key)
                .body(network.visit("home-massage", 60, "north", "anna", TEN, ""))
                .post(HOLDS)
                .then()
                .statusCode(422)
                .body("type", is("/problems/home-visit-needs-offer"));
    }

    @Test
    void somebodyMustComeAndSomebodyMustAsk() {
        guest(key)
                .body(network.visit("chat", 30, "north", "anna", TEN, ""))
                .post(APPOINTMENTS)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/patientId"));
        hold(given().contentType("application/json"), "anna", TEN)
                .then()
                .statusCode(401)
                .body("type", is("/problems/guest-key-needed"));
    }

    @Test
    void whatStaffBookedIsTheClinicsAndNotTheirs() {
        Tokens leaver = Tokens.role("receptionist").subject("leaver").clinics("north");
        String id = booked(as(leaver)
                .body(network.visit("chat", 30, "north", "anna", TEN, somebody()))
                .post(APPOINTMENTS));
        as(leaver).get(APPOINTMENTS + "/" + id).then().statusCode(200);
        as(Tokens.role("receptionist").subject("leaver").clinics("south"))
                .get(APPOINTMENTS + "/" + id)
                .then()
                .statusCode(404);
    }

    @Test
    void aMoveByTheFrontDeskIsLogged() {
        String id = booked(book(guest(key), "anna", TEN));
        receptionist("north")
                .header("If-Match", "\"1\"")
                .body("{\"startsAt\":\"2027-02-01T11:00:00+11:00\"}")
                .post(APPOINTMENTS + "/" + id + "/reschedule")
                .then()
                .statusCode(200);
        List<String> logged = database.withHandle(handle ->
                handle.createQuery("""
                        SELECT l.action || ' ' || l.purpose FROM access_log l JOIN appointment a USING (patient_id)
                         WHERE a.id = :id::uuid AND l.action = 'move'
                        """).bind("id", id).mapTo(String.class).list());
        assertThat(logged).containsExactly("move front-desk");
    }

    @Test
    void manyHoldsAtOnceDoNotPassTheCap() throws Exception {
        List<Callable<Integer>> holds = IntStream.range(0, 10)
                .<Callable<Integer>>mapToObj(i -> () -> hold(
                                guest(key),
                                i % 2 == 0 ? "anna" : "ben",
                                "2027-02-03T%02d:00:00+11:00".formatted(9 + i / 2))
                        .statusCode())
                .toList();
        try (var threads = Executors.newFixedThreadPool(10)) {
            List<Integer> statuses = new ArrayList<>();
            for (var hold : threads.invokeAll(holds)) {
                statuses.add(hold.get());
            }
            assertThat(statuses).filteredOn(status -> status == 201).hasSize(3);
            assertThat(statuses).filteredOn(status -> status == 429).hasSize(7);
        }
    }

    @Test
    void aHoldAndItsFieldsDoNotGoTogether() {
        String id = hold(guest(key), "anna", TEN).path("id");
        guest(key)
                .body(network.visit("chat", 30, "north", "anna", TEN, ",\"holdId\":\"" + id + "\"" + somebody()))
                .post(APPOINTMENTS)
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItem("#/treatmentId"));
        guest(key)
                .body("{\"minutes\":30" + somebody() + "}")
                .post(APPOINTMENTS)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/treatmentId", "#/clinicId", "#/startsAt"));
    }

    @Test
    void onePatientIsNotInTwoPlacesAtOnce() {
        String patient = booked(guest(key).body("""
                        {"givenName":"Mia","familyName":"Nguyen","dateOfBirth":"1988-04-12","language":"en",
                         "interpreter":false,"zone":"Australia/Melbourne","email":"mia@example.org"}""").post("/booking/v1/patients"));
        String who = ",\"patientId\":\"" + patient + "\"";
        guest(key)
                .body(network.visit("chat", 30, "north", "anna", TEN, who))
                .post(HOLDS)
                .then()
                .statusCode(201);
        guest(key)
                .body(network.visit("chat", 30, "north", "ben", TEN, who))
                .post(HOLDS)
                .then()
                .statusCode(409)
                .body("type", is("/problems/patient-busy"));
        String alive = hold(guest(key), "ben", TEN).path("id");
        guest(key)
                .body("{\"holdId\":\"" + alive + "\"" + who + "}")
                .post(APPOINTMENTS)
                .then()
                .statusCode(409)
                .body("type", is("/problems/patient-busy"));
        guest(key)
                .body("{\"holdId\":\"" + alive + "\"" + somebody() + "}")
                .post(APPOINTMENTS)
                .then()
                .statusCode(201);
    }

    @Test
    void aTimeAtWhichThePatientsHoldHasRunOutIsOfferedAgain() {
        String patient = booked(guest(key).body("""
                        {"givenName":"Mia","familyName":"Nguyen","dateOfBirth":"1988-04-12","language":"en",
                         "interpreter":false,"zone":"Australia/Melbourne","email":"mia@example.org"}""").post("/booking/v1/patients"));
        String who = ",\"patientId\":\"" + patient + "\"";
        String lapses = "2027-02-01T14:00:00+11:00";
        guest(key)
                .body(network.visit("chat", 30, "north", "ben", lapses, who))
                .post(HOLDS)
                .then()
                .statusCode(201);
        book(guest(newKey()), "anna", lapses).then().statusCode(201);
        clock.advance(Duration.ofMinutes(10).plusSeconds(4));
        String withAnna = network.visit("chat", 30, "north", "anna", lapses, who);
        guest(key)
                .body(withAnna)
                .post(HOLDS)
                .then()
                .statusCode(409)
                .body("alternatives.startsAt", not(hasItem(lapses)));
        clock.advance(Duration.ofSeconds(1));
        guest(key)
                .body(withAnna)
                .post(HOLDS)
                .then()
                .statusCode(409)
                .body("alternatives.find { it.startsAt == '" + lapses + "' }.practitionerCode", is("ben"));
    }

    @Test
    void aPatientOfOthersCannotBeBookedFor() {
        String patient = booked(guest(newKey()).body("""
                        {"givenName":"Mia","familyName":"Nguyen","dateOfBirth":"1988-04-12","language":"en",
                         "interpreter":false,"zone":"Australia/Melbourne","email":"mia@example.org"}""").post("/booking/v1/patients"));
        guest(key)
                .body(network.visit("chat", 30, "north", "anna", TEN, ",\"patientId\":\"" + patient + "\""))
                .post(HOLDS)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/patientId"));
    }

    @Test
    void theLastRoomIsTakenOnceAndCleanedBeforeTheNext() {
        // Anna and Ben massage in the two treatment rooms; a third practitioner there is none, so a chat finds no room.
        String pass = Passes.clear(MONDAY_EIGHT).sign();
        guest(key)
                .body(network.visit(
                        "massage", 60, "north", "anna", TEN, somebody() + ",\"screeningPass\":\"" + pass + "\""))
                .post(APPOINTMENTS)
                .then()
                .statusCode(201)
                .body("place.name", is("Room 1"));
        String room = database.withHandle(
                handle -> handle.createQuery("SELECT r.id::text FROM room r JOIN clinic c ON c.id = r.clinic_id"
                                + " WHERE c.code = 'north' AND r.code = 'room-1'")
                        .mapTo(String.class)
                        .one());
        guest(key)
                .body(network.visit(
                        "chat", 30, "north", "anna", "2027-02-01T11:00:00+11:00", ",\"roomId\":\"" + room + "\""))
                .post(HOLDS)
                .then()
                .statusCode(409)
                .body("reasons.code", contains("no-room-free"));
        guest(key)
                .body(network.visit(
                        "chat", 30, "north", "anna", "2027-02-01T11:15:00+11:00", ",\"roomId\":\"" + room + "\""))
                .post(HOLDS)
                .then()
                .statusCode(201);
    }

    @Test
    void theOnlyTableIsSharedByItsSegmentsNotByTheVisits() {
        guest(key)
                .body(network.visit("traction", 60, "north", "anna", TEN, ""))
                .post(HOLDS)
                .then()
                .statusCode(201);
        guest(key)
                .body(network.visit("traction", 60, "north", "ben", "2027-02-01T10:30:00+11:00", ""))
                .post(HOLDS)
                .then()
                .statusCode(409)
                .body("reasons.code", contains("no-equipment-free"));
        guest(key)
                .body(network.visit("traction", 60, "north", "ben", "2027-02-01T10:45:00+11:00", ""))
                .post(HOLDS)
                .then()
                .statusCode(201);
    }

    @Test
    void aPractitionerNeedsTimeToTravelBetweenClinics() {
        hold(guest(key), "anna", TEN).then().statusCode(201);
        guest(key)
                .body(network.visit("chat", 30, "south", "anna", "2027-02-01T10:45:00+11:00", ""))
                .post(HOLDS)
                .then()
                .statusCode(409)
                .body("reasons.code", contains("no-time-to-travel"));
        guest(key)
                .body(network.visit("chat", 30, "south", "anna", "2027-02-01T11:00:00+11:00", ""))
                .post(HOLDS)
                .then()
                .statusCode(201);
        assertThat(travelClaims()).containsExactly("10:30-11:00 network-file");
        // A visit before the way: the way is laid anew, it does not stand in the way itself.
        hold(guest(newKey()), "anna", "2027-02-01T09:30:00+11:00").then().statusCode(201);
    }

    @Test
    void whoLosesAnExpiredHoldOverARoomTravelsFromTheVisitBefore() {
        book(guest(newKey()), "anna", "2027-02-01T09:00:00+11:00").then().statusCode(201);
        String room = hold(guest(key), "anna", TEN).path("place.roomId");
        guest(newKey())
                .body(network.visit("chat", 30, "south", "anna", "2027-02-01T11:00:00+11:00", somebody()))
                .post(APPOINTMENTS)
                .then()
                .statusCode(201);
        clock.advance(Duration.ofMinutes(11));
        guest(newKey())
                .body(network.visit("chat", 30, "north", "ben", TEN, somebody() + ",\"roomId\":\"" + room + "\""))
                .post(APPOINTMENTS)
                .then()
                .statusCode(201);
        assertThat(travelClaims()).containsExactly("10:30-11:00 network-file");
    }

    private List<String> travelClaims() {
        return database.withHandle(
                handle -> handle.createQuery("""
                        SELECT to_char(lower(during) AT TIME ZONE 'Australia/Melbourne', 'HH24:MI') || '-' ||
                               to_char(upper(during) AT TIME ZONE 'Australia/Melbourne', 'HH24:MI') || ' ' || travel_source
                          FROM claim WHERE kind = 'travel' ORDER BY during
                        """).mapTo(String.class).list());
    }

    @Test
    void anAppointmentMovesInOneSwapAndKeepsItsId() {
        String id = booked(book(guest(key), "anna", TEN));
        String tag = etag(id, guest(key));
        guest(key)
                .header("If-Match", tag)
                .body("{\"startsAt\":\"2027-02-01T10:15:00+11:00\"}")
                .post(APPOINTMENTS + "/" + id + "/reschedule")
                .then()
                .statusCode(200)
                .body("id", is(id))
                .body("startsAt", is("2027-02-01T10:15:00+11:00"))
                .body("practitioner.code", is("anna"));
        hold(guest(newKey()), "anna", "2027-02-01T09:45:00+11:00").then().statusCode(201);
        assertThat(eventsOf(id)).containsExactly("appointment-booked", "appointment-moved");
    }

    @Test
    void aMoveThatCannotBeMadeChangesNothing() {
        String id = booked(book(guest(key), "anna", TEN));
        book(guest(newKey()), "anna", "2027-02-01T11:00:00+11:00").then().statusCode(201);
        String tag = etag(id, guest(key));
        guest(key)
                .header("If-Match", tag)
                .body("{\"startsAt\":\"2027-02-01T11:00:00+11:00\"}")
                .post(APPOINTMENTS + "/" + id + "/reschedule")
                .then()
                .statusCode(409)
                .body("type", is("/problems/slot-taken"));
        guest(key).get(APPOINTMENTS + "/" + id).then().header("ETag", is(tag)).body("startsAt", is(TEN));
        hold(guest(newKey()), "anna", TEN).then().statusCode(409);
    }

    @Test
    void aStaleMoveIsRefused() {
        String id = booked(book(guest(key), "anna", TEN));
        guest(key)
                .header("If-Match", "\"99\"")
                .body("{\"startsAt\":\"2027-02-01T11:00:00+11:00\"}")
                .post(APPOINTMENTS + "/" + id + "/reschedule")
                .then()
                .statusCode(412)
                .body("type", is("/problems/stale-version"));
        guest(key)
                .body("{\"startsAt\":\"2027-02-01T11:00:00+11:00\"}")
                .post(APPOINTMENTS + "/" + id + "/reschedule")
                .then()
                .statusCode(428);
    }

    @Test
    void cancellingInTimeIsFreeAndLateCostsWhatThePolicySays() {
        String early = booked(book(guest(key), "anna", "2027-02-03T10:00:00+11:00"));
        cancel(guest(key), early).then().statusCode(200).body("cancellation.feeAmount", is(0));
        String late = booked(book(guest(key), "anna", TEN));
        cancel(guest(key), late)
                .then()
                .statusCode(200)
                .body("state", is("cancelled"))
                .body("cancellation.by", is("patient"))
                .body("cancellation.feeAmount", is(2500));
        hold(guest(newKey()), "anna", TEN).then().statusCode(201);
        cancel(guest(key), late).then().statusCode(409).body("type", is("/problems/appointment-state-conflict"));
    }

    @Test
    void whatTheClinicCallsOffCostsNothing() {
        String id = booked(book(guest(key), "anna", TEN));
        cancel(receptionist("north"), id)
                .then()
                .statusCode(200)
                .body("cancellation.by", is("clinic"))
                .body("cancellation.feeAmount", is(0));
    }

    private Response cancel(RequestSpecification caller, String id) {
        String tag =
                database.withHandle(handle -> handle.createQuery("SELECT version FROM appointment WHERE id = :id::uuid")
                        .bind("id", id)
                        .mapTo(String.class)
                        .one());
        return caller.header("If-Match", "\"" + tag + "\"")
                .body("{\"reason\":\"changed-plans\"}")
                .post(APPOINTMENTS + "/" + id + "/cancel");
    }

    @Test
    void everyoneSeesOnlyWhatConcernsThem() {
        String id = booked(book(guest(key), "anna", TEN));
        String path = APPOINTMENTS + "/" + id;
        guest(newKey()).get(path).then().statusCode(404);
        receptionist("south").get(path).then().statusCode(404);
        receptionist("north").get(path).then().statusCode(200).body("screening.blockedTechniques", hasSize(0));
        as(Tokens.role("practitioner").practitioner("anna")).get(path).then().statusCode(200);
        as(Tokens.role("practitioner").practitioner("ben")).get(path).then().statusCode(404);
        guest(key).get(path).then().statusCode(200).body("screening.blockedTechniques", nullValue());
        guest(key).get(APPOINTMENTS).then().statusCode(200).body("items.id", contains(id));
        guest(newKey()).get(APPOINTMENTS).then().statusCode(200).body("items", hasSize(0));
        assertThat(cancel(guest(newKey()), id).statusCode()).isEqualTo(404);
    }

    @Test
    void everyoneListsWhatConcernsThem() {
        RequestSpecification seller =
                as(Tokens.role("partner").partner("test-partner")).header("Idempotency-Key", newKey());
        String ofGuest = booked(book(guest(key), "anna", "2027-03-17T10:00:00+11:00"));
        String sold = booked(book(seller, "ben", "2027-03-17T11:00:00+11:00"));
        String ofDesk = booked(book(receptionist("north"), "anna", "2027-03-17T12:00:00+11:00"));
        String patient = receptionist("north").get(APPOINTMENTS + "/" + ofDesk).path("patientId");
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO patient_access (id, patient_id, subject, relation, scope, valid_from, verified_by)
                        VALUES (gen_random_uuid(), :patient::uuid, 'mum', 'parent', 'full', :from, 'test')
                        """)
                .bind("patient", patient)
                .bind("from", MONDAY_EIGHT.atOffset(ZoneOffset.UTC))
                .execute());
        String day = "?from=2027-03-17T00:00:00%2B11:00&to=2027-03-18T00:00:00%2B11:00";
        RequestSpecification ben = as(Tokens.role("practitioner").practitioner("ben"));
        RequestSpecification anna = as(Tokens.role("practitioner").practitioner("anna"));
        lists(guest(key), "", ofGuest);
        lists(as(Tokens.role("partner").partner("test-partner")), day, sold);
        lists(as(Tokens.role("patient").subject("mum")), "", ofDesk);
        lists(anna, day, ofGuest, ofDesk);
        lists(ben, day, sold);
        lists(receptionist("south"), day);
        lists(receptionist("north", "south"), day, ofGuest, sold, ofDesk);
        lists(receptionist("north"), day + "&practitioner=" + network.practitioner("ben"), sold);
        lists(receptionist("north"), "?patient=" + patient, ofDesk);
        lists(receptionist("north"), "?clinic=" + network.clinic("south"));
        lists(
                receptionist("north"),
                "?from=2027-03-17T10:30:00%2B11:00&to=2027-03-17T12:00:00%2B11:00&state=confirmed",
                sold);
    }

    @Test
    void whatIsToBeRebookedIsListed() {
        String flagged = booked(book(guest(key), "anna", "2027-03-18T10:00:00+11:00"));
        String stays = booked(book(guest(key), "ben", "2027-03-18T11:00:00+11:00"));
        receptionist("north")
                .body("""
                        {"from":"2027-03-18T08:00","until":"2027-03-18T18:00","reason":"leave","strandAppointments":true}""")
                .post("/booking/v1/practitioners/" + network.practitioner("anna") + "/time-off")
                .then()
                .statusCode(201)
                .body("rebookingNeeded.id", contains(flagged));
        String day = "?from=2027-03-18T00:00:00%2B11:00&to=2027-03-19T00:00:00%2B11:00";
        lists(receptionist("north"), day + "&rebookingNeeded=true&state=confirmed", flagged);
        lists(receptionist("north"), day + "&rebookingNeeded=false", stays);
        lists(receptionist("north"), day, flagged, stays);
        lists(receptionist("south"), day + "&rebookingNeeded=true");
        lists(guest(key), "?rebookingNeeded=true", flagged);
        receptionist("north")
                .get(APPOINTMENTS + "?rebookingNeeded=perhaps")
                .then()
                .statusCode(400)
                .body("type", is("/problems/invalid-parameter"));
    }

    private static void lists(RequestSpecification caller, String query, String... ids) {
        Response listed = caller.urlEncodingEnabled(false).get(APPOINTMENTS + query);
        assertThat(listed.statusCode()).isEqualTo(200);
        assertThat(listed.<List<String>>path("items.id")).containsExactly(ids);
    }

    @Test
    void listsArePagedInOrder() {
        for (String at : List.of("13:00", "10:00", "11:00", "12:00")) {
            book(guest(key), "anna", "2027-02-01T" + at + ":00+11:00").then().statusCode(201);
        }
        Response first = guest(key).get(APPOINTMENTS + "?limit=3");
        first.then().body("items", hasSize(3)).body("items[0].startsAt", is(TEN));
        String cursor = first.path("next");
        guest(key)
                .get(APPOINTMENTS + "?limit=3&cursor=" + cursor)
                .then()
                .body("items.startsAt", contains("2027-02-01T13:00:00+11:00"))
                .body("next", nullValue());
        guest(key).get(APPOINTMENTS + "?cursor=nonsense").then().statusCode(400);
        String farAway = Cursors.of("+300000-01-01T00:00:00Z", UUID.randomUUID());
        guest(key).get(APPOINTMENTS + "?cursor=" + farAway).then().statusCode(400);
        guest(key).get(APPOINTMENTS + "?state=sleeping").then().statusCode(400);
    }

    @Test
    void aPartnerSellsWhatIsAgreedAndSeesNoScreening() {
        RequestSpecification partner =
                as(Tokens.role("partner").partner("test-partner")).header("Idempotency-Key", newKey());
        String id = booked(partner.body(network.visit("chat", 30, "north", "anna", TEN, somebody()))
                .post(APPOINTMENTS));
        as(Tokens.role("partner").partner("test-partner"))
                .get(APPOINTMENTS + "/" + id)
                .then()
                .statusCode(200)
                .body("screening", nullValue())
                .body("bookedBy", is("partner"));
        as(Tokens.role("partner").partner("another").subject("another"))
                .get(APPOINTMENTS + "/" + id)
                .then()
                .statusCode(404);
        as(Tokens.role("partner").partner("test-partner"))
                .header("Idempotency-Key", newKey())
                .body(network.visit("assessment", 30, "north", "anna", "2027-02-01T11:00:00+11:00", somebody()))
                .post(APPOINTMENTS)
                .then()
                .statusCode(422)
                .body("reasons.code", contains("not-offered"));
    }

    @Test
    void theLeastBookedIsChosenWhenTheCallerDoesNotMind() {
        hold(guest(newKey()), "anna", TEN).then().statusCode(201);
        guest(key)
                .body("""
                        {"treatmentId":"%s","minutes":30,"clinicId":"%s","startsAt":"2027-02-01T12:00:00+11:00"}""".formatted(network.treatment("chat"), network.clinic("north")))
                .post(HOLDS)
                .then()
                .statusCode(201)
                .body("practitioner.code", is("ben"));
    }

    @Test
    void offeredTimesFitTheFiltersAndComeSoonestFirst() {
        guest(key)
                .get(
                        "/booking/v1/slots?treatment=chat&minutes=30&clinic=north&from=2027-02-01&to=2027-02-01&practitioner=anna")
                .then()
                .statusCode(200)
                .body("items[0].startsAt", is("2027-02-01T09:00:00+11:00"))
                .body("items.practitionerCode", everyItem(is("anna")))
                .body("items", hasSize(31));
        guest(key)
                .get("/booking/v1/slots?treatment=chat&minutes=30&from=2027-02-01&to=2027-02-01&language=vi&group=day")
                .then()
                .body("items.clinicCode", contains("north", "south"));
        guest(key)
                .get("/booking/v1/slots/next?treatment=chat&minutes=30")
                .then()
                .statusCode(200)
                .body("items.clinicCode", contains("north", "south"));
    }

    @ParameterizedTest
    @CsvSource({
        "treatment=chat, minutes",
        "treatment=none&minutes=30, treatment",
        "treatment=chat&minutes=31, minutes",
        "treatment=chat&minutes=30&clinic=none, clinic",
        "treatment=chat&minutes=30&from=2026-01-01, from",
        "treatment=chat&minutes=30&from=2027-02-02&to=2027-02-01, to",
        "treatment=chat&minutes=30&to=2027-09-01, to",
        "treatment=chat&minutes=30&near=here&within=3, near",
        "treatment=chat&minutes=30&near=-37.8%2C144.9, near",
        "treatment=chat&minutes=30&visitKind=first, visitKind",
    })
    void aSearchThatMakesNoSenseIsRefused(String query, String parameter) {
        given().urlEncodingEnabled(false)
                .get("/booking/v1/slots?" + query)
                .then()
                .statusCode(400)
                .body("type", is("/problems/invalid-parameter"))
                .body("errors[0].parameter", is(parameter));
    }

    @Test
    void aKeyBooksOnceHoweverOftenItIsSent() {
        String body = network.visit("chat", 30, "north", "anna", TEN, somebody());
        String first =
                booked(guest(key).header("Idempotency-Key", "k1").body(body).post(APPOINTMENTS));
        String again =
                booked(guest(key).header("Idempotency-Key", "k1").body(body).post(APPOINTMENTS));
        assertThat(again).isEqualTo(first);
        guest(key)
                .header("Idempotency-Key", "k1")
                .body(network.visit("chat", 30, "north", "ben", TEN, somebody()))
                .post(APPOINTMENTS)
                .then()
                .statusCode(422)
                .body("type", is("/problems/idempotency-key-reused"));
    }

    private List<String> eventsOf(String id) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT type FROM event WHERE appointment_id = :id::uuid ORDER BY version")
                        .bind("id", id)
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void namingThePatientAndExtendingInOneGoWritesAnEventForEachVersion() {
        Response held = hold(guest(key), "anna", TEN);
        String patient = booked(guest(key).body("""
                        {"givenName":"Mia","familyName":"Nguyen","dateOfBirth":"1988-04-12","language":"en",
                         "interpreter":false,"zone":"Australia/Melbourne","email":"mia@example.org"}""").post("/booking/v1/patients"));
        guest(key)
                .header("If-Match", held.header("ETag"))
                .body("{\"patientId\":\"" + patient + "\",\"extend\":true}")
                .patch(HOLDS + "/" + held.path("id"))
                .then()
                .statusCode(200)
                .header("ETag", is("\"3\""));
        List<Integer> versions = database.withHandle(handle -> handle.createQuery(
                        "SELECT version FROM event WHERE appointment_id = :hold::uuid ORDER BY seq")
                .bind("hold", held.<String>path("id"))
                .mapTo(Integer.class)
                .list());
        assertThat(versions).containsExactly(1, 2, 3);
    }
}
