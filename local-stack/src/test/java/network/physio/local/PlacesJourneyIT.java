package network.physio.local;

import static network.physio.local.Fitzroy.each;
import static network.physio.local.Fitzroy.eventually;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.refused;
import static network.physio.local.Fitzroy.somebody;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What stands in a clinic: a gym for as many as have a place there, and devices of which one may be asked for. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlacesJourneyIT {

    private static final String GYM = "annex-gym";
    private static final String LASER = "annex-laser";

    private final Fitzroy fitzroy;
    private final Annex annex;
    private final Map<String, String> guest = Api.newGuest();

    PlacesJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        annex = new Annex(fitzroy, stack);
    }

    @Test
    void aGymTakesAsManyVisitsAtOnceAsItHasPlacesAndNoMore() {
        JsonNode gym = annex.thing("rooms", "annex-gym");
        assertThat(gym.path("places").asInt()).isEqualTo(2);
        JsonNode slot = annex.slots(GYM, "journey-tia", Annex.day(4)).getFirst();
        Api.Reply first = ok(201, fitzroy.book(guest, fitzroy.wish(GYM, slot), somebody("Tess")));
        Api.Reply second = ok(201, fitzroy.book(guest, wish(GYM, slot, "journey-una"), somebody("Ulla")));
        assertThat(List.of(first, second))
                .allSatisfy(visit ->
                        assertThat(visit.body().path("place").path("roomId")).isEqualTo(gym.path("id")));

        Map<String, Object> third = wish(GYM, slot, "journey-vic");
        Api.Reply full = refused("slot-taken", fitzroy.book(guest, third, somebody("Vera")));
        assertThat(each(full.body().path("reasons"), "code")).containsExactly("no-room-free");
        eventually(() -> annex.reasons(third), List.of("no-room-free")::equals);

        ok(200, fitzroy.change(guest, second, "cancel", Map.of("reason", "changed-plans")));
        ok(201, fitzroy.book(guest, third, somebody("Vera")));
    }

    @Test
    void whoeverAsksForADeviceGetsItAndNobodyElseAtThatTime() {
        JsonNode slot = annex.slots(LASER, "journey-tia", Annex.day(5)).getFirst();
        String laser = annex.thing("equipment", "laser-2").path("id").asText();
        Api.Reply first = ok(
                201,
                fitzroy.book(
                        guest, AccessPeople.with(fitzroy.wish(LASER, slot), "equipmentId", laser), somebody("Lena")));
        assertThat(devices(first)).containsExactly("Laser 2");

        Map<String, Object> another = wish(LASER, slot, "journey-una");
        Map<String, Object> sameDevice = AccessPeople.with(another, "equipmentId", laser);
        Api.Reply refused = refused("slot-taken", fitzroy.book(guest, sameDevice, somebody("Lars")));
        assertThat(each(refused.body().path("reasons"), "code")).containsExactly("no-equipment-free");
        eventually(() -> annex.reasons(sameDevice), List.of("no-equipment-free")::equals);
        assertThat(annex.reasons(another)).as("with the other laser").isEmpty();
        assertThat(devices(ok(201, fitzroy.book(guest, another, somebody("Lars")))))
                .containsExactly("Laser 1");
    }

    private Map<String, Object> wish(String treatment, JsonNode slot, String practitioner) {
        return AccessPeople.with(fitzroy.wish(treatment, slot), "practitionerId", fitzroy.practitioner(practitioner));
    }

    private static List<String> devices(Api.Reply visit) {
        return each(visit.body().path("place").path("equipment"), "name");
    }
}
