package network.physio.booking.roster;

import static network.physio.booking.SmallNetwork.adminJson;
import static network.physio.booking.SmallNetwork.frontDesk;
import static network.physio.booking.SmallNetwork.practitioner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import network.physio.booking.SmallNetwork;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import network.physio.test.Tokens;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class TimeOffResourceTest {

    private static final String MONDAY =
            "{\"from\":\"2027-01-04T00:00\",\"until\":\"2027-01-05T00:00\",\"reason\":\"leave\"}";
    private static final String MONDAY_WHATEVER_STANDS_THERE = MONDAY.replace("}", ",\"strandAppointments\":true}");
    private static final Instant TEN = Instant.parse("2027-01-03T23:00:00Z");

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
    void timeOffBlocksThePractitionerUntilItIsGivenBack() {
        String location = frontDesk(loaded.hereCode())
                .body(MONDAY)
                .post(path())
                .then()
                .statusCode(201)
                .body("startsAt", is("2027-01-04T00:00:00+11:00"))
                .body("zone", is("Australia/Melbourne"))
                .body("rebookingNeeded", hasSize(0))
                .extract()
                .header("Location");
        assertThat(blocks()).isOne();
        frontDesk(loaded.thereCode())
                .get(path())
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].reason", is("leave"))
                .body("items[0].rebookingNeeded", nullValue());
        frontDesk(loaded.hereCode())
                .delete(location)
                .then()
                .statusCode(200)
                .body("standing", hasSize(0))
                .body("rebookingNeeded", hasSize(0));
        assertThat(blocks()).isZero();
        frontDesk(loaded.hereCode()).delete(location).then().statusCode(404);
    }

    @Test
    void overAppointmentsItIsRefusedWithTheirListAndChangesNothing() {
        UUID confirmed = network.appointment(loaded, TEN, "confirmed");
        UUID held = network.appointment(loaded, TEN.plus(Duration.ofHours(1)), "held");
        List<String> listed = frontDesk(loaded.hereCode())
                .body(MONDAY)
                .post(path())
                .then()
                .statusCode(409)
                .body("type", is("/problems/would-strand-appointments"))
                .extract()
                .path("appointments.id");
        assertThat(listed).containsExactlyInAnyOrder(confirmed.toString(), held.toString());
        frontDesk(loaded.hereCode())
                .body(MONDAY)
                .post(path())
                .then()
                .body("appointments.clinicId", everyItem(is(loaded.here().toString())))
                .body("appointments.practitionerId", everyItem(is(loaded.kim().toString())))
                .body(
                        "appointments.treatmentId",
                        everyItem(is(loaded.treatment().toString())));
        assertThat(blocks()).isZero();
        assertThat(state(confirmed)).isEqualTo("false 1 0");
    }

    @Test
    void whatIsOverIsNotStranded() {
        UUID over = network.appointment(loaded, TEN, "confirmed");
        UUID toCome = network.appointment(loaded, TEN.plus(Duration.ofHours(2)), "confirmed");
        clock.setTo(TEN.plus(Duration.ofHours(1)));
        frontDesk(loaded.hereCode())
                .body(MONDAY_WHATEVER_STANDS_THERE)
                .post(path())
                .then()
                .statusCode(201)
                .body("rebookingNeeded.id", is(List.of(toCome.toString())));
        assertThat(state(over)).isEqualTo("false 1 1");
        assertThat(state(toCome)).isEqualTo("true 2 1");
    }

    @Test
    void withConsentTheyMoveToOverbookUnitsAndAreMarked() {
        UUID confirmed = network.appointment(loaded, TEN, "confirmed");
        UUID held = network.appointment(loaded, TEN.plus(Duration.ofHours(1)), "held");
        UUID other = network.appointment(loaded, TEN.plus(Duration.ofDays(1)), "confirmed");
        frontDesk(loaded.hereCode())
                .body(MONDAY_WHATEVER_STANDS_THERE)
                .post(path())
                .then()
                .statusCode(201)
                .body("rebookingNeeded", hasSize(2));
        assertThat(state(confirmed)).isEqualTo("true 2 1");
        assertThat(state(held)).isEqualTo("true 2 1");
        assertThat(state(other)).isEqualTo("false 1 0");
        assertThat(blocks()).isOne();
        assertThat(events(confirmed)).containsExactly("appointment-needs-rebooking 2");
    }

    @Test
    void whoIsBeingTreatedNeedNotBeRebooked() {
        UUID treated = network.appointment(loaded, TEN, "in-treatment");
        frontDesk(loaded.hereCode())
                .body(MONDAY)
                .post(path())
                .then()
                .statusCode(201)
                .body("rebookingNeeded", hasSize(0));
        assertThat(state(treated)).isEqualTo("false 1 1");
    }

    @Test
    void aHoldThatHasLapsedDoesNotStandInTheWay() {
        UUID lapsed = network.appointment(loaded, TEN, "held");
        clock.advance(Duration.ofMinutes(11));
        frontDesk(loaded.hereCode()).body(MONDAY).post(path()).then().statusCode(201);
        assertThat(events(lapsed)).containsExactly("hold-expired 2");
    }

    @Test
    void whenNoOverbookUnitIsFreeItIsRefused() {
        network.appointment(loaded, TEN, "confirmed");
        for (int unit = 1; unit <= 2; unit++) {
            database.useHandle(handle -> handle.createUpdate(
                            "UPDATE claim SET unit = unit + 1 WHERE resource_id = :kim AND kind = 'appointment'")
                    .bind("kim", loaded.kim())
                    .execute());
            network.appointment(loaded, TEN, "confirmed");
        }
        frontDesk(loaded.hereCode())
                .body(MONDAY_WHATEVER_STANDS_THERE)
                .post(path())
                .then()
                .statusCode(409)
                .body("type", is("/problems/would-strand-appointments"));
        assertThat(blocks()).isZero();
    }

    @Test
    void timeOffDoesNotOverlapOtherTimeOff() {
        frontDesk(loaded.hereCode()).body(MONDAY).post(path()).then().statusCode(201);
        frontDesk(loaded.hereCode())
                .body(MONDAY)
                .post(path())
                .then()
                .statusCode(422)
                .body("type", is("/problems/roster-invalid"))
                .body("errors[0].pointer", is("#/from"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"from":"2027-10-03T02:30","until":"2027-10-04T00:00","reason":"leave"}  | 422 | roster-invalid    | #/from   | 02:30 does not exist on 2027-10-03 in Australia/Melbourne: the clock goes from 02:00 to 03:00
            {"from":"2027-01-05T00:00","until":"2027-01-04T00:00","reason":"leave"}  | 422 | roster-invalid    | #/until  | must be after it begins
            {"from":"2027-01-04T00:02","until":"2027-01-05T00:00","reason":"leave"}  | 422 | roster-invalid    | #/from   | must be a multiple of 5 minutes
            {"from":"2026-11-01T00:00","until":"2026-11-02T00:00","reason":"leave"}  | 422 | roster-invalid    | #/until  | lies in the past
            {"from":"2027-01-04T00:00","until":"2027-01-05T00:00","reason":"leave","zone":"Melbourne"} | 422 | roster-invalid | #/zone | must be a zone of the IANA database, such as Australia/Melbourne
            {"from":"2027-01-04T00:00","until":"2027-01-05T00:00","reason":"golf"}   | 422 | invalid-request   | #/reason | must be leave, sick, training, meeting or other
            {"from":"2027-01-04T00:00","until":"2027-01-05T00:00","reason":"leave","why":1} | 400 | malformed-request | #/why | is not a field of this request
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
    void everyoneSeesAndChangesOnlyWhatIsTheirs() {
        frontDesk("elsewhere").get(path()).then().statusCode(404);
        frontDesk("elsewhere").body(MONDAY).post(path()).then().statusCode(404);
        practitioner(loaded.kimCode()).get(path()).then().statusCode(200);
        practitioner("somebody-else").get(path()).then().statusCode(404);
        practitioner(loaded.kimCode()).body(MONDAY).post(path()).then().statusCode(403);
        RestAssured.given()
                .contentType(ContentType.JSON)
                .body(MONDAY)
                .post(path())
                .then()
                .statusCode(401);
        RestAssured.given()
                .header("Authorization", Tokens.role("patient").bearer())
                .get(path())
                .then()
                .statusCode(403);
        adminJson()
                .get("/booking/v1/practitioners/" + UUID.randomUUID() + "/time-off")
                .then()
                .statusCode(404);
    }

    @Test
    void fiftyBookingsAndOneLeaveRequestLeaveNothingStrandedUnnoticed() throws Exception {
        List<Future<Optional<UUID>>> bookings = new ArrayList<>();
        Future<List<String>> leave;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 25; i++) {
                Instant start = TEN.plus(Duration.ofMinutes(5L * i));
                bookings.add(threads.submit(() -> book(start)));
            }
            String path = path();
            leave = threads.submit(() -> frontDesk(loaded.hereCode())
                    .body(MONDAY_WHATEVER_STANDS_THERE)
                    .post(path)
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("rebookingNeeded.id"));
            for (int i = 0; i < 25; i++) {
                Instant start = TEN.plus(Duration.ofMinutes(5L * i));
                bookings.add(threads.submit(() -> book(start)));
            }
        }
        Set<String> booked = new HashSet<>();
        for (Future<Optional<UUID>> booking : bookings) {
            booking.get().ifPresent(id -> booked.add(id.toString()));
        }
        assertThat(leave.get()).containsExactlyInAnyOrderElementsOf(booked);
        assertThat(blocks()).isOne();
    }

    /** As a booking does: it locks the practitioner, then inserts what it can. */
    private Optional<UUID> book(Instant start) {
        try {
            return QuarkusTransaction.requiringNew().call(() -> {
                database.useHandle(handle -> {
                    handle.execute("SET LOCAL lock_timeout = '20s'");
                    handle.createQuery("SELECT id FROM resource WHERE id = :kim FOR NO KEY UPDATE")
                            .bind("kim", loaded.kim())
                            .mapTo(UUID.class)
                            .one();
                });
                return Optional.of(network.appointment(loaded, start, "confirmed"));
            });
        } catch (SmallNetwork.Taken taken) {
            return Optional.empty();
        }
    }

    private String path() {
        return "/booking/v1/practitioners/" + loaded.kim() + "/time-off";
    }

    private int blocks() {
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT count(*) FROM claim WHERE resource_id = :kim AND kind = 'block' AND unit = 0")
                .bind("kim", loaded.kim())
                .mapTo(int.class)
                .one());
    }

    /** Whether it is marked, its version, and the unit that it claims. */
    private String state(UUID appointment) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT concat_ws(' ', CASE WHEN a.rebooking_needed THEN 'true' ELSE 'false' END, a.version, c.unit)
                          FROM appointment a JOIN claim c ON c.appointment_id = a.id
                         WHERE a.id = :id
                        """)
                .bind("id", appointment)
                .mapTo(String.class)
                .one());
    }

    private List<String> events(UUID appointment) {
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT type || ' ' || version FROM event WHERE appointment_id = :id ORDER BY seq")
                .bind("id", appointment)
                .mapTo(String.class)
                .list());
    }
}
