package network.physio.booking.appointment;

import static io.restassured.RestAssured.given;
import static network.physio.booking.TestNetwork.MONDAY_EIGHT;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static network.physio.booking.appointment.Visits.APPOINTMENTS;
import static network.physio.booking.appointment.Visits.partner;
import static network.physio.booking.appointment.Visits.practitioner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import network.physio.booking.TestNetwork;
import network.physio.booking.screening.Passes;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody without an account manages one appointment by the link that was sent to them. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class ManageLinkTest {

    @Inject
    TestNetwork network;

    @Inject
    Passes passes;

    @Inject
    Visits visits;

    @Inject
    ManageLinks links;

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

    private static RequestSpecification holder(String token) {
        return given().contentType("application/json").header("Manage-Token", token);
    }

    private static Response make(RequestSpecification caller, String id) {
        return caller.post(APPOINTMENTS + "/" + id + "/manage-links");
    }

    private String link(String id) {
        return make(guest(key), id).then().statusCode(201).extract().path("token");
    }

    @Test
    void whoeverHoldsTheLinkReadsMovesAndCallsOffThisAppointment() {
        String id = visits.ofGuest(key, "2027-02-03T10:00:00+11:00");
        String token = link(id);
        holder(token)
                .get(APPOINTMENTS + "/" + id)
                .then()
                .statusCode(200)
                .header("ETag", is("\"1\""))
                .body("visit", nullValue())
                .body("screening.blockedTechniques", nullValue());
        visits.move(holder(token), id, "2027-02-04T10:00:00+11:00", "").then().statusCode(200);
        visits.change(holder(token), id, "cancel", "{\"reason\":\"changed-plans\"}")
                .then()
                .statusCode(200)
                .body("cancellation.by", is("patient"));
        receptionist("north")
                .get(APPOINTMENTS + "/" + id + "/history")
                .then()
                .body("items[2].type", is("appointment-moved"))
                .body("items[2].by", is("patient"))
                .body("items[2].actor", startsWith("manage-link:"));
    }

    @Test
    void theLinkOpensNothingElse() {
        String token = link(visits.ofGuest(key));
        String other = visits.ofGuest(key, "2027-02-01T12:00:00+11:00");
        holder(token).get(APPOINTMENTS + "/" + other).then().statusCode(404).body("type", is("/problems/not-found"));
        visits.move(holder(token), other, "2027-02-04T10:00:00+11:00", "")
                .then()
                .statusCode(404);
        visits.change(holder(token), other, "cancel", "{\"reason\":\"other\"}")
                .then()
                .statusCode(404);
        holder(token).get(APPOINTMENTS).then().statusCode(401);
    }

    @Test
    void aKeyBesideALinkIsTheLinksAndNeedsNoOtherHeader() {
        String id = visits.ofGuest(key, "2027-02-03T10:00:00+11:00");
        String one = link(id);
        String two = link(id);
        Response first = moved(one, id, "\"1\"");
        first.then().statusCode(200).header("ETag", is("\"2\""));
        Response again = moved(one, id, "\"1\"");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.asByteArray()).isEqualTo(first.asByteArray());
        moved(one, id, "\"2\"").then().statusCode(422).body("type", is("/problems/idempotency-key-reused"));
        moved(two, id, "\"1\"").then().statusCode(412);
        assertThat(visits.eventsOf(id)).containsOnlyOnce("appointment-moved");
        moved("x".repeat(43), id, "\"1\"").then().statusCode(404);
    }

    private static Response moved(String token, String id, String version) {
        return holder(token)
                .header("Idempotency-Key", "move")
                .header("If-Match", version)
                .body("{\"startsAt\":\"2027-02-04T10:00:00+11:00\"}")
                .post(APPOINTMENTS + "/" + id + "/reschedule");
    }

    @Test
    void theLinkMakesNoLinksAndTakesNoSteps() {
        String id = visits.ofGuest(key);
        String token = link(id);
        make(holder(token), id).then().statusCode(401);
        visits.change(holder(token), id, "arrive", "").then().statusCode(401);
        visits.move(holder(token), id, "2027-02-04T10:00:00+11:00", ",\"feeWaiver\":\"other\"")
                .then()
                .statusCode(403);
    }

    @Test
    void aTokenThatIsNoneOpensNothing() {
        String id = visits.ofGuest(key);
        holder("x".repeat(43)).get(APPOINTMENTS + "/" + id).then().statusCode(404);
        // Whoever may read it anyway still does.
        guest(key)
                .header("Manage-Token", "old")
                .get(APPOINTMENTS + "/" + id)
                .then()
                .statusCode(200);
    }

    @Test
    void aRevokedLinkOpensNothing() {
        String id = visits.ofGuest(key);
        Response made = make(guest(key), id);
        String token = made.path("token");
        String path = APPOINTMENTS + "/" + id + "/manage-links";
        guest(newKey()).delete(path + "/" + made.path("id")).then().statusCode(404);
        guest(key).delete(path + "/" + UUID.randomUUID()).then().statusCode(404);
        holder(token).get(APPOINTMENTS + "/" + id).then().statusCode(200);
        receptionist("north").delete(path + "/" + made.path("id")).then().statusCode(204);
        guest(key).delete(path + "/" + made.path("id")).then().statusCode(204);
        holder(token).get(APPOINTMENTS + "/" + id).then().statusCode(404);
        guest(key)
                .get(path)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].token", nullValue())
                .body("items[0].revokedAt", notNullValue());
        assertThat(visits.eventsOf(id))
                .containsExactly("appointment-booked", "manage-link-made", "manage-link-revoked");
    }

    @Test
    void theLinkEndsSomeHoursAfterTheVisitWhereverThatMoved() {
        String id = visits.ofGuest(key);
        Response made = make(guest(key), id);
        made.then().body("expiresAt", is("2027-02-01T22:30:00+11:00"));
        visits.move(receptionist("north"), id, "2027-02-02T10:00:00+11:00", "")
                .then()
                .statusCode(200);
        clock.advance(Duration.ofHours(38));
        holder(made.path("token")).get(APPOINTMENTS + "/" + id).then().statusCode(200);
        clock.advance(Duration.ofMinutes(30));
        holder(made.path("token")).get(APPOINTMENTS + "/" + id).then().statusCode(404);
    }

    @Test
    void theTokenIsKeptNowhere() {
        String id = visits.ofGuest(key);
        Response made = make(guest(key).header("Idempotency-Key", "link-" + id), id);
        String token = made.path("token");
        assertThat(token).matches("[A-Za-z0-9_-]{43}");
        made.then().body("fragment", is("appointment=" + id + "&token=" + token));
        make(guest(key).header("Idempotency-Key", "link-" + id), id)
                .then()
                .statusCode(201)
                .body("id", is(made.<String>path("id")))
                .body("token", nullValue());
        for (String rows : List.of(
                "SELECT t::text FROM manage_link t",
                "SELECT t::text FROM event t",
                "SELECT t::text FROM access_log t",
                "SELECT convert_from(body, 'UTF8') FROM answer WHERE body IS NOT NULL")) {
            List<String> kept = database.withHandle(
                    handle -> handle.createQuery(rows).mapTo(String.class).list());
            assertThat(kept).noneMatch(row -> row.contains(token));
        }
    }

    @Test
    void theOwnerTheClinicAndThePartnerWhoSoldItMakeLinks() {
        String id = visits.ofGuest(key);
        make(receptionist("north"), id).then().statusCode(201);
        make(practitioner("anna"), id).then().statusCode(201);
        make(guest(newKey()), id).then().statusCode(404);
        make(receptionist("south"), id).then().statusCode(404);
        make(practitioner("ben"), id).then().statusCode(404);
        make(partner(), id).then().statusCode(404);
        String sold = TestNetwork.booked(visits.chat(partner(), "anna", "2027-02-01T12:00:00+11:00", ""));
        make(partner(), sold).then().statusCode(201);
    }

    @Test
    void whatIsOverHasNothingToManage() {
        String id = visits.ofGuest(key);
        visits.change(guest(key), id, "cancel", "{\"reason\":\"other\"}").then().statusCode(200);
        make(guest(key), id).then().statusCode(409).body("type", is("/problems/appointment-state-conflict"));
    }

    @Test
    void messagesMakeLinksWithoutACaller() {
        String id = visits.ofGuest(key);
        ManageLinks.Made made = links.create(UUID.fromString(id), clock.instant());
        holder(made.token()).get(APPOINTMENTS + "/" + id).then().statusCode(200);
    }
}
