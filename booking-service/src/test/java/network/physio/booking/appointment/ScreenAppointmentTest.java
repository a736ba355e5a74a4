package network.physio.booking.appointment;

import static network.physio.booking.TestNetwork.MONDAY_EIGHT;
import static network.physio.booking.TestNetwork.as;
import static network.physio.booking.TestNetwork.booked;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static network.physio.booking.TestNetwork.somebody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

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
import network.physio.test.Tokens;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The short screening before a later visit of a series. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class ScreenAppointmentTest {

    private static final String APPOINTMENTS = "/booking/v1/appointments";
    private static final String QUICK = "{\"quickScreened\":true}";

    @Inject
    TestNetwork network;

    @Inject
    Passes passes;

    @Inject
    SettableClock clock;

    @Inject
    Jdbi database;

    private final String key = newKey();
    private String pending = "";

    @BeforeEach
    void aSeriesOfWhichTheLastVisitIsPending() {
        network.fresh();
        passes.pulledAt(MONDAY_EIGHT);
        String series = booked(guest(key)
                .body("""
                        {"treatmentId":"%s","minutes":60,"clinicId":"%s","practitionerId":"%s",
                         "starts":["2027-02-02T10:00","2027-03-02T10:00"],"screeningPass":"%s"%s}""".formatted(
                                network.treatment("massage"),
                                network.clinic("north"),
                                network.practitioner("anna"),
                                Passes.clear(MONDAY_EIGHT).sign(),
                                somebody()))
                .post("/booking/v1/series"));
        pending = guest(key).get("/booking/v1/series/" + series).path("visits[1].appointment.id");
        // A few days before the visit.
        clock.advance(Duration.ofDays(25));
        passes.pulledAt(clock.instant());
    }

    private Response screen(RequestSpecification caller, String body) {
        return caller.header("If-Match", "\"1\"").body(body).post(APPOINTMENTS + "/" + pending + "/screening");
    }

    private static String with(Passes.Builder pass) {
        return "{\"screeningPass\":\"" + pass.sign() + "\"}";
    }

    private Passes.Builder pass() {
        return Passes.clear(clock.instant());
    }

    private void assertStillPending() {
        guest(key)
                .get(APPOINTMENTS + "/" + pending)
                .then()
                .header("ETag", is("\"1\""))
                .body("screening.state", is("pending"));
    }

    @Test
    void aNewPassClearsTheVisit() {
        screen(guest(key), with(pass()))
                .then()
                .statusCode(200)
                .header("ETag", is("\"2\""))
                .body("screening.state", is("cleared"));
        List<String> events = database.withHandle(
                handle -> handle.createQuery("SELECT type FROM event WHERE appointment_id = :id::uuid ORDER BY version")
                        .bind("id", pending)
                        .mapTo(String.class)
                        .list());
        assertThat(events).containsExactly("appointment-booked", "appointment-screened");
    }

    @Test
    void theHistoryNamesWhoScreened() {
        database.useHandle(handle -> handle.execute("""
                INSERT INTO patient_access (id, subject, patient_id, relation, scope, valid_from, verified_by)
                SELECT gen_random_uuid(), 'mia', patient_id, 'carer', 'book', '2027-01-01', 'test'
                  FROM appointment WHERE id = ?
                """, UUID.fromString(pending)));
        screen(as(Tokens.role("patient").subject("mia")), with(pass())).then().statusCode(200);
        receptionist("north")
                .get(APPOINTMENTS + "/" + pending + "/history")
                .then()
                .body("items.type", contains("appointment-booked", "appointment-screened"))
                .body("items.by", contains("guest", "patient"));
    }

    @Test
    void staffScreenInPersonAndNobodyElseDoes() {
        screen(guest(key), QUICK).then().statusCode(422).body("type", is("/problems/screening-needed"));
        assertStillPending();
        screen(as(Tokens.role("practitioner").practitioner("anna")), QUICK)
                .then()
                .statusCode(200)
                .body("screening.state", is("cleared"));
    }

    @Test
    void aScreeningThatDoesNotAllowTheVisitIsRefusedAndChangesNothing() {
        screen(guest(key), with(pass().with("blocked", List.of("TE-01"))))
                .then()
                .statusCode(422)
                .body("type", is("/problems/screening-blocks-treatment"))
                .body("reasons.code", contains("technique-blocked"));
        screen(guest(key), "{\"screeningPass\":\"nonsense\"}")
                .then()
                .statusCode(422)
                .body("type", is("/problems/screening-pass-invalid"));
        assertStillPending();
    }

    @Test
    void aPassThatWasSomebodyElsesIsRefused() {
        Passes.Builder pass = pass();
        booked(guest(newKey())
                .body(network.visit(
                        "massage",
                        60,
                        "north",
                        "ben",
                        "2027-03-02T10:00:00+11:00",
                        somebody() + ",\"screeningPass\":\"" + pass.sign() + "\""))
                .post(APPOINTMENTS));
        screen(guest(key), with(pass)).then().statusCode(422).body("reason", is("other-patient"));
        assertStillPending();
    }

    @Test
    void oneOfBothIsNeeded() {
        screen(guest(key), "{}").then().statusCode(422).body("errors.pointer", contains("#/screeningPass"));
        screen(guest(key), "{\"quickScreened\":true,\"screeningPass\":\"x\"}")
                .then()
                .statusCode(422);
    }

    @Test
    void onlyThoseWhomItConcernsScreenAndOnlyWhatTheySaw() {
        screen(guest(newKey()), with(pass())).then().statusCode(404);
        screen(receptionist("south"), QUICK).then().statusCode(404);
        screen(as(Tokens.role("partner").partner("test-partner")).header("Idempotency-Key", newKey()), with(pass()))
                .then()
                .statusCode(404);
        guest(key)
                .body(with(pass()))
                .post(APPOINTMENTS + "/" + pending + "/screening")
                .then()
                .statusCode(428);
        screen(receptionist("north"), QUICK).then().statusCode(200);
        screen(receptionist("north"), QUICK).then().statusCode(412);
    }

    @Test
    void aVisitThatWasCalledOffIsNotScreened() {
        guest(key)
                .header("If-Match", "\"1\"")
                .body("{\"reason\":\"other\"}")
                .post(APPOINTMENTS + "/" + pending + "/cancel")
                .then()
                .statusCode(200);
        guest(key)
                .header("If-Match", "\"2\"")
                .body(with(pass()))
                .post(APPOINTMENTS + "/" + pending + "/screening")
                .then()
                .statusCode(409)
                .body("type", is("/problems/appointment-state-conflict"));
    }
}
