package network.physio.booking.availability;

import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;

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
import network.physio.booking.TestNetwork;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
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
        switch (random.nextInt(8)) {
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
            default ->
                guest(newKey())
                        .body(network.visit("chat", 30, "north", who, start, ""))
                        .post("/booking/v1/holds");
        }
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
