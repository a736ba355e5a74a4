package network.physio.booking.slot;

import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.physio.booking.TestNetwork;
import network.physio.http.Cursors;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searching for free times: filters, folding and pages. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class SlotFiltersTest {

    private static final String CHAT = "/booking/v1/slots?treatment=chat&minutes=30&limit=500";

    @Inject
    TestNetwork network;

    @Inject
    Jdbi database;

    @BeforeEach
    void emptyDiaries() {
        network.fresh();
    }

    @Test
    void aSlotSaysAllThatAHoldNamesAndWhatItCosts() {
        guest(newKey())
                .get(CHAT + "&clinic=north&visitKind=follow-up")
                .then()
                .statusCode(200)
                .body("items[0].treatmentId", is(network.treatment("chat").toString()))
                .body("items[0].visitKind", is("follow-up"))
                .body("items[0].price.amount", is(5000))
                .body("items[0].price.currency", is("AUD"))
                .body("items[0].price.taxCode", is("gst-10"));
    }

    @Test
    void aCursorFromBeyondTheSearchFindsNothing() {
        String later = Cursors.of(8_000_000L, "north", "anna");
        receptionist("north")
                .get(CHAT + "&from=2028-09-01&to=2028-09-02&cursor=" + later)
                .then()
                .statusCode(200)
                .body("items", empty());
    }

    @Test
    void onTheDaysAskedForOnly() {
        Set<DayOfWeek> days = starts(CHAT + "&days=tue&days=thu").stream()
                .map(OffsetDateTime::getDayOfWeek)
                .collect(Collectors.toSet());
        assertThat(days).containsExactlyInAnyOrder(DayOfWeek.TUESDAY, DayOfWeek.THURSDAY);
    }

    @Test
    void atTheTimesOfDayAskedForOnly() {
        List<OffsetDateTime> starts = starts(CHAT + "&startsFrom=14:00&startsBefore=15:00");
        assertThat(starts)
                .isNotEmpty()
                .allSatisfy(
                        start -> assertThat(start.toLocalTime()).isBetween(LocalTime.of(14, 0), LocalTime.of(14, 55)));
        assertThat(starts.getFirst().toLocalTime()).isEqualTo(LocalTime.of(14, 0));
    }

    @Test
    void filtersLeaveOutNothingThatTheyAllow() {
        String week = CHAT + "&from=2027-02-01&to=2027-02-05";
        List<OffsetDateTime> all = starts(week);
        List<OffsetDateTime> filtered = starts(week + "&days=wed&startsFrom=09:00&startsBefore=12:00");
        assertThat(filtered).isNotEmpty();
        assertThat(filtered)
                .isEqualTo(all.stream()
                        .filter(start -> start.getDayOfWeek() == DayOfWeek.WEDNESDAY)
                        .filter(start -> start.getHour() >= 9 && start.getHour() < 12)
                        .toList());
    }

    @Test
    void nightsAreFoundDayByDayToo() {
        openAtNight("2027-02-02");
        openAtNight("2027-02-03");
        String nights = CHAT + "&clinic=north&startsFrom=22:00&startsBefore=02:00";
        List<OffsetDateTime> all = starts(nights + "&from=2027-02-02&to=2027-02-04");
        List<OffsetDateTime> dayByDay = Stream.of("2027-02-02", "2027-02-03", "2027-02-04")
                .flatMap(day -> starts(nights + "&from=" + day + "&to=" + day).stream())
                .toList();
        OffsetDateTime afterMidnight = OffsetDateTime.parse("2027-02-03T00:30:00+11:00");
        assertThat(all).contains(afterMidnight, afterMidnight.plusDays(1));
        assertThat(dayByDay).isEqualTo(all);
        // Tuesday's night ends on Wednesday.
        assertThat(starts(nights + "&from=2027-02-03&to=2027-02-03&days=tue"))
                .contains(afterMidnight)
                .allSatisfy(start -> assertThat(start).isBefore(afterMidnight.withHour(2)));
    }

    private void openAtNight(String day) {
        LocalDate date = LocalDate.parse(day);
        database.useHandle(handle -> {
            handle.execute(
                    "INSERT INTO clinic_hours (clinic_id, weekday, opens, closes) VALUES (?, ?, '20:00', '04:00')",
                    network.clinic("north"),
                    date.getDayOfWeek().getValue());
            handle.execute("""
                    INSERT INTO roster_exception (practitioner_id, clinic_id, day, from_time, until_time)
                    VALUES (?, ?, ?, '22:00', '02:00')
                    """, network.practitioner("anna"), network.clinic("north"), date);
        });
        network.settled();
    }

    @Test
    void theNextTimeKeepsToTheFiltersToo() {
        List<String> starts = guest(newKey())
                .get("/booking/v1/slots/next?treatment=chat&minutes=30&days=fri&startsFrom=10:00&startsBefore=17:00")
                .path("items.startsAt");
        assertThat(starts).isNotEmpty().allSatisfy(start -> {
            assertThat(OffsetDateTime.parse(start).getDayOfWeek()).isEqualTo(DayOfWeek.FRIDAY);
            assertThat(OffsetDateTime.parse(start).getHour()).isBetween(10, 16);
        });
    }

    @Test
    void theNextTimeAfterADay() {
        String next = "/booking/v1/slots/next?treatment=chat&minutes=30&clinic=north&from=";
        guest(newKey())
                .get(next + "2027-02-13")
                .then()
                .statusCode(200)
                .body("items.startsAt", contains("2027-02-15T09:00:00+11:00"));
        for (String day : List.of("2027-01-01", "2028-02-02")) {
            guest(newKey())
                    .get(next + day)
                    .then()
                    .statusCode(400)
                    .body("type", is("/problems/invalid-parameter"))
                    .body("errors.parameter", contains("from"));
        }
    }

    @Test
    void pagesOfTheNextTimesHoldEachClinicOnce() {
        String next = "/booking/v1/slots/next?treatment=chat&minutes=30";
        List<List<String>> all = keys(guest(newKey()).get(next));
        Response first = guest(newKey()).get(next + "&limit=1");
        Response second = guest(newKey()).get(next + "&limit=1&cursor=" + first.path("next"));
        assertThat(all).hasSize(2);
        assertThat(keys(first)).isEqualTo(all.subList(0, 1));
        assertThat(keys(second)).isEqualTo(all.subList(1, 2));
        assertThat(second.<String>path("next")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"''", "&group=start", "&group=day"})
    void pagesOfThreeHoldWhatOnePageHolds(String group) {
        String search = "/booking/v1/slots?treatment=chat&minutes=30&from=2027-02-02&to=2027-02-03" + group;
        List<List<String>> all = keys(guest(newKey()).get(search + "&limit=500"));
        List<List<String>> paged = new ArrayList<>();
        String cursor = null;
        do {
            Response page = guest(newKey()).get(search + "&limit=3" + (cursor == null ? "" : "&cursor=" + cursor));
            paged.addAll(keys(page));
            cursor = page.path("next");
        } while (cursor != null && paged.size() <= all.size());
        assertThat(all).hasSizeBetween(2, 499);
        assertThat(paged).isEqualTo(all);
    }

    @Test
    void foldedByDayTheFirstStartOfEachClinicAndDayStands() {
        List<List<String>> byDay = keys(guest(newKey())
                .get("/booking/v1/slots?treatment=chat&minutes=30&from=2027-02-02&to=2027-02-12&group=day&limit=500"));
        Set<String> days = new TreeSet<>();
        for (List<String> key : byDay) {
            assertThat(days.add(key.get(0) + key.get(1).substring(0, 10))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "days=someday,days",
        "startsFrom=10:00,startsFrom",
        "startsFrom=ten&startsBefore=11:00,startsFrom",
        "gender=anything,gender",
        "practitioner=nobody,practitioner",
        "from=2027-01-01,from",
        "to=2027-06-01,to"
    })
    void whatMeansNothingIsRefusedByName(String query, String parameter) {
        guest(newKey())
                .get(CHAT + "&" + query)
                .then()
                .statusCode(400)
                .body("type", is("/problems/invalid-parameter"))
                .body("errors.parameter", contains(parameter));
    }

    private static List<OffsetDateTime> starts(String search) {
        List<String> starts = guest(newKey()).get(search + "&group=start").path("items.startsAt");
        return starts.stream().map(OffsetDateTime::parse).toList();
    }

    private static List<List<String>> keys(Response page) {
        List<String> clinics = page.path("items.clinicCode");
        List<String> starts = page.path("items.startsAt");
        List<String> people = page.path("items.practitionerCode");
        List<List<String>> keys = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            keys.add(List.of(clinics.get(i), starts.get(i), people.get(i)));
        }
        return keys;
    }
}
