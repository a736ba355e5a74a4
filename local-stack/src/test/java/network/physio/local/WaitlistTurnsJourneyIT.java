package network.physio.local;

import static network.physio.local.Fitzroy.day;
import static network.physio.local.Fitzroy.each;
import static network.physio.local.Fitzroy.email;
import static network.physio.local.Fitzroy.eventually;
import static network.physio.local.Fitzroy.items;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.refused;
import static network.physio.local.Fitzroy.somebody;
import static network.physio.local.Fitzroy.start;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whose turn it is when a time becomes free, and what whoever has an appointment already gets of it. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaitlistTurnsJourneyIT {

    private static final String TURN = "journey-turn";

    private final Fitzroy fitzroy;
    private final Api gateway;
    private final Map<String, String> owner = Api.newGuest();
    private final Map<String, String> first = Api.newGuest();
    private final Map<String, String> second = Api.newGuest();
    private final Map<String, String> third = Api.newGuest();

    WaitlistTurnsJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        fitzroy.load("/more-journeys.yaml");
        gateway = fitzroy.gateway;
    }

    @Test
    void anOfferThatNobodyTakesInTimeGoesToTheNext() throws SQLException {
        JsonNode slot = freeDay().get(4);
        Api.Reply taken = taken(slot);
        String firstEntry = waits(first, anew(wish(slot, Fitzroy.exactly(slot)), somebody("Ina")));
        Map<String, Object> ola = somebody("Ola");
        String secondEntry = waits(second, anew(wish(slot, Fitzroy.exactly(slot)), ola));
        cancel(taken);
        String missed = fitzroy.offered(first, firstEntry).path("id").asText();
        assertThat(fitzroy.entryState(second, secondEntry)).isEqualTo("waiting");

        fitzroy.setBack(
                "UPDATE appointment SET expires_at = now() - interval '1 minute' WHERE id = ? AND state = 'held'",
                missed);
        JsonNode passedOn = fitzroy.offered(second, secondEntry);
        assertThat(start(passedOn)).isEqualTo(start(slot));
        assertThat(fitzroy.entryState(first, firstEntry))
                .as("who missed it waits on")
                .isEqualTo("waiting");
        refused("hold-expired", fitzroy.book(first, Map.of("holdId", missed)));
        fitzroy.letter(email(ola), "A time has become free for you");

        ok(201, fitzroy.book(second, Map.of("holdId", passedOn.path("id").asText())));
        eventually(() -> fitzroy.entryState(second, secondEntry), "fulfilled"::equals);
        leave(first, firstEntry);
    }

    @Test
    void whoeverWaitsForOtherDaysOrOtherHoursIsPassedOver() {
        JsonNode slot = freeDay().get(6);
        Api.Reply taken = taken(slot);
        Map<String, Object> weekends = AccessPeople.with(
                wish(slot, Map.of("days", List.of("sat", "sun"), "from", "08:00", "until", "18:00")),
                "latest",
                LocalDate.parse(day(slot)).plusDays(6).toString());
        String firstEntry = waits(first, anew(weekends, somebody("Wim")));
        Map<String, Object> evenings = wish(slot, Map.of("from", "18:00", "until", "20:00"));
        String secondEntry = waits(second, anew(evenings, somebody("Eve")));
        String thirdEntry = waits(third, anew(wish(slot, Fitzroy.exactly(slot)), somebody("Fit")));

        cancel(taken);
        assertThat(start(fitzroy.offered(third, thirdEntry))).isEqualTo(start(slot));
        assertThat(fitzroy.entryState(first, firstEntry)).isEqualTo("waiting");
        assertThat(fitzroy.entryState(second, secondEntry)).isEqualTo("waiting");
        leave(first, firstEntry);
        leave(second, secondEntry);
        leave(third, thirdEntry);
    }

    @Test
    void anEarlierTimeThatIsTakenMovesTheAppointmentWhichKeepsItsIdAndHistory() {
        List<JsonNode> day = freeDay();
        JsonNode early = day.get(2);
        JsonNode late = day.get(14);
        Api.Reply taken = taken(early);
        Api.Reply booked = ok(201, fitzroy.book(first, fitzroy.wish(TURN, late), somebody("Lena")));
        String entry = waits(
                first, AccessPeople.with(wish(early, Fitzroy.exactly(early)), "replacesAppointmentId", booked.id()));
        cancel(taken);
        JsonNode offer = fitzroy.offered(first, entry);
        assertThat(start(offer)).isEqualTo(start(early));
        assertThat(start(fitzroy.read(first, booked.id()).body()))
                .as("offered is not moved")
                .isEqualTo(start(late));

        Api.Reply moved =
                ok(201, fitzroy.book(first, Map.of("holdId", offer.path("id").asText())));
        assertThat(moved.id()).isEqualTo(booked.id());
        assertThat(start(moved.body())).isEqualTo(start(early));
        assertThat(moved.body().path("patientId")).isEqualTo(booked.body().path("patientId"));
        assertThat(moved.body().path("price")).isEqualTo(booked.body().path("price"));
        assertThat(each(
                        items(ok(
                                200, gateway.get("/booking/v1/appointments/%s/history".formatted(booked.id()), first))),
                        "type"))
                .containsExactly("appointment-booked", "appointment-moved");
        eventually(() -> fitzroy.entryState(first, entry), "fulfilled"::equals);
        eventually(() -> isFree(late), free -> free);
        assertThat(isFree(early)).isFalse();
    }

    private List<JsonNode> freeDay() {
        return fitzroy.freeDay(TURN, 30, "journey-quin");
    }

    private Api.Reply taken(JsonNode slot) {
        return ok(201, fitzroy.book(owner, fitzroy.wish(TURN, slot), somebody("Olga")));
    }

    private void cancel(Api.Reply taken) {
        ok(200, fitzroy.change(owner, taken, "cancel", Map.of("reason", "unwell")));
    }

    /** For a visit on that day; only what was taken fits into the times that are wished for, so nothing else is offered. */
    private Map<String, Object> wish(JsonNode slot, Map<String, Object> times) {
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("clinicIds", List.of(fitzroy.id()));
        wish.put("practitionerIds", List.of(fitzroy.practitioner("journey-quin")));
        wish.put("times", List.of(times));
        wish.put("earliest", day(slot));
        wish.put("latest", day(slot));
        return wish;
    }

    private Map<String, Object> anew(Map<String, Object> wish, Map<String, Object> patient) {
        Map<String, Object> entry = new LinkedHashMap<>(wish);
        entry.put("treatmentId", fitzroy.treatment(TURN));
        entry.put("minutes", 30);
        entry.put("patient", patient);
        return entry;
    }

    private String waits(Map<String, String> caller, Map<String, Object> entry) {
        return ok(201, gateway.post("/booking/v1/waitlist", caller, entry)).id();
    }

    private void leave(Map<String, String> caller, String entry) {
        ok(204, gateway.delete("/booking/v1/waitlist/" + entry, caller));
    }

    private boolean isFree(JsonNode slot) {
        return fitzroy.slots(TURN, 30, "&practitioner=journey-quin&from=%1$s&to=%1$s".formatted(day(slot))).stream()
                .anyMatch(free -> start(free).isEqual(start(slot)));
    }
}
