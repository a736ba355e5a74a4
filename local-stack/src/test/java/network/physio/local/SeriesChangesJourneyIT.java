package network.physio.local;

import static network.physio.local.Fitzroy.each;
import static network.physio.local.Fitzroy.eventually;
import static network.physio.local.Fitzroy.list;
import static network.physio.local.Fitzroy.local;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.refused;
import static network.physio.local.Fitzroy.somebody;
import static network.physio.local.Fitzroy.start;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A course of three visits is moved as a whole, called off from one on, or shared by two who treat. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeriesChangesJourneyIT {

    private static final String COURSE = "annex-course";
    private static final String WYN = "journey-wyn";

    private final Fitzroy fitzroy;
    private final Annex annex;
    private final Map<String, String> guest = Api.newGuest();

    SeriesChangesJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        annex = new Annex(fitzroy, stack);
    }

    @Test
    void allVisitsMoveByTheSameShift() {
        List<JsonNode> day = annex.slots(COURSE, WYN, Annex.day(25));
        Api.Reply booked = ok(201, series(course(day, "Milo")));
        Api.Reply moved = ok(200, change(booked, "reschedule", Map.of("days", 1, "minutes", 30)));
        assertThat(each(moved.body().path("occurrences"), "outcome")).containsExactly("moved", "moved", "moved");
        assertThat(each(appointments(moved), "id")).isEqualTo(each(appointments(booked), "id"));
        assertThat(localStarts(moved))
                .isEqualTo(localStarts(booked).stream()
                        .map(start -> start.plusDays(1).plusMinutes(30))
                        .toList());
        eventually(() -> annex.offers(COURSE, day.getFirst()), offered -> offered);
    }

    @Test
    void oneAndThoseAfterItAreCalledOffAndTheOneBeforeStands() {
        List<JsonNode> day = annex.slots(COURSE, WYN, Annex.day(31));
        Api.Reply booked = ok(201, series(course(day, "Cosmo")));
        String second = appointments(booked).get(1).path("id").asText();
        Api.Reply off =
                ok(200, change(booked, "cancel", Map.of("fromAppointmentId", second, "reason", "changed-plans")));
        assertThat(each(appointments(off), "state")).containsExactly("confirmed", "cancelled", "cancelled");
        assertThat(each(off.body().path("occurrences"), "outcome")).containsExactly("cancelled", "cancelled");

        assertThat(fitzroy.read(
                                guest,
                                appointments(booked).getFirst().path("id").asText())
                        .body()
                        .path("state")
                        .asText())
                .isEqualTo("confirmed");
        eventually(() -> annex.offers(COURSE, day.get(6)), offered -> offered);
    }

    @Test
    void aColleagueTakesAVisitThatTheChosenOneCannotOnlyWhenToldTo() {
        List<JsonNode> day = annex.slots(COURSE, WYN, Annex.day(28));
        ok(201, fitzroy.book(Api.newGuest(), fitzroy.wish(COURSE, day.get(6)), somebody("Earlier")));
        Map<String, Object> course = course(day, "Ada");
        Api.Reply refused = refused("series-not-bookable", series(course));
        assertThat(each(refused.body().path("occurrences"), "outcome"))
                .containsExactly("possible", "refused", "possible");

        Api.Reply booked = ok(201, series(AccessPeople.with(course, "anyPractitioner", true)));
        assertThat(appointments(booked).stream()
                        .map(visit -> visit.path("practitioner").path("code").asText()))
                .containsExactly(WYN, "journey-xia", WYN);
        assertThat(localStarts(booked)).isEqualTo(startsOf(day));
    }

    /** At nine, half past ten and noon. */
    private Map<String, Object> course(List<JsonNode> day, String givenName) {
        Map<String, Object> course = fitzroy.wish(COURSE, day.getFirst());
        course.remove("startsAt");
        course.put("starts", startsOf(day).stream().map(LocalDateTime::toString).toList());
        course.put("patient", somebody(givenName));
        return course;
    }

    private static List<LocalDateTime> startsOf(List<JsonNode> day) {
        return List.of(day.get(0), day.get(6), day.get(12)).stream()
                .map(slot -> LocalDateTime.parse(local(slot)))
                .toList();
    }

    private Api.Reply series(Map<String, Object> course) {
        return fitzroy.gateway.post("/booking/v1/series", guest, course);
    }

    private Api.Reply change(Api.Reply series, String step, Map<String, Object> body) {
        return fitzroy.gateway.post(
                "/booking/v1/series/%s/%s".formatted(series.id(), step),
                Api.and(guest, "If-Match", series.etag()),
                body);
    }

    private static List<JsonNode> appointments(Api.Reply series) {
        return list(series.body().path("visits")).stream()
                .map(visit -> visit.path("appointment"))
                .toList();
    }

    private static List<LocalDateTime> localStarts(Api.Reply series) {
        return appointments(series).stream()
                .map(visit -> start(visit).toLocalDateTime())
                .toList();
    }
}
