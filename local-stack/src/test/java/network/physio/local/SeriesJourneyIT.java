package network.physio.local;

import static network.physio.local.Fitzroy.each;
import static network.physio.local.Fitzroy.list;
import static network.physio.local.Fitzroy.local;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.refused;
import static network.physio.local.Fitzroy.somebody;
import static network.physio.local.Fitzroy.start;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody comes several times: a course is booked, moved and called off in one call each. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeriesJourneyIT {

    private static final String CLEO = "journey-cleo";

    private final Fitzroy fitzroy;
    private final Map<String, String> guest = Api.newGuest();

    SeriesJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
    }

    @Test
    void aCourseFollowsThePlanOfTheScreeningPass() {
        JsonNode first = freeTwiceAgainAMonthApart();
        Map<String, Object> course = course("journey-massage", first, "Stella");
        course.put("plan", Map.of("startsAt", local(first), "visits", 3, "pace", "wider"));
        Api.Reply planless = refused("invalid-request", series(course));
        assertThat(each(planless.body().path("errors"), "pointer"))
                .as("the plan is read from it")
                .containsExactly("#/screeningPass");

        course.put("screeningPass", fitzroy.screeningPass());
        Api.Reply booked = ok(201, series(course));
        assertThat(booked.body().path("plan").asText())
                .as("stress tension: about once a month")
                .isEqualTo("FR-04");
        LocalDate day = start(first).toLocalDate();
        assertThat(appointments(booked).stream().map(Fitzroy::start).toList())
                .satisfiesExactly(
                        one -> assertThat(one).isEqualTo(start(first)),
                        two -> assertThat(two.toLocalDateTime())
                                .isEqualTo(LocalDateTime.of(
                                        day.plusDays(28), start(first).toLocalTime())),
                        three -> assertThat(three.toLocalDateTime())
                                .isEqualTo(LocalDateTime.of(
                                        day.plusDays(56), start(first).toLocalTime())));
        assertThat(appointments(booked)
                        .getFirst()
                        .path("screening")
                        .path("state")
                        .asText())
                .isEqualTo("cleared");
        assertThat(appointments(booked)
                        .getLast()
                        .path("screening")
                        .path("state")
                        .asText())
                .as("asked again before a later visit")
                .isEqualTo("pending");
    }

    @Test
    void aTakenOccurrenceRefusesAllOrItselfWithAlternatives() {
        List<JsonNode> day = fitzroy.freeDay("journey-course", 30, CLEO);
        ok(201, fitzroy.book(Api.newGuest(), fitzroy.wish("journey-course", day.get(3)), somebody("Earlier")));
        Map<String, Object> course = course("journey-course", day.getFirst(), "Tara");
        course.put("starts", List.of(local(day.get(0)), local(day.get(3)), local(day.get(6))));

        Api.Reply nothing = refused("series-not-bookable", series(course));
        assertThat(each(nothing.body().path("occurrences"), "outcome"))
                .containsExactly("possible", "refused", "possible");

        course.put("mode", "each");
        Api.Reply booked = ok(201, series(course));
        List<JsonNode> occurrences = list(booked.body().path("occurrences"));
        assertThat(each(occurrences, "outcome")).containsExactly("booked", "refused", "booked");
        JsonNode refusal = occurrences.get(1).path("refusal");
        assertThat(refusal.path("type").asText()).isEqualTo("/problems/slot-taken");
        // Other stories may have taken every room at that time, which is then a second reason.
        assertThat(each(refusal.path("reasons"), "code")).startsWith("practitioner-taken");
        assertThat(each(refusal.path("reasons"), "pointer")).containsOnly("#/starts/1");
        assertThat(list(refusal.path("alternatives")))
                .isNotEmpty()
                .allSatisfy(other -> assertThat(start(other)).isNotEqualTo(start(day.get(3))));
        assertThat(booked.body().path("asked").asInt()).isEqualTo(3);
        assertThat(appointments(booked).stream().map(Fitzroy::start))
                .containsExactly(start(day.get(0)), start(day.get(6)));
    }

    @Test
    void oneAndThoseAfterItAreMovedOneIsCalledOffThenAll() {
        List<JsonNode> day = fitzroy.freeDay("journey-course", 30, CLEO);
        Map<String, Object> course = course("journey-course", day.getFirst(), "Vera");
        course.put("starts", List.of(local(day.get(0)), local(day.get(6)), local(day.get(12))));
        Api.Reply booked = ok(201, series(course));
        String path = "/booking/v1/series/" + booked.id();
        List<JsonNode> visits = appointments(booked);

        Map<String, Object> anHourLater =
                Map.of("fromAppointmentId", visits.get(1).path("id").asText(), "minutes", 60);
        Api.Reply moved = ok(200, fitzroy.gateway.post(path + "/reschedule", seen(booked), anHourLater));
        assertThat(appointments(moved))
                .satisfiesExactly(
                        first -> assertThat(start(first)).isEqualTo(start(day.get(0))),
                        second -> assertThat(start(second))
                                .isEqualTo(start(day.get(6)).plusHours(1)),
                        third -> assertThat(start(third))
                                .isEqualTo(start(day.get(12)).plusHours(1)));
        assertThat(each(appointments(moved), "id")).as("each keeps its id").isEqualTo(each(visits, "id"));

        Api.Reply first = fitzroy.read(guest, visits.getFirst().path("id").asText());
        assertThat(first.body().path("seriesId").asText()).isEqualTo(booked.id());
        ok(200, fitzroy.change(guest, first, "cancel", Map.of("reason", "changed-plans")));

        Api.Reply now = ok(200, fitzroy.gateway.get(path, guest));
        assertThat(states(now)).containsExactly("cancelled", "confirmed", "confirmed");
        Api.Reply off = ok(200, fitzroy.gateway.post(path + "/cancel", seen(now), Map.of("reason", "feeling-better")));
        assertThat(states(off)).containsOnly("cancelled");
        assertThat(appointments(off))
                .allSatisfy(visit -> assertThat(
                                visit.path("cancellation").path("feeAmount").asInt())
                        .isZero());
        refused("series-over", fitzroy.gateway.post(path + "/cancel", seen(off), Map.of("reason", "other")));
    }

    /** None of the three on a public holiday. */
    private JsonNode freeTwiceAgainAMonthApart() {
        return fitzroy.slots("journey-massage", 30, "&days=wed&days=thu&practitioner=" + CLEO).stream()
                .filter(slot -> List.of(0, 28, 56).stream().allMatch(days -> isFree(slot, days)))
                .findFirst()
                .orElseThrow();
    }

    private boolean isFree(JsonNode slot, int daysLater) {
        String day = start(slot).toLocalDate().plusDays(daysLater).toString();
        return fitzroy
                .slots("journey-massage", 30, "&practitioner=%1$s&from=%2$s&to=%2$s".formatted(CLEO, day))
                .stream()
                .anyMatch(free -> start(free)
                        .toLocalDateTime()
                        .equals(start(slot).toLocalDateTime().plusDays(daysLater)));
    }

    private Api.Reply series(Map<String, Object> course) {
        return fitzroy.gateway.post("/booking/v1/series", guest, course);
    }

    private Map<String, String> seen(Api.Reply series) {
        return Api.and(guest, "If-Match", series.etag());
    }

    private Map<String, Object> course(String treatment, JsonNode slot, String givenName) {
        Map<String, Object> course = new LinkedHashMap<>(fitzroy.wish(treatment, slot));
        course.remove("startsAt");
        course.put("patient", somebody(givenName));
        return course;
    }

    private static List<JsonNode> appointments(Api.Reply series) {
        return list(series.body().path("visits")).stream()
                .map(visit -> visit.path("appointment"))
                .toList();
    }

    private static List<String> states(Api.Reply series) {
        return each(appointments(series), "state");
    }
}
