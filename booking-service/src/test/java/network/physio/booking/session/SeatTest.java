package network.physio.booking.session;

import static io.restassured.RestAssured.given;
import static network.physio.booking.TestNetwork.booked;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.somebody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import network.physio.booking.TestNetwork;
import network.physio.booking.availability.PictureCheck;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Seats in group sessions, through the same operations as any other time. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class SeatTest {

    private static final String APPOINTMENTS = "/booking/v1/appointments";
    private static final String HOLDS = "/booking/v1/holds";
    private static final String LOCAL_NINE = "2027-02-03T09:00";
    private static final String NINE = "2027-02-03T09:00:00+11:00";
    private static final String ELEVEN = "2027-02-03T11:00:00+11:00";

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
    private final String key = newKey();

    @BeforeEach
    void twoPhysiotherapistsAndOneRoom() {
        network.fresh();
        clinic = groupNetwork.load();
    }

    private Response hold(String startsAt) {
        return guest(newKey()).body(clinic.seat(startsAt, "")).post(HOLDS);
    }

    private void fill(String startsAt) {
        for (int seat = 0; seat < 3; seat++) {
            clinic.bookAsSomebodyNew(startsAt).then().statusCode(201);
        }
    }

    private static Response change(String appointment, String caller, String action, String body) {
        String path = APPOINTMENTS + "/" + appointment;
        return guest(caller)
                .header("If-Match", guest(caller).get(path).header("ETag"))
                .body(body)
                .post(path + "/" + action);
    }

    private static final String CHANGED_PLANS = "{\"reason\":\"changed-plans\"}";

    @Test
    void aHoldTakesASeatAndConfirmingKeepsIt() {
        String session = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        Response held = guest(key).body(clinic.seat(NINE, "")).post(HOLDS);
        held.then()
                .statusCode(201)
                .body("state", is("held"))
                .body("sessionId", is(session))
                .body("practitioner.id", is(clinic.pia().toString()))
                .body("place.roomId", is(clinic.studioRoom().toString()))
                .body("price.amount", is(3000));
        clinic.read(session).then().body("seatsTaken", is(1));
        guest(key)
                .body("{\"holdId\":\"" + held.path("id") + "\"" + somebody() + "}")
                .post(APPOINTMENTS)
                .then()
                .statusCode(201)
                .body("id", is(held.<String>path("id")))
                .body("state", is("confirmed"))
                .body("sessionId", is(session));
        clinic.read(session).then().body("seatsTaken", is(1));
        clinic.slots().then().body("items.seatsLeft", contains(2)).body("items.sessionId", contains(session));
    }

    @Test
    void aSeatWhoseHoldHasRunOutIsFreeAgainWithoutAnyJob() {
        clinic.oneClass(clinic.pia(), LOCAL_NINE);
        hold(NINE).then().statusCode(201);
        hold(NINE).then().statusCode(201);
        hold(NINE).then().statusCode(201);
        hold(NINE).then().statusCode(409).body("reasons.code", contains("session-full"));
        clinic.slots().then().body("items", empty());
        clock.advance(Duration.ofMinutes(10).plusSeconds(5));
        clinic.slots().then().body("items.seatsLeft", contains(3));
        fill(NINE);
        clinic.bookAsSomebodyNew(NINE).then().statusCode(409);
        pictureCheck.equalsTheTables();
    }

    @Test
    void aDeskListsWhoHasASeat() {
        String session = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        String one = booked(clinic.bookAsSomebodyNew(NINE));
        String other = booked(guest(key).body(clinic.seat(NINE, somebody())).post(APPOINTMENTS));
        clinic.oneClass(clinic.pia(), "2027-02-03T11:00");
        booked(clinic.bookAsSomebodyNew(ELEVEN));
        clinic.desk()
                .get(APPOINTMENTS + "?session=" + session)
                .then()
                .statusCode(200)
                .body("items.id", containsInAnyOrder(one, other));
        guest(key).get(APPOINTMENTS + "?session=" + session).then().body("items.id", contains(other));
        clinic.annexDesk().get(APPOINTMENTS + "?session=" + session).then().body("items", empty());
    }

    @Test
    void aReleasedHoldGivesItsSeatBack() {
        String session = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        String hold = booked(guest(key).body(clinic.seat(NINE, "")).post(HOLDS));
        guest(key).delete(HOLDS + "/" + hold).then().statusCode(204);
        clinic.read(session).then().body("seatsTaken", is(0));
    }

    @Test
    void aPatientTakesOneSeatInASession() {
        clinic.oneClass(clinic.pia(), LOCAL_NINE);
        String patient =
                clinic.book(guest(key), NINE).then().statusCode(201).extract().path("patientId");
        guest(key)
                .body(clinic.seat(NINE, ",\"patientId\":\"" + patient + "\""))
                .post(APPOINTMENTS)
                .then()
                .statusCode(409)
                .body("type", is("/problems/patient-busy"));
    }

    @Test
    void aSeatNeverOverlapsAnotherVisitOfThePatient() {
        clinic.oneClass(clinic.pia(), LOCAL_NINE);
        Response talk = guest(key)
                .body(clinic.own(clinic.studio(), clinic.paul(), "2027-02-03T09:30:00+11:00", somebody()))
                .post(APPOINTMENTS);
        String patient = talk.then().statusCode(201).extract().path("patientId");
        guest(key)
                .body(clinic.seat(NINE, ",\"patientId\":\"" + patient + "\""))
                .post(APPOINTMENTS)
                .then()
                .statusCode(409)
                .body("type", is("/problems/patient-busy"));
    }

    @Test
    void aTimeOfOnesOwnIsNeverOfferedForAGroupTreatment() {
        clinic.slots().then().statusCode(200).body("items", empty());
        guest(key)
                .body(clinic.seat(NINE, ",\"practitionerId\":\"" + clinic.pia() + "\""))
                .post(HOLDS)
                .then()
                .statusCode(422)
                .body("reasons.code", contains("no-session"));
        clinic.desk()
                .body(clinic.seat(NINE, somebody()))
                .post(APPOINTMENTS)
                .then()
                .statusCode(422)
                .body("reasons.code", contains("no-session"));
    }

    @Test
    void aSessionTakesTheTimeOfItsPractitioner() {
        clinic.oneClass(clinic.pia(), LOCAL_NINE);
        guest(key)
                .body(clinic.own(clinic.studio(), clinic.pia(), "2027-02-03T09:30:00+11:00", ""))
                .post(HOLDS)
                .then()
                .statusCode(409)
                .body("reasons.code", contains("practitioner-taken"));
    }

    @Test
    void theWayFromASessionToAnotherClinicIsKeptFree() {
        clinic.oneClass(clinic.pia(), LOCAL_NINE);
        String annexAtTen = clinic.own(clinic.annex(), clinic.pia(), "2027-02-03T10:00:00+11:00", "");
        guest(key)
                .body(annexAtTen)
                .post(HOLDS)
                .then()
                .statusCode(409)
                .body("reasons.code", contains("no-time-to-travel"));
        guest(key)
                .body(annexAtTen.replace("T10:00", "T10:15"))
                .post(HOLDS)
                .then()
                .statusCode(201);
        clinic.schedule(clinic.pia(), "2027-02-03T10:45")
                .then()
                .statusCode(409)
                .body("sessions[0].reasons.code", contains("no-time-to-travel"));
        clinic.schedule(clinic.pia(), "2027-02-03T11:15").then().statusCode(201);
    }

    @Test
    void checksSayWhichSessionAndWhyNot() {
        String session = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        clinic.bookAsSomebodyNew(NINE).then().statusCode(201);
        check(NINE)
                .then()
                .body("slots[0].bookable", is(true))
                .body("slots[0].slot.sessionId", is(session))
                .body("slots[0].slot.seatsLeft", is(2));
        check(ELEVEN).then().body("slots[0].bookable", is(false)).body("slots[0].reasons.code", contains("no-session"));
        clinic.bookAsSomebodyNew(NINE).then().statusCode(201);
        clinic.bookAsSomebodyNew(NINE).then().statusCode(201);
        check(NINE).then().body("slots[0].reasons.code", contains("session-full"));
    }

    private Response check(String startsAt) {
        return guest(key)
                .body("{\"slots\":[" + clinic.seat(startsAt, "") + "]}")
                .post("/booking/v1/slots/check");
    }

    @Test
    void theNextFreeSeatIsFoundPastFullSessions() {
        clinic.schedule(clinic.pia(), LOCAL_NINE, "2027-03-03T09:00").then().statusCode(201);
        fill(NINE);
        given().queryParam("treatment", "class-" + clinic.tag())
                .queryParam("minutes", 45)
                .get("/booking/v1/slots/next")
                .then()
                .body("items.startsAt", contains("2027-03-03T09:00:00+11:00"))
                .body("items.seatsLeft", contains(3));
    }

    @Test
    void timesOfOnesOwnNameNoSession() {
        given().queryParam("treatment", "talk-" + clinic.tag())
                .queryParam("minutes", 30)
                .queryParam("limit", 1)
                .get("/booking/v1/slots")
                .then()
                .body("items[0].sessionId", nullValue())
                .body("items[0].seatsLeft", nullValue());
    }

    @Test
    void aSeatMovesToAnotherSession() {
        String first = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        String second = clinic.oneClass(clinic.paul(), "2027-02-03T11:00");
        String seat = booked(clinic.book(guest(key), NINE));
        change(seat, key, "reschedule", "{\"startsAt\":\"2027-02-03T10:00:00+11:00\"}")
                .then()
                .statusCode(422)
                .body("reasons.code", contains("no-session"));
        change(
                        seat,
                        key,
                        "reschedule",
                        "{\"startsAt\":\"" + ELEVEN + "\",\"practitionerId\":\"" + clinic.paul() + "\"}")
                .then()
                .statusCode(200)
                .body("sessionId", is(second))
                .body("startsAt", is(ELEVEN));
        clinic.read(first).then().body("seatsTaken", is(0));
        clinic.read(second).then().body("seatsTaken", is(1));
        pictureCheck.equalsTheTables();
    }

    @Test
    void aFullSessionTakesNobodyFromAnother() {
        clinic.schedule(clinic.pia(), LOCAL_NINE, "2027-02-03T11:00").then().statusCode(201);
        fill(ELEVEN);
        String seat = booked(clinic.book(guest(key), NINE));
        change(seat, key, "reschedule", "{\"startsAt\":\"" + ELEVEN + "\"}")
                .then()
                .statusCode(409)
                .body("reasons.code", contains("session-full"));
        guest(key).get(APPOINTMENTS + "/" + seat).then().body("startsAt", is(NINE));
    }

    @Test
    void aCancellationIsTakenBackWhileASeatIsFree() {
        String session = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        String seat = booked(clinic.book(guest(key), NINE));
        change(seat, key, "cancel", CHANGED_PLANS).then().statusCode(200);
        undo(seat).then().statusCode(200).body("state", is("confirmed")).body("sessionId", is(session));
        clinic.read(session).then().body("seatsTaken", is(1));
        change(seat, key, "cancel", CHANGED_PLANS).then().statusCode(200);
        fill(NINE);
        undo(seat).then().statusCode(409).body("reasons.code", contains("session-full"));
    }

    @Test
    void aSeatOfACancelledSessionIsNotTakenBack() {
        String session = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        String seat = booked(clinic.book(guest(key), NINE));
        clinic.cancel(session).then().statusCode(200);
        undo(seat).then().statusCode(422).body("reasons.code", contains("no-session"));
    }

    private Response undo(String seat) {
        String path = APPOINTMENTS + "/" + seat;
        return clinic.desk()
                .header("If-Match", clinic.desk().get(path).header("ETag"))
                .post(path + "/undo");
    }

    @Test
    void aPartnerSellsSeatsInSessions() {
        clinic.oneClass(clinic.pia(), LOCAL_NINE);
        clinic.partner()
                .header("Idempotency-Key", newKey())
                .body(clinic.seat(NINE, somebody()))
                .post(APPOINTMENTS)
                .then()
                .statusCode(201)
                .body("bookedBy", is("partner"));
    }

    @Test
    void aSeriesTakesASeatInEachSession() {
        clinic.schedule(clinic.pia(), LOCAL_NINE, "2027-02-10T09:00", "2027-02-17T09:00")
                .then()
                .statusCode(201);
        guest(key)
                .body("""
                        {"treatmentId":"%s","minutes":45,"clinicId":"%s",
                         "pattern":{"startsAt":"2027-02-03T09:00","steps":[{"daysBetween":[7],"visits":3}]}%s}""".formatted(clinic.lesson(), clinic.studio(), somebody()))
                .post("/booking/v1/series")
                .then()
                .statusCode(201);
        clinic.slots().then().body("items.seatsLeft", everyItem(is(2))).body("items", hasSize(3));
    }

    @Test
    void timeOffLeavesNobodyInASessionUnnoticed() {
        String session = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        String seat = booked(clinic.book(guest(key), NINE));
        String body = "{\"from\":\"2027-02-03T08:00\",\"until\":\"2027-02-03T12:00\",\"reason\":\"training\"%s}";
        String path = "/booking/v1/practitioners/" + clinic.pia() + "/time-off";
        clinic.desk()
                .body(body.formatted(""))
                .post(path)
                .then()
                .statusCode(409)
                .body("type", is("/problems/would-strand-appointments"))
                .body("appointments.id", containsInAnyOrder(session, seat))
                .body("appointments.kind", containsInAnyOrder("session", "appointment"));
        clinic.desk()
                .body(body.formatted(",\"strandAppointments\":true"))
                .post(path)
                .then()
                .statusCode(201);
        clinic.read(session).then().body("rebookingNeeded", is(true));
        guest(key).get(APPOINTMENTS + "/" + seat).then().body("rebookingNeeded", is(true));
        clinic.slots().then().body("items", empty());
        clinic.bookAsSomebodyNew(NINE).then().statusCode(422).body("reasons.code", contains("no-session"));
        clinic.change(session, "{\"practitionerId\":\"" + clinic.paul() + "\"}")
                .then()
                .statusCode(200)
                .body("rebookingNeeded", is(false));
        guest(key)
                .get(APPOINTMENTS + "/" + seat)
                .then()
                .body("rebookingNeeded", is(false))
                .body("practitioner.id", is(clinic.paul().toString()));
        clinic.slots().then().body("items.seatsLeft", contains(2));
        pictureCheck.equalsTheTables();
    }

    @Test
    void timeOffGivenBackLetsASessionStandWithItsSeats() {
        String session = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        String seat = booked(clinic.book(guest(key), NINE));
        String timeOff = clinic.desk()
                .body("""
                        {"from":"2027-02-03T08:00","until":"2027-02-03T12:00","reason":"training","strandAppointments":true}""")
                .post("/booking/v1/practitioners/" + clinic.pia() + "/time-off")
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        clinic.desk()
                .delete(timeOff)
                .then()
                .statusCode(200)
                .body("standing.id", containsInAnyOrder(session, seat))
                .body("rebookingNeeded", empty());
        clinic.read(session)
                .then()
                .body("rebookingNeeded", is(false))
                .body("practitioner.id", is(clinic.pia().toString()));
        guest(key).get(APPOINTMENTS + "/" + seat).then().body("rebookingNeeded", is(false));
        clinic.slots().then().body("items.seatsLeft", contains(2));
        pictureCheck.equalsTheTables();
    }

    @Test
    void aClosureCoversSessionsToo() {
        String session = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        clinic.desk()
                .body("{\"from\":\"2027-02-03T08:00\",\"until\":\"2027-02-03T12:00\",\"reason\":\"Repairs\"}")
                .post("/booking/v1/clinics/" + clinic.studio() + "/closures")
                .then()
                .statusCode(409)
                .body("appointments.id", contains(session));
    }

    @Test
    void onASickDayASessionMovesAsOneWithItsSeats() {
        String session = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        String seat = booked(clinic.book(guest(key), NINE));
        String other = booked(clinic.book(guest(key), NINE));
        sick("2027-02-03")
                .then()
                .statusCode(201)
                .body("appointments.id", containsInAnyOrder(session, seat, other))
                .body("appointments.outcome", everyItem(is("moved")))
                .body("appointments.practitionerId", everyItem(is(clinic.paul().toString())));
        clinic.read(session)
                .then()
                .body("practitioner.id", is(clinic.paul().toString()))
                .body("seatsTaken", is(2));
        guest(key)
                .get(APPOINTMENTS + "/" + seat)
                .then()
                .body("practitioner.id", is(clinic.paul().toString()))
                .body("rebookingNeeded", is(false));
    }

    @Test
    void onASickDayASessionThatNobodyTakesStaysMarkedWithAllItsSeats() {
        String session = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        String seat = booked(clinic.book(guest(key), NINE));
        booked(guest(newKey())
                .body(clinic.own(clinic.studio(), clinic.paul(), NINE, somebody()))
                .post(APPOINTMENTS));
        sick("2027-02-03")
                .then()
                .statusCode(201)
                .body("appointments.id", containsInAnyOrder(session, seat))
                .body("appointments.outcome", everyItem(is("rebooking-needed")));
        clinic.read(session).then().body("rebookingNeeded", is(true));
        guest(key).get(APPOINTMENTS + "/" + seat).then().body("rebookingNeeded", is(true));
    }

    private Response sick(String day) {
        String path = "/booking/v1/practitioners/" + clinic.pia() + "/sick-days";
        String body = "{\"from\":\"%sT08:00\",\"until\":\"%sT20:00\",\"zone\":\"Australia/Melbourne\",\"apply\":%s}";
        String preview = clinic.bothDesks()
                .body(body.formatted(day, day, false))
                .post(path)
                .then()
                .statusCode(200)
                .extract()
                .path("preview");
        return clinic.bothDesks()
                .body(body.formatted(day, day, "true,\"preview\":\"" + preview + "\""))
                .post(path);
    }

    @Test
    void aNoShowKeepsItsSeatAndTheSession() {
        String session = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        String seat = booked(clinic.book(guest(key), NINE));
        clock.advance(Duration.ofHours(50));
        String path = APPOINTMENTS + "/" + seat;
        clinic.desk()
                .header("If-Match", clinic.desk().get(path).header("ETag"))
                .body("{}")
                .post(path + "/no-show")
                .then()
                .statusCode(200);
        clinic.desk()
                .get(clinic.sessions() + "?from=2027-02-01T00:00:00Z")
                .then()
                .body("items.id", contains(session))
                .body("items.state", contains("scheduled"));
    }

    @Test
    void theDatabaseItselfCountsTheSeats() {
        String session = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        fill(NINE);
        assertThatThrownBy(() -> sit(session, 0)).hasMessageContaining("claim_resource_id_unit_during_excl");
        assertThatThrownBy(() -> sit(session, 3)).hasMessageContaining("claim_resource_id_unit_fkey");
    }

    private void sit(String session, int unit) {
        database.useHandle(handle ->
                handle.createUpdate("""
                        INSERT INTO claim (resource_id, unit, during, kind, appointment_id)
                        SELECT id, :unit, tstzrange(starts_at, ends_at), 'appointment', id FROM session WHERE id = :id::uuid
                        """).bind("unit", unit).bind("id", session).execute());
    }

    @Test
    void theDiaryShowsAClassOnceHoweverManySitThere() {
        clinic.oneClass(clinic.pia(), LOCAL_NINE);
        clinic.bookAsSomebodyNew(NINE).then().statusCode(201);
        clinic.bookAsSomebodyNew(NINE).then().statusCode(201);
        String file = read(feed());
        assertThat(file.split("BEGIN:VEVENT", -1)).hasSize(2);
        assertThat(file).contains("DTSTART;TZID=Australia/Melbourne:20270203T090000");
    }

    @Test
    void changesOfAClassWithinOneSecondHaveGrowingSequences() {
        String session = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        String feed = feed();
        int scheduled = sequence(feed);
        clinic.change(session, "{\"capacity\":2}").then().statusCode(200);
        int changed = sequence(feed);
        clinic.cancel(session).then().statusCode(200);
        assertThat(changed).isGreaterThan(scheduled);
        assertThat(sequence(feed)).isGreaterThan(changed);
    }

    /** Address of the diary of Pia. */
    private String feed() {
        String address = clinic.bothDesks()
                .body("{\"label\":\"desk\"}")
                .post("/booking/v1/practitioners/" + clinic.pia() + "/calendar-feeds")
                .then()
                .statusCode(201)
                .extract()
                .path("address");
        return "/booking/v1/practitioners/" + clinic.pia() + "/calendar.ics?feed="
                + address.substring(address.indexOf('=') + 1);
    }

    private static String read(String feed) {
        return given().get(feed).then().statusCode(200).extract().asString();
    }

    private static int sequence(String feed) {
        return read(feed)
                .lines()
                .filter(line -> line.startsWith("SEQUENCE:"))
                .mapToInt(line -> Integer.parseInt(line.substring("SEQUENCE:".length())))
                .max()
                .orElseThrow();
    }

    @Test
    void theDeskReadsInTheChangesWhatHappenedToASession() {
        String start = clinic.desk().get("/booking/v1/changes?after=now").path("next");
        String session = clinic.oneClass(clinic.pia(), LOCAL_NINE);
        clinic.change(session, "{\"capacity\":2}").then().statusCode(200);
        clinic.cancel(session).then().statusCode(200);
        clinic.desk()
                .queryParam("after", start)
                .get("/booking/v1/changes")
                .then()
                .statusCode(200)
                .body("items.type", contains("session-scheduled", "session-changed", "session-cancelled"));
    }

    @Test
    void nobodySendsASeatToARoomOfTheirChoice() {
        clinic.oneClass(clinic.pia(), LOCAL_NINE);
        guest(key)
                .body(clinic.seat(NINE, ",\"roomId\":\"" + UUID.randomUUID() + "\""))
                .post(HOLDS)
                .then()
                .statusCode(422);
        guest(key)
                .body(clinic.seat(NINE, ",\"roomId\":\"" + clinic.studioRoom() + "\""))
                .post(HOLDS)
                .then()
                .statusCode(201);
    }
}
