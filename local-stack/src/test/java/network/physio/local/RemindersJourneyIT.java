package network.physio.local;

import static network.physio.local.Api.and;
import static network.physio.local.Fitzroy.email;
import static network.physio.local.Fitzroy.eventually;
import static network.physio.local.Fitzroy.items;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.somebody;
import static network.physio.local.Fitzroy.start;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is written to patients by itself: before a visit, and when it is over. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemindersJourneyIT {

    private static final String MASSAGE = "journey-hands-on";

    private static final DateTimeFormatter AS_WRITTEN =
            DateTimeFormatter.ofPattern("EEEE d MMMM yyyy, h:mm a", Locale.of("en", "AU"));

    private static final Pattern UNSUBSCRIBE = Pattern.compile("(/booking/v1/unsubscribe/[^>\\s]+)");

    private final Fitzroy fitzroy;
    private final Api gateway;
    private final Map<String, String> desk;
    private final Map<String, String> guest = Api.newGuest();

    RemindersJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        fitzroy.load("/more-journeys.yaml");
        gateway = fitzroy.gateway;
        desk = fitzroy.desk();
    }

    @Test
    void aReminderSaysHowToPrepareAndWhoeverSwitchesItOffGetsNoOther() throws SQLException {
        List<JsonNode> day = freeDay();
        Map<String, Object> rita = somebody("Rita");
        Api.Reply booked = ok(201, fitzroy.book(guest, fitzroy.wish(MASSAGE, day.get(2)), rita));
        assertThat(fitzroy.letter(email(rita), "Your appointment is confirmed").text())
                .as("the reminder will say it")
                .doesNotContain("How to prepare");

        itsTimeComes(booked, "reminder", "reminder");
        MailCatcher.Caught reminder = fitzroy.letter(email(rita), "A reminder of your appointment");
        assertThat(reminder.text())
                .contains(
                        AS_WRITTEN.format(start(day.get(2))),
                        "Hands on, 30 minutes, with Rhea Journey",
                        "How to prepare",
                        "Wear comfortable clothes",
                        "Say which pressure suits you",
                        unsubscribe(reminder));
        switchOff(reminder, "reminder");

        Map<String, Object> another = AccessPeople.with(
                fitzroy.wish(MASSAGE, day.get(10)),
                "patientId",
                booked.body().path("patientId").asText());
        Api.Reply next = ok(201, fitzroy.book(guest, another));
        itsTimeComes(next, "reminder", "reminder");
        eventually(() -> messages(next, "reminder"), List.of("dropped switched-off")::equals);
        assertThat(messages(booked, "reminder")).containsExactly("sent");
    }

    @Test
    void afterAHandsOnVisitSorenessIsAskedAboutOnceAfterADayAndOnceAfterTwo() throws SQLException {
        Map<String, Object> sam = somebody("Sam");
        Api.Reply visit =
                ok(201, fitzroy.book(guest, fitzroy.wish(MASSAGE, freeDay().get(6)), sam));
        fitzroy.letter(email(sam), "Your appointment is confirmed");
        fitzroy.setBack("""
                UPDATE appointment
                   SET starts_at = date_trunc('hour', now()) - interval '60 minutes',
                       ends_at = date_trunc('hour', now()) - interval '30 minutes'
                 WHERE id = ?
                """, visit.id());
        Api.Reply arrived = step(fitzroy.read(desk, visit.id()), "arrive");
        step(ok(200, fitzroy.change(desk, arrived, "start", Map.of())), "complete");

        itsTimeComes(visit, "soreness-check", "soreness-24h");
        MailCatcher.Caught afterADay = fitzroy.letter(email(sam), "How are you after your visit?");
        assertThat(afterADay.text())
                .contains(
                        "you were with Rhea Journey at Yarra Bay Fitzroy", "Call 000 at once", unsubscribe(afterADay));
        itsTimeComes(visit, "soreness-check", "soreness-48h");
        MailCatcher.Caught afterTwo = fitzroy.letter(email(sam), "Two days after your visit");
        assertThat(afterTwo.text()).contains("you were with Rhea Journey", unsubscribe(afterTwo));

        eventually(() -> messages(visit, "soreness-check"), List.of("sent", "sent")::equals);
        assertThat(messages(visit, "reminder")).containsExactly("dropped superseded");
        assertThat(fitzroy.letters(email(sam))).as("with the confirmation").isEqualTo(3);

        assertThat(isSubscribed(afterADay)).as("nobody has said no yet").isTrue();
        switchOff(afterTwo, "soreness-check");
        assertThat(isSubscribed(afterADay)).as("both are of one kind").isFalse();
    }

    private List<JsonNode> freeDay() {
        return fitzroy.freeDay(MASSAGE, 30, "journey-rhea");
    }

    /** Of the message that is planned for the visit. */
    private void itsTimeComes(Api.Reply visit, String purpose, String template) throws SQLException {
        eventually(() -> messages(visit, purpose), states -> states.contains("planned"));
        fitzroy.setBack("""
                UPDATE message SET due_at = now()
                 WHERE appointment_id = ? AND template = '%s' AND state = 'planned'
                """.formatted(template), visit.id());
    }

    /** What became of the visit's messages for this purpose, and why. */
    private List<String> messages(Api.Reply visit, String purpose) {
        return items(ok(200, gateway.get("/booking/v1/appointments/%s/messages".formatted(visit.id()), desk))).stream()
                .filter(message -> message.path("purpose").asText().equals(purpose))
                .map(message -> message.path("state").asText() + " "
                        + message.path("reason").asText())
                .map(String::strip)
                .toList();
    }

    private Api.Reply step(Api.Reply seen, String step) {
        return ok(
                200,
                gateway.post(
                        "/booking/v1/appointments/%s/%s".formatted(seen.id(), step),
                        and(desk, "If-Match", seen.etag())));
    }

    private static String unsubscribe(MailCatcher.Caught letter) {
        Matcher address = UNSUBSCRIBE.matcher(letter.headers().getOrDefault("List-Unsubscribe", ""));
        assertThat(address.find()).as("%s", letter.headers()).isTrue();
        return address.group(1);
    }

    private boolean isSubscribed(MailCatcher.Caught letter) {
        return ok(200, gateway.get(unsubscribe(letter), Map.of("Accept", "application/json")))
                .body()
                .path("subscribed")
                .asBoolean();
    }

    private void switchOff(MailCatcher.Caught letter, String purpose) {
        Map<String, String> asMailProgram = Map.of("Content-Type", "application/x-www-form-urlencoded");
        JsonNode after =
                ok(200, gateway.post(unsubscribe(letter), asMailProgram)).body();
        assertThat(after.path("purpose").asText()).isEqualTo(purpose);
        assertThat(after.path("subscribed").asBoolean()).isFalse();
    }
}
