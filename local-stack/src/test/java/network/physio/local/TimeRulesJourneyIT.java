package network.physio.local;

import static network.physio.local.Fitzroy.each;
import static network.physio.local.Fitzroy.list;
import static network.physio.local.Fitzroy.now;
import static network.physio.local.Fitzroy.refused;
import static network.physio.local.Fitzroy.somebody;
import static network.physio.local.Fitzroy.start;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Times that a clinic does not give: on its holidays, at too short notice, too far ahead. Sol works there at all others. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimeRulesJourneyIT {

    private static final String ANYTIME = "annex-anytime";

    private final Fitzroy fitzroy;
    private final Annex annex;

    TimeRulesJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        annex = new Annex(fitzroy, stack);
    }

    @Test
    void aPublicHolidayClosesTheClinicAndACheckSaysSo() {
        assertThat(each(annex.read().path("holidays"), "day")).contains(annex.holiday.toString());
        assertThat(of(annex.holiday)).isEmpty();
        assertThat(of(annex.holiday.minusDays(1))).isNotEmpty();
        List<JsonNode> dayAfter = of(annex.holiday.plusDays(1));
        assertThat(dayAfter).isNotEmpty();

        Map<String, Object> onTheHoliday = at(start(dayAfter.get(40)).minusDays(1));
        assertThat(annex.reasons(onTheHoliday)).containsExactly("clinic-closed");
        Api.Reply refused = refused("not-bookable", fitzroy.book(Api.newGuest(), onTheHoliday, somebody("Holly")));
        assertThat(each(refused.body().path("reasons"), "code")).containsExactly("clinic-closed");
        assertThat(list(refused.body().path("alternatives")))
                .isNotEmpty()
                .allSatisfy(other -> assertThat(start(other).toLocalDate()).isNotEqualTo(annex.holiday));
    }

    @Test
    void nothingIsBookedAtShorterNoticeThanTheClinicAsksFor() {
        Map<String, Object> soon = at(now().truncatedTo(ChronoUnit.HOURS).plusHours(2));
        assertThat(annex.reasons(soon)).containsExactly("too-soon");
        Api.Reply refused = refused("not-bookable", fitzroy.book(Api.newGuest(), soon, somebody("Hasty")));
        assertThat(each(refused.body().path("reasons"), "code")).containsExactly("too-soon");
        assertThat(list(refused.body().path("alternatives")))
                .isNotEmpty()
                .allSatisfy(other -> assertThat(start(other)).isAfter(now().plusHours(23)));

        assertThat(start(annex.slots(ANYTIME, "").getFirst()))
                .as("a day ahead")
                .isBetween(now().plusHours(23), now().plusHours(25));
    }

    @Test
    void nothingIsBookedFurtherAheadThanTheClinicPlans() {
        Map<String, Object> late = at(now().truncatedTo(ChronoUnit.HOURS).plusDays(41));
        assertThat(annex.reasons(late)).containsExactly("too-far-ahead");
        Api.Reply refused = refused("not-bookable", fitzroy.book(Api.newGuest(), late, somebody("Early")));
        assertThat(each(refused.body().path("reasons"), "code")).containsExactly("too-far-ahead");

        List<JsonNode> last = annex.slots(ANYTIME, "&from=%s&to=%s".formatted(Annex.day(39), Annex.day(44)));
        assertThat(start(last.getLast()))
                .as("forty days ahead")
                .isBetween(now().plusDays(40).minusHours(1), now().plusDays(40));
    }

    private List<JsonNode> of(LocalDate day) {
        return annex.slots(ANYTIME, "journey-sami", day);
    }

    private Map<String, Object> at(OffsetDateTime start) {
        JsonNode some = annex.slots(ANYTIME, "").getFirst();
        return AccessPeople.with(fitzroy.wish(ANYTIME, some), "startsAt", start.toString());
    }
}
