package network.physio.local;

import static network.physio.local.Api.and;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.somebody;
import static network.physio.local.Fitzroy.start;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A practitioner's diary in a calendar program, and the file that a guest puts into theirs. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalendarJourneyIT {

    private final Fitzroy fitzroy;
    private final Api gateway;
    private final Map<String, String> guest = Api.newGuest();

    CalendarJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        gateway = fitzroy.gateway;
    }

    @Test
    void aFeedFollowsTheDiaryUntilItIsRevoked() {
        List<JsonNode> day = fitzroy.freeDay("journey-diary", 30, "journey-jon");
        Api.Reply booked =
                ok(201, fitzroy.book(guest, fitzroy.wish("journey-diary", day.get(0)), somebody("Secretive")));
        String feeds = "/booking/v1/practitioners/%s/calendar-feeds".formatted(fitzroy.practitioner("journey-jon"));
        Api.Reply feed = ok(201, gateway.post(feeds, fitzroy.desk(), Map.of("label", "Jon's phone")));
        String address = feed.body().path("address").asText();

        Api.Reply diary = ok(200, gateway.get(address, Map.of()));
        assertThat(unfolded(diary))
                .contains("BEGIN:VTIMEZONE", "TZID:Australia/Melbourne", "BEGIN:DAYLIGHT", "BEGIN:STANDARD")
                .doesNotContain("Secretive", "Nguyen");
        String entry = event(diary, booked);
        assertThat(entry)
                .contains("DTSTART;TZID=Australia/Melbourne:" + inCalendar(day.get(0)))
                .contains("SUMMARY:Appointment – Room")
                .contains("STATUS:CONFIRMED");
        assertThat(gateway.get(address, Map.of("If-None-Match", diary.etag())).status())
                .isEqualTo(304);

        Api.Reply moved = move(booked, day.get(8));
        Api.Reply after = ok(200, gateway.get(address, Map.of("If-None-Match", diary.etag())));
        String movedEntry = event(after, booked);
        assertThat(movedEntry).contains("DTSTART;TZID=Australia/Melbourne:" + inCalendar(day.get(8)));
        assertThat(sequence(movedEntry)).isGreaterThan(sequence(entry));

        ok(200, fitzroy.change(guest, moved, "cancel", Map.of("reason", "other")));
        String off = event(ok(200, gateway.get(address, Map.of())), booked);
        assertThat(off).contains("STATUS:CANCELLED");
        assertThat(sequence(off)).isGreaterThan(sequence(movedEntry));

        assertThat(gateway.get(address.replaceAll("feed=.*", "feed=" + "x".repeat(43)), Map.of())
                        .status())
                .isEqualTo(404);
        ok(204, gateway.delete(feeds + "/" + feed.id(), fitzroy.desk()));
        assertThat(gateway.get(address, Map.of()).status()).isEqualTo(404);
    }

    @Test
    void aGuestGetsAFileThatALaterOneReplaces() {
        List<JsonNode> day = fitzroy.freeDay("journey-diary", 30, "journey-jon");
        Api.Reply booked = ok(201, fitzroy.book(guest, fitzroy.wish("journey-diary", day.get(2)), somebody("Cal")));
        String address = "/booking/v1/appointments/%s/calendar.ics".formatted(booked.id());
        Api.Reply file = ok(200, gateway.get(address, guest));
        assertThat(event(file, booked))
                .contains("SUMMARY:Appointment at Yarra Bay Fitzroy")
                .contains("212 Kettlewell Street")
                .contains("DTSTART;TZID=Australia/Melbourne:" + inCalendar(day.get(2)));
        assertThat(gateway.get(address, and(guest, "If-None-Match", file.etag()))
                        .status())
                .isEqualTo(304);
        assertThat(gateway.get(address, Api.newGuest()).status()).isEqualTo(404);

        move(booked, day.get(5));
        Api.Reply later = ok(200, gateway.get(address, guest));
        assertThat(sequence(event(later, booked))).isGreaterThan(sequence(event(file, booked)));
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

    /** The appointment's one entry: its UID is the appointment's for ever. */
    private static String event(Api.Reply calendar, Api.Reply appointment) {
        List<String> events = Arrays.stream(unfolded(calendar).split("BEGIN:VEVENT", -1))
                .filter(event -> event.contains("UID:%s@".formatted(appointment.id())))
                .toList();
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    private static String unfolded(Api.Reply calendar) {
        return calendar.text().replaceAll("\r?\n[ \t]", "").replace("\\,", ",");
    }

    private static int sequence(String event) {
        return Integer.parseInt(event.lines()
                .filter(line -> line.startsWith("SEQUENCE:"))
                .findFirst()
                .orElseThrow()
                .substring("SEQUENCE:".length()));
    }

    private static String inCalendar(JsonNode slot) {
        return DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").format(start(slot));
    }
}
