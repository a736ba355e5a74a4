package network.physio.booking.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import network.physio.booking.access.Audience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Slots around every change of the clock from 2024 to 2037 are those that Temporal finds, an implementation that shares
 * nothing with ours. Its answers were worked out once: {@code src/test/daylight-saving} says how.
 */
class DaylightSavingTest {

    private static final List<LocalHours> ROSTERS = List.of(
            new LocalHours(LocalTime.of(0, 0), LocalTime.of(6, 0)),
            new LocalHours(LocalTime.of(22, 0), LocalTime.of(2, 0)),
            new LocalHours(LocalTime.of(9, 0), LocalTime.of(17, 0)));
    private static final int VISIT_MINUTES = 30;

    /** Every change of the clock is a multiple of 15 minutes, so only the wider grid is laid anew by one. */
    private static final List<Integer> GRIDS = List.of(15, 60);

    private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2038-01-01T00:00:00Z");
    private static final List<LocalDate> ORDINARY_DAYS = List.of(LocalDate.of(2027, 1, 13), LocalDate.of(2027, 7, 14));

    /** Offsets of quarters, changes by two hours and at midnight, for one month, and backwards in winter. */
    private static final List<String> ODD_ZONES = List.of(
            "Pacific/Chatham",
            "Asia/Kathmandu",
            "Africa/Casablanca",
            "Antarctica/Troll",
            "Pacific/Apia",
            "America/St_Johns",
            "Asia/Gaza",
            "Africa/Cairo",
            "America/Santiago",
            "America/Nuuk",
            "Europe/Dublin");

    /** Zones on which the two time zone databases disagree, each with the change of law that one of them does not know. */
    private static final Map<String, String> DISAGREED = Map.of();

    /** Old second names of Panama, Greenwich, Honolulu, Phoenix and Taipei, which are compared themselves. */
    private static final Set<String> UNKNOWN_TO_JAVA = Set.of("EST", "GMT+0", "GMT-0", "HST", "MST", "ROC");

    private static final Data DATA = Data.read();

    static Stream<String> zonesOfTheNetworkAndOddOnes() {
        return Stream.concat(
                DATA.zones().keySet().stream().filter(zone -> zone.startsWith("Australia/")), ODD_ZONES.stream());
    }

    @ParameterizedTest
    @MethodSource("zonesOfTheNetworkAndOddOnes")
    void slotsAroundChangesOfTheClockAreThoseOfAnIndependentImplementation(String zone) {
        assertThat(difference(zone)).isEqualTo("");
    }

    @Test
    @EnabledIfSystemProperty(named = "soak", matches = "true")
    void soAreThoseOfEveryZoneOfTheWorld() {
        Set<String> zones = new TreeSet<>(DATA.zones().keySet());
        assertThat(zones.removeAll(UNKNOWN_TO_JAVA)).isTrue();
        assertThat(zones).containsExactlyInAnyOrderElementsOf(zonesThatJavaKnows());
        List<String> differences = new ArrayList<>();
        Set<String> disagreed = new TreeSet<>();
        for (String zone : zones) {
            String difference = difference(zone);
            if (difference.isEmpty()) {
                continue;
            }
            if (DISAGREED.containsKey(zone)) {
                disagreed.add(zone);
            } else {
                differences.add(difference);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(disagreed).isEqualTo(new TreeSet<>(DISAGREED.keySet()));
    }

    /** Without names that only Java has, and that are no places, and those that a library for calendars adds when it is used. */
    private static List<String> zonesThatJavaKnows() {
        return ZoneId.getAvailableZoneIds().stream()
                .filter(zone -> !zone.startsWith("SystemV/") && !zone.startsWith("ical4j~"))
                .toList();
    }

    /** The first day on which our slots are others than expected, empty when none. */
    private static String difference(String name) {
        ZoneId zone = ZoneId.of(name);
        SortedMap<LocalDate, List<String>> expected =
                Objects.requireNonNull(DATA.zones().get(name), name);
        SortedMap<LocalDate, List<String>> ours = ours(zone);
        Set<LocalDate> days = new TreeSet<>(expected.keySet());
        days.addAll(ours.keySet());
        for (LocalDate day : days) {
            if (!Objects.equals(expected.get(day), ours.get(day))) {
                return "%s on %s: expected %s (%s), ours %s (Java's time zone data %s)"
                        .formatted(name, day, expected.get(day), DATA.source(), ours.get(day), javaTimeZoneData());
            }
        }
        return "";
    }

    private static String javaTimeZoneData() {
        return ZoneRulesProvider.getVersions("UTC").lastKey();
    }

    private static SortedMap<LocalDate, List<String>> ours(ZoneId zone) {
        SortedMap<LocalDate, List<String>> ours = new TreeMap<>();
        for (LocalDate day : days(zone)) {
            ours.put(
                    day,
                    GRIDS.stream()
                            .flatMap(grid -> ROSTERS.stream().map(hours -> runs(starts(hours, day, grid, zone), grid)))
                            .toList());
        }
        return ours;
    }

    private static Set<LocalDate> days(ZoneId zone) {
        Set<LocalDate> days = new TreeSet<>(ORDINARY_DAYS);
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition change = rules.nextTransition(FIRST.minusNanos(1));
        while (change != null && change.getInstant().isBefore(END)) {
            LocalDate day = change.getInstant().atZone(zone).toLocalDate();
            days.addAll(List.of(day.minusDays(1), day, day.plusDays(1)));
            change = rules.nextTransition(change.getInstant());
        }
        return days;
    }

    /** What a practitioner with only these hours is offered for: nothing else stands in the way. */
    private static Ticks starts(LocalHours hours, LocalDate day, int grid, ZoneId zone) {
        Span rostered = hours.on(day, zone);
        Span window = rostered.widened(Span.ticks(24 * 60));
        Ticks all = Ticks.all(window);
        Ticks none = Ticks.none(window);
        Timetable.Shift shift = new Timetable.Shift(
                Ticks.none(window).add(rostered),
                Treatment.Place.CLINIC,
                Set.of(Audience.PUBLIC.code()),
                Set.of(VisitKind.INITIAL.code()),
                0);
        Diary diary = new Diary(new Diary.AtClinic(all, kind -> List.of()), List.of(shift), all, none, none, List.of());
        return StartRule.bookableStarts(question(zone, grid, window), diary);
    }

    private static Question question(ZoneId zone, int grid, Span window) {
        UUID anybody = new UUID(0, 1);
        Need practitioner = new Need(Need.Kind.PRACTITIONER, "skill", 0, null, 0, 0);
        Treatment treatment = new Treatment(
                anybody,
                "treatment",
                "Treatment",
                Treatment.Place.CLINIC,
                List.of(VISIT_MINUTES),
                false,
                false,
                false,
                List.of(),
                List.of(),
                List.of(practitioner),
                1);
        Policy policy = new Policy("policy", 0, 366, grid, 24, 50, 100, 0);
        return new Question(
                treatment,
                VISIT_MINUTES,
                VisitKind.INITIAL,
                new Clinic(anybody, "clinic", "Clinic", zone, 0, 0, policy),
                new Offering(
                        anybody,
                        "practitioner",
                        "Practitioner",
                        anybody,
                        List.of(VISIT_MINUTES),
                        "standard",
                        true,
                        Set.of(Audience.PUBLIC.code()),
                        Set.of("skill")),
                Audience.PUBLIC,
                PlaceWish.ANY,
                window.start(),
                window);
    }

    /** As the data has them: the first minute since the epoch and how many follow each other on the grid. */
    private static String runs(Ticks starts, int grid) {
        StringBuilder runs = new StringBuilder();
        long first = 0;
        int count = 0;
        for (long minute : starts.stream().map(tick -> tick * Span.TICK_MINUTES).toArray()) {
            if (count > 0 && minute == first + (long) grid * count) {
                count++;
                continue;
            }
            append(runs, first, count);
            first = minute;
            count = 1;
        }
        append(runs, first, count);
        return runs.toString();
    }

    private static void append(StringBuilder runs, long first, int count) {
        if (count > 0) {
            runs.append(runs.isEmpty() ? "" : ",").append(first).append('+').append(count);
        }
    }

    /** By zone and day, for each grid and roster; and by what it was worked out. */
    private record Data(String source, Map<String, SortedMap<LocalDate, List<String>>> zones) {

        static Data read() {
            try (InputStream packed = DaylightSavingTest.class.getResourceAsStream("/daylight-saving.txt.gz");
                    BufferedReader lines = new BufferedReader(new InputStreamReader(
                            new GZIPInputStream(Objects.requireNonNull(packed)), StandardCharsets.UTF_8))) {
                String source = Objects.requireNonNull(lines.readLine()).substring(2);
                Map<String, SortedMap<LocalDate, List<String>>> zones = new TreeMap<>();
                SortedMap<LocalDate, List<String>> section = new TreeMap<>();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    List<String> words = List.of(line.split(" ", -1));
                    List<String> rest = words.subList(1, words.size());
                    if (words.getFirst().equals("@")) {
                        section = new TreeMap<>();
                        for (String zone : rest) {
                            zones.put(zone, section);
                        }
                    } else {
                        section.put(LocalDate.parse(words.getFirst()), rest);
                    }
                }
                return new Data(source, zones);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
