package network.physio.local;

import static network.physio.local.Api.and;
import static network.physio.local.Fitzroy.each;
import static network.physio.local.Fitzroy.eventually;
import static network.physio.local.Fitzroy.items;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.refused;
import static network.physio.local.Fitzroy.somebody;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever is unsure of an answer sends the same request again: what it did is done once. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepeatedRequestsJourneyIT {

    private static final String REPEAT = "journey-repeat";

    private final Fitzroy fitzroy;
    private final Api gateway;

    RepeatedRequestsJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        fitzroy.load("/more-journeys.yaml");
        gateway = fitzroy.gateway;
    }

    @Test
    void ofTwentyAtOnceWithOneKeyThereIsOneHoldAndForAllTheSameAnswer() throws Exception {
        List<JsonNode> day = freeDay();
        Map<String, String> keyed = keyed(Api.newGuest());
        Map<String, Object> wish = fitzroy.wish(REPEAT, day.get(2));
        List<Api.Reply> answers = twentyAtOnce(() -> answered(keyed, wish));

        Api.Reply one = ok(201, answers.getFirst());
        assertThat(answers).containsOnly(one);
        assertThat(each(items(ok(200, gateway.get("/booking/v1/appointments?state=held", keyed))), "id"))
                .containsExactly(one.id());
        refused("idempotency-key-reused", fitzroy.hold(keyed, fitzroy.wish(REPEAT, day.get(6))));
    }

    /** Who meets the same request at work is told to ask again, and gets its answer. */
    private Api.Reply answered(Map<String, String> keyed, Map<String, Object> wish) {
        return eventually(
                () -> fitzroy.hold(keyed, wish), reply -> !reply.type().equals("/problems/request-in-progress"));
    }

    private static <T> List<T> twentyAtOnce(Callable<T> request) throws InterruptedException, ExecutionException {
        List<T> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> answer : threads.invokeAll(Collections.nCopies(20, request))) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    @Test
    void whatWasRefusedIsTriedAnewUnderTheSameKey() {
        Map<String, Object> wish = fitzroy.wish(REPEAT, freeDay().get(4));
        Map<String, String> owner = Api.newGuest();
        Api.Reply inTheWay = ok(201, fitzroy.book(owner, wish, somebody("Way")));
        Map<String, String> keyed = keyed(Api.newGuest());
        refused("slot-taken", fitzroy.hold(keyed, wish));

        ok(200, fitzroy.change(owner, inTheWay, "cancel", Map.of("reason", "changed-plans")));
        Api.Reply held = ok(201, fitzroy.hold(keyed, wish));
        assertThat(fitzroy.hold(keyed, wish)).isEqualTo(held);
    }

    @Test
    void aRepeatedMoveIsAnsweredAsBeforeAlthoughItsVersionIsOldByThen() {
        List<JsonNode> day = freeDay();
        Map<String, String> guest = Api.newGuest();
        Api.Reply booked = ok(201, fitzroy.book(guest, fitzroy.wish(REPEAT, day.get(8)), somebody("Rep")));
        Map<String, Object> later =
                Map.of("startsAt", day.get(12).path("startsAt").asText());
        Map<String, String> keyed = keyed(guest);
        Api.Reply moved = ok(200, fitzroy.change(keyed, booked, "reschedule", later));

        assertThat(fitzroy.change(keyed, booked, "reschedule", later)).isEqualTo(moved);
        refused("stale-version", fitzroy.change(guest, booked, "reschedule", later));
        refused("idempotency-key-reused", fitzroy.change(keyed, moved, "reschedule", later));
        assertThat(fitzroy.read(guest, booked.id()).etag()).isEqualTo(moved.etag());
    }

    private List<JsonNode> freeDay() {
        return fitzroy.freeDay(REPEAT, 30, "journey-sol");
    }

    private static Map<String, String> keyed(Map<String, String> caller) {
        return and(caller, "Idempotency-Key", UUID.randomUUID().toString());
    }
}
