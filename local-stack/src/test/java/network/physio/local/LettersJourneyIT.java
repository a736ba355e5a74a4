package network.physio.local;

import static network.physio.local.Fitzroy.each;
import static network.physio.local.Fitzroy.email;
import static network.physio.local.Fitzroy.items;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.somebody;
import static network.physio.local.Fitzroy.start;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What whoever booked finds in their mailbox. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LettersJourneyIT {

    private static final DateTimeFormatter AS_WRITTEN =
            DateTimeFormatter.ofPattern("EEEE d MMMM yyyy, h:mm a", Locale.of("en", "AU"));

    private final Fitzroy fitzroy;
    private final Map<String, String> guest = Api.newGuest();

    LettersJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
    }

    @Test
    void aVisitIsConfirmedChangedAndCancelledInWriting() {
        List<JsonNode> day = fitzroy.freeDay("journey-letter", 30, "journey-ida");
        Map<String, Object> wanda = somebody("Wanda");
        Api.Reply booked = ok(201, fitzroy.book(guest, fitzroy.wish("journey-letter", day.get(0)), wanda));
        // News that meet before they are sent become one letter.
        Map<String, Object> hasty = somebody("Hasty");
        Api.Reply moving = ok(201, fitzroy.book(guest, fitzroy.wish("journey-letter", day.get(10)), hasty));
        move(moving, day.get(14));

        MailCatcher.Caught confirmation = fitzroy.letter(email(wanda), "Your appointment is confirmed");
        assertThat(confirmation.text())
                .contains(
                        asWritten(day.get(0)),
                        "Letters, 30 minutes, with Ida Journey",
                        "Yarra Bay Fitzroy, 212 Kettlewell Street, Fitzroy",
                        "Phone +61 3 5550 0001",
                        ".ics")
                .doesNotContain("Wanda", "Nguyen");
        assertThat(confirmation.headers())
                .containsEntry("Reply-To", "fitzroy@yarra-bay.example")
                .as("what says whether there is a visit cannot be switched off")
                .doesNotContainKey("List-Unsubscribe");

        Api.Reply moved = move(booked, day.get(6));
        assertThat(fitzroy.letter(email(hasty), "Your appointment is confirmed").text())
                .contains(asWritten(day.get(14)))
                .doesNotContain(asWritten(day.get(10)));

        MailCatcher.Caught change = fitzroy.letter(email(wanda), "Your appointment has changed");
        assertThat(change.text()).contains(asWritten(day.get(6))).doesNotContain(asWritten(day.get(0)));

        ok(200, fitzroy.change(guest, moved, "cancel", Map.of("reason", "unwell")));
        MailCatcher.Caught cancellation = fitzroy.letter(email(wanda), "Your appointment is cancelled");
        assertThat(cancellation.text())
                .contains(asWritten(day.get(6)))
                .as("days before it is free, so no money is spoken of")
                .doesNotContain("AUD");

        assertThat(fitzroy.letters(email(wanda))).isEqualTo(3);
        assertThat(fitzroy.letters(email(hasty))).isEqualTo(1);
        List<JsonNode> kept = items(ok(
                200,
                fitzroy.gateway.get("/booking/v1/appointments/%s/messages".formatted(booked.id()), fitzroy.desk())));
        assertThat(each(kept, "purpose")).contains("confirmation", "change", "cancellation");
    }

    private Api.Reply move(Api.Reply seen, JsonNode slot) {
        return ok(
                200,
                fitzroy.change(
                        guest,
                        seen,
                        "reschedule",
                        Map.of("startsAt", slot.path("startsAt").asText())));
    }

    private static String asWritten(JsonNode slot) {
        return AS_WRITTEN.format(start(slot));
    }
}
