package network.physio.booking.availability;

import static network.physio.booking.TestNetwork.as;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import network.physio.booking.TestNetwork;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import network.physio.test.Tokens;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The picture in memory that was kept current through changes equals one that is laid out anew from the tables. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class PictureTest {

    @Inject
    TestNetwork network;

    @Inject
    PictureCheck check;

    @Inject
    SettableClock clock;

    @Inject
    Jdbi database;

    @BeforeEach
    void emptyDiaries() {
        network.fresh();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void keptCurrentEqualsLaidOutAnew(int seed) {
        Random random = new Random(seed);
        List<String> holds = new ArrayList<>();
        for (int step = 0; step < 40; step++) {
            change(random, holds);
            if (step % 10 == 9) {
                check.equalsTheTables();
            }
        }
    }

    private void change(Random random, List<String> holds) {
        String start = LocalDate.of(2027, 2, 2).plusDays(random.nextInt(3))
                + "T%02d:%02d:00+11:00".formatted(9 + random.nextInt(7), 15 * random.nextInt(4));
        String who = random.nextBoolean() ? "anna" : "ben";
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                Response held = receptionist("north", "south")
                        .body(network.visit(
                                "chat",
                                30,
                                who.equals("anna") && random.nextBoolean() ? "south" : "north",
                                who,
                                start,
                                ""))
                        .post("/booking/v1/holds");
                if (held.statusCode() == 201) {
                    holds.add(held.path("id"));
                }
            }
            case 3 -> {
                if (!holds.isEmpty()) {
                    receptionist("north", "south")
                            .delete("/booking/v1/holds/" + holds.remove(random.nextInt(holds.size())));
                }
            }
            case 4 -> clock.advance(Duration.ofMinutes(random.nextInt(8)));
            case 5 ->
                receptionist("north")
                        .body("{\"from\":\"%s\",\"until\":\"%s\",\"reason\":\"leave\",\"strandAppointments\":true}"
                                .formatted(start.substring(0, 19), start.substring(0, 11) + "17:30:00"))
                        .post("/booking/v1/practitioners/" + network.practitioner(who) + "/time-off");
            case 6 ->
                receptionist("north")
                        .body("{\"from\":\"%s\",\"until\":\"%s\",\"reason\":\"test\",\"strandAppointments\":true}"
                                .formatted(start.substring(0, 19), start.substring(0, 11) + "17:30:00"))
                        .post("/booking/v1/clinics/" + network.clinic("north") + "/closures");
            case 7 -> offersNothing(who, random.nextBoolean() ? "north" : "south");
            case 8 -> offersAdvice(who, random.nextBoolean() ? "north" : "south");
            default ->
                guest(newKey())
                        .body(network.visit("chat", 30, "north", who, start, ""))
                        .post("/booking/v1/holds");
        }
    }

    @Test
    void whoOffersSomethingAgainIsLaidOutWithWhatTheyWereGivenMeanwhile() {
        offersNothing("ben", "north");
        network.settled();
        as(Tokens.role("network-admin"))
                .body("{\"from\":\"2027-02-10T09:00\",\"until\":\"2027-02-10T12:00\",\"reason\":\"training\"}")
                .post("/booking/v1/practitioners/" + network.practitioner("ben") + "/time-off")
                .then()
                .statusCode(201);
        network.settled();
        offersAdvice("ben", "north");
        check.equalsTheTables();
        Response slots = guest(newKey())
                .get("/booking/v1/slots?treatment=chat&minutes=30&clinic=north&practitioner=ben"
                        + "&from=2027-02-10&to=2027-02-10");
        slots.then().statusCode(200).body("items.startsAt", not(hasItem(startsWith("2027-02-10T10"))));
    }

    @Test
    void aRoomThatCanBeBookedAgainIsLaidOutWithWhatItWasGivenMeanwhile() {
        UUID room = database.withHandle(
                handle -> handle.createQuery("SELECT id FROM room WHERE clinic_id = :north AND code = 'room-2'")
                        .bind("north", network.clinic("north"))
                        .mapTo(UUID.class)
                        .one());
        String hold = TestNetwork.booked(guest(newKey())
                .body(network.visit("chat", 30, "north", "anna", "2027-02-03T10:00:00+11:00", ""))
                .post("/booking/v1/holds"));
        kindOfUnit(room, "overbook");
        network.settled();
        database.useHandle(handle ->
                handle.createUpdate("""
                        INSERT INTO claim (resource_id, unit, during, kind, appointment_id)
                        VALUES (:room, 0, '[2027-02-03 12:00+11, 2027-02-03 13:00+11)', 'appointment', :hold::uuid)
                        """).bind("room", room).bind("hold", hold).execute());
        network.settled();
        kindOfUnit(room, "normal");
        check.equalsTheTables();
    }

    private void kindOfUnit(UUID resource, String kind) {
        database.useHandle(handle -> handle.createUpdate(
                        "UPDATE resource_unit SET kind = :kind WHERE resource_id = :resource AND unit = 0")
                .bind("kind", kind)
                .bind("resource", resource)
                .execute());
    }

    private void offersNothing(String practitioner, String clinic) {
        database.useHandle(handle -> handle.createUpdate(
                        "DELETE FROM offering WHERE practitioner_id = :practitioner AND clinic_id = :clinic")
                .bind("practitioner", network.practitioner(practitioner))
                .bind("clinic", network.clinic(clinic))
                .execute());
    }

    private void offersAdvice(String practitioner, String clinic) {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO offering (id, practitioner_id, treatment_id, clinic_id, lengths, accepts_new_patients,
                                              bookable_by)
                        VALUES (gen_random_uuid(), :practitioner, :treatment, :clinic, '{30}', true,
                                '{public,partner,staff}')
                        ON CONFLICT DO NOTHING
                        """)
                .bind("practitioner", network.practitioner(practitioner))
                .bind("treatment", network.treatment("chat"))
                .bind("clinic", network.clinic(clinic))
                .execute());
    }

    /** Its time was asked for before it lapsed, and committed when it had: it is not known any more, and counts again. */
    @Test
    void aHoldThatIsExtendedInTimeAndCommittedLateCounts() {
        String hold = TestNetwork.booked(guest(newKey())
                .body(network.visit("chat", 30, "north", "anna", "2027-02-03T10:00:00+11:00", ""))
                .post("/booking/v1/holds"));
        clock.advance(Duration.ofMinutes(11));
        check.equalsTheTables();
        database.useHandle(handle -> handle.createUpdate(
                        "UPDATE appointment SET expires_at = expires_at + interval '10 minutes' WHERE id = :hold::uuid")
                .bind("hold", hold)
                .execute());
        check.equalsTheTables();
        guest(newKey())
                .get("/booking/v1/slots?treatment=chat&minutes=30&clinic=north&practitioner=anna"
                        + "&from=2027-02-03&to=2027-02-03")
                .then()
                .statusCode(200)
                .body("items.startsAt", not(hasItem(startsWith("2027-02-03T10:00"))));
    }

    @Test
    void whatIsWrittenPastTheApiIsSeenToo() {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO roster_exception (practitioner_id, clinic_id, day)
                        VALUES (:anna, :north, '2027-02-03')
                        """)
                .bind("anna", network.practitioner("anna"))
                .bind("north", network.clinic("north"))
                .execute());
        check.equalsTheTables();
    }
}
