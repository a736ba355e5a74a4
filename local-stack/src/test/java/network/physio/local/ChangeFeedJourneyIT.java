package network.physio.local;

import static network.physio.local.Fitzroy.day;
import static network.physio.local.Fitzroy.each;
import static network.physio.local.Fitzroy.eventually;
import static network.physio.local.Fitzroy.items;
import static network.physio.local.Fitzroy.list;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.somebody;
import static network.physio.local.Fitzroy.start;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two front desks follow what happens at their clinics: an appointment goes from the one to the other. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangeFeedJourneyIT {

    private static final String FEED = "journey-feed";

    private final Fitzroy fitzroy;
    private final Api gateway;
    private final Map<String, String> desk;
    private final Map<String, String> brunswick;
    private final Map<String, String> guest = Api.newGuest();

    ChangeFeedJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        fitzroy.load("/more-journeys.yaml");
        gateway = fitzroy.gateway;
        desk = fitzroy.desk();
        brunswick = fitzroy.as("receptionist-brunswick");
    }

    @Test
    void aDeskFollowsAnAppointmentUntilItGoesToAnotherClinicWhichFollowsItFromThere() {
        String here = now(desk);
        String there = now(brunswick);
        List<JsonNode> day = fitzroy.freeDay(FEED, 30, "journey-nell");
        JsonNode elsewhere = atBrunswick(day(day.getFirst()));
        Api.Reply held = ok(201, fitzroy.hold(guest, fitzroy.wish(FEED, day.get(2))));
        Api.Reply booked = ok(201, fitzroy.book(guest, Map.of("holdId", held.id(), "patient", somebody("Faye"))));
        Api.Reply moved =
                move(booked, Map.of("startsAt", day.get(8).path("startsAt").asText()));
        Api.Reply left = move(
                moved,
                Map.of(
                        "startsAt", elsewhere.path("startsAt").asText(),
                        "clinicId", elsewhere.path("clinicId").asText(),
                        "practitionerId", elsewhere.path("practitionerId").asText()));
        ok(200, fitzroy.change(guest, left, "cancel", Map.of("reason", "changed-plans")));

        List<JsonNode> told = follow(desk, here, booked.id(), "appointment-left");
        assertThat(each(told, "type"))
                .as("by pages of two, each from where the last one ended")
                .containsExactly("time-held", "appointment-booked", "appointment-moved", "appointment-left");
        assertThat(versions(told)).isSorted().doesNotHaveDuplicates();
        assertThat(told.subList(0, 3)).allSatisfy(change -> {
            assertThat(change.path("clinicId").asText()).isEqualTo(fitzroy.id());
            assertThat(change.path("details").path("actedAs").asText()).isEqualTo("guest");
        });
        assertThat(start(told.get(1))).isEqualTo(start(day.get(2)));
        assertThat(start(told.get(2))).isEqualTo(start(day.get(8)));
        for (String where : List.of("clinicId", "practitionerId", "startsAt", "zone", "details")) {
            assertThat(told.getLast().has(where)).as(where).isFalse();
        }

        List<JsonNode> toldThere = follow(brunswick, there, booked.id(), "appointment-cancelled");
        assertThat(each(toldThere, "type")).containsExactly("appointment-moved", "appointment-cancelled");
        assertThat(start(toldThere.getFirst())).isEqualTo(start(elsewhere));
        assertThat(versions(toldThere).getFirst())
                .isEqualTo(versions(told).getLast())
                .isLessThan(versions(toldThere).getLast());

        assertThat(each(about(booked.id(), changes(desk, here, 500)), "id"))
                .as("the same from the same cursor, and nothing of what happened there")
                .isEqualTo(each(told, "id"));
        assertThat(gateway.get("/booking/v1/appointments/" + booked.id(), desk).status())
                .isEqualTo(404);
        assertThat(fitzroy.read(brunswick, booked.id()).body().path("state").asText())
                .isEqualTo("cancelled");
    }

    private Api.Reply move(Api.Reply seen, Map<String, Object> target) {
        return ok(200, fitzroy.change(guest, seen, "reschedule", target));
    }

    private JsonNode atBrunswick(String from) {
        return items(ok(
                        200,
                        gateway.get(
                                "/booking/v1/slots?clinic=brunswick&treatment=%s&minutes=30&from=%s"
                                        .formatted(FEED, from),
                                Map.of())))
                .getFirst();
    }

    private String now(Map<String, String> caller) {
        return changes(caller, "now", 1).path("next").asText();
    }

    /** What the caller is told of this appointment, from the cursor on and up to a change of this type. */
    private List<JsonNode> follow(Map<String, String> caller, String from, String appointment, String last) {
        List<JsonNode> told = new ArrayList<>();
        String[] cursor = {from};
        eventually(
                () -> {
                    JsonNode page = changes(caller, cursor[0], 2);
                    told.addAll(about(appointment, page));
                    cursor[0] = page.path("next").asText();
                    return each(told, "type");
                },
                types -> types.contains(last));
        return told;
    }

    private static List<JsonNode> about(String appointment, JsonNode page) {
        return list(page.path("items")).stream()
                .filter(change -> change.path("appointmentId").asText().equals(appointment))
                .toList();
    }

    private static List<Integer> versions(List<JsonNode> changes) {
        return changes.stream().map(change -> change.path("version").asInt()).toList();
    }

    private JsonNode changes(Map<String, String> caller, String after, int limit) {
        return ok(200, gateway.get("/booking/v1/changes?after=%s&limit=%d".formatted(after, limit), caller))
                .body();
    }
}
