package network.physio.local;

import static network.physio.local.Api.and;
import static network.physio.local.Fitzroy.day;
import static network.physio.local.Fitzroy.each;
import static network.physio.local.Fitzroy.eventually;
import static network.physio.local.Fitzroy.local;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.refused;
import static network.physio.local.Fitzroy.somebody;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A class that people have booked changes hands and halls, is called off, or loses whoever leads it. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GroupSessionChangesJourneyIT {

    private static final String CIRCLE = "journey-circle";

    private final Fitzroy fitzroy;
    private final Api gateway;
    private final Map<String, String> desk;
    private final Map<String, String> guest = Api.newGuest();
    private final String nia;
    private final String oli;

    GroupSessionChangesJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        fitzroy.load("/halls.yaml");
        gateway = fitzroy.gateway;
        desk = fitzroy.desk();
        nia = fitzroy.practitioner("journey-nia");
        oli = fitzroy.practitioner("journey-oli");
    }

    @Test
    void aClassGoesToAColleagueWithItsSeats() {
        JsonNode session = scheduled();
        Api.Reply seat = booked(session);
        JsonNode handed =
                ok(200, change(session, Map.of("practitionerId", oli))).body();
        assertThat(handed.path("practitioner").path("name").asText()).isEqualTo("Oli Journey");
        assertThat(handed.path("roomId")).isEqualTo(session.path("roomId"));
        assertThat(handed.path("seatsTaken").asInt()).isEqualTo(1);

        JsonNode seen = fitzroy.read(guest, seat.id()).body();
        assertThat(seen.path("practitioner").path("name").asText()).isEqualTo("Oli Journey");
        assertThat(seen.path("startsAt")).isEqualTo(seat.body().path("startsAt"));
        assertThat(seen.path("sessionId")).isEqualTo(session.path("id"));
        assertThat(seen.path("lateMoveFeeAmount").asInt()).isZero();
        eventually(() -> offeredWith(session), List.of("journey-oli")::equals);
    }

    @Test
    void aClassMovesToTheOtherHallWithItsSeats() {
        JsonNode session = scheduled();
        Api.Reply seat = booked(session);
        String other = Stream.of("journey-hall-1", "journey-hall-2")
                .map(code -> fitzroy.thing("rooms", code))
                .filter(hall -> !hall.equals(session.path("roomId").asText()))
                .findFirst()
                .orElseThrow();
        JsonNode moved = ok(200, change(session, Map.of("roomId", other))).body();
        assertThat(moved.path("roomId").asText()).isEqualTo(other);
        assertThat(moved.path("practitioner")).isEqualTo(session.path("practitioner"));

        JsonNode seen = fitzroy.read(guest, seat.id()).body();
        assertThat(seen.path("place").path("roomId").asText()).isEqualTo(other);
        assertThat(seen.path("startsAt")).isEqualTo(seat.body().path("startsAt"));
    }

    @Test
    void aClassThatIsCalledOffCallsOffItsSeatsWithoutAFee() {
        JsonNode session = scheduled();
        Api.Reply seat = booked(session);
        Map<String, String> undecided = Api.newGuest();
        Api.Reply held = ok(201, fitzroy.hold(undecided, seatIn(session)));

        JsonNode off = ok(200, callOff(session)).body();
        assertThat(off.path("state").asText()).isEqualTo("cancelled");
        assertThat(off.path("seatsTaken").asInt()).isZero();
        JsonNode seen = fitzroy.read(guest, seat.id()).body();
        assertThat(seen.path("state").asText()).isEqualTo("cancelled");
        assertThat(seen.path("cancellation").path("by").asText()).isEqualTo("clinic");
        assertThat(seen.path("cancellation").path("reason").asText()).isEqualTo("too-few-bookings");
        assertThat(seen.path("cancellation").path("feeAmount").asInt()).isZero();
        refused("hold-expired", fitzroy.book(undecided, Map.of("holdId", held.id(), "patient", somebody("Slow"))));

        eventually(() -> offeredWith(session), List::isEmpty);
        refused("session-state-conflict", callOff(session));
    }

    @Test
    void onASickDayAClassGoesToAColleagueWithItsSeats() {
        JsonNode session = scheduled();
        Api.Reply seat = booked(session);
        JsonNode moved = niaIsIll(session).path("appointments");
        assertThat(each(moved, "id"))
                .containsExactlyInAnyOrder(session.path("id").asText(), seat.id());
        assertThat(each(moved, "kind")).containsExactlyInAnyOrder("session", "appointment");
        assertThat(each(moved, "outcome")).containsOnly("moved");
        assertThat(each(moved, "practitionerName")).containsOnly("Oli Journey");

        JsonNode now = read(session).body();
        assertThat(now.path("practitioner").path("id").asText()).isEqualTo(oli);
        assertThat(now.path("seatsTaken").asInt()).isEqualTo(1);
        assertThat(now.path("rebookingNeeded").asBoolean()).isFalse();
        JsonNode seen = fitzroy.read(guest, seat.id()).body();
        assertThat(seen.path("practitioner").path("id").asText()).isEqualTo(oli);
        assertThat(seen.path("rebookingNeeded").asBoolean()).isFalse();
    }

    @Test
    void onASickDayAClassThatNobodyTakesIsMarkedWithItsSeatsAndTakesNobodyMore() {
        JsonNode session = scheduled();
        Api.Reply seat = booked(session);
        Map<String, Object> atThatTime =
                AccessPeople.with(fitzroy.wish("journey-circle-talk", session), "practitionerId", oli);
        ok(201, fitzroy.book(Api.newGuest(), atThatTime, somebody("Busy")));

        JsonNode stuck = niaIsIll(session).path("appointments");
        assertThat(each(stuck, "id"))
                .containsExactlyInAnyOrder(session.path("id").asText(), seat.id());
        assertThat(each(stuck, "outcome")).containsOnly("rebooking-needed");
        assertThat(each(stuck, "because")).containsOnly("nobody-free");
        assertThat(read(session).body().path("rebookingNeeded").asBoolean()).isTrue();
        assertThat(fitzroy.read(guest, seat.id()).body().path("rebookingNeeded").asBoolean())
                .isTrue();

        Api.Reply refused = refused("not-bookable", fitzroy.book(Api.newGuest(), seatIn(session), somebody("Late")));
        assertThat(each(refused.body().path("reasons"), "code")).contains("no-session");
        eventually(() -> offeredWith(session), List::isEmpty);
    }

    /** On a day that is free for both, with Nia. */
    private JsonNode scheduled() {
        JsonNode free = fitzroy.freeDayOfBoth("journey-circle-talk", 30, "journey-nia", "journey-oli")
                .get(4);
        return ok(
                        201,
                        gateway.post(
                                sessions(),
                                desk,
                                Map.of(
                                        "treatmentId",
                                        fitzroy.treatment(CIRCLE),
                                        "minutes",
                                        30,
                                        "practitionerId",
                                        nia,
                                        "starts",
                                        List.of(local(free)))))
                .body()
                .path("sessions")
                .path(0);
    }

    private Map<String, Object> seatIn(JsonNode session) {
        return AccessPeople.with(fitzroy.wish(CIRCLE, session), "practitionerId", nia);
    }

    private Api.Reply booked(JsonNode session) {
        return ok(201, fitzroy.book(guest, seatIn(session), somebody("Zita")));
    }

    private String sessions() {
        return "/booking/v1/clinics/%s/sessions".formatted(fitzroy.id());
    }

    private String path(JsonNode session) {
        return sessions() + "/" + session.path("id").asText();
    }

    private Api.Reply read(JsonNode session) {
        return ok(200, gateway.get(path(session), desk));
    }

    private Map<String, String> seen(JsonNode session) {
        return and(desk, "If-Match", read(session).etag());
    }

    private Api.Reply change(JsonNode session, Map<String, Object> change) {
        return gateway.patch(path(session), seen(session), change);
    }

    private Api.Reply callOff(JsonNode session) {
        return gateway.post(path(session) + "/cancel", seen(session), Map.of("reason", "too-few-bookings"));
    }

    /** Shown first, then done. */
    private JsonNode niaIsIll(JsonNode session) {
        String path = "/booking/v1/practitioners/%s/sick-days".formatted(nia);
        Map<String, Object> ill =
                Map.of("from", day(session) + "T07:00", "until", day(session) + "T19:00", "apply", false);
        JsonNode preview = ok(200, gateway.post(path, desk, ill)).body();
        assertThat(read(session).body().path("practitioner").path("id").asText())
                .as("shown, not done")
                .isEqualTo(nia);
        Map<String, Object> apply = AccessPeople.with(
                AccessPeople.with(ill, "apply", true),
                "preview",
                preview.path("preview").asText());
        return ok(201, gateway.post(path, desk, apply)).body();
    }

    /** With whom seats in it are offered. */
    private List<String> offeredWith(JsonNode session) {
        List<JsonNode> offered = fitzroy.slots(CIRCLE, 30, "&from=%1$s&to=%1$s".formatted(day(session)));
        return each(
                offered.stream()
                        .filter(slot -> slot.path("sessionId").equals(session.path("id")))
                        .toList(),
                "practitionerCode");
    }
}
