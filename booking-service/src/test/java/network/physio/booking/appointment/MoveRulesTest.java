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
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import network.physio.booking.TestNetwork;
import network.physio.booking.screening.Passes;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a move costs, and what may change without moving. Booked at 8 for 10, every move is late; the policy asks for half. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class MoveRulesTest {

    private static final String NEXT_WEEK = "2027-02-08T10:00:00+11:00";
    private static final String CHANGED_PLANS = "{\"reason\":\"changed-plans\"}";

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

    @Test
    void aMoveInTimeIsFree() {
        String id = visits.ofGuest(key, "2027-02-03T10:00:00+11:00");
        visits.move(guest(key), id, NEXT_WEEK, "").then().statusCode(200).body("lateMoveFeeAmount", is(0));
    }

    @Test
    void aLateMoveCostsWhatALateCancellationDoesAndIsNotCancelledAway() {
        String id = visits.ofGuest(key);
        visits.move(guest(key), id, NEXT_WEEK, "").then().statusCode(200).body("lateMoveFeeAmount", is(2500));
        visits.change(guest(key), id, "cancel", CHANGED_PLANS)
                .then()
                .statusCode(200)
                .body("cancellation.feeAmount", is(0))
                .body("lateMoveFeeAmount", is(2500));
    }

    @Test
    void whoDidNotComeDoesNotCancelTheFeeAway() {
        String byGuest = visits.ofGuest(key);
        String byPartner = booked(visits.chat(partner(), "ben", TEN, ""));
        clock.setTo(Instant.parse("2027-01-31T23:00:00Z"));
        for (Response refused : List.of(
                visits.change(guest(key), byGuest, "cancel", CHANGED_PLANS),
                visits.change(partner(), byPartner, "cancel", CHANGED_PLANS))) {
            refused.then().statusCode(409).body("type", is("/problems/appointment-begun"));
        }
        visits.desk(byGuest, "no-show").then().statusCode(200).body("noShow.feeAmount", is(5000));
        visits.change(receptionist("north"), byPartner, "cancel", CHANGED_PLANS)
                .then()
                .statusCode(200)
                .body("cancellation.by", is("clinic"));
    }

    @Test
    void allFeesTogetherAreNeverMoreThanTheVisit() {
        String id = visits.ofGuest(key);
        visits.move(guest(key), id, "2027-02-01T11:00:00+11:00", "").then().body("lateMoveFeeAmount", is(2500));
        visits.move(guest(key), id, "2027-02-01T12:00:00+11:00", "").then().body("lateMoveFeeAmount", is(5000));
        visits.move(guest(key), id, "2027-02-01T13:00:00+11:00", "").then().body("lateMoveFeeAmount", is(5000));
        clock.advance(Duration.ofHours(6));
        visits.desk(id, "no-show").then().statusCode(200).body("noShow.feeAmount", is(0));
    }

    @Test
    void aPartnersLateMoveCostsTheSame() {
        String id = booked(visits.chat(partner(), "anna", TEN, ""));
        visits.move(partner(), id, NEXT_WEEK, "").then().statusCode(200).body("lateMoveFeeAmount", is(2500));
    }

    @Test
    void whatTheClinicMovesIsFreeUnlessThePatientAskedAndThenItMayBeWaived() {
        String id = visits.ofGuest(key);
        visits.move(receptionist("north"), id, "2027-02-01T11:00:00+11:00", "")
                .then()
                .body("lateMoveFeeAmount", is(0));
        visits.move(
                        receptionist("north"),
                        id,
                        "2027-02-01T12:00:00+11:00",
                        ",\"askedByPatient\":true,\"feeWaiver\":\"illness\"")
                .then()
                .body("lateMoveFeeAmount", is(0));
        visits.move(receptionist("north"), id, NEXT_WEEK, ",\"askedByPatient\":true")
                .then()
                .body("lateMoveFeeAmount", is(2500));
    }

    @Test
    void theDeskLetsTheFeeOfALateCancellationGoAndSaysWhy() {
        String id = visits.ofGuest(key);
        String waived = "{\"reason\":\"unwell\",\"askedByPatient\":true,\"feeWaiver\":\"illness\"}";
        visits.change(guest(key), id, "cancel", waived).then().statusCode(403).body("type", is("/problems/forbidden"));
        visits.change(receptionist("north"), id, "cancel", waived)
                .then()
                .statusCode(200)
                .body("cancellation.by", is("patient"))
                .body("cancellation.feeAmount", is(0))
                .body("cancellation.feeWaiver", is("illness"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"askedByPatient\":true",
                ",\"feeWaiver\":\"illness\"",
            })
    void onlyStaffSpeakForThePatientOrWaive(String more) {
        String id = visits.ofGuest(key);
        visits.move(guest(key), id, NEXT_WEEK, more).then().statusCode(403).body("type", is("/problems/forbidden"));
    }

    @Test
    void whatTheClinicAskedToRebookMovesAndEndsFree() {
        String id = visits.ofGuest(key);
        visits.set(id, "rebooking_needed = true");
        visits.move(guest(key), id, "2027-02-01T12:00:00+11:00", "")
                .then()
                .statusCode(200)
                .body("lateMoveFeeAmount", is(0))
                .body("rebookingNeeded", is(false));
        visits.set(id, "rebooking_needed = true");
        visits.change(guest(key), id, "cancel", CHANGED_PLANS).then().body("cancellation.feeAmount", is(0));
    }

    @Test
    void anotherPractitionerAtTheSameTimeCostsNothingAndKeepsTheRoom() {
        String id = visits.ofGuest(key);
        visits.move(guest(key), id, TEN, ",\"practitionerId\":\"" + network.practitioner("ben") + "\"")
                .then()
                .statusCode(200)
                .body("practitioner.code", is("ben"))
                .body("startsAt", is(TEN))
                .body("place.name", is("Room 1"))
                .body("lateMoveFeeAmount", is(0));
        assertThat(visits.claims(id, "practitioner", "anna")).isEmpty();
        assertThat(visits.claims(id, "practitioner", "ben")).containsExactly("0 10:00-10:30");
        receptionist("north")
                .get(APPOINTMENTS + "/" + id + "/history")
                .then()
                .body("items[1].details.changed", contains("practitioner"));
    }

    @Test
    void theDeskChangesTheRoomAlsoWhenThePatientIsThere() {
        String id = visits.ofGuest(key);
        visits.desk(id, "arrive").then().statusCode(200);
        clock.advance(Duration.ofMinutes(125));
        String room = ",\"roomId\":\"" + visits.room("room-2") + "\"";
        visits.move(guest(key), id, TEN, room).then().statusCode(409);
        visits.move(receptionist("north"), id, TEN, room)
                .then()
                .statusCode(200)
                .body("state", is("arrived"))
                .body("place.name", is("Room 2"));
        assertThat(visits.claims(id, "room", "room-1")).isEmpty();
        visits.move(receptionist("north"), id, NEXT_WEEK, "")
                .then()
                .statusCode(409)
                .body("type", is("/problems/appointment-state-conflict"));
    }

    @Test
    void aRoomOfTheWrongKindIsRefusedBySayingSo() {
        String gym = "\"roomId\":\"" + visits.room("gym") + "\"";
        String id = visits.ofGuest(key);
        visits.move(receptionist("north"), id, TEN, "," + gym)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/roomId"))
                .body("errors[0].detail", is("is a room of another kind than the treatment needs"));
        visits.chat(guest(newKey()), "ben", TEN, "," + gym)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/roomId"));
    }

    @Test
    void anotherTierCostsWhatItCostsButNeverMoreWhereTheClinicChooses() {
        senior("ben", 6000);
        String toBen = ",\"practitionerId\":\"" + network.practitioner("ben") + "\"";
        String toAnna = ",\"practitionerId\":\"" + network.practitioner("anna") + "\"";
        String byGuest = visits.ofGuest(key);
        visits.move(guest(key), byGuest, TEN, toBen).then().statusCode(200).body("price.amount", is(6000));
        visits.move(receptionist("north"), byGuest, TEN, toAnna)
                .then()
                .statusCode(200)
                .body("price.amount", is(5000));
        visits.move(receptionist("north"), byGuest, TEN, toBen)
                .then()
                .statusCode(200)
                .body("price.amount", is(5000));
        visits.move(receptionist("north"), byGuest, TEN, toAnna + ",\"askedByPatient\":true")
                .then()
                .statusCode(200)
                .body("price.amount", is(5000));
        visits.move(receptionist("north"), byGuest, TEN, toBen + ",\"askedByPatient\":true")
                .then()
                .statusCode(200)
                .body("price.amount", is(6000));
    }

    /** From now on the practitioner's advice has this price. */
    private void senior(String practitioner, int amount) {
        database.useHandle(handle -> {
            handle.execute("""
                    INSERT INTO treatment_price (treatment_id, minutes, tier, amount, currency, tax_code)
                    SELECT treatment_id, minutes, 'senior', ?, currency, tax_code
                      FROM treatment_price WHERE treatment_id = ? AND tier <> 'senior'
                    """, amount, network.treatment("chat"));
            handle.execute(
                    "UPDATE offering SET tier = 'senior' WHERE practitioner_id = ? AND treatment_id = ?",
                    network.practitioner(practitioner),
                    network.treatment("chat"));
        });
        network.settled();
    }

    /** Reception has found out who the guest is: what else that person has is told to nobody who may not read the record. */
    @Test
    void whoeverMayNotReadThePatientDoesNotLearnWhenTheyAreBusy() {
        String id = visits.ofGuest(key);
        String patient = visits.column(id, "patient_id");
        receptionist("north")
                .header("If-Match", "\"1\"")
                .post("/booking/v1/patients/" + patient + "/confirm")
                .then()
                .statusCode(200);
        String others = "2027-02-02T11:00:00+11:00";
        booked(receptionist("north")
                .body(network.visit("chat", 30, "north", "ben", others, ",\"patientId\":\"" + patient + "\""))
                .post(APPOINTMENTS));
        visits.move(guest(key), id, others, "")
                .then()
                .statusCode(409)
                .body("type", is("/problems/slot-taken"))
                .body("reasons.code", contains("practitioner-taken"));
        visits.move(receptionist("north"), id, others, "").then().body("type", is("/problems/patient-busy"));
    }

    @Test
    void theSameLengthKeepsItsPriceAndAnotherCostsWhatItCostsNow() {
        String pass = Passes.clear(MONDAY_EIGHT).sign();
        String id = booked(guest(key)
                .body(network.visit(
                        "massage", 60, "north", "anna", TEN, somebody() + ",\"screeningPass\":\"" + pass + "\""))
                .post(APPOINTMENTS));
        visits.set(id, "price_amount = 11000");
        visits.move(receptionist("north"), id, "2027-02-01T11:00:00+11:00", "")
                .then()
                .statusCode(200)
                .body("price.amount", is(11000));
        visits.move(receptionist("north"), id, "2027-02-01T11:00:00+11:00", ",\"minutes\":30")
                .then()
                .statusCode(200)
                .body("price.amount", is(7000));
    }
}
