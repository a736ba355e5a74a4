package network.physio.local;

import static network.physio.local.Api.and;
import static network.physio.local.Fitzroy.eventually;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.refused;
import static network.physio.local.Fitzroy.somebody;
import static network.physio.local.Fitzroy.start;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever takes too long to decide loses the time, and whoever moves too late pays for the one they give up. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TooLateJourneyIT {

    private static final String TALK = "annex-talk";
    private static final String YVE = "journey-yve";

    private final Fitzroy fitzroy;
    private final Annex annex;
    private final Map<String, String> guest = Api.newGuest();

    TooLateJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        annex = new Annex(fitzroy, stack);
    }

    @Test
    void aHoldThatRanOutIsLostToItsOwnerAndItsTimeIsSomebodyElses() throws SQLException {
        JsonNode slot = annex.slots(TALK, YVE, Annex.day(4)).getFirst();
        Map<String, Object> wish = fitzroy.wish(TALK, slot);
        Api.Reply held = ok(201, fitzroy.hold(guest, wish));
        eventually(() -> annex.offers(TALK, slot), offered -> !offered);

        fitzroy.setBack(held.id(), "expires_at", "11 minutes");
        Map<String, Object> confirmation = Map.of("holdId", held.id(), "patient", somebody("Lotte"));
        assertThat(refused("hold-expired", fitzroy.book(guest, confirmation)).status())
                .isEqualTo(410);
        Api.Reply extended = fitzroy.gateway.patch(
                "/booking/v1/holds/" + held.id(), and(guest, "If-Match", held.etag()), Map.of("extend", true));
        assertThat(refused("hold-expired", extended).status()).isEqualTo(410);

        eventually(() -> annex.offers(TALK, slot), offered -> offered);
        Api.Reply booked = ok(201, fitzroy.book(Api.newGuest(), wish, somebody("Nils")));
        assertThat(start(booked.body())).isEqualTo(start(slot));
        refused("hold-expired", fitzroy.book(guest, confirmation));
    }

    @Test
    void aLateMoveCostsHalfAndIsNotCancelledAway() {
        JsonNode soon = annex.slots(TALK, YVE, Annex.day(5)).getFirst();
        Api.Reply booked = ok(201, fitzroy.book(guest, fitzroy.wish(TALK, soon), somebody("Moira")));
        assertThat(OffsetDateTime.parse(booked.body()
                        .path("policy")
                        .path("freeCancellationUntil")
                        .asText()))
                .as("the annex asks for twenty days")
                .isBefore(Fitzroy.now());
        assertThat(booked.body().path("lateMoveFeeAmount").asInt()).isZero();

        JsonNode later = annex.slots(TALK, YVE, Annex.day(30)).getFirst();
        Api.Reply moved = ok(
                200,
                fitzroy.change(
                        guest,
                        booked,
                        "reschedule",
                        Map.of("startsAt", later.path("startsAt").asText())));
        assertThat(start(moved.body())).isEqualTo(start(later));
        assertThat(moved.body().path("lateMoveFeeAmount").asInt()).isEqualTo(4500);

        Api.Reply off = ok(200, fitzroy.change(guest, moved, "cancel", Map.of("reason", "changed-plans")));
        assertThat(off.body().path("cancellation").path("feeAmount").asInt())
                .as("thirty days before it is free")
                .isZero();
        assertThat(off.body().path("lateMoveFeeAmount").asInt()).isEqualTo(4500);
    }
}
