package network.physio.booking.session;

import static io.restassured.RestAssured.given;
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
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import network.physio.booking.TestNetwork;
import network.physio.booking.availability.PictureCheck;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import network.physio.test.Tokens;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scheduling, reading, changing and calling off group sessions, as front desks do it over HTTP. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class SessionResourceTest {

    private static final String APPOINTMENTS = "/booking/v1/appointments";
    private static final String NINE = "2027-02-02T09:00:00+11:00";
    private static final String LOCAL_NINE = "2027-02-02T09:00";

    @Inject
    TestNetwork network;

    @Inject
    GroupNetwork groupNetwork;

    @Inject
    PictureCheck pictureCheck;

    @Inject
    SettableClock clock;

    @Inject
    Jdbi database;

    private GroupNetwork.Loaded clinic;

    @BeforeEach
    void twoPhysiotherapistsAndOneRoom() {
        network.fresh();
        clinic = groupNetwork.load();
    }

    private static Response appointment(String id, String key) {
        return guest(key).get(APPOINTMENTS + "/" + id);
    }

    private List<String> eventsOf(String type) {
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT details->>'sessionId' FROM event WHERE type = :type AND clinic_id = :clinic ORDER BY seq")
                .bind("type", type)
                .bind("clinic", clinic.studio())
                .mapTo(String.class)
                .list());
    }

    @Test
    void aClinicSchedulesOneSession() {
        Response made = clinic.schedule(clinic.pia(), LOCAL_NINE);
        String id = made.path("sessions[0].id");
        made.then()
                .statusCode(201)
                .header("Location", endsWith(clinic.sessions() + "/" + id))
                .body("refused", empty())
                .body("sessions", hasSize(1))
                .body("sessions[0].state", is("scheduled"))
                .body("sessions[0].practitioner.id", is(clinic.pia().toString()))
                .body("sessions[0].roomId", is(clinic.studioRoom().toString()))
                .body("sessions[0].startsAt", is(NINE))
                .body("sessions[0].endsAt", is("2027-02-02T09:45:00+11:00"))
                .body("sessions[0].capacity", is(3))
                .body("sessions[0].seatsLeft", is(3));
        clinic.read(id).then().statusCode(200).body("id", is(id)).body("rebookingNeeded", is(false));
        assertThat(eventsOf("session-scheduled")).containsExactly(id);
    }

    @Test
    void onlyTheFrontDeskOfTheClinicSchedules() {
        String body = clinic.classes(clinic.pia(), "", LOCAL_NINE);
        guest(newKey()).body(body).post(clinic.sessions()).then().statusCode(401);
        as(Tokens.role("patient")).body(body).post(clinic.sessions()).then().statusCode(403);
        as(Tokens.role("practitioner").practitioner("pia-" + clinic.tag()))
                .body(body)
                .post(clinic.sessions())
                .then()
                .statusCode(403);
        clinic.partner()
                .header("Idempotency-Key", newKey())
                .body(body)
                .post(clinic.sessions())
                .then()
                .statusCode(403);
        clinic.annexDesk().body(body).post(clinic.sessions()).then().statusCode(404);
        String id = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        clinic.annexDesk().get(clinic.sessions()).then().statusCode(404);
        clinic.annexDesk().get(clinic.sessions() + "/" + id).then().statusCode(404);
        clinic.annexDesk()
                .header("If-Match", "\"1\"")
                .body("{\"capacity\":2}")
                .patch(clinic.sessions() + "/" + id)
                .then()
                .statusCode(404);
        clinic.annexDesk()
                .header("If-Match", "\"1\"")
                .body("{\"reason\":\"other\"}")
                .post(clinic.sessions() + "/" + id + "/cancel")
                .then()
                .statusCode(404);
        receptionist("annex-" + clinic.tag())
                .get("/booking/v1/clinics/" + clinic.annex() + "/sessions/" + id)
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        "2027-01-29T10:00, in-the-past",
        "2027-02-02T10:02, off-grid",
        "2027-02-02T07:30, clinic-closed",
        "2027-02-02T19:30, outside-roster",
        "2027-02-06T10:00, clinic-closed",
    })
    void aSessionStandsByTheRulesOfAnyVisit(String start, String reason) {
        clinic.schedule(clinic.pia(), start)
                .then()
                .statusCode(409)
                .body("type", is("/problems/sessions-not-scheduled"))
                .body("sessions", hasSize(1))
                .body("sessions[0].reasons.code", hasItem(reason));
    }

    @Test
    void whatHasAnotherUseOfThePractitionerIsRefused() {
        String talk = clinic.own(clinic.studio(), clinic.pia(), NINE, somebody());
        booked(guest(newKey()).body(talk).post(APPOINTMENTS));
        clinic.schedule(clinic.pia(), LOCAL_NINE)
                .then()
                .statusCode(409)
                .body("sessions[0].reasons.code", contains("practitioner-taken"));
        clinic.schedule(clinic.paul(), LOCAL_NINE).then().statusCode(201);
    }

    @Test
    void membersThatDoNotGoTogetherAreRefused() {
        String weekly =
                ",\"weekly\":{\"days\":[\"mon\"],\"at\":\"09:00\",\"from\":\"2027-02-02\",\"until\":\"2027-03-02\"}";
        refused(clinic.classes(clinic.pia(), weekly, LOCAL_NINE), "#/starts");
        refused(clinic.classes(clinic.pia(), ",\"capacity\":4", LOCAL_NINE), "#/capacity");
        refused(clinic.classes(clinic.pia(), ",\"roomId\":\"" + UUID.randomUUID() + "\"", LOCAL_NINE), "#/roomId");
        refused(clinic.classes(clinic.pia(), "", "2027-02-03T09:00", LOCAL_NINE), "#/starts/1");
        refused(clinic.classes(clinic.pia(), "", "2027-10-03T02:30"), "#/starts/0");
        refused(
                clinic.classes(clinic.pia(), "", LOCAL_NINE)
                        .replace(clinic.lesson().toString(), clinic.chat().toString()),
                "#/treatmentId");
    }

    private void refused(String body, String pointer) {
        clinic.desk()
                .body(body)
                .post(clinic.sessions())
                .then()
                .statusCode(422)
                .body("type", is("/problems/invalid-request"))
                .body("errors.pointer", hasItem(pointer));
    }

    @Test
    void allOrNothingSchedulesNone() {
        clinic.oneClass(clinic.paul(), "2027-02-03T09:00");
        clinic.schedule(clinic.pia(), LOCAL_NINE, "2027-02-03T09:00", "2027-02-04T09:00")
                .then()
                .statusCode(409)
                .body("sessions", hasSize(1))
                .body("sessions[0].startsAt", is("2027-02-03T09:00:00+11:00"))
                .body("sessions[0].reasons.code", contains("no-room-free"));
        clinic.desk().get(clinic.sessions()).then().body("items", hasSize(1));
    }

    @Test
    void eachSchedulesThoseThatCanBe() {
        clinic.oneClass(clinic.paul(), "2027-02-03T09:00");
        clinic.desk()
                .body(clinic.classes(
                        clinic.pia(), ",\"mode\":\"each\"", LOCAL_NINE, "2027-02-03T09:00", "2027-02-04T09:00"))
                .post(clinic.sessions())
                .then()
                .statusCode(201)
                .header("Location", endsWith("/sessions"))
                .body("sessions.startsAt", contains(NINE, "2027-02-04T09:00:00+11:00"))
                .body("refused.startsAt", contains("2027-02-03T09:00:00+11:00"));
        pictureCheck.equalsTheTables();
    }

    @Test
    void aWeeklyPatternKeepsItsLocalTimeOverAChangeOfTheClock() {
        clinic.desk()
                .body("""
                        {"treatmentId":"%s","minutes":45,"practitionerId":"%s","capacity":2,
                         "weekly":{"days":["mon","thu"],"at":"18:00","from":"2027-03-29","until":"2027-04-08"}}""".formatted(clinic.lesson(), clinic.pia()))
                .post(clinic.sessions())
                .then()
                .statusCode(201)
                .body(
                        "sessions.startsAt",
                        contains(
                                "2027-03-29T18:00:00+11:00",
                                "2027-04-01T18:00:00+11:00",
                                "2027-04-05T18:00:00+10:00",
                                "2027-04-08T18:00:00+10:00"))
                .body("sessions.capacity", everyItem(is(2)));
    }

    @Test
    void aRequestRepeatedWithItsKeySchedulesOnce() {
        String key = newKey();
        String body = clinic.classes(clinic.pia(), "", LOCAL_NINE);
        String first = clinic.desk()
                .header("Idempotency-Key", key)
                .body(body)
                .post(clinic.sessions())
                .then()
                .statusCode(201)
                .extract()
                .path("sessions[0].id");
        clinic.desk()
                .header("Idempotency-Key", key)
                .body(body)
                .post(clinic.sessions())
                .then()
                .statusCode(201)
                .body("sessions[0].id", is(first));
        clinic.desk().get(clinic.sessions()).then().body("items", hasSize(1));
    }

    @Test
    void theListIsPagedAndNarrowed() {
        clinic.schedule(clinic.pia(), LOCAL_NINE, "2027-02-03T09:00", "2027-02-04T09:00")
                .then()
                .statusCode(201);
        clinic.oneClass(clinic.paul(), "2027-02-05T09:00");
        Response first = clinic.desk().get(clinic.sessions() + "?limit=3");
        first.then().body("items", hasSize(3)).body("next", notNullValue());
        clinic.desk()
                .get(clinic.sessions() + "?limit=3&cursor=" + first.path("next"))
                .then()
                .body("items.startsAt", contains("2027-02-05T09:00:00+11:00"))
                .body("next", nullValue());
        clinic.desk()
                .get(clinic.sessions() + "?practitioner=" + clinic.paul())
                .then()
                .body("items", hasSize(1));
        clinic.desk().get(clinic.sessions() + "?state=cancelled").then().body("items", empty());
        clinic.desk().get(clinic.sessions() + "?state=gone").then().statusCode(400);
        clinic.desk().get(clinic.sessions() + "?cursor=x").then().statusCode(400);
    }

    @Test
    void aSeatTakenIsANewVersionOfTheSession() {
        String id = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        String before = clinic.read(id).header("ETag");
        clinic.desk()
                .header("If-None-Match", before)
                .get(clinic.sessions() + "/" + id)
                .then()
                .statusCode(304);
        clinic.bookAsSomebodyNew(NINE).then().statusCode(201);
        clinic.desk()
                .header("If-None-Match", before)
                .get(clinic.sessions() + "/" + id)
                .then()
                .statusCode(200)
                .body("seatsTaken", is(1));
    }

    @Test
    void fewerSeatsAreLeftButNeverFewerThanAreTaken() {
        String id = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        String key = newKey();
        String first = booked(clinic.book(guest(key), NINE));
        clinic.bookAsSomebodyNew(NINE).then().statusCode(201);
        clinic.bookAsSomebodyNew(NINE).then().statusCode(201);
        cancelAppointment(first, key);
        clinic.change(id, "{\"capacity\":1}")
                .then()
                .statusCode(409)
                .body("type", is("/problems/session-seats-taken"))
                .body("seatsTaken", is(2));
        // The first seat is free and goes; the second and third stay where they are.
        clinic.change(id, "{\"capacity\":2}")
                .then()
                .statusCode(200)
                .body("capacity", is(2))
                .body("seatsLeft", is(0));
        clinic.bookAsSomebodyNew(NINE).then().statusCode(409).body("reasons.code", contains("session-full"));
        clinic.change(id, "{\"capacity\":4}").then().statusCode(422);
        clinic.change(id, "{\"capacity\":3}").then().statusCode(200).body("seatsLeft", is(1));
        clinic.bookAsSomebodyNew(NINE).then().statusCode(201);
        pictureCheck.equalsTheTables();
    }

    private static void cancelAppointment(String id, String key) {
        guest(key)
                .header("If-Match", appointment(id, key).header("ETag"))
                .body("{\"reason\":\"changed-plans\"}")
                .post(APPOINTMENTS + "/" + id + "/cancel")
                .then()
                .statusCode(200);
    }

    @Test
    void aChangeNeedsTheVersionThatWasRead() {
        String id = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        String path = clinic.sessions() + "/" + id;
        clinic.desk().body("{\"capacity\":2}").patch(path).then().statusCode(428);
        clinic.desk()
                .header("If-Match", "\"99\"")
                .body("{\"capacity\":2}")
                .patch(path)
                .then()
                .statusCode(412);
        clinic.desk()
                .body("{\"reason\":\"other\"}")
                .post(path + "/cancel")
                .then()
                .statusCode(428);
        clinic.change(id, "{}").then().statusCode(422).body("type", is("/problems/invalid-request"));
        clinic.desk()
                .header("If-Match", "\"1\"")
                .body("{\"capacity\":2}")
                .patch(clinic.sessions() + "/" + UUID.randomUUID())
                .then()
                .statusCode(404);
    }

    @Test
    void anotherPractitionerTakesASessionWithItsSeats() {
        String id = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        String key = newKey();
        String seat = booked(clinic.book(guest(key), NINE));
        clinic.change(id, "{\"practitionerId\":\"" + clinic.paul() + "\"}")
                .then()
                .statusCode(200)
                .body("practitioner.id", is(clinic.paul().toString()))
                .body("roomId", is(clinic.studioRoom().toString()))
                .body("seatsTaken", is(1));
        appointment(seat, key)
                .then()
                .body("practitioner.id", is(clinic.paul().toString()))
                .body("sessionId", is(id))
                .body("lateMoveFeeAmount", is(0));
        guest(newKey())
                .body(clinic.own(clinic.studio(), clinic.paul(), NINE, ""))
                .post("/booking/v1/holds")
                .then()
                .statusCode(409)
                .body("reasons.code", contains("practitioner-taken"));
        guest(newKey())
                .body(clinic.own(clinic.studio(), clinic.pia(), NINE, ""))
                .post("/booking/v1/holds")
                .then()
                .statusCode(201);
        assertThat(typesOf(seat)).containsExactly("appointment-booked", "appointment-moved");
        pictureCheck.equalsTheTables();
    }

    private List<String> typesOf(String appointment) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT type FROM event WHERE appointment_id = :id::uuid ORDER BY seq")
                        .bind("id", appointment)
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void aPractitionerWhoHasSomethingElseDoesNotTakeASession() {
        String id = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        booked(guest(newKey())
                .body(clinic.own(clinic.studio(), clinic.paul(), NINE, somebody()))
                .post(APPOINTMENTS));
        clinic.change(id, "{\"practitionerId\":\"" + clinic.paul() + "\"}")
                .then()
                .statusCode(409)
                .body("type", is("/problems/slot-taken"))
                .body("reasons.code", contains("practitioner-taken"));
        clinic.change(id, "{\"practitionerId\":\"" + UUID.randomUUID() + "\"}")
                .then()
                .statusCode(422)
                .body("reasons.code", contains("not-offered"));
        clinic.read(id).then().body("practitioner.id", is(clinic.pia().toString()));
    }

    @Test
    void aSessionMovesToAnotherRoomWithItsSeats() {
        UUID one = groupNetwork.room(clinic.annex(), "loft-1");
        UUID two = groupNetwork.room(clinic.annex(), "loft-2");
        String annex = "/booking/v1/clinics/" + clinic.annex() + "/sessions";
        String id = clinic.annexDesk()
                .body(clinic.classes(clinic.pia(), ",\"roomId\":\"" + one + "\"", LOCAL_NINE))
                .post(annex)
                .then()
                .statusCode(201)
                .extract()
                .path("sessions[0].id");
        String key = newKey();
        String seat = booked(guest(key)
                .body(clinic.seat(NINE, somebody())
                        .replace(clinic.studio().toString(), clinic.annex().toString()))
                .post(APPOINTMENTS));
        clinic.annexDesk()
                .header("If-Match", clinic.annexDesk().get(annex + "/" + id).header("ETag"))
                .body("{\"roomId\":\"" + two + "\"}")
                .patch(annex + "/" + id)
                .then()
                .statusCode(200)
                .body("roomId", is(two.toString()));
        appointment(seat, key).then().body("place.roomId", is(two.toString()));
        clinic.annexDesk()
                .body(clinic.classes(clinic.paul(), ",\"roomId\":\"" + one + "\"", LOCAL_NINE))
                .post(annex)
                .then()
                .statusCode(201);
    }

    @Test
    void callingASessionOffCallsOffEachSeatWithoutAFee() {
        String id = clinic.oneClass(clinic.pia(), "2027-02-01T12:00");
        String noon = "2027-02-01T12:00:00+11:00";
        String key = newKey();
        String seat = booked(clinic.book(guest(key), noon));
        String holder = newKey();
        String hold = booked(guest(holder).body(clinic.seat(noon, "")).post("/booking/v1/holds"));
        clinic.cancel(id).then().statusCode(200).body("state", is("cancelled")).body("seatsTaken", is(0));
        // Hours before it: the patient's own cancellation would cost half the price.
        appointment(seat, key)
                .then()
                .body("state", is("cancelled"))
                .body("cancellation.by", is("clinic"))
                .body("cancellation.feeAmount", is(0));
        guest(holder)
                .body("{\"holdId\":\"" + hold + "\"" + somebody() + "}")
                .post(APPOINTMENTS)
                .then()
                .statusCode(410);
        assertThat(typesOf(seat)).containsExactly("appointment-booked", "appointment-cancelled");
        clinic.slots().then().body("items", empty());
        guest(newKey())
                .body(clinic.own(clinic.studio(), clinic.pia(), noon, ""))
                .post("/booking/v1/holds")
                .then()
                .statusCode(201);
        clinic.cancel(id).then().statusCode(409).body("type", is("/problems/session-state-conflict"));
        clinic.change(id, "{\"capacity\":2}").then().statusCode(409);
        pictureCheck.equalsTheTables();
    }

    @Test
    void aSessionToWhichSomebodyHasComeIsNotCalledOff() {
        String id = clinic.oneClass(clinic.pia(), "2027-02-01T10:00");
        String key = newKey();
        String seat = booked(clinic.book(guest(key), "2027-02-01T10:00:00+11:00"));
        clock.setTo(Instant.parse("2027-01-31T22:58:00Z"));
        clinic.desk()
                .header("If-Match", clinic.desk().get(APPOINTMENTS + "/" + seat).header("ETag"))
                .post(APPOINTMENTS + "/" + seat + "/arrive")
                .then()
                .statusCode(200);
        clinic.cancel(id).then().statusCode(409).body("type", is("/problems/session-state-conflict"));
        clock.advance(Duration.ofHours(2));
        clinic.change(id, "{\"capacity\":2}").then().statusCode(409);
    }

    @Test
    void theDayShowsTheSessionAndItsSeats() {
        String id = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        clinic.bookAsSomebodyNew(NINE).then().statusCode(201);
        clinic.desk()
                .get("/booking/v1/clinics/" + clinic.studio() + "/days/2027-02-02")
                .then()
                .statusCode(200)
                .body("practitioners.sessions.flatten().id", contains(id))
                .body("practitioners.sessions.flatten().seatsTaken", contains(1))
                .body("practitioners.appointments.flatten().sessionId", contains(id))
                .body("rooms.find { it.code == 'hall' }.taken.sessionId", contains(id));
    }

    @Test
    void withoutTheRoleNobodyReadsSessions() {
        given().get(clinic.sessions()).then().statusCode(401);
        as(Tokens.role("network-admin")).get(clinic.sessions()).then().statusCode(403);
    }
}
