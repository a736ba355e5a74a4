package network.physio.booking.roster;

import static network.physio.booking.SmallNetwork.adminJson;
import static network.physio.booking.SmallNetwork.frontDesk;
import static network.physio.booking.SmallNetwork.practitioner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import network.physio.booking.SmallNetwork;
import network.physio.booking.TestNetwork;
import network.physio.booking.availability.Purpose;
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
class RosterResourceTest {

    private static final Instant TEN = Instant.parse("2027-01-03T23:00:00Z");

    @Inject
    SmallNetwork network;

    @Inject
    TestNetwork testNetwork;

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
    void rostersAreReadAsTheyWereLoaded() {
        frontDesk(loaded.hereCode())
                .get(path())
                .then()
                .statusCode(200)
                .body("rosters", hasSize(1))
                .body("rosters[0].clinicId", is(loaded.here().toString()))
                .body("rosters[0].from", is("2026-11-02"))
                .body("rosters[0].segments", hasSize(1))
                .body("rosters[0].segments[0].days", is(List.of("mon", "tue", "wed", "thu", "fri")));
        frontDesk(loaded.hereCode())
                .header("If-None-Match", tag())
                .get(path())
                .then()
                .statusCode(304);
    }

    @Test
    void aRosterEndsAndAnotherBegins() {
        put(tag(), two("2026-12-06", "2026-12-07", "10:00", ""))
                .statusCode(200)
                .header("ETag", is("\"2\""))
                .body("rosters", hasSize(2))
                .body("rebookingNeeded", hasSize(0));
        put("\"2\"", two("2026-12-06", "2026-12-07", "10:00", ""))
                .statusCode(200)
                .header("ETag", is("\"2\""));
    }

    @Test
    void appointmentsThatTheNewHoursLeaveOutAreListedOrMarked() {
        UUID appointment = network.appointment(loaded, TEN, "confirmed");
        put(tag(), two("2026-12-06", "2026-12-07", "12:00", ""))
                .statusCode(409)
                .body("type", is("/problems/would-strand-appointments"))
                .body("appointments.id", is(List.of(appointment.toString())));
        put(tag(), two("2026-12-06", "2026-12-07", "12:00", ",\"strandAppointments\":true"))
                .statusCode(200)
                .body("rebookingNeeded.id", is(List.of(appointment.toString())));
        boolean marked = database.withHandle(
                handle -> handle.createQuery("SELECT rebooking_needed FROM appointment WHERE id = :id")
                        .bind("id", appointment)
                        .mapTo(boolean.class)
                        .one());
        assertThat(marked).isTrue();
    }

    @Test
    void aVisitThatGoesOnWithoutItsPractitionerIsLeftOutTooWhenTheHoursGo() {
        UUID appointment = network.appointment(loaded, Instant.parse("2027-01-04T05:30:00Z"), "confirmed");
        database.useHandle(handle -> handle.execute(
                "UPDATE appointment SET minutes = 60, ends_at = ends_at + interval '30 minutes' WHERE id = ?",
                appointment));
        put(tag(), exceptional("", "")).statusCode(409).body("appointments.id", is(List.of(appointment.toString())));
        put(tag(), exceptional("{\"from\":\"12:00\",\"until\":\"17:00\"}", ""))
                .statusCode(200)
                .body("rebookingNeeded", hasSize(0));
    }

    @Test
    void hoursAreKeptBackForSixtyDaysAtMost() {
        put(tag(), exceptional("{\"from\":\"09:00\",\"until\":\"17:00\",\"releaseHours\":1441}", ""))
                .statusCode(422)
                .body("type", is("/problems/invalid-request"))
                .body("errors.pointer", is(List.of("#/exceptions/0/hours/0/releaseHours")));
        put(tag(), exceptional("{\"from\":\"09:00\",\"until\":\"17:00\",\"releaseHours\":1440}", ""))
                .statusCode(200);
    }

    @Test
    void hoursOfAnExceptionalDayStrandWhatTheyLeaveOut() {
        UUID appointment = network.appointment(loaded, TEN, "confirmed");
        put(tag(), exceptional("{\"from\":\"12:00\",\"until\":\"17:00\"}", ""))
                .statusCode(409)
                .body("type", is("/problems/would-strand-appointments"))
                .body("appointments.id", is(List.of(appointment.toString())));
        // As long a day, but not for visits to the clinic.
        put(tag(), exceptional("{\"from\":\"09:00\",\"until\":\"17:00\",\"place\":\"online\"}", ""))
                .statusCode(409)
                .body("appointments.id", is(List.of(appointment.toString())));
        put(tag(), exceptional("{\"from\":\"09:00\",\"until\":\"12:00\"}", ""))
                .statusCode(200)
                .body("rebookingNeeded", hasSize(0));
        put(tag(), exceptional("", ",\"strandAppointments\":true"))
                .statusCode(200)
                .body("rebookingNeeded.id", is(List.of(appointment.toString())));
    }

    /** An online shift on Mondays, with a part of it kept back for staff. */
    @Test
    void exceptionalHoursKeepWhatTheRosterHasThemFor() {
        String online = """
                {"days":["mon"],"from":"09:00","until":"12:00","place":"online","audience":["staff"],"releaseHours":24},
                {"days":["mon"],"from":"12:00","until":"17:00"}""";
        String monday = """
                {"days":["mon"],"from":"%s","until":"17:00"}""";
        String body = two("2026-12-06", "2026-12-07", "10:00", "").replace(monday.formatted("10:00"), online);
        assertThat(body).contains("online");
        String shorter = body.replace("\"exceptions\":[]", """
                "exceptions":[{"clinicId":"%s","day":"2027-01-04","hours":[{"from":"09:00","until":"11:00"},
                 {"from":"17:00","until":"18:00"}]}]""".formatted(loaded.here()));
        put(tag(), shorter)
                .statusCode(200)
                .body("exceptions[0].hours.place", is(List.of("online", "clinic")))
                .body("exceptions[0].hours.audience", is(List.of(List.of("staff"), Purpose.AUDIENCES)))
                .body("exceptions[0].hours[0].releaseHours", is(24));
        put(tag(), shorter.replace("\"11:00\"", "\"13:00\""))
                .statusCode(422)
                .body("errors.pointer", is(List.of("#/exceptions/0/hours/0")))
                .body("errors[0].detail", containsString("for different things"));
    }

    @Test
    void aFortnightIsCountedFromTheMondayOfItsFirstWeek() {
        // The roster begins on a Wednesday: Monday 7 December is in its second week, though five days later.
        put(tag(), """
                {"rosters":[
                  {"clinicId":"%1$s","from":"2026-11-02","until":"2026-12-01","everyWeeks":1,
                   "segments":[{"days":["mon","tue","wed","thu","fri"],"from":"09:00","until":"17:00"}]},
                  {"clinicId":"%1$s","from":"2026-12-02","everyWeeks":2,"segments":[
                   {"week":0,"days":["wed"],"from":"09:00","until":"10:00"},
                   {"week":1,"days":["mon"],"from":"14:00","until":"15:00"}]}],
                 "exceptions":[]}""".formatted(loaded.here()))
                .statusCode(200)
                .body("rosters[1].everyWeeks", is(2))
                .body("rosters[1].segments.week", is(List.of(0, 1)));
        testNetwork.settled();
        List<String> starts = frontDesk(loaded.hereCode())
                .get("/booking/v1/slots?treatment=massage-%s&minutes=60&clinic=%s&from=2026-12-02&to=2026-12-31"
                        .formatted(loaded.tag(), loaded.hereCode()))
                .then()
                .statusCode(200)
                .extract()
                .path("items.startsAt");
        assertThat(starts)
                .containsExactly(
                        "2026-12-02T09:00:00+11:00",
                        "2026-12-07T14:00:00+11:00",
                        "2026-12-16T09:00:00+11:00",
                        "2026-12-21T14:00:00+11:00",
                        "2026-12-30T09:00:00+11:00");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "09:00","until":"17:00"    | "09:00","until":"16:00"       | #/rosters/0                  | which have been worked
            "10:00","until":"17:00"    | "10:03","until":"17:00"       | #/rosters/1/segments/0/from  | multiple of 5 minutes
            "mon"],"from":"10:00"      | "sun"],"from":"02:30"         | #/rosters/1/segments/0/from  | 02:30 does not exist on 2027-10-03
            "2026-12-06"               | "2026-12-08"                  | #/rosters/1/from             | is still valid
            """)
    void whatCannotBeIsRefusedWithItsPlace(String written, String instead, String pointer, String detail) {
        String body = two("2026-12-06", "2026-12-07", "10:00", "");
        assertThat(body).contains(written);
        put(tag(), body.replace(written, instead))
                .statusCode(422)
                .body("type", is("/problems/roster-invalid"))
                .body("errors.pointer", hasItem(pointer))
                .body("errors.detail", hasItem(containsString(detail)));
    }

    @Test
    void aVersionIsNeededAndMustBeTheLatest() {
        String body = two("2026-12-06", "2026-12-07", "10:00", "");
        frontDesk(loaded.hereCode()).body(body).put(path()).then().statusCode(428);
        put("\"99\"", body).statusCode(412).body("type", is("/problems/stale-version"));
        put(tag(), "{\"rosters\":[]}").statusCode(422).body("type", is("/problems/invalid-request"));
        put(tag(), body.replace("\"everyWeeks\":1", "\"everyWeeks\":\"1\"")).statusCode(400);
    }

    @Test
    void theFrontDeskOfAnotherClinicNeitherSeesNorChangesThem() {
        frontDesk("elsewhere").get(path()).then().statusCode(404);
        frontDesk("elsewhere")
                .header("If-Match", "\"1\"")
                .body("{\"rosters\":[],\"exceptions\":[]}")
                .put(path())
                .then()
                .statusCode(404);
        // The second clinic is one of Kim's too, but its front desk sees and replaces only its own part.
        frontDesk(loaded.thereCode()).get(path()).then().statusCode(200).body("rosters", hasSize(0));
        frontDesk(loaded.thereCode())
                .header("If-Match", tag())
                .body(two("2026-12-06", "2026-12-07", "10:00", ""))
                .put(path())
                .then()
                .statusCode(404)
                .body("errors[0].pointer", is("#/rosters/0/clinicId"));
        frontDesk(loaded.thereCode())
                .header("If-Match", tag())
                .body("{\"rosters\":[],\"exceptions\":[]}")
                .put(path())
                .then()
                .statusCode(200);
        frontDesk(loaded.hereCode()).get(path()).then().body("rosters", hasSize(1));
    }

    @Test
    void aPractitionerReadsTheirOwnAndChangesNone() {
        practitioner(loaded.kimCode()).get(path()).then().statusCode(200).body("rosters", hasSize(1));
        practitioner("somebody-else").get(path()).then().statusCode(404);
        practitioner(loaded.kimCode())
                .header("If-Match", tag())
                .body("{\"rosters\":[],\"exceptions\":[]}")
                .put(path())
                .then()
                .statusCode(403);
        RestAssured.get(path()).then().statusCode(401);
        adminJson()
                .get("/booking/v1/practitioners/" + UUID.randomUUID() + "/rosters")
                .then()
                .statusCode(404);
    }

    private ValidatableResponse put(String tag, String body) {
        return frontDesk(loaded.hereCode())
                .header("If-Match", tag)
                .body(body)
                .put(path())
                .then();
    }

    private String tag() {
        return adminJson().get(path()).header("ETag");
    }

    private String path() {
        return "/booking/v1/practitioners/" + loaded.kim() + "/rosters";
    }

    /** The loaded roster, and other hours on the day of the appointment. */
    private String exceptional(String hours, String more) {
        return """
                {"rosters":[
                  {"clinicId":"%1$s","from":"2026-11-02","everyWeeks":1,
                   "segments":[{"days":["mon","tue","wed","thu","fri"],"from":"09:00","until":"17:00"}]}],
                 "exceptions":[{"clinicId":"%1$s","day":"2027-01-04","hours":[%2$s]}]%3$s}""".formatted(loaded.here(), hours, more);
    }

    /** The loaded roster until one day, and another from another day. */
    private String two(String until, String from, String opens, String more) {
        return """
                {"rosters":[
                  {"clinicId":"%1$s","from":"2026-11-02","until":"%2$s","everyWeeks":1,
                   "segments":[{"days":["mon","tue","wed","thu","fri"],"from":"09:00","until":"17:00"}]},
                  {"clinicId":"%1$s","from":"%3$s","everyWeeks":1,
                   "segments":[{"days":["mon"],"from":"%4$s","until":"17:00"}]}],
                 "exceptions":[]%5$s}""".formatted(loaded.here(), until, from, opens, more);
    }
}
