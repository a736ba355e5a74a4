package network.physio.booking.closure;

import static network.physio.booking.SmallNetwork.adminJson;
import static network.physio.booking.SmallNetwork.frontDesk;
import static network.physio.booking.SmallNetwork.practitioner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import network.physio.booking.SmallNetwork;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class ClosureResourceTest {

    private static final String MORNING =
            "{\"from\":\"2027-01-04T08:00\",\"until\":\"2027-01-04T12:00\",\"reason\":\"Repairs\"}";

    @Inject
    SmallNetwork network;

    @Inject
    SettableClock clock;

    @Inject
    Jdbi database;

    private SmallNetwork.Loaded loaded;

    @BeforeEach
    void load() {
        clock.setTo(Instant.parse("2026-12-01T00:00:00Z"));
        loaded = network.load();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void aClinicIsClosedListedAndOpenedAgain() {
        String location = frontDesk(loaded.hereCode())
                .body(MORNING)
                .post(path())
                .then()
                .statusCode(201)
                .body("startsAt", is("2027-01-04T08:00:00+11:00"))
                .extract()
                .header("Location");
        frontDesk(loaded.hereCode()).get(path()).then().statusCode(200).body("items", hasSize(1));
        frontDesk(loaded.hereCode()).delete(location).then().statusCode(200);
        frontDesk(loaded.hereCode()).delete(location).then().statusCode(404);
        frontDesk(loaded.hereCode()).get(path()).then().body("items", hasSize(0));
    }

    @Test
    void listsArePaged() {
        frontDesk(loaded.hereCode()).body(MORNING).post(path()).then().statusCode(201);
        frontDesk(loaded.hereCode())
                .body(MORNING.replace("2027-01-04", "2027-01-05"))
                .post(path())
                .then()
                .statusCode(201);
        String next = frontDesk(loaded.hereCode())
                .get(path() + "?limit=1")
                .then()
                .body("items", hasSize(1))
                .extract()
                .path("next");
        frontDesk(loaded.hereCode())
                .get(path() + "?limit=1&cursor=" + next)
                .then()
                .body("items[0].startsAt", is("2027-01-05T08:00:00+11:00"));
        frontDesk(loaded.hereCode()).get(path() + "?cursor=x").then().statusCode(400);
    }

    @Test
    void appointmentsInTheWayAreListedOrMarked() {
        UUID appointment = network.appointment(loaded, Instant.parse("2027-01-03T23:00:00Z"), "confirmed");
        frontDesk(loaded.hereCode())
                .body(MORNING)
                .post(path())
                .then()
                .statusCode(409)
                .body("type", is("/problems/would-strand-appointments"))
                .body("appointments.id", is(List.of(appointment.toString())));
        frontDesk(loaded.hereCode())
                .body(MORNING.replace("}", ",\"strandAppointments\":true}"))
                .post(path())
                .then()
                .statusCode(201)
                .body("rebookingNeeded.id", is(List.of(appointment.toString())));
        List<String> events = database.withHandle(
                handle -> handle.createQuery("SELECT type || ' ' || version FROM event WHERE appointment_id = :id")
                        .bind("id", appointment)
                        .mapTo(String.class)
                        .list());
        assertThat(events).containsExactly("appointment-needs-rebooking 2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"from":"2027-10-03T02:30","until":"2027-10-03T05:00","reason":"x"} | 422 | roster-invalid   | #/from   | 02:30 does not exist on 2027-10-03 in Australia/Melbourne: the clock goes from 02:00 to 03:00
            {"from":"2027-01-04T12:00","until":"2027-01-04T08:00","reason":"x"} | 422 | roster-invalid   | #/until  | must be after it begins
            {"from":"2026-01-04T08:00","until":"2026-01-04T12:00","reason":"x"} | 422 | roster-invalid   | #/until  | lies in the past
            {"from":"2027-02-05T01:00:00Z","until":"2027-02-05T05:00","reason":"x"} | 400 | malformed-request | #/from | must be a local date and time without offset, such as 2027-03-01T09:30
            {"from":"2027-02-05T01:00","until":"+999999999-01-01T00:00","reason":"x"} | 400 | malformed-request | #/until | must be a local date and time without offset, such as 2027-03-01T09:30
            {"from":"2027-01-04T08:00","until":"2027-01-04T12:00"}              | 422 | invalid-request  | #/reason | must not be null
            """)
    void whatCannotBeIsRefusedWithItsPlace(String body, int status, String type, String pointer, String detail) {
        frontDesk(loaded.hereCode())
                .body(body)
                .post(path())
                .then()
                .statusCode(status)
                .body("type", is("/problems/" + type))
                .body("errors[0].pointer", is(pointer))
                .body("errors[0].detail", is(detail));
    }

    @Test
    void anotherClinicsFrontDeskNeitherSeesNorClosesIt() {
        frontDesk("elsewhere").get(path()).then().statusCode(404);
        frontDesk("elsewhere").body(MORNING).post(path()).then().statusCode(404);
        frontDesk("elsewhere").delete(path() + "/" + UUID.randomUUID()).then().statusCode(404);
        practitioner(loaded.kimCode()).get(path()).then().statusCode(403);
        RestAssured.get(path()).then().statusCode(401);
        adminJson().get(path()).then().statusCode(200);
    }

    private String path() {
        return "/booking/v1/clinics/" + loaded.here() + "/closures";
    }
}
