package network.physio.booking.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.component.VEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read back by two programs that share no code with it or with each other. */
class CalendarTextTest {

    static {
        // ical4j asks for a cache that is not on our class path
        System.setProperty("net.fortuna.ical4j.timezone.cache.impl", "net.fortuna.ical4j.util.MapTimeZoneCache");
    }

    private static final Instant CHANGED = Instant.parse("2027-01-02T03:04:05Z");

    private record Read(Instant start, Instant end) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Australia/Melbourne",
                "Australia/Lord_Howe",
                "Australia/Brisbane",
                "America/New_York",
                "America/St_Johns",
                "Europe/Berlin",
                "Europe/Dublin",
                "Europe/London",
                "UTC"
            })
    void twoParsersReadTheInstantsOfVisitsAroundEachChangeOfTheClockUntil2037(String zone) throws Exception {
        List<CalendarEntry> entries = aroundChanges(ZoneId.of(zone));
        String text = CalendarText.of("Test", entries);
        assertThat(misread(entries, byIcal4j(text))).isEmpty();
        assertThat(misread(entries, byBiweekly(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Australia/Melbourne", "Europe/Berlin", "Europe/Dublin", "America/New_York"})
    void theFilesOwnRulesAreRightForAProgramThatDoesNotKnowTheZone(String zone) throws Exception {
        List<CalendarEntry> entries = aroundChanges(ZoneId.of(zone));
        String text = CalendarText.of("Test", entries).replace(zone, "Clinic/Own Zone");
        assertThat(text).contains("DTSTART;TZID=Clinic/Own Zone");
        assertThat(misread(entries, byIcal4j(text))).isEmpty();
        assertThat(misread(entries, byBiweekly(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Australia/Melbourne",
                "Australia/Lord_Howe",
                "Australia/Brisbane",
                "America/New_York",
                "Europe/Berlin",
                "Europe/London"
            })
    void theRulesOfTheZoneAreThoseOfTheClock(String zone) throws Exception {
        List<CalendarEntry> entries = aroundChanges(ZoneId.of(zone)).stream()
                .filter(entry ->
                        !isShownTwice(entry.startsAt(), entry.zone()) && !isShownTwice(entry.endsAt(), entry.zone()))
                .toList();
        StringBuilder text = new StringBuilder("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n");
        CalendarZone.write(
                ZoneId.of(zone),
                new CalendarZone.Years(2024, 2037),
                line -> text.append(line).append("\r\n"));
        DateTimeFormatter local = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");
        entries.forEach(entry -> text.append(
                "BEGIN:VEVENT\r\nUID:%1$s@booking.physio-network\r\nDTSTART;TZID=%2$s:%3$s\r\nDTEND;TZID=%2$s:%4$s\r\nEND:VEVENT\r\n"
                        .formatted(
                                entry.id(),
                                zone,
                                local.format(entry.startsAt().atZone(entry.zone())),
                                local.format(entry.endsAt().atZone(entry.zone())))));
        assertThat(misread(entries, byIcal4j(text.append("END:VCALENDAR\r\n").toString())))
                .isEmpty();
    }

    private static boolean isShownTwice(Instant instant, ZoneId zone) {
        return zone.getRules()
                        .getValidOffsets(instant.atZone(zone).toLocalDateTime())
                        .size()
                > 1;
    }

    /** A few of those that were read otherwise than they were written. */
    private static List<String> misread(List<CalendarEntry> entries, Map<String, Read> read) {
        assertThat(read).hasSize(entries.size());
        return entries.stream()
                .filter(entry -> !new Read(entry.startsAt(), entry.endsAt())
                        .equals(read.get(entry.id() + "@booking.physio-network")))
                .map(entry -> entry.startsAt() + " as " + read.get(entry.id() + "@booking.physio-network"))
                .limit(5)
                .toList();
    }

    @Test
    void bothParsersFindTheFileValid() throws Exception {
        String text = CalendarText.of("Test", aroundChanges(ZoneId.of("Australia/Lord_Howe")));
        var calendar = new CalendarBuilder().build(new StringReader(text));
        assertThat(calendar.validate(true).hasErrors()).isFalse();
        assertThat(Biweekly.parse(text).first().validate(ICalVersion.V2_0).toString())
                .isEmpty();
    }

    @Test
    void aFileForSomebodysCalendarIsPublishedByItsClinic() throws Exception {
        CalendarEntry entry = entry(Instant.parse("2027-02-01T00:00:00Z"), 30, "Australia/Melbourne", null);
        String text = CalendarText.of(
                null,
                List.of(new CalendarEntry(
                        entry.id(),
                        entry.version(),
                        entry.status(),
                        entry.startsAt(),
                        entry.endsAt(),
                        entry.zone(),
                        CHANGED,
                        CHANGED,
                        entry.summary(),
                        null,
                        new CalendarEntry.Organizer("North: \"Süd\", 1", URI.create("mailto:north@example.org")))));
        assertThat(text)
                .contains("METHOD:PUBLISH\r\n", "ORGANIZER;CN=\"North: 'Süd', 1\":mailto:north@example.org\r\n");
        assertThat(new CalendarBuilder()
                        .build(new StringReader(text))
                        .validate(true)
                        .hasErrors())
                .isFalse();
        assertThat(Biweekly.parse(text)
                        .first()
                        .getEvents()
                        .getFirst()
                        .getOrganizer()
                        .getCommonName())
                .isEqualTo("North: 'Süd', 1");
    }

    @Test
    void linesAreFoldedBetweenCharactersAndTextIsEscaped() {
        String location = "Möbelhaus; 3. Stock, „Süd“ \\ ".repeat(8) + "👩‍⚕️".repeat(20) + "\nsecond line";
        String text = CalendarText.of(null, List.of(entry(Instant.parse("2027-02-01T00:00:00Z"), 30, "UTC", location)));
        assertThat(text).doesNotContainPattern("(?<!\r)\n").endsWith("END:VCALENDAR\r\n");
        assertThat(Arrays.stream(text.split("\r\n", -1)))
                .allSatisfy(line ->
                        assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(75));
        assertThat(Biweekly.parse(text)
                        .first()
                        .getEvents()
                        .getFirst()
                        .getLocation()
                        .getValue())
                .isEqualTo(location);
    }

    @Test
    void nothingInItIsTheMomentOfWriting() {
        List<CalendarEntry> entries = aroundChanges(ZoneId.of("Australia/Melbourne"));
        assertThat(CalendarText.of("Test", entries))
                .isEqualTo(CalendarText.of("Test", entries))
                .contains("DTSTAMP:20270102T030405Z\r\n", "LAST-MODIFIED:20270102T030405Z\r\n", "SEQUENCE:7\r\n");
    }

    @Test
    void nearAChangeOfTheClockTimesAreWrittenInUtc() {
        // Melbourne, 4 April 2027: 02:30 comes at 15:30 UTC and again at 16:30 UTC
        String second = CalendarText.of(
                null, List.of(entry(Instant.parse("2027-04-03T16:30:00Z"), 60, "Australia/Melbourne", null)));
        assertThat(second).contains("DTSTART:20270403T163000Z\r\n", "DTEND:20270403T173000Z\r\n");
        String dayBefore = CalendarText.of(
                null, List.of(entry(Instant.parse("2027-04-01T14:00:00Z"), 30, "Australia/Melbourne", null)));
        assertThat(dayBefore).contains("DTSTART;TZID=Australia/Melbourne:20270402T010000\r\n");
    }

    /**
     * Starts every quarter of an hour from three hours before to three hours after each change of 2024 to 2037, every three
     * hours from three days before to three days after, and one every few days.
     */
    private static List<CalendarEntry> aroundChanges(ZoneId zone) {
        List<CalendarEntry> entries = new ArrayList<>();
        Instant end = Instant.parse("2038-01-01T00:00:00Z");
        Instant begin = Instant.parse("2024-01-01T00:00:00Z");
        for (Instant some = begin; some.isBefore(end); some = some.plus(Duration.ofHours(127))) {
            entries.add(entry(some, 60, zone.getId(), null));
        }
        for (var next = zone.getRules().nextTransition(begin);
                next != null && next.getInstant().isBefore(end);
                next = zone.getRules().nextTransition(next.getInstant())) {
            Instant change = next.getInstant();
            for (int step = -24; step <= 24; step++) {
                if (Math.abs(step) <= 12) {
                    entries.add(entry(change.plus(Duration.ofMinutes(15L * step)), 60, zone.getId(), null));
                }
                entries.add(entry(change.plus(Duration.ofHours(3L * step)), 60, zone.getId(), null));
            }
        }
        return entries;
    }

    private static CalendarEntry entry(Instant start, int minutes, String zone, @Nullable String location) {
        return new CalendarEntry(
                UUID.randomUUID(),
                7,
                CalendarEntry.Status.CONFIRMED,
                start,
                start.plus(Duration.ofMinutes(minutes)),
                ZoneId.of(zone),
                CHANGED,
                CHANGED,
                "Appointment – Room 2",
                location,
                null);
    }

    private static Map<String, Read> byIcal4j(String text) throws Exception {
        Map<String, Read> read = new TreeMap<>();
        new CalendarBuilder()
                .build(new StringReader(text))
                .getComponents("VEVENT")
                .forEach(component -> {
                    VEvent event = (VEvent) component;
                    Temporal start = event.getDateTimeStart().getDate();
                    Temporal end = event.getEndDate(false).orElseThrow().getDate();
                    read.put(event.getUid().orElseThrow().getValue(), new Read(Instant.from(start), Instant.from(end)));
                });
        return read;
    }

    private static Map<String, Read> byBiweekly(String text) {
        Map<String, Read> read = new TreeMap<>();
        Biweekly.parse(text)
                .first()
                .getEvents()
                .forEach(event -> read.put(
                        event.getUid().getValue(),
                        new Read(
                                event.getDateStart().getValue().toInstant(),
                                event.getDateEnd().getValue().toInstant())));
        return read;
    }
}
