package network.physio.booking.appointment;

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
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import network.physio.booking.TestNetwork;
import network.physio.booking.screening.Passes;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Staff squeeze a visit in: visible as such, with a reason, and only the practitioner is stretched. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class OverbookTest {

    private static final String OVERBOOK = ",\"overbook\":{\"reason\":\"urgent-need\",\"note\":\"Agreed by phone\"}";
    private static final String QUARTER_PAST = "2027-02-01T10:15:00+11:00";

    @Inject
    TestNetwork network;

    @Inject
    Passes passes;

    @Inject
    Visits visits;

    @Inject
    Jdbi database;

    private final String key = newKey();

    @BeforeEach
    void emptyDiaries() {
        network.fresh();
        passes.pulledAt(MONDAY_EIGHT);
    }

    private Response overbook(String startsAt) {
        return visits.chat(receptionist("north"), "anna", startsAt, OVERBOOK);
    }

    @Test
    void theOverlapIsClaimedOnAMarkedUnitAndTheRestAsUsual() {
        visits.ofGuest(key);
        visits.chat(receptionist("north"), "anna", QUARTER_PAST, "").then().statusCode(409);
        Response squeezed = overbook(QUARTER_PAST);
        squeezed.then()
                .statusCode(201)
                .body("overbooked", is(true))
                .body("visit.overbook.reason", is("urgent-need"))
                .body("visit.overbook.note", is("Agreed by phone"))
                .body("place.name", is("Room 2"));
        String id = booked(squeezed);
        assertThat(visits.claims(id, "practitioner", "anna")).containsExactly("1 10:15-10:30", "0 10:30-10:45");
        assertThat(visits.eventsOf(id)).containsExactly("appointment-booked", "appointment-overbooked");
        visits.chat(guest(newKey()), "anna", "2027-02-01T10:30:00+11:00", "")
                .then()
                .statusCode(409);
    }

    @Test
    void whatNeedsNoOverbookIsNone() {
        overbook(TEN).then().statusCode(201).body("overbooked", is(false));
    }

    @Test
    void nothingIsFreeUnderAnOverbookedVisitAlsoWhenTheOtherHasGone() {
        String first = visits.ofGuest(key);
        booked(overbook(TEN));
        visits.change(guest(key), first, "cancel", "{\"reason\":\"other\"}")
                .then()
                .statusCode(200);
        visits.chat(guest(newKey()), "anna", TEN, "").then().statusCode(409);
        guest(key)
                .get(
                        "/booking/v1/slots?treatment=chat&minutes=30&clinic=north&from=2027-02-01&to=2027-02-01&practitioner=anna")
                .then()
                .body("items.startsAt", not(hasItem(TEN)));
    }

    @Test
    void roomsAreNeverOverbooked() {
        visits.ofGuest(key);
        visits.chat(guest(newKey()), "ben", TEN, "").then().statusCode(201);
        overbook(TEN).then().statusCode(409).body("reasons.code", contains("no-room-free"));
    }

    @Test
    void thePatientIsNeverOverbooked() {
        String first = visits.ofGuest(key);
        receptionist("north")
                .body(network.visit(
                        "chat",
                        30,
                        "north",
                        "anna",
                        QUARTER_PAST,
                        OVERBOOK + ",\"patientId\":\"" + visits.column(first, "patient_id") + "\""))
                .post(APPOINTMENTS)
                .then()
                .statusCode(409)
                .body("type", is("/problems/patient-busy"));
    }

    @Test
    void theRulesOfTheDiaryHoldAllTheSame() {
        overbook("2027-02-06T10:00:00+11:00").then().statusCode(422).body("reasons.code", hasItem("clinic-closed"));
    }

    @Test
    void theScreeningIsNeverOverbooked() {
        visits.ofGuest(key);
        receptionist("north")
                .body(network.visit("massage", 30, "north", "anna", TEN, OVERBOOK + somebody()))
                .post(APPOINTMENTS)
                .then()
                .statusCode(422)
                .body("type", is("/problems/screening-needed"));
    }

    @Test
    void nobodyIsBookedIntoALeave() {
        receptionist("north")
                .body("{\"from\":\"2027-02-01T09:00\",\"until\":\"2027-02-01T12:00\",\"reason\":\"leave\"}")
                .post("/booking/v1/practitioners/" + network.practitioner("anna") + "/time-off")
                .then()
                .statusCode(201);
        overbook(TEN).then().statusCode(409).body("reasons.code", contains("practitioner-taken"));
    }

    @Test
    void twoOverbooksAtOnceAreTheEnd() {
        visits.ofGuest(key);
        database.useHandle(handle -> handle.execute("DELETE FROM claim WHERE resource_id IN (SELECT id FROM room)"));
        overbook(TEN).then().statusCode(201);
        database.useHandle(handle -> handle.execute("DELETE FROM claim WHERE resource_id IN (SELECT id FROM room)"));
        overbook(TEN).then().statusCode(201);
        database.useHandle(handle -> handle.execute("DELETE FROM claim WHERE resource_id IN (SELECT id FROM room)"));
        overbook(TEN).then().statusCode(409).body("reasons.code", contains("practitioner-taken"));
    }

    @Test
    void manyOverbooksAtOnceTakeTheOneRoomThatIsLeft() throws Exception {
        visits.ofGuest(key);
        List<Callable<Integer>> attempts = IntStream.range(0, 6)
                .<Callable<Integer>>mapToObj(i -> () -> overbook(TEN).statusCode())
                .toList();
        try (var threads = Executors.newFixedThreadPool(6)) {
            List<Integer> statuses = new ArrayList<>();
            for (var attempt : threads.invokeAll(attempts)) {
                statuses.add(attempt.get());
            }
            assertThat(statuses).containsOnlyOnce(201).allMatch(status -> status == 201 || status == 409);
        }
    }

    @Test
    void onlyStaffOfTheClinicOverbook() {
        visits.ofGuest(key);
        visits.chat(guest(newKey()), "anna", TEN, OVERBOOK).then().statusCode(403);
        visits.chat(partner(), "anna", TEN, OVERBOOK).then().statusCode(403);
        visits.chat(receptionist("south"), "anna", TEN, OVERBOOK).then().statusCode(403);
        visits.chat(practitioner("ben"), "anna", TEN, OVERBOOK).then().statusCode(403);
        visits.chat(practitioner("anna"), "anna", TEN, OVERBOOK).then().statusCode(201);
    }

    @Test
    void anOverbookNamesWhomAndWhy() {
        receptionist("north")
                .body("""
                        {"treatmentId":"%s","minutes":30,"clinicId":"%s","startsAt":"%s"%s%s}""".formatted(network.treatment("chat"), network.clinic("north"), TEN, somebody(), OVERBOOK))
                .post(APPOINTMENTS)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/practitionerId"));
        visits.chat(receptionist("north"), "anna", TEN, ",\"overbook\":{}")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/overbook/reason"));
        visits.chat(
                        receptionist("north"),
                        "anna",
                        TEN,
                        ",\"overbook\":{\"reason\":\"other\",\"note\":\"" + "x".repeat(201) + "\"}")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/overbook/note"));
    }

    @Test
    void aMoveMayOverbookToo() {
        visits.ofGuest(key);
        String id = visits.ofGuest(newKey(), "2027-02-01T12:00:00+11:00");
        String anna = ",\"practitionerId\":\"" + network.practitioner("anna") + "\"";
        visits.move(receptionist("north"), id, TEN, anna).then().statusCode(409);
        visits.move(receptionist("north"), id, TEN, OVERBOOK)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/practitionerId"));
        visits.move(receptionist("north"), id, TEN, anna + OVERBOOK)
                .then()
                .statusCode(200)
                .body("overbooked", is(true));
        assertThat(visits.claims(id, "practitioner", "anna")).containsExactly("1 10:00-10:30");
        // Where it stays, it needs no other word: the overlap is there already.
        visits.move(receptionist("north"), id, TEN, ",\"roomId\":\"" + visits.room("room-2") + "\"")
                .then()
                .statusCode(200)
                .body("overbooked", is(true));
        visits.move(receptionist("north"), id, "2027-02-01T13:00:00+11:00", "")
                .then()
                .statusCode(200)
                .body("overbooked", is(false))
                .body("visit.overbook", nullValue());
        assertThat(visits.claims(id, "practitioner", "anna")).containsExactly("0 13:00-13:30");
    }

    @Test
    void guestsAreNotToldThatTheyWereSqueezedIn() {
        visits.ofGuest(key);
        String owner = newKey();
        String mine = visits.ofGuest(owner, "2027-02-01T13:00:00+11:00");
        visits.move(
                        receptionist("north"),
                        mine,
                        TEN,
                        ",\"practitionerId\":\"" + network.practitioner("anna") + "\"" + OVERBOOK)
                .then()
                .statusCode(200);
        guest(owner)
                .get(APPOINTMENTS + "/" + mine)
                .then()
                .body("overbooked", nullValue())
                .body("visit", nullValue());
        guest(owner)
                .get(APPOINTMENTS + "/" + mine + "/history")
                .then()
                .body("items.type", not(hasItem("appointment-overbooked")));
    }
}
