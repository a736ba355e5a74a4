package network.physio.local;

import static network.physio.local.Fitzroy.each;
import static network.physio.local.Fitzroy.eventually;
import static network.physio.local.Fitzroy.local;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.refused;
import static network.physio.local.Fitzroy.somebody;
import static network.physio.local.Fitzroy.start;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A class of two: the clinic schedules it, guests take the seats. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GroupSessionJourneyIT {

    private final Fitzroy fitzroy;
    private final Api gateway;
    private final Map<String, String> guest = Api.newGuest();

    GroupSessionJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        gateway = fitzroy.gateway;
    }

    @Test
    void seatsAreBookedUntilTheClassIsFullAndAGivenBackOneIsTakenAgain() {
        JsonNode session = scheduled();
        String path = "/booking/v1/clinics/%s/sessions/%s"
                .formatted(fitzroy.id(), session.path("id").asText());
        assertThat(session.path("capacity").asInt()).isEqualTo(2);
        JsonNode slot = eventually(
                () -> offered(session), offered -> offered.path("seatsLeft").asInt() == 2);
        Map<String, Object> seat = fitzroy.wish("journey-class", slot);

        Api.Reply one = ok(201, fitzroy.book(guest, seat, somebody("Una")));
        assertThat(one.body().path("sessionId").asText())
                .isEqualTo(session.path("id").asText());
        assertThat(one.body().path("price").path("amount").asInt()).isEqualTo(9000);
        ok(201, fitzroy.book(Api.newGuest(), seat, somebody("Duo")));
        Api.Reply full = refused("slot-taken", fitzroy.book(Api.newGuest(), seat, somebody("Tria")));
        assertThat(each(full.body().path("reasons"), "code")).containsExactly("session-full");

        Api.Reply now = ok(200, gateway.get(path, fitzroy.desk()));
        assertThat(now.body().path("seatsTaken").asInt()).isEqualTo(2);
        refused(
                "session-seats-taken",
                gateway.patch(path, Api.and(fitzroy.desk(), "If-Match", now.etag()), Map.of("capacity", 1)));

        ok(200, fitzroy.change(guest, one, "cancel", Map.of("reason", "changed-plans")));
        eventually(() -> offered(session), offered -> offered.path("seatsLeft").asInt() == 1);
        ok(201, fitzroy.book(Api.newGuest(), seat, somebody("Tria")));
    }

    @Test
    void whoeverFoundTheClassFullIsOfferedASeatThatIsGivenBack() {
        JsonNode session = scheduled();
        Map<String, Object> seat = fitzroy.wish(
                "journey-class",
                eventually(
                        () -> offered(session),
                        offered -> offered.path("seatsLeft").asInt() == 2));
        Api.Reply one = ok(201, fitzroy.book(guest, seat, somebody("Una")));
        ok(201, fitzroy.book(Api.newGuest(), seat, somebody("Duo")));

        Map<String, String> waiting = Api.newGuest();
        String entry = ok(
                        201,
                        gateway.post(
                                "/booking/v1/waitlist",
                                waiting,
                                Map.of(
                                        "treatmentId", fitzroy.treatment("journey-class"),
                                        "minutes", 30,
                                        "clinicIds", List.of(fitzroy.id()),
                                        "earliest", Fitzroy.day(session),
                                        "latest", Fitzroy.day(session),
                                        "patient", somebody("Tria"))))
                .id();
        ok(200, fitzroy.change(guest, one, "cancel", Map.of("reason", "changed-plans")));
        JsonNode offer = eventually(
                        () -> gateway.get("/booking/v1/waitlist/" + entry, waiting)
                                .body(),
                        body -> body.path("state").asText().equals("offered"))
                .path("offer");
        Api.Reply taken =
                ok(201, fitzroy.book(waiting, Map.of("holdId", offer.path("id").asText())));
        assertThat(taken.body().path("sessionId").asText())
                .isEqualTo(session.path("id").asText());
    }

    /** On a free day of the practitioner's, at ten; with the treatment's capacity. */
    private JsonNode scheduled() {
        JsonNode free = freeHour();
        JsonNode made = ok(
                        201,
                        gateway.post(
                                "/booking/v1/clinics/%s/sessions".formatted(fitzroy.id()),
                                fitzroy.desk(),
                                Map.of(
                                        "treatmentId", fitzroy.treatment("journey-class"),
                                        "minutes", 30,
                                        "practitionerId", fitzroy.practitioner("journey-hal"),
                                        "starts", List.of(local(free)))))
                .body();
        return made.path("sessions").path(0);
    }

    /** Hal talks to single people too, so that his free times can be looked up. */
    private JsonNode freeHour() {
        return fitzroy.freeDay("journey-class-talk", 30, "journey-hal").get(4);
    }

    private JsonNode offered(JsonNode session) {
        return fitzroy.slots("journey-class", 30, "&from=%1$s&to=%1$s".formatted(Fitzroy.day(session))).stream()
                .filter(slot -> start(slot).isEqual(start(session)))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }
}
