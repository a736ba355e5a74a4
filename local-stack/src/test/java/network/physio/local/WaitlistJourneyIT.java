package network.physio.local;

import static network.physio.local.Fitzroy.day;
import static network.physio.local.Fitzroy.email;
import static network.physio.local.Fitzroy.eventually;
import static network.physio.local.Fitzroy.items;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.refused;
import static network.physio.local.Fitzroy.somebody;
import static network.physio.local.Fitzroy.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two wait for a time that is taken; it becomes free. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaitlistJourneyIT {

    /** Of a letter that may be switched off: whoever knows the address says no more, with one POST. */
    private static final Pattern UNSUBSCRIBE = Pattern.compile("(/booking/v1/unsubscribe/[^>\\s]+)");

    private final Fitzroy fitzroy;
    private final Api gateway;
    private final Map<String, String> owner = Api.newGuest();
    private final Map<String, String> first = Api.newGuest();
    private final Map<String, String> second = Api.newGuest();

    WaitlistJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        gateway = fitzroy.gateway;
    }

    @Test
    void aCancelledTimeIsOfferedWithinFiveSecondsPassedOnWhenDeclinedAndTaken() {
        JsonNode slot = fitzroy.freeDay("journey-wanted", 30, "journey-dev").get(4);
        Api.Reply taken = ok(201, fitzroy.book(owner, fitzroy.wish("journey-wanted", slot), somebody("Olga")));
        Map<String, Object> fiona = somebody("Fiona");
        String firstEntry = wait(first, slot, fiona);
        Map<String, Object> sara = somebody("Sara");
        String secondEntry = wait(second, slot, sara);
        assertThat(Fitzroy.each(
                        items(gateway.get("/booking/v1/waitlist?clinic=" + fitzroy.id(), fitzroy.desk())), "id"))
                .as("the desk sees who waits, the longest waiting first")
                .containsSubsequence(firstEntry, secondEntry);

        long cancelled = System.nanoTime();
        ok(200, fitzroy.change(owner, taken, "cancel", Map.of("reason", "unwell")));
        JsonNode offer = fitzroy.offered(first, firstEntry);
        assertThat(Duration.ofNanos(System.nanoTime() - cancelled)).isLessThan(Duration.ofSeconds(5));
        assertThat(start(offer)).isEqualTo(start(slot));
        assertThat(OffsetDateTime.parse(offer.path("expiresAt").asText()))
                .isCloseTo(Fitzroy.now().plusMinutes(15), within(30, ChronoUnit.SECONDS));
        assertThat(fitzroy.entryState(second, secondEntry)).isEqualTo("waiting");
        refused("slot-taken", fitzroy.book(owner, fitzroy.wish("journey-wanted", slot), somebody("Olga")));

        MailCatcher.Caught letter = fitzroy.letter(email(fiona), "Dev Journey");
        assertThat(letter.headers()).containsKey("List-Unsubscribe");

        ok(
                200,
                gateway.post(
                        "/booking/v1/waitlist/%s/offers/%s/decline"
                                .formatted(firstEntry, offer.path("id").asText()),
                        first));
        long declined = System.nanoTime();
        JsonNode passedOn = fitzroy.offered(second, secondEntry);
        assertThat(Duration.ofNanos(System.nanoTime() - declined)).isLessThan(Duration.ofSeconds(5));
        assertThat(fitzroy.entryState(first, firstEntry))
                .as("who declined waits on")
                .isEqualTo("waiting");

        Api.Reply booked = ok(
                201, fitzroy.book(second, Map.of("holdId", passedOn.path("id").asText())));
        assertThat(booked.body().path("state").asText()).isEqualTo("confirmed");
        assertThat(start(booked.body())).isEqualTo(start(slot));
        eventually(() -> fitzroy.entryState(second, secondEntry), "fulfilled"::equals);
        ok(204, gateway.delete("/booking/v1/waitlist/" + firstEntry, first));
        unsubscribe(letter);
    }

    private void unsubscribe(MailCatcher.Caught letter) {
        Matcher address = UNSUBSCRIBE.matcher(letter.headers().getOrDefault("List-Unsubscribe", ""));
        assertThat(address.find()).as("%s", letter.headers()).isTrue();
        String path = address.group(1);
        Map<String, String> asMailProgram = Map.of("Content-Type", "application/x-www-form-urlencoded");
        assertThat(gateway.get(path, Map.of("Accept", "application/json"))
                        .body()
                        .path("subscribed")
                        .asBoolean())
                .as("opening it changes nothing")
                .isTrue();
        JsonNode after = ok(200, gateway.post(path, asMailProgram)).body();
        assertThat(after.path("purpose").asText()).isEqualTo("waitlist-offer");
        assertThat(after.path("subscribed").asBoolean()).isFalse();
        assertThat(gateway.post("/booking/v1/unsubscribe/" + "x".repeat(43), asMailProgram)
                        .status())
                .isEqualTo(404);
    }

    private String wait(Map<String, String> caller, JsonNode slot, Map<String, Object> patient) {
        return ok(
                        201,
                        gateway.post(
                                "/booking/v1/waitlist",
                                caller,
                                Map.of(
                                        "treatmentId", fitzroy.treatment("journey-wanted"),
                                        "minutes", 30,
                                        "clinicIds", List.of(fitzroy.id()),
                                        "practitionerIds", List.of(fitzroy.practitioner("journey-dev")),
                                        "earliest", day(slot),
                                        "latest", day(slot),
                                        "times", List.of(Fitzroy.exactly(slot)),
                                        "patient", patient)))
                .id();
    }
}
