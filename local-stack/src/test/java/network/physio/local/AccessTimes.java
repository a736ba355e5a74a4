package network.physio.local;

import static java.time.temporal.TemporalAdjusters.next;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/** Times for what the rows of the access table book, take off and close; each is given out once. */
final class AccessTimes {

    private final Api gateway;
    private final Map<String, Deque<JsonNode>> times = new ConcurrentHashMap<>();
    private final AtomicInteger sundays = new AtomicInteger();
    private final LocalDate aSunday;

    AccessTimes(Api gateway) {
        this.gateway = gateway;
        List<JsonNode> free = freeTimes("fitzroy", AccessThings.COLLEAGUE);
        this.aSunday = day(free.getFirst()).with(next(DayOfWeek.SUNDAY));
    }

    /** A day on which nobody works. */
    LocalDate aSunday() {
        return aSunday;
    }

    /** A free time that nobody else here is given: with the colleague, at Brunswick, else with the practitioner. */
    JsonNode time(String about) {
        Deque<JsonNode> free = times.computeIfAbsent(
                about.equals("colleague") || about.equals("brunswick") ? about : "",
                place -> new ConcurrentLinkedDeque<>(
                        switch (place) {
                            case "colleague" -> freeTimes("fitzroy", AccessThings.COLLEAGUE);
                            case "brunswick" -> freeTimes("brunswick", "access-brunswick");
                            default -> freeTimes("fitzroy", "amara-okafor");
                        }));
        return Objects.requireNonNull(free.pollFirst(), "no free times are left");
    }

    /**
     * Times of half a year, each on another day than the one before, since holds on a day are limited; none of the first day,
     * on which patients could arrive already.
     */
    private List<JsonNode> freeTimes(String clinic, String practitioner) {
        String search = "/booking/v1/slots?treatment=%s&minutes=15&clinic=%s&practitioner=%s&limit=500"
                .formatted(AccessThings.TREATMENT, clinic, practitioner);
        LocalDate first = day(gateway.get(search, Map.of()).body().path("items").path(0));
        List<JsonNode> found = new ArrayList<>();
        for (LocalDate from : List.of(first, first.plusDays(85))) {
            String cursor = "";
            do {
                JsonNode page = gateway.get(
                                search + "&from=%s&to=%s%s".formatted(from, from.plusDays(84), cursor), Map.of())
                        .body();
                page.path("items").forEach(slot -> {
                    if (day(slot).isAfter(first)) {
                        found.add(slot);
                    }
                });
                cursor = page.path("next").isTextual()
                        ? "&cursor=" + page.path("next").asText()
                        : "";
            } while (!cursor.isEmpty());
        }
        if (found.size() < 500) {
            throw new AssertionError("%s has only %d times at %s".formatted(practitioner, found.size(), clinic));
        }
        found.sort(Comparator.comparing(slot -> slot.path("startsAt").asText().substring(11, 16)));
        return found;
    }

    private static LocalDate day(JsonNode slot) {
        return LocalDate.parse(slot.path("startsAt").asText().substring(0, 10));
    }

    /** Times at which nobody works. */
    Map<String, Object> onSunday(String reason) {
        int number = sundays.getAndIncrement();
        LocalDate day = aSunday.plusWeeks(1 + number / 20);
        int hour = number % 20;
        return Map.of(
                "from", "%sT%02d:00".formatted(day, hour),
                "until", "%sT%02d:30".formatted(day, hour),
                "reason", reason);
    }

    Map<String, Object> previewOnSunday() {
        Map<String, Object> body = new LinkedHashMap<>(onSunday(""));
        body.remove("reason");
        body.put("apply", false);
        return body;
    }
}
