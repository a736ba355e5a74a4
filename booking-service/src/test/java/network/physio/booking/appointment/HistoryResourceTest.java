package network.physio.booking.appointment;

import static network.physio.booking.TestNetwork.MONDAY_EIGHT;
import static network.physio.booking.TestNetwork.booked;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static network.physio.booking.appointment.Visits.APPOINTMENTS;
import static network.physio.booking.appointment.Visits.practitioner;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import network.physio.booking.TestNetwork;
import network.physio.booking.screening.Passes;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The history of an appointment: whole, in order, and no more of it than the reader may know. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class HistoryResourceTest {

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

    private static String path(String id) {
        return APPOINTMENTS + "/" + id + "/history";
    }

    private String missed() {
        String id = visits.ofGuest(key);
        visits.move(guest(key), id, "2027-02-01T11:00:00+11:00", "").then().statusCode(200);
        clock.advance(Duration.ofHours(4));
        visits.change(receptionist("north"), id, "no-show", "{\"feeWaiver\":\"illness\"}")
                .then()
                .statusCode(200);
        visits.desk(id, "undo").then().statusCode(200);
        return id;
    }

    @Test
    void everyChangeStandsInOrderWithWhoMadeItAndWhatItWas() {
        String id = missed();
        receptionist("north")
                .get(path(id))
                .then()
                .statusCode(200)
                .body(
                        "items.type",
                        contains(
                                "appointment-booked",
                                "appointment-moved",
                                "appointment-missed",
                                "appointment-change-undone"))
                .body("items.by", contains("guest", "guest", "staff", "staff"))
                .body("items.version", contains(1, 2, 3, 4))
                .body("items[0].at", is("2027-02-01T08:00:00+11:00"))
                .body("items[0].actor", startsWith("guest:"))
                .body("items[1].details.changed", contains("start"))
                .body("items[1].details.fromStartsAt", is("2027-01-31T23:00:00Z"))
                .body("items[1].details.startsAt", is("2027-02-01T00:00:00Z"))
                .body("items[1].details.fromMinutes", is(30))
                .body("items[1].details.minutes", is(30))
                .body("items[1].details.feeAmount", is(2500))
                .body("items[2].details.feeWaiver", is("illness"))
                .body("items[3].details.undone", is("no-show"))
                .body("items[3].details.actedAs", nullValue());
    }

    @Test
    void whoeverOwnsItSeesWhatConcernsThemAndNoAccounts() {
        String id = missed();
        guest(key)
                .get(path(id))
                .then()
                .statusCode(200)
                .body("items", hasSize(4))
                .body("items.actor", everyItem(nullValue()))
                .body("items[1].details.feeAmount", is(2500))
                .body("items[2].details.feeWaiver", nullValue());
    }

    @Test
    void itIsReadByThoseWhoReadTheAppointment() {
        String id = visits.ofGuest(key);
        guest(newKey()).get(path(id)).then().statusCode(404);
        receptionist("south").get(path(id)).then().statusCode(404);
        practitioner("ben").get(path(id)).then().statusCode(404);
        practitioner("anna").get(path(id)).then().statusCode(200);
        Visits.partner().get(path(id)).then().statusCode(404);
    }

    @Test
    void aPartnerReadsNothingOfScreening() {
        String id = booked(visits.chat(Visits.partner(), "anna", Visits.TEN, ""));
        database.useHandle(handle -> handle.execute("""
                INSERT INTO event (id, at, type, appointment_id, version, clinic_id, practitioner_id, actor, details)
                SELECT gen_random_uuid(), created_at, 'appointment-screened', id, 1, clinic_id, practitioner_id, 'user:desk', '{}'
                  FROM appointment WHERE id = ?
                """, UUID.fromString(id)));
        receptionist("north")
                .get(path(id))
                .then()
                .body("items.type", contains("appointment-booked", "appointment-screened"));
        Visits.partner().get(path(id)).then().statusCode(200).body("items.type", contains("appointment-booked"));
    }

    @Test
    void itIsPaged() {
        String id = missed();
        String next = receptionist("north").get(path(id) + "?limit=3").path("next");
        receptionist("north")
                .get(path(id) + "?limit=3&cursor=" + next)
                .then()
                .body("items.type", contains("appointment-change-undone"))
                .body("next", nullValue());
        receptionist("north").get(path(id) + "?cursor=nonsense").then().statusCode(400);
    }
}
