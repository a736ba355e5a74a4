package network.physio.local;

import static network.physio.local.Fitzroy.each;
import static network.physio.local.Fitzroy.eventually;
import static network.physio.local.Fitzroy.items;
import static network.physio.local.Fitzroy.list;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.refused;
import static network.physio.local.Fitzroy.somebody;
import static network.physio.local.Fitzroy.start;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Searches among the times of three people, who are there from nine to five on every day. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlotSearchJourneyIT {

    private static final String SEARCH = "annex-search";

    private final Fitzroy fitzroy;
    private final Api gateway;
    private final Annex annex;

    SlotSearchJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        gateway = fitzroy.gateway;
        annex = new Annex(fitzroy, stack);
    }

    @Test
    void timesAreFoundByTheGenderOfWhoTreats() {
        String day = days(4, 4);
        assertThat(each(annex.slots(SEARCH, day + "&gender=female"), "practitionerCode"))
                .containsOnly("journey-pia");
        assertThat(each(annex.slots(SEARCH, day + "&gender=male"), "practitionerCode"))
                .containsOnly("journey-remy");
        assertThat(each(annex.slots(SEARCH, day + "&gender=non-binary"), "practitionerCode"))
                .containsOnly("journey-rae");
        assertThat(each(annex.slots(SEARCH, day), "practitionerCode"))
                .containsOnly("journey-pia", "journey-remy", "journey-rae");
        refused("invalid-parameter", gateway.get(Annex.search(SEARCH, "&gender=any"), Map.of()));
    }

    @Test
    void groupedByStartEachTimeIsThereOnceWithWhoeverHasLeastBooked() {
        String day = days(6, 6);
        List<JsonNode> all = annex.slots(SEARCH, day);
        JsonNode withPia =
                annex.slots(SEARCH, day + "&practitioner=journey-pia").getFirst();
        ok(201, fitzroy.book(Api.newGuest(), fitzroy.wish(SEARCH, withPia), somebody("Greta")));

        List<JsonNode> grouped = eventually(
                () -> annex.slots(SEARCH, day + "&group=start"),
                slots -> !each(slots, "practitionerCode").contains("journey-pia"));
        assertThat(each(grouped, "startsAt"))
                .isEqualTo(each(all, "startsAt").stream().distinct().toList());
    }

    @Test
    void groupedByDayEachDayIsThereOnceWithItsFirstTime() {
        List<JsonNode> grouped = annex.slots(SEARCH, days(4, 8) + "&group=day");
        assertThat(grouped.stream().map(slot -> start(slot).toLocalDate()).toList())
                .isEqualTo(IntStream.range(0, 5)
                        .mapToObj(start(grouped.getFirst()).toLocalDate()::plusDays)
                        .toList());
        assertThat(grouped)
                .allSatisfy(slot -> assertThat(start(slot).toLocalTime()).isEqualTo(LocalTime.of(9, 0)));
    }

    @Test
    void aHundredTimesAreCheckedAtOnceAndNotOneMore() {
        List<JsonNode> slots = annex.slots(SEARCH, days(4, 5)).subList(0, 101);
        List<Map<String, Object>> wishes =
                slots.stream().map(slot -> fitzroy.wish(SEARCH, slot)).toList();
        List<JsonNode> verdicts =
                list(ok(200, check(wishes.subList(0, 100))).body().path("slots"));
        assertThat(each(verdicts, "bookable")).hasSize(100).containsOnly("true");
        assertThat(verdicts.stream().map(verdict -> verdict.path("slot")).toList())
                .as("in the order asked")
                .isEqualTo(slots.subList(0, 100));

        Api.Reply tooMany = refused("invalid-request", check(wishes));
        assertThat(each(tooMany.body().path("errors"), "pointer")).containsOnly("#/slots");
    }

    @Test
    void pageAfterPageEachTimeIsThereOnce() {
        String search = days(4, 5);
        List<JsonNode> paged = new ArrayList<>();
        String cursor = "";
        do {
            Api.Reply page = ok(200, gateway.get(Annex.search(SEARCH, search + "&limit=50" + cursor), Map.of()));
            assertThat(items(page)).hasSizeBetween(1, 50);
            paged.addAll(items(page));
            cursor = page.body().path("next").isTextual()
                    ? "&cursor=" + page.body().path("next").asText()
                    : "";
        } while (!cursor.isEmpty());
        assertThat(paged).hasSizeGreaterThan(100).doesNotHaveDuplicates().isEqualTo(annex.slots(SEARCH, search));
    }

    private Api.Reply check(List<Map<String, Object>> wishes) {
        return gateway.post("/booking/v1/slots/check", Map.of(), Map.of("slots", wishes));
    }

    private static String days(int first, int last) {
        LocalDate from = Annex.day(first);
        return "&from=%s&to=%s".formatted(from, from.plusDays(last - first));
    }
}
