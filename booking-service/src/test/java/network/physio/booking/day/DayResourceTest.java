package network.physio.booking.day;

import static io.restassured.RestAssured.given;
import static network.physio.booking.TestNetwork.as;
import static network.physio.booking.TestNetwork.booked;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static network.physio.booking.TestNetwork.somebody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import network.physio.booking.TestNetwork;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import network.physio.test.Tokens;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The front desk's day, as each kind of caller reads it. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class DayResourceTest {

    private static final String APPOINTMENTS = "/booking/v1/appointments";
    private static final String MONDAY = "2027-02-01";

    @Inject
    TestNetwork network;

    @Inject
    SettableClock clock;

    @Inject
    Jdbi database;

    private final String key = newKey();

    @BeforeEach
    void emptyDiaries() {
        network.fresh();
        database.useHandle(
                handle -> handle.execute("UPDATE appointment SET starts_at = '2020-01-01', ends_at = '2020-01-02'"));
    }

    @AfterEach
    void sundaysAreFree() {
        database.useHandle(handle -> handle.execute("DELETE FROM clinic_hours WHERE weekday = 7 AND opens = '00:00'"));
    }

    private static RequestSpecification practitioner(String code) {
        return as(Tokens.role("practitioner").practitioner(code));
    }

    private Response day(RequestSpecification caller, String clinic, String date) {
        return caller.get("/booking/v1/clinics/%s/days/%s".formatted(network.clinic(clinic), date));
    }

    private Response monday() {
        return day(receptionist("north"), "north", MONDAY);
    }

    private static String at(String time) {
        return MONDAY + "T" + time + ":00+11:00";
    }

    private String book(String practitioner, String clinic, String time) {
        return booked(guest(key)
                .body(network.visit("chat", 30, clinic, practitioner, at(time), somebody()))
                .post(APPOINTMENTS));
    }

    private static String person(String code, String more) {
        return "practitioners.find { it.code == '%s' }.%s".formatted(code, more);
    }

    private static String visit(String more) {
        return person("anna", "appointments[0]." + more);
    }

    @Test
    void whyAColleagueIsAwayIsNotTold() {
        as(Tokens.role("network-admin"))
                .body("{\"from\":\"%1$sT09:00\",\"until\":\"%1$sT11:00\",\"reason\":\"sick\"}".formatted(MONDAY))
                .post("/booking/v1/practitioners/" + network.practitioner("ben") + "/time-off")
                .then()
                .statusCode(201);
        day(practitioner("anna"), "north", MONDAY)
                .then()
                .statusCode(200)
                .body(person("ben", "timeOff.startsAt"), contains(at("09:00")))
                .body(person("ben", "timeOff[0].reason"), nullValue());
        day(practitioner("ben"), "north", MONDAY).then().body(person("ben", "timeOff[0].reason"), is("sick"));
    }

    @Test
    void theDeskSeesRostersBlocksHoldsAppointmentsRoomsAndGaps() {
        String id = book("anna", "north", "10:00");
        guest(newKey())
                .body(network.visit("chat", 30, "north", "anna", at("12:00"), ""))
                .post("/booking/v1/holds")
                .then()
                .statusCode(201);
        book("anna", "south", "15:00");
        as(Tokens.role("network-admin"))
                .body("{\"from\":\"%1$sT09:00\",\"until\":\"%1$sT11:00\",\"reason\":\"training\"}".formatted(MONDAY))
                .post("/booking/v1/practitioners/" + network.practitioner("ben") + "/time-off")
                .then()
                .statusCode(201);
        receptionist("north")
                .body("{\"from\":\"%1$sT16:30\",\"until\":\"%1$sT17:00\",\"reason\":\"Drill\"}".formatted(MONDAY))
                .post("/booking/v1/clinics/" + network.clinic("north") + "/closures")
                .then()
                .statusCode(201);

        Response day = monday();
        day.then()
                .statusCode(200)
                .header("ETag", notNullValue())
                .body("date", is(MONDAY))
                .body("zone", is("Australia/Melbourne"))
                .body("startsAt", is(at("00:00")))
                .body("minutes", is(1440))
                .body("holiday", nullValue())
                .body("open.startsAt", contains(at("08:00")))
                .body("open.endsAt", contains(at("18:00")))
                .body("closures.reason", contains("Drill"))
                .body("practitioners.code", contains("anna", "ben"))
                .body(person("anna", "roster.startsAt"), contains(at("09:00")))
                .body(person("anna", "roster.endsAt"), contains(at("17:00")))
                .body(person("anna", "appointments.state"), contains("confirmed", "held"))
                .body(person("anna", "appointments[1].expiresAt"), is(at("08:10")))
                .body(person("anna", "appointments[1].details.patient"), nullValue())
                .body(person("anna", "elsewhere.startsAt"), not(empty()))
                .body(person("anna", "gaps[0].startsAt"), is(at("09:00")))
                .body(person("anna", "gaps[0].endsAt"), is(at("10:00")))
                .body(person("anna", "gaps[0].minutes"), is(60))
                .body(person("anna", "gaps[1].startsAt"), is(at("10:30")))
                .body(person("anna", "gaps[1].endsAt"), is(at("12:00")))
                .body(person("ben", "timeOff.reason"), contains("training"))
                .body(person("ben", "gaps.startsAt"), contains(at("11:00")))
                .body(person("ben", "gaps.endsAt"), contains(at("16:30")))
                .body("rooms.code", contains("gym", "room-1", "room-2"))
                .body("rooms.places", contains(2, 1, 1))
                .body("rooms.taken.flatten().appointmentId", hasSize(2));
        day.then()
                .body(visit("id"), is(id))
                .body(visit("version"), is(1))
                .body(visit("startsAt"), is(at("10:00")))
                .body(visit("place"), is("room"))
                .body(visit("roomId"), notNullValue())
                .body(visit("details.treatmentCode"), is("chat"))
                .body(visit("details.patient.givenName"), is("Mia"))
                .body(visit("details.patient.familyName"), is("Nguyen"))
                .body(visit("details.screening.state"), is("not-required"))
                .body(visit("details.alerts"), empty())
                .body(visit("details.minutesLate"), nullValue())
                .body(visit("details.undecided"), is(false))
                .body(visit("details.overbooked"), is(false))
                .body(visit("details.rebookingNeeded"), is(false));
    }

    @Test
    void aHoldThatHasRunOutIsNotInTheWay() {
        guest(newKey())
                .body(network.visit("chat", 30, "north", "anna", at("12:00"), ""))
                .post("/booking/v1/holds")
                .then()
                .statusCode(201);
        clock.advance(Duration.ofMinutes(10));
        monday().then()
                .body(person("anna", "appointments"), empty())
                .body(person("anna", "gaps"), hasSize(1))
                .body("rooms.taken.flatten()", empty());
    }

    @Test
    void latenessIsCountedUntilTheEndAndThenSomebodyHasToDecide() {
        book("anna", "north", "10:00");
        clock.advance(Duration.ofMinutes(125));
        Response late = monday();
        late.then().body(visit("details.minutesLate"), is(5)).body(visit("details.undecided"), is(false));
        clock.advance(Duration.ofMinutes(1));
        monday().then().header("ETag", not(is(late.header("ETag")))).body(visit("details.minutesLate"), is(6));
        clock.advance(Duration.ofMinutes(24));
        monday().then().body(visit("details.minutesLate"), nullValue()).body(visit("details.undecided"), is(true));
    }

    @Test
    void techniquesThatTheScreeningSpeaksAgainstAreAlertsUntilTheTreatmentHasStarted() {
        String id = book("anna", "north", "10:00");
        database.useHandle(handle -> handle.execute("""
                UPDATE appointment SET treatment_id = ?, screening = 'restricted', screening_blocked = '{TE-02,TE-09}',
                       screening_cautioned = '{TE-01}', rebooking_needed = true
                 WHERE id = ?
                """, network.treatment("massage"), UUID.fromString(id)));
        monday().then()
                .body(visit("details.screening.state"), is("restricted"))
                .body(visit("details.screening.blockedTechniques"), contains("TE-02", "TE-09"))
                .body(visit("details.alerts.technique"), contains("TE-02", "TE-01"))
                .body(visit("details.alerts.kind"), contains("blocked", "cautioned"))
                .body(visit("details.alerts.unacknowledged"), contains(true, false))
                .body(visit("details.rebookingNeeded"), is(true));
        database.useHandle(handle ->
                handle.execute("UPDATE appointment SET state = 'in-treatment' WHERE id = ?", UUID.fromString(id)));
        monday().then().body(visit("details.alerts.unacknowledged"), contains(false, false));
    }

    @Test
    void whatWasCalledOffStaysToBeSeenAndTakesNoTime() {
        String id = book("anna", "north", "10:00");
        receptionist("north")
                .header("If-Match", "\"1\"")
                .body("{\"reason\":\"changed-plans\"}")
                .post(APPOINTMENTS + "/" + id + "/cancel")
                .then()
                .statusCode(200);
        monday().then().body(visit("state"), is("cancelled")).body(person("anna", "gaps"), hasSize(1));
        day(practitioner("anna"), "north", MONDAY)
                .then()
                .body(visit("state"), is("cancelled"))
                .body(visit("details.patient"), nullValue());
    }

    @Test
    void aPractitionerSeesWhoIsBusyWhenAndDetailsOfTheirOwnOnly() {
        book("anna", "north", "10:00");
        book("ben", "north", "11:00");
        day(practitioner("ben"), "north", MONDAY)
                .then()
                .statusCode(200)
                .body(visit("state"), is("confirmed"))
                .body(visit("startsAt"), is(at("10:00")))
                .body(visit("details"), nullValue())
                .body(person("ben", "appointments[0].details.patient.familyName"), is("Nguyen"));
    }

    @Test
    void onlyThoseWhoWorkAtTheClinicReadItsDay() {
        day(receptionist("south"), "north", MONDAY).then().statusCode(404).body("type", is("/problems/not-found"));
        day(practitioner("ben"), "south", MONDAY).then().statusCode(404);
        day(practitioner("nobody"), "north", MONDAY).then().statusCode(404);
        day(as(Tokens.role("patient")), "north", MONDAY).then().statusCode(403);
        day(as(Tokens.role("partner").partner("test-partner")), "north", MONDAY)
                .then()
                .statusCode(403);
        day(as(Tokens.role("network-admin")), "north", MONDAY).then().statusCode(403);
        day(guest(key), "north", MONDAY).then().statusCode(401);
        given().get("/booking/v1/clinics/" + network.clinic("north") + "/days/" + MONDAY)
                .then()
                .statusCode(401);
        receptionist("north")
                .get("/booking/v1/clinics/" + UUID.randomUUID() + "/days/" + MONDAY)
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"today", "2027-02-30", "2027-2-1", "+12027-02-01"})
    void aDayThatIsNoDateIsRefused(String date) {
        day(receptionist("north"), "north", date)
                .then()
                .statusCode(400)
                .body("type", is("/problems/invalid-parameter"))
                .body("errors[0].parameter", is("date"));
    }

    @Test
    void anUnchangedDayIsNotSentAgainAndShowsNobodyASecondTime() {
        String id = book("anna", "north", "10:00");
        int before = looks(id);
        String tag = monday().header("ETag");
        assertThat(looks(id)).isEqualTo(before + 1);
        Response unchanged = day(receptionist("north").header("If-None-Match", tag), "north", MONDAY);
        unchanged.then().statusCode(304).header("ETag", is(tag));
        assertThat(unchanged.asByteArray()).isEmpty();
        assertThat(looks(id)).isEqualTo(before + 1);
        day(practitioner("ben"), "north", MONDAY).then().statusCode(200);
        assertThat(looks(id)).isEqualTo(before + 1);
        book("ben", "north", "11:00");
        day(receptionist("north").header("If-None-Match", tag), "north", MONDAY)
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "2027-04-04, 1500, 2027-04-04T00:00:00+11:00, 2027-04-05T00:00:00+10:00, 420",
        "2027-10-03, 1380, 2027-10-03T00:00:00+10:00, 2027-10-04T00:00:00+11:00, 300"
    })
    void onDaysOnWhichTheClockChangesTheDayAndARosterAcrossTheChangeHaveTheirRealLength(
            String date, int minutes, String starts, String ends, int worked) {
        hours(date, "00:00", "06:00");
        clinicOpensOnSundays();
        day(receptionist("north"), "north", date)
                .then()
                .body("minutes", is(minutes))
                .body("startsAt", is(starts))
                .body("endsAt", is(ends))
                .body(person("ben", "gaps.minutes"), contains(worked));
    }

    @Test
    void aShiftAcrossMidnightBelongsToBothDays() {
        hours("2027-02-06", "22:00", "02:00");
        day(receptionist("north"), "north", "2027-02-06")
                .then()
                .body(person("ben", "roster.startsAt"), contains("2027-02-06T22:00:00+11:00"))
                .body(person("ben", "roster.endsAt"), contains("2027-02-07T00:00:00+11:00"));
        day(receptionist("north"), "north", "2027-02-07")
                .then()
                .body(person("ben", "roster.startsAt"), contains("2027-02-07T00:00:00+11:00"))
                .body(person("ben", "roster.endsAt"), contains("2027-02-07T02:00:00+11:00"));
    }

    @Test
    void fortnightlyRostersCountFromTheWeekInWhichTheyBegin() {
        database.useHandle(handle -> handle.execute("""
                UPDATE roster SET every_weeks = 2 WHERE practitioner_id = ? AND clinic_id = ?
                """, network.practitioner("ben"), network.clinic("north")));
        try {
            day(receptionist("north"), "north", "2027-02-01")
                    .then()
                    .body("practitioners.code", contains("anna", "ben"));
            day(receptionist("north"), "north", "2027-02-08").then().body("practitioners.code", contains("anna"));
        } finally {
            database.useHandle(handle -> handle.execute("UPDATE roster SET every_weeks = 1"));
        }
    }

    @Test
    void aPublicHolidayIsNamedAndLeavesNoGaps() {
        day(receptionist("north"), "north", "2027-03-08")
                .then()
                .body("holiday", is("Labour Day"))
                .body("open", empty())
                .body(person("anna", "gaps"), empty());
    }

    @Test
    void itTakesTheSameFewStatementsHoweverMuchThereIs() {
        book("anna", "north", "10:00");
        int few = statements(this::monday);
        for (String time : new String[] {"11:00", "12:00", "13:00", "14:00"}) {
            book("anna", "north", time);
            book("ben", "north", time);
        }
        assertThat(statements(this::monday)).isEqualTo(few).isLessThanOrEqualTo(10);
    }

    private int statements(Supplier<Response> reading) {
        AtomicInteger count = new AtomicInteger();
        SqlStatements config = database.getConfig(SqlStatements.class);
        SqlLogger before = config.getSqlLogger();
        config.setSqlLogger(new SqlLogger() {
            @Override
            public void logAfterExecution(StatementContext context) {
                // Requests run on virtual threads; what the jobs of the service ask meanwhile is not theirs.
                if (Thread.currentThread().isVirtual()) {
                    count.incrementAndGet();
                }
            }
        });
        try {
            reading.get().then().statusCode(200);
        } finally {
            config.setSqlLogger(before);
        }
        return count.get();
    }

    private void hours(String date, String from, String until) {
        database.useHandle(
                handle -> handle.execute("""
                INSERT INTO roster_exception (practitioner_id, clinic_id, day, from_time, until_time)
                VALUES (?, ?, ?::date, ?::time, ?::time)
                """, network.practitioner("ben"), network.clinic("north"), date, from, until));
    }

    private void clinicOpensOnSundays() {
        database.useHandle(handle -> handle.execute("""
                INSERT INTO clinic_hours (clinic_id, weekday, opens, closes) VALUES (?, 7, '00:00', '23:00')
                ON CONFLICT DO NOTHING
                """, network.clinic("north")));
    }

    private int looks(String appointment) {
        return database.withHandle(handle ->
                handle.createQuery("""
                        SELECT count(*) FROM access_log
                         WHERE action = 'list-appointments' AND purpose = 'front-desk'
                           AND patient_id = (SELECT patient_id FROM appointment WHERE id = :id::uuid)
                        """).bind("id", appointment).mapTo(int.class).one());
    }
}
