package network.physio.local;

import static network.physio.local.Api.and;
import static network.physio.local.Fitzroy.day;
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
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A front desk through the day: who comes, who does not, and what was only a wrong click. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrontDeskTodayJourneyIT {

    private final LocalStack stack;
    private final Fitzroy fitzroy;
    private final Api gateway;
    private final Map<String, String> desk;

    FrontDeskTodayJourneyIT(LocalStack stack) {
        this.stack = stack;
        fitzroy = new Fitzroy(stack);
        gateway = fitzroy.gateway;
        desk = fitzroy.desk();
        fitzroy.load("/open-now.yaml");
    }

    @AfterAll
    void closeForTheNight() {
        fitzroy.load("/open-by-day.yaml");
    }

    @Test
    void aVisitGoesFromArrivedToCompletedAndTheDayShowsIt() {
        Map<String, Object> mona = somebody("Mona");
        Api.Reply booked = ok(201, fitzroy.book(desk, fitzroy.wish("journey-now", soonest(0)), mona));
        Api.Reply day = readDay(booked);
        JsonNode shown = onDay(day, booked);
        assertThat(shown.path("state").asText()).isEqualTo("confirmed");
        JsonNode details = shown.path("details");
        assertThat(details.path("patient").path("givenName").asText()).isEqualTo("Mona");
        assertThat(details.path("treatmentCode").asText()).isEqualTo("journey-now");
        assertThat(details.path("screening").path("state").asText()).isEqualTo("not-required");
        assertThat(details.path("undecided").asBoolean()).isFalse();
        JsonNode room = list(day.body().path("rooms")).stream()
                .filter(one -> one.path("id").equals(shown.path("roomId")))
                .findFirst()
                .orElseThrow();
        assertThat(each(room.path("taken"), "appointmentId")).contains(booked.id());
        assertThat(each(practitioner(day).path("roster"), "place")).contains("clinic");
        // A minute of somebody's lateness may go by in between.
        eventually(
                () -> gateway.get(
                                dayOf(booked),
                                and(desk, "If-None-Match", readDay(booked).etag()))
                        .status(),
                status -> status == 304);

        refused("step-too-early", fitzroy.change(desk, booked, "no-show", Map.of()));
        Api.Reply arrived = step(booked, "arrive");
        assertThat(gateway.get(dayOf(booked), and(desk, "If-None-Match", day.etag()))
                        .status())
                .as("the day has changed")
                .isEqualTo(200);
        assertThat(onDay(readDay(booked), booked).path("state").asText()).isEqualTo("arrived");
        Api.Reply started = ok(200, fitzroy.change(desk, arrived, "start", Map.of()));
        Api.Reply completed = step(started, "complete");
        assertThat(completed.body().path("visit").has("endedAt")).isTrue();

        Api.Reply undone = step(completed, "undo");
        assertThat(undone.body().path("state").asText()).isEqualTo("in-treatment");
        step(undone, "complete");
        List<JsonNode> history = items(gateway.get("/booking/v1/appointments/%s/history".formatted(booked.id()), desk));
        assertThat(each(history, "type"))
                .containsExactly(
                        "appointment-booked",
                        "appointment-arrived",
                        "treatment-started",
                        "appointment-completed",
                        "appointment-change-undone",
                        "appointment-completed");
        assertThat(each(history, "by")).containsOnly("staff");
    }

    @Test
    void nobodyIsANoShowUntilAPersonSaysSo() throws SQLException {
        Api.Reply booked =
                ok(201, fitzroy.book(Api.newGuest(), fitzroy.wish("journey-now", soonest(75)), somebody("Noah")));
        String visit = booked.id();
        twoHoursGoBy(visit);

        JsonNode shown = onDay(readDay(fitzroy.read(desk, visit)), booked);
        assertThat(shown.path("state").asText()).isEqualTo("confirmed");
        assertThat(shown.path("details").path("undecided").asBoolean()).isTrue();

        Api.Reply missed = ok(200, fitzroy.change(desk, fitzroy.read(desk, visit), "no-show", Map.of()));
        assertThat(missed.body().path("state").asText()).isEqualTo("no-show");
        assertThat(missed.body().path("noShow").path("feeAmount").asInt())
                .as("all of it, by the policy it was booked under")
                .isEqualTo(4500);
        Api.Reply undone = step(missed, "undo");
        assertThat(undone.body().path("state").asText()).isEqualTo("confirmed");
        Api.Reply waived = ok(200, fitzroy.change(desk, undone, "no-show", Map.of("feeWaiver", "illness")));
        assertThat(waived.body().path("noShow").path("feeAmount").asInt()).isZero();
        assertThat(waived.body().path("noShow").path("feeWaiver").asText()).isEqualTo("illness");
    }

    @Test
    void callingOffAtTheLastMomentCostsHalfAndTheClinicsOwnNothing() {
        Map<String, String> guest = Api.newGuest();
        Api.Reply late = ok(201, fitzroy.book(guest, fitzroy.wish("journey-now", soonest(120)), somebody("Late")));
        assertThat(OffsetDateTime.parse(
                        late.body().path("policy").path("freeCancellationUntil").asText()))
                .isBefore(Fitzroy.now());
        Api.Reply off = ok(200, fitzroy.change(guest, late, "cancel", Map.of("reason", "changed-plans")));
        assertThat(off.body().path("cancellation").path("feeAmount").asInt()).isEqualTo(2250);

        Api.Reply ours = ok(201, fitzroy.book(guest, fitzroy.wish("journey-now", soonest(120)), somebody("Ours")));
        Api.Reply free = ok(
                200,
                fitzroy.change(
                        desk, fitzroy.read(desk, ours.id()), "cancel", Map.of("reason", "practitioner-unavailable")));
        assertThat(free.body().path("cancellation").path("by").asText()).isEqualTo("clinic");
        assertThat(free.body().path("cancellation").path("feeAmount").asInt()).isZero();
    }

    /** The soonest free time for the desk, so many minutes from now at least; on a grid that guests may book too. */
    private JsonNode soonest(int minutes) {
        OffsetDateTime from = Fitzroy.now().plusMinutes(minutes);
        return items(gateway.get(
                        "/booking/v1/slots?clinic=fitzroy&treatment=journey-now&minutes=15&practitioner=journey-gil&limit=500",
                        minutes == 0 ? desk : Map.of()))
                .stream()
                .filter(slot -> start(slot).isAfter(from))
                .findFirst()
                .orElseThrow();
    }

    /** The stack has the real clock, so it is the visit that is set back; its claims stay where they are. */
    private void twoHoursGoBy(String visit) throws SQLException {
        try (var connection = DriverManager.getConnection(stack.databaseUrl("booking"));
                var update = connection.prepareStatement("""
                    UPDATE appointment
                       SET starts_at = starts_at - interval '2 hours', ends_at = ends_at - interval '2 hours'
                     WHERE id = ?
                    """)) {
            update.setObject(1, UUID.fromString(visit));
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private Api.Reply step(Api.Reply seen, String step) {
        return ok(
                200,
                gateway.post(
                        "/booking/v1/appointments/%s/%s".formatted(seen.id(), step),
                        and(desk, "If-Match", seen.etag())));
    }

    private String dayOf(Api.Reply visit) {
        return "/booking/v1/clinics/%s/days/%s".formatted(fitzroy.id(), day(visit.body()));
    }

    private Api.Reply readDay(Api.Reply visit) {
        return ok(200, gateway.get(dayOf(visit), desk));
    }

    private static JsonNode practitioner(Api.Reply day) {
        return list(day.body().path("practitioners")).stream()
                .filter(one -> one.path("code").asText().equals("journey-gil"))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode onDay(Api.Reply day, Api.Reply visit) {
        return list(practitioner(day).path("appointments")).stream()
                .filter(one -> one.path("id").asText().equals(visit.id()))
                .findFirst()
                .orElseThrow();
    }
}
