package network.physio.local;

import static network.physio.local.Api.and;
import static network.physio.local.Fitzroy.each;
import static network.physio.local.Fitzroy.list;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.refused;
import static network.physio.local.Fitzroy.somebody;
import static network.physio.local.Fitzroy.start;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The wrong visit was called off: the desk takes that back, if nothing speaks against it by now. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UndoJourneyIT {

    private static final String UNDO = "journey-undo";

    private final Fitzroy fitzroy;
    private final Map<String, String> desk;
    private final Map<String, String> guest = Api.newGuest();

    UndoJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        fitzroy.load("/halls.yaml");
        desk = fitzroy.desk();
    }

    @Test
    void aCancellationThatIsTakenBackHasItsTimeAgain() {
        Map<String, Object> wish = wish();
        Api.Reply off = calledOff(wish);
        Api.Reply back = ok(200, undo(off));
        assertThat(back.body().path("state").asText()).isEqualTo("confirmed");
        assertThat(back.body().has("cancellation")).isFalse();
        assertThat(start(back.body())).isEqualTo(start(off.body()));
        assertThat(back.body().path("place")).isEqualTo(off.body().path("place"));

        refused("slot-taken", fitzroy.book(Api.newGuest(), wish, somebody("Next")));
        assertThat(state(off)).isEqualTo("confirmed");
    }

    @Test
    void aCancellationStandsOnceSomebodyElseHasTheTime() {
        Map<String, Object> wish = wish();
        Api.Reply off = calledOff(wish);
        ok(201, fitzroy.book(Api.newGuest(), wish, somebody("Quick")));

        Api.Reply refused = refused("slot-taken", undo(off));
        assertThat(each(refused.body().path("reasons"), "code")).containsExactly("practitioner-taken");
        assertThat(list(refused.body().path("alternatives")))
                .isNotEmpty()
                .allSatisfy(other -> assertThat(start(other)).isNotEqualTo(start(off.body())));
        assertThat(state(off)).isEqualTo("cancelled");
    }

    @Test
    void aCancellationOfAnEarlierDayStands() throws SQLException {
        Api.Reply off = calledOff(wish());
        fitzroy.setBack(off.id(), "cancelled_at", "2 days");
        refused("undo-too-late", undo(off));
        assertThat(state(off)).isEqualTo("cancelled");
    }

    private Map<String, Object> wish() {
        JsonNode slot = fitzroy.freeDay(UNDO, 30, "journey-yan").get(3);
        return fitzroy.wish(UNDO, slot);
    }

    private Api.Reply calledOff(Map<String, Object> wish) {
        Api.Reply booked = ok(201, fitzroy.book(guest, wish, somebody("Uri")));
        return ok(200, fitzroy.change(guest, booked, "cancel", Map.of("reason", "changed-plans")));
    }

    private Api.Reply undo(Api.Reply cancelled) {
        return fitzroy.gateway.post(
                "/booking/v1/appointments/%s/undo".formatted(cancelled.id()), and(desk, "If-Match", cancelled.etag()));
    }

    private String state(Api.Reply visit) {
        return fitzroy.read(guest, visit.id()).body().path("state").asText();
    }
}
