package network.physio.local;

import static network.physio.local.Api.and;
import static network.physio.local.Fitzroy.each;
import static network.physio.local.Fitzroy.eventually;
import static network.physio.local.Fitzroy.list;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.refused;
import static network.physio.local.Fitzroy.somebody;
import static network.physio.local.Fitzroy.start;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A booking platform sells the clinic's times, repeats what it is unsure of, and follows what becomes of them. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartnerJourneyIT {

    private final Fitzroy fitzroy;
    private final Api gateway;
    private final Map<String, String> partner;

    PartnerJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        gateway = fitzroy.gateway;
        partner = fitzroy.as("partner");
    }

    @Test
    void everyWriteHasAKeyAndItsRepetitionTheSameAnswer() {
        List<JsonNode> day = fitzroy.freeDay("journey-sale", 30, "journey-kim");
        Map<String, Object> wish = fitzroy.wish("journey-sale", day.get(0));
        assertThat(fitzroy.hold(partner, wish).status()).as("without a key").isEqualTo(400);

        Map<String, String> keyed = keyed();
        Api.Reply held = ok(201, fitzroy.hold(keyed, wish));
        Api.Reply again = ok(201, fitzroy.hold(keyed, wish));
        assertThat(again.text()).as("byte for byte").isEqualTo(held.text());
        assertThat(again.etag()).isEqualTo(held.etag());
        refused("idempotency-key-reused", fitzroy.hold(keyed, fitzroy.wish("journey-sale", day.get(4))));

        Api.Reply booked = ok(201, fitzroy.book(keyed(), Map.of("holdId", held.id(), "patient", somebody("Pia"))));
        assertThat(booked.id()).as("a hold is the appointment").isEqualTo(held.id());
        assertThat(booked.body().path("bookedBy").asText()).isEqualTo("partner");
        assertThat(booked.body().has("screening"))
                .as("partners learn nothing of it")
                .isFalse();
    }

    @Test
    void whatIsNotAgreedIsNotSold() {
        JsonNode slot = fitzroy.freeDay("journey-talk", 30, "journey-ben").get(12);
        Api.Reply refused = refused("not-bookable", fitzroy.hold(keyed(), fitzroy.wish("journey-talk", slot)));
        assertThat(each(refused.body().path("reasons"), "code")).containsExactly("not-offered");
    }

    @Test
    void theFeedTellsWhatBecameOfThePartnersOwnAppointmentsInOrder() {
        String from = ok(200, gateway.get("/booking/v1/changes?after=now", partner))
                .body()
                .path("next")
                .asText();
        List<JsonNode> day = fitzroy.freeDay("journey-sale", 30, "journey-kim");
        Api.Reply held = ok(201, fitzroy.hold(keyed(), fitzroy.wish("journey-sale", day.get(8))));
        Api.Reply booked = ok(201, fitzroy.book(keyed(), Map.of("holdId", held.id(), "patient", somebody("Pia"))));
        Api.Reply notTheirs =
                ok(201, fitzroy.book(Api.newGuest(), fitzroy.wish("journey-sale", day.get(12)), somebody("Own")));
        Api.Reply moved = ok(
                200,
                fitzroy.change(
                        keyed(),
                        booked,
                        "reschedule",
                        Map.of("startsAt", day.get(10).path("startsAt").asText())));
        ok(200, fitzroy.change(keyed(), moved, "cancel", Map.of("reason", "changed-plans")));

        List<JsonNode> told = new ArrayList<>();
        String[] cursor = {from};
        eventually(
                () -> {
                    JsonNode page = changes(cursor[0], 1);
                    told.addAll(list(page.path("items")));
                    cursor[0] = page.path("next").asText();
                    return each(told, "type");
                },
                types -> types.contains("appointment-cancelled"));
        assertThat(each(told, "type"))
                .as("a page of one at a time, each resumed from the last cursor")
                .containsExactly("time-held", "appointment-booked", "appointment-moved", "appointment-cancelled");
        assertThat(each(told, "appointmentId")).containsOnly(booked.id()).doesNotContain(notTheirs.id());
        assertThat(told.stream().map(change -> change.path("version").asInt()).toList())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(start(told.get(2))).isEqualTo(start(day.get(10)));

        assertThat(each(changes(from, 500).path("items"), "id"))
                .as("the same from the same cursor")
                .isEqualTo(each(told, "id"));
        assertThat(list(changes(cursor[0], 500).path("items"))).isEmpty();
        refused("invalid-parameter", gateway.get("/booking/v1/changes?after=made-up", partner));
        assertThat(gateway.get("/booking/v1/appointments/" + notTheirs.id(), partner)
                        .status())
                .isEqualTo(404);
    }

    private JsonNode changes(String after, int limit) {
        return ok(200, gateway.get("/booking/v1/changes?after=%s&limit=%d".formatted(after, limit), partner))
                .body();
    }

    private Map<String, String> keyed() {
        return and(partner, "Idempotency-Key", UUID.randomUUID().toString());
    }
}
