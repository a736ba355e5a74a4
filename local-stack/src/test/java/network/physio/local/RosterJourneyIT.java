package network.physio.local;

import static network.physio.local.Api.and;
import static network.physio.local.Fitzroy.each;
import static network.physio.local.Fitzroy.eventually;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.refused;
import static network.physio.local.Fitzroy.somebody;
import static network.physio.local.Fitzroy.start;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A front desk gives somebody other hours: every second week another day, and one day that is unlike the others. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RosterJourneyIT {

    private final Fitzroy fitzroy;
    private final Map<String, String> desk;
    private final String rosters;

    RosterJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        desk = fitzroy.desk();
        rosters = "/booking/v1/practitioners/%s/rosters".formatted(fitzroy.practitioner("journey-lou"));
    }

    @Test
    void aFortnightAndAnExceptionalDayAreOfferedAsTheyAreWorked() {
        Api.Reply before = ok(200, fitzroy.gateway.get(rosters, desk));
        try {
            change(before, aMondayToBeginOn());
        } finally {
            ok(200, put(before.body().path("rosters"), before.body().path("exceptions"), true));
        }
    }

    private void change(Api.Reply before, LocalDate monday) {
        JsonNode wednesday = slots(monday).stream()
                .filter(slot -> start(slot).getDayOfWeek() == DayOfWeek.WEDNESDAY)
                .findFirst()
                .orElseThrow();
        Api.Reply visit =
                ok(201, fitzroy.book(Api.newGuest(), fitzroy.wish("journey-roster", wednesday), somebody("Wes")));
        JsonNode now = before.body().path("rosters").path(0);
        List<Map<String, Object>> changed = List.of(
                Map.of(
                        "clinicId", fitzroy.id(),
                        "from", now.path("from").asText(),
                        "until", monday.minusDays(1).toString(),
                        "segments", now.path("segments")),
                Map.of(
                        "clinicId", fitzroy.id(),
                        "from", monday.toString(),
                        "everyWeeks", 2,
                        "segments", List.of(hours(0, "mon", "09:00", "12:00"), hours(1, "tue", "13:00", "17:00"))));
        LocalDate exceptional = monday.plusDays(14);
        List<Map<String, Object>> exceptions = List.of(Map.of(
                "clinicId", fitzroy.id(),
                "day", exceptional.toString(),
                "hours", List.of(Map.of("from", "15:00", "until", "16:00"))));

        assertThat(fitzroy.gateway
                        .put(rosters, desk, Map.of("rosters", changed, "exceptions", exceptions))
                        .status())
                .as("without the version that was read")
                .isEqualTo(428);
        Api.Reply refused = refused("would-strand-appointments", put(changed, exceptions, false));
        assertThat(each(refused.body().path("appointments"), "id")).contains(visit.id());
        Api.Reply stored = ok(200, put(changed, exceptions, true));
        assertThat(each(stored.body().path("rebookingNeeded"), "id")).contains(visit.id());

        List<JsonNode> offered = eventually(
                () -> slots(monday),
                slots -> slots.stream().noneMatch(slot -> start(slot).getDayOfWeek() == DayOfWeek.WEDNESDAY));
        assertThat(offered).isNotEmpty().allSatisfy(slot -> {
            LocalDate day = start(slot).toLocalDate();
            LocalTime time = start(slot).toLocalTime();
            if (day.equals(exceptional)) {
                assertThat(time).isBetween(LocalTime.of(15, 0), LocalTime.of(15, 30));
            } else if (ChronoUnit.WEEKS.between(monday, day) % 2 == 0) {
                assertThat(day.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
                assertThat(time).isBetween(LocalTime.of(9, 0), LocalTime.of(11, 30));
            } else {
                assertThat(day.getDayOfWeek()).isEqualTo(DayOfWeek.TUESDAY);
                assertThat(time).isBetween(LocalTime.of(13, 0), LocalTime.of(16, 30));
            }
        });
        assertThat(days(offered)).contains(monday, monday.plusDays(8), exceptional);
    }

    /** From which on the days that the new pattern works are no holidays. */
    private LocalDate aMondayToBeginOn() {
        LocalDate monday = Fitzroy.now().toLocalDate().plusDays(10).with(TemporalAdjusters.next(DayOfWeek.MONDAY));
        while (!days(slots(monday))
                .containsAll(List.of(monday, monday.plusDays(2), monday.plusDays(8), monday.plusDays(14)))) {
            monday = monday.plusWeeks(1);
        }
        return monday;
    }

    private static Set<LocalDate> days(List<JsonNode> slots) {
        return slots.stream().map(slot -> start(slot).toLocalDate()).collect(Collectors.toSet());
    }

    private List<JsonNode> slots(LocalDate monday) {
        return fitzroy.slots(
                "journey-roster", 30, "&practitioner=journey-lou&from=%s&to=%s".formatted(monday, monday.plusDays(16)));
    }

    private Api.Reply put(Object changed, Object exceptions, boolean strand) {
        return fitzroy.gateway.put(
                rosters,
                and(desk, "If-Match", fitzroy.gateway.get(rosters, desk).etag()),
                Map.of("rosters", changed, "exceptions", exceptions, "strandAppointments", strand));
    }

    private static Map<String, Object> hours(int week, String day, String from, String until) {
        return Map.of("week", week, "days", List.of(day), "from", from, "until", until);
    }
}
