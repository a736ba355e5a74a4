package network.physio.local;

import static network.physio.local.Api.and;
import static network.physio.local.Fitzroy.day;
import static network.physio.local.Fitzroy.eventually;
import static network.physio.local.Fitzroy.items;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.refused;
import static network.physio.local.Fitzroy.somebody;
import static network.physio.local.Fitzroy.start;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two copies of the booking service, asked past the gateway: each keeps a picture of the free times of its own. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CopiesJourneyIT {

    private static final String COPIES = "journey-copies";

    private final Fitzroy fitzroy;
    private final List<Api> copies;

    CopiesJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        fitzroy.load("/more-journeys.yaml");
        copies = stack.bookingInstances().stream().map(Api::new).toList();
        assertThat(copies).hasSize(2).allSatisfy(CopiesJourneyIT::knowsTheTreatment);
    }

    private static void knowsTheTreatment(Api copy) {
        eventually(
                () -> copy.get("/booking/v1/slots?treatment=%s&minutes=30".formatted(COPIES), Map.of())
                        .status(),
                status -> status == 200);
    }

    @Test
    void whatOneCopyTakesOrGivesBackTheOtherOffersAccordingly() {
        List<JsonNode> day = freeDay();
        takenHereAndGivenBackThere(copies.getFirst(), copies.getLast(), day.get(4));
        takenHereAndGivenBackThere(copies.getLast(), copies.getFirst(), day.get(8));
    }

    private void takenHereAndGivenBackThere(Api here, Api there, JsonNode slot) {
        Map<String, String> guest = Api.newGuest();
        Map<String, Object> wish = fitzroy.wish(COPIES, slot);
        eventually(() -> isOffered(there, slot), offered -> offered);
        Api.Reply booked = ok(
                201,
                here.post("/booking/v1/appointments", guest, AccessPeople.with(wish, "patient", somebody("Copy"))));
        eventually(() -> isOffered(there, slot), offered -> !offered);
        refused("slot-taken", there.post("/booking/v1/holds", Api.newGuest(), wish));

        ok(
                200,
                there.post(
                        "/booking/v1/appointments/%s/cancel".formatted(booked.id()),
                        and(guest, "If-Match", booked.etag()),
                        Map.of("reason", "changed-plans")));
        eventually(() -> isOffered(here, slot), offered -> offered);
    }

    @Test
    void leaveThatOneCopyWasToldOfIsKeptByTheOther() {
        JsonNode slot = freeDay().getFirst();
        Api here = copies.getFirst();
        Api there = copies.getLast();
        Map<String, String> desk = fitzroy.desk();
        String path = "/booking/v1/practitioners/%s/time-off".formatted(fitzroy.practitioner("journey-pim"));
        Map<String, Object> leave =
                Map.of("from", day(slot) + "T00:00", "until", day(slot) + "T23:55", "reason", "training");

        eventually(() -> isOffered(there, slot), offered -> offered);
        Api.Reply taken = ok(201, here.post(path, desk, leave));
        eventually(() -> offered(there, slot), List::isEmpty);
        ok(200, there.delete(path + "/" + taken.id(), desk));
        eventually(() -> isOffered(here, slot), offered -> offered);
    }

    private List<JsonNode> freeDay() {
        return fitzroy.freeDay(COPIES, 30, "journey-pim");
    }

    private static boolean isOffered(Api copy, JsonNode slot) {
        return offered(copy, slot).stream().anyMatch(free -> start(free).isEqual(start(slot)));
    }

    /** What this copy offers on the slot's day. */
    private static List<JsonNode> offered(Api copy, JsonNode slot) {
        return items(ok(
                200,
                copy.get(
                        "/booking/v1/slots?clinic=fitzroy&treatment=%1$s&minutes=30&from=%2$s&to=%2$s"
                                .formatted(COPIES, day(slot)),
                        Map.of())));
    }
}
