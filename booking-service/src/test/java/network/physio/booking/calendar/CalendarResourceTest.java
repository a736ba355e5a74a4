package network.physio.booking.calendar;

import static io.restassured.RestAssured.given;
import static network.physio.booking.TestNetwork.as;
import static network.physio.booking.TestNetwork.booked;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static network.physio.booking.TestNetwork.somebody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import biweekly.Biweekly;
import biweekly.component.VEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import network.physio.booking.TestNetwork;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import network.physio.test.Tokens;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Diaries and appointments for calendar programs, over HTTP. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class CalendarResourceTest {

    private static final String APPOINTMENTS = "/booking/v1/appointments";
    private static final String TEN = "2027-02-01T10:00:00+11:00";

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
        database.useHandle(handle -> {
            handle.execute("DELETE FROM calendar_feed");
            handle.execute("UPDATE appointment SET starts_at = '2020-01-01', ends_at = '2020-01-02'");
        });
    }

    private static RequestSpecification anna() {
        return as(Tokens.role("practitioner").practitioner("anna"));
    }

    private static RequestSpecification ben() {
        return as(Tokens.role("practitioner").practitioner("ben"));
    }

    private String feeds(String practitioner) {
        return "/booking/v1/practitioners/%s/calendar-feeds".formatted(network.practitioner(practitioner));
    }

    private Response subscribe(RequestSpecification caller, String practitioner) {
        return caller.body("{\"label\":\"phone\"}").post(feeds(practitioner));
    }

    private String address(RequestSpecification caller, String practitioner) {
        return subscribe(caller, practitioner).then().statusCode(201).extract().path("address");
    }

    private static Response read(String address) {
        return given().urlEncodingEnabled(false).get(address);
    }

    private static List<VEvent> events(String address) {
        return Biweekly.parse(read(address).then().statusCode(200).extract().asString())
                .first()
                .getEvents();
    }

    private String book(RequestSpecification caller, String clinic, String startsAt) {
        return booked(caller.body(network.visit("chat", 30, clinic, "anna", startsAt, somebody()))
                .post(APPOINTMENTS));
    }

    private Response move(String id, int version, String startsAt) {
        return receptionist("north")
                .header("If-Match", "\"" + version + "\"")
                .body("{\"startsAt\":\"" + startsAt + "\"}")
                .post(APPOINTMENTS + "/" + id + "/reschedule");
    }

    private Response cancel(String id, int version) {
        return receptionist("north")
                .header("If-Match", "\"" + version + "\"")
                .body("{\"reason\":\"changed-plans\"}")
                .post(APPOINTMENTS + "/" + id + "/cancel");
    }

    @Test
    void aSubscriptionShowsTheDiaryAtItsAddressAndNobodyWhoIsTreated() {
        String id = book(guest(key), "north", TEN);
        guest(key)
                .body(network.visit("chat", 30, "north", "anna", "2027-02-01T12:00:00+11:00", ""))
                .post("/booking/v1/holds")
                .then()
                .statusCode(201);
        String address = address(anna(), "anna");
        Response calendar = read(address);
        calendar.then()
                .statusCode(200)
                .contentType("text/calendar")
                .header("Cache-Control", containsString("private"))
                .body(startsWith("BEGIN:VCALENDAR\r\n"))
                .body(containsString("SUMMARY:Appointment – Room 1\r\n"))
                .body(containsString("LOCATION:North\\, 1 North Street\\, Northside VIC 3000\r\n"))
                .body(not(containsString("Mia")))
                .body(not(containsString("Nguyen")))
                .body(not(containsString("Advice")));
        VEvent event = events(address).getFirst();
        assertThat(events(address)).hasSize(1);
        assertThat(event.getUid().getValue()).isEqualTo(id + "@booking.physio-network");
        assertThat(event.getDateStart().getValue().toInstant()).isEqualTo(Instant.parse("2027-01-31T23:00:00Z"));
        assertThat(event.getDateEnd().getValue().toInstant()).isEqualTo(Instant.parse("2027-01-31T23:30:00Z"));
        assertThat(event.getStatus().getValue()).isEqualTo("CONFIRMED");
    }

    @Test
    void whoeverManagesAnAppointmentByALinkHasItsFile() {
        String id = book(guest(key), "north", TEN);
        String token = guest(key)
                .post(APPOINTMENTS + "/" + id + "/manage-links")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
        file(given().header("Manage-Token", token), id)
                .then()
                .statusCode(200)
                .body(containsString("SUMMARY:Appointment at North\r\n"));
        String other = book(guest(key), "north", "2027-02-01T12:00:00+11:00");
        file(given().header("Manage-Token", token), other).then().statusCode(404);
    }

    @Test
    void anAppointmentKeepsItsUidWhenItMovesAndItsSequenceGrows() {
        String id = book(guest(key), "north", TEN);
        String address = address(anna(), "anna");
        VEvent before = events(address).getFirst();
        clock.advance(Duration.ofMinutes(7));
        move(id, 1, "2027-02-02T11:00:00+11:00").then().statusCode(200);
        VEvent after = events(address).getFirst();
        assertThat(after.getUid().getValue()).isEqualTo(before.getUid().getValue());
        assertThat(after.getSequence().getValue())
                .isGreaterThan(before.getSequence().getValue());
        assertThat(after.getDateStart().getValue().toInstant()).isEqualTo(Instant.parse("2027-02-02T00:00:00Z"));
        assertThat(after.getDateTimeStamp().getValue().toInstant()).isEqualTo(Instant.parse("2027-01-31T21:07:00Z"));
    }

    @Test
    void aCancelledAppointmentStaysMarkedSoUntilItIsThirtyDaysOld() {
        String id = book(guest(key), "north", TEN);
        String address = address(anna(), "anna");
        cancel(id, 1).then().statusCode(200);
        assertThat(events(address).getFirst().getStatus().getValue()).isEqualTo("CANCELLED");
        clock.advance(Duration.ofDays(30));
        assertThat(events(address)).hasSize(1);
        clock.advance(Duration.ofDays(1));
        assertThat(events(address)).isEmpty();
    }

    @Test
    void anUnchangedCalendarIsTheSameBytesAndIsNotSentAgain() {
        String id = book(guest(key), "north", TEN);
        String address = address(anna(), "anna");
        Response first = read(address);
        String tag = first.header("ETag");
        clock.advance(Duration.ofHours(5));
        Response second = read(address);
        assertThat(second.asByteArray()).isEqualTo(first.asByteArray());
        assertThat(second.header("ETag")).isEqualTo(tag);
        Response unchanged =
                given().urlEncodingEnabled(false).header("If-None-Match", tag).get(address);
        unchanged.then().statusCode(304).header("ETag", tag).header("Cache-Control", containsString("private"));
        assertThat(unchanged.asByteArray()).isEmpty();
        move(id, 1, "2027-02-02T11:00:00+11:00").then().statusCode(200);
        given().urlEncodingEnabled(false)
                .header("If-None-Match", tag)
                .get(address)
                .then()
                .statusCode(200)
                .header("ETag", not(is(tag)));
    }

    @Test
    void anAddressLeadsNowhereOnceItIsEndedAndNeverWithAnotherSecretOrDiary() {
        String address = address(anna(), "anna");
        read(address).then().statusCode(200);
        read(address + "x").then().statusCode(404).body("type", is("/problems/not-found"));
        read(address.replace(
                        network.practitioner("anna").toString(),
                        network.practitioner("ben").toString()))
                .then()
                .statusCode(404);
        read(address.substring(0, address.indexOf('?'))).then().statusCode(400).body("errors[0].parameter", is("feed"));
        String feed = anna().get(feeds("anna")).path("items[0].id");
        anna().delete(feeds("anna") + "/" + feed).then().statusCode(204);
        read(address).then().statusCode(404).body("type", is("/problems/not-found"));
        anna().delete(feeds("anna") + "/" + feed).then().statusCode(404);
    }

    @Test
    void subscriptionsAreListedWithoutTheirSecretWhichIsStoredAsAHashOnly() {
        Recorder log = new Recorder();
        Logger.getLogger("").addHandler(log);
        String secret;
        try {
            String address = address(anna().header("Idempotency-Key", "feed-1"), "anna");
            secret = address.substring(address.indexOf('=') + 1);
            read(address).then().statusCode(200);
        } finally {
            Logger.getLogger("").removeHandler(log);
        }
        assertThat(secret).hasSize(43);
        anna().get(feeds("anna"))
                .then()
                .statusCode(200)
                .body("items.label", contains("phone"))
                .body("items[0].address", nullValue())
                .body("items[0].createdAt", is("2027-01-31T21:00:00Z"))
                .body(not(containsString(secret)));
        assertThat(log.lines).anyMatch(line -> line.contains("calendar.ics")).noneMatch(line -> line.contains(secret));
        List<String> stored = database.withHandle(
                handle -> handle.createQuery("""
                        SELECT f::text FROM calendar_feed f
                        UNION ALL SELECT convert_from(body, 'UTF8') FROM answer WHERE body IS NOT NULL
                        UNION ALL SELECT e::text FROM event e
                        """).mapTo(String.class).list());
        assertThat(stored).noneMatch(line -> line.contains(secret));
    }

    @Test
    void aRepeatedRequestMakesNoSecondSubscriptionAndDoesNotRepeatTheSecret() {
        String first =
                subscribe(anna().header("Idempotency-Key", "feed-2"), "anna").path("id");
        subscribe(anna().header("Idempotency-Key", "feed-2"), "anna")
                .then()
                .statusCode(201)
                .body("id", is(first))
                .body("address", nullValue());
        anna().get(feeds("anna")).then().body("items.id", contains(first));
    }

    @Test
    void onlyThePractitionerAndTheDesksWhereTheyWorkSubscribe() {
        subscribe(anna(), "anna").then().statusCode(201);
        subscribe(receptionist("north"), "ben").then().statusCode(201);
        subscribe(ben(), "anna").then().statusCode(404).body("type", is("/problems/not-found"));
        subscribe(receptionist("south"), "ben").then().statusCode(404);
        subscribe(as(Tokens.role("patient")), "anna").then().statusCode(403);
        subscribe(as(Tokens.role("network-admin")), "anna").then().statusCode(403);
        subscribe(guest(key), "anna").then().statusCode(401);
        ben().get(feeds("anna")).then().statusCode(404);
        anna().get("/booking/v1/practitioners/%s/calendar-feeds".formatted(UUID.randomUUID()))
                .then()
                .statusCode(404);
        anna().body("{\"label\":\"\"}").post(feeds("anna")).then().statusCode(422);
    }

    @Test
    void aFrontDesksSubscriptionShowsItsOwnClinicsAndIsItsOwnAffair() {
        String north = book(guest(key), "north", TEN);
        String south = book(guest(key), "south", "2027-02-01T15:00:00+11:00");
        assertThat(events(address(receptionist("north"), "anna")))
                .extracting(event -> event.getUid().getValue())
                .containsExactly(north + "@booking.physio-network");
        assertThat(events(address(anna(), "anna")))
                .extracting(event -> event.getUid().getValue())
                .containsExactly(north + "@booking.physio-network", south + "@booking.physio-network");
        String ofNorth = receptionist("north").get(feeds("anna")).path("items[0].id");
        receptionist("north")
                .get(feeds("anna"))
                .then()
                .body("items.size()", is(1))
                .body("items[0].clinicIds", contains(network.clinic("north").toString()));
        receptionist("south").get(feeds("anna")).then().statusCode(200).body("items", empty());
        receptionist("south").delete(feeds("anna") + "/" + ofNorth).then().statusCode(404);
        anna().get(feeds("anna") + "?limit=1").then().body("items.id", hasItem(ofNorth));
        String next = anna().get(feeds("anna") + "?limit=1").path("next");
        anna().get(feeds("anna") + "?limit=1&cursor=" + next)
                .then()
                .body("items.size()", is(1))
                .body("next", nullValue());
        anna().get(feeds("anna") + "?cursor=x").then().statusCode(400);
        anna().delete(feeds("anna") + "/" + ofNorth).then().statusCode(204);
    }

    @Test
    void makingAndEndingASubscriptionIsWrittenDown() {
        String feed = subscribe(receptionist("north"), "ben").path("id");
        receptionist("north").delete(feeds("ben") + "/" + feed).then().statusCode(204);
        List<String> types = database.withHandle(handle -> handle.createQuery(
                        "SELECT type FROM event WHERE details->>'calendarFeedId' = :feed ORDER BY seq")
                .bind("feed", feed)
                .mapTo(String.class)
                .list());
        assertThat(types).containsExactly("calendar-feed-made", "calendar-feed-revoked");
    }

    private static Response file(RequestSpecification caller, String id) {
        return caller.get(APPOINTMENTS + "/" + id + "/calendar.ics");
    }

    @Test
    void anAppointmentIsAFileForItsOwnCalendarThatFollowsItsMoves() {
        String id = book(guest(key), "north", TEN);
        Response file = file(guest(key), id);
        file.then()
                .statusCode(200)
                .contentType("text/calendar")
                .header("Content-Disposition", is("attachment; filename=\"appointment.ics\""))
                .body(containsString("SUMMARY:Appointment at North\r\n"))
                .body(containsString("LOCATION:North\\, 1 North Street\\, Northside VIC 3000\r\n"))
                .body(not(containsString("VALARM")))
                .body(not(containsString("Mia")))
                .body(not(containsString("Anna")));
        file(guest(key).header("If-None-Match", Objects.requireNonNull(file.header("ETag"))), id)
                .then()
                .statusCode(304);
        move(id, 1, "2027-02-02T11:00:00+11:00").then().statusCode(200);
        Response moved = file(guest(key).header("If-None-Match", Objects.requireNonNull(file.header("ETag"))), id);
        moved.then().statusCode(200);
        VEvent before = Biweekly.parse(file.asString()).first().getEvents().getFirst();
        VEvent after = Biweekly.parse(moved.asString()).first().getEvents().getFirst();
        assertThat(after.getUid().getValue()).isEqualTo(before.getUid().getValue());
        assertThat(after.getSequence().getValue())
                .isGreaterThan(before.getSequence().getValue());
        cancel(id, 2).then().statusCode(200);
        file(guest(key), id).then().body(containsString("STATUS:CANCELLED\r\n"));
    }

    @Test
    void theFileIsForThoseWhoMayReadTheAppointmentAndStaffWhoDoAreLogged() {
        String id = book(guest(key), "north", TEN);
        file(guest(newKey()), id).then().statusCode(404).body("type", is("/problems/not-found"));
        file(receptionist("south"), id).then().statusCode(404);
        file(ben(), id).then().statusCode(404);
        file(as(Tokens.role("partner").partner("test-partner")), id).then().statusCode(404);
        file(given(), id).then().statusCode(401);
        file(anna(), id).then().statusCode(200);
        assertThat(looks(id)).isEqualTo(1);
        file(receptionist("north"), id).then().statusCode(200);
        assertThat(looks(id)).isEqualTo(2);
        file(guest(key).accept("application/json"), id).then().statusCode(406);
    }

    private int looks(String appointment) {
        return database.withHandle(handle ->
                handle.createQuery("""
                        SELECT count(*) FROM access_log
                         WHERE action = 'read-appointment'
                           AND patient_id = (SELECT patient_id FROM appointment WHERE id = :id::uuid)
                        """).bind("id", appointment).mapTo(int.class).one());
    }

    private static final class Recorder extends Handler {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final PatternFormatter form = new PatternFormatter("%X %s%e");

        @Override
        public void publish(LogRecord line) {
            lines.add(form.format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
