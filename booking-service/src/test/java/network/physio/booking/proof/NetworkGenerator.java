package network.physio.booking.proof;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import network.physio.booking.proof.GeneratedNetwork.Clinic;
import network.physio.booking.proof.GeneratedNetwork.Hours;
import network.physio.booking.proof.GeneratedNetwork.Need;
import network.physio.booking.proof.GeneratedNetwork.Place;
import network.physio.booking.proof.GeneratedNetwork.Practitioner;
import network.physio.booking.proof.GeneratedNetwork.Question;
import network.physio.booking.proof.GeneratedNetwork.Range;
import network.physio.booking.proof.GeneratedNetwork.Roster;
import network.physio.booking.proof.GeneratedNetwork.TimeOff;
import network.physio.booking.proof.GeneratedNetwork.Treatment;
import network.physio.booking.proof.GeneratedNetwork.Visit;
import network.physio.booking.proof.GeneratedNetwork.Weekly;
import org.jspecify.annotations.Nullable;

/** Makes up a network: everything that decides about a start, in odd combinations, repeatable by the seed. */
final class NetworkGenerator {

    /** Whole hours, half hours, the smallest change of all, changes at midnight and in Ramadan, and none. */
    private static final List<String> ZONES = List.of(
            "Australia/Melbourne",
            "Australia/Lord_Howe",
            "Australia/Brisbane",
            "Pacific/Chatham",
            "Europe/Berlin",
            "America/New_York",
            "America/St_Johns",
            "America/Santiago",
            "Africa/Casablanca",
            "Africa/Cairo",
            "Asia/Kathmandu");

    private static final List<Hours> DAYTIMES =
            List.of(hours("08:00", "18:00"), hours("06:30", "13:00"), hours("12:00", "20:00"), hours("00:00", "00:00"));
    private static final List<Hours> SHIFTS = List.of(
            hours("09:00", "17:00"),
            hours("07:25", "12:15"),
            hours("13:00", "19:05"),
            hours("22:00", "02:00"),
            hours("00:00", "06:00"),
            hours("00:00", "00:00"));
    private static final Set<String> EVERYBODY = new TreeSet<>(Set.of("public", "partner", "staff"));
    private static final Set<String> EVERY_VISIT = new TreeSet<>(Set.of("initial", "follow-up", "review"));

    /** In so many of a hundred treatments two needs want one kind of place, or the practitioner, at the same time. */
    private static final int RIVALS = Integer.getInteger("rivals", 15);

    private final long seed;
    private final Random random;
    private final Instant now;
    private final Map<String, List<Range>> taken = new HashMap<>();

    private NetworkGenerator(long seed, Instant now) {
        this.seed = seed;
        this.random = new Random(seed);
        this.now = now;
    }

    static GeneratedNetwork network(long seed, Instant now) {
        return new NetworkGenerator(seed, now).network();
    }

    private GeneratedNetwork network() {
        ZoneId zone = ZoneId.of(oneOf(ZONES));
        boolean overTheChange = random.nextBoolean();
        LocalDate first = overTheChange
                ? dayOfChange(zone).minusDays(1)
                : LocalDate.ofInstant(now, zone).plusDays(random.nextInt(4));
        LocalDate last = first.plusDays(overTheChange ? 2 : 1);
        Treatment treatment = treatment();
        Clinic here = clinic("here", zone, first, overTheChange ? 366 : oneOf(List.of(1, 2, 3, 5, 60, 366)));
        Clinic there = clinic("there", chance(80) ? zone : ZoneId.of(oneOf(ZONES)), first, 366);
        List<Practitioner> practitioners = new ArrayList<>();
        int people = 1 + random.nextInt(3);
        for (int number = 0; number < people; number++) {
            practitioners.add(practitioner(number, treatment, first));
        }
        List<Place> places = places(treatment);
        Range asked = new Range(
                first.minusDays(1).atStartOfDay(zone).toInstant(),
                last.plusDays(2).atStartOfDay(zone).toInstant());
        List<TimeOff> timesOff = new ArrayList<>();
        List<Visit> visits = new ArrayList<>();
        for (Practitioner one : practitioners) {
            if (chance(30)) {
                timeOff(one, asked, timesOff);
            }
            for (int tries = random.nextInt(14); tries > 0; tries--) {
                visit(one, asked, places, visits);
            }
        }
        String audience = oneOf(List.of("public", "public", "staff", "staff", "partner"));
        return new GeneratedNetwork(
                seed,
                here,
                there,
                5 * random.nextInt(13),
                5 * random.nextInt(13),
                treatment,
                practitioners,
                places,
                visits,
                timesOff,
                new Question(
                        now,
                        audience,
                        chance(80),
                        oneOf(List.of("initial", "follow-up", "review")),
                        oneOf(treatment.lengths()),
                        chance(60) ? oneOf(practitioners).id() : null,
                        first,
                        last));
    }

    /** The next one within the time that can be looked ahead; without one, some day. */
    private LocalDate dayOfChange(ZoneId zone) {
        ZoneOffsetTransition next =
                zone.getRules().nextTransition(now.plus(Duration.ofDays(2 + 150L * random.nextInt(2))));
        return next == null || next.getInstant().isAfter(now.plus(Duration.ofDays(350)))
                ? LocalDate.ofInstant(now, zone).plusDays(20 + random.nextInt(300))
                : LocalDate.ofInstant(next.getInstant(), zone);
    }

    private Clinic clinic(String name, ZoneId zone, LocalDate first, int horizonDays) {
        Set<LocalDate> holidays = new TreeSet<>();
        if (chance(15)) {
            holidays.add(first.plusDays(random.nextInt(4) - 1));
        }
        List<Range> closures = new ArrayList<>();
        if (chance(40)) {
            closures.add(rangeFrom(first.atStartOfDay(zone).toInstant(), 48 * 12, 36));
        }
        List<Weekly> hours = new ArrayList<>();
        Hours usual = oneOf(DAYTIMES);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (chance(90)) {
                hours.add(opening(day, chance(80) ? usual : oneOf(DAYTIMES)));
            }
            if (chance(20)) {
                hours.add(opening(day, hours("21:30", "02:30")));
            }
        }
        return new Clinic(
                id(),
                "gen-" + seed + "-" + name,
                zone,
                oneOf(List.of(0, 0, 60, 90, 1440)),
                horizonDays,
                oneOf(List.of(5, 10, 15, 20, 30, 60)),
                hours,
                holidays,
                closures);
    }

    private static Weekly opening(DayOfWeek day, Hours hours) {
        return new Weekly(0, day, hours, EVERYBODY, EVERY_VISIT, 0);
    }

    /** Every need fits into the shorter length, as the network file demands. */
    private Treatment treatment() {
        List<Need> needs = new ArrayList<>();
        boolean rivals = chance(RIVALS);
        if (chance(25)) {
            // With the patient at the beginning and at the end; between them the device does the work.
            needs.add(new Need("practitioner", "skill", 0, 10, 0, rivals ? buffer() : 0));
            needs.add(
                    new Need("practitioner", chance(80) ? "skill" : "other-skill", 20, null, rivals ? buffer() : 0, 0));
        } else {
            needs.add(new Need("practitioner", "skill", 0, null, buffer(), buffer()));
        }
        needs.add(new Need("room", "room-kind", 0, null, buffer(), buffer()));
        if (rivals) {
            needs.add(new Need("room", "room-kind", 10, 15, 0, buffer()));
        }
        if (chance(40)) {
            needs.add(new Need("equipment", "device-kind", 5 * random.nextInt(3), 15, buffer(), buffer()));
            if (rivals) {
                needs.add(new Need("equipment", "device-kind", 5 * random.nextInt(4), 10, 0, 0));
            }
        }
        return new Treatment(id(), "gen-" + seed + "-treatment", List.of(30, 55), needs);
    }

    private int buffer() {
        return chance(60) ? 0 : 5 * (1 + random.nextInt(4));
    }

    private Practitioner practitioner(int number, Treatment treatment, LocalDate first) {
        List<Roster> rosters = new ArrayList<>();
        if (chance(30)) {
            LocalDate change = first.plusDays(random.nextInt(3));
            rosters.add(roster(first.minusDays(30 + random.nextInt(20)), change.minusDays(1)));
            rosters.add(roster(change, null));
        } else {
            rosters.add(roster(first.minusDays(20 + random.nextInt(20)), chance(20) ? first.plusDays(1) : null));
        }
        Map<LocalDate, List<Weekly>> exceptions = new TreeMap<>();
        for (int day = -1; day < 3; day++) {
            if (chance(12)) {
                LocalDate other = first.plusDays(day);
                exceptions.put(other, chance(30) ? List.of() : List.of(instead(other), instead(other)));
            }
        }
        return new Practitioner(
                id(),
                "gen-" + seed + "-p" + number,
                chance(92) ? List.of("skill", "other-skill") : List.of("skill"),
                chance(85) ? treatment.lengths() : List.of(30),
                chance(85),
                chance(85) ? EVERYBODY : some(EVERYBODY),
                chance(50),
                rosters,
                exceptions);
    }

    private Roster roster(LocalDate from, @Nullable LocalDate until) {
        int everyWeeks = chance(35) ? 2 : 1;
        List<Weekly> segments = new ArrayList<>();
        for (int week = 0; week < everyWeeks; week++) {
            Hours usual = oneOf(SHIFTS);
            for (DayOfWeek day : DayOfWeek.values()) {
                if (chance(85)) {
                    segments.add(segment(week, day, usual));
                }
                if (chance(30)) {
                    segments.add(segment(week, day, oneOf(SHIFTS)));
                }
            }
        }
        return new Roster(id(), from, until, everyWeeks, segments);
    }

    private Weekly instead(LocalDate day) {
        return segment(0, day.getDayOfWeek(), oneOf(SHIFTS));
    }

    private Weekly segment(int week, DayOfWeek day, Hours hours) {
        return new Weekly(
                week,
                day,
                hours,
                chance(85) ? EVERYBODY : some(EVERYBODY),
                chance(85) ? EVERY_VISIT : some(EVERY_VISIT),
                chance(15) ? oneOf(List.of(12, 24, 48)) : 0);
    }

    private List<Place> places(Treatment treatment) {
        List<Place> places = new ArrayList<>();
        for (int number = 1 + random.nextInt(3); number > 0; number--) {
            places.add(new Place(id(), "room-" + number, "room", "room-kind", chance(20) ? 2 : 1));
        }
        places.add(new Place(id(), "store", "room", "other-kind", 1));
        boolean device = treatment.needs().stream().anyMatch(need -> need.kind().equals("equipment"));
        for (int number = device ? 1 + random.nextInt(2) : 0; number > 0; number--) {
            places.add(new Place(id(), "device-" + number, "equipment", "device-kind", 1));
        }
        return places;
    }

    private void timeOff(Practitioner one, Range asked, List<TimeOff> timesOff) {
        Range range = rangeFrom(asked.from(), 4 * 24 * 12, 60);
        if (take(one.id(), 0, range)) {
            timesOff.add(new TimeOff(id(), one.id(), range));
        }
    }

    /** Written only where nothing else stands: what stands in the tables never overlaps. */
    private void visit(Practitioner one, Range asked, List<Place> places, List<Visit> visits) {
        Range range = rangeFrom(asked.from(), 4 * 24 * 12, 18);
        boolean there = one.travels() && chance(40);
        Place place = there ? null : oneOf(places);
        int placeUnit = place == null ? 0 : random.nextInt(place.units());
        int unit = chance(10) ? 1 : 0;
        boolean free = isFree(one.id(), unit, range) && (place == null || isFree(place.id(), placeUnit, range));
        if (!free) {
            return;
        }
        take(one.id(), unit, range);
        if (place != null) {
            take(place.id(), placeUnit, range);
        }
        // Standing, alive, in its last seconds, run out.
        Integer expiresInSeconds = chance(70) ? null : oneOf(List.of(300, -3, -5, -60));
        visits.add(new Visit(
                id(),
                one.id(),
                unit,
                range,
                place,
                placeUnit,
                expiresInSeconds == null ? null : now.plusSeconds(expiresInSeconds)));
    }

    private boolean take(UUID resource, int unit, Range range) {
        boolean free = isFree(resource, unit, range);
        if (free) {
            taken.computeIfAbsent(resource + " " + unit, nothing -> new ArrayList<>())
                    .add(range);
        }
        return free;
    }

    private boolean isFree(UUID resource, int unit, Range range) {
        return taken.getOrDefault(resource + " " + unit, List.of()).stream().noneMatch(other -> other.overlaps(range));
    }

    private Range rangeFrom(Instant from, int ticksLater, int mostTicks) {
        Instant begins = from.plusSeconds(300L * random.nextInt(ticksLater));
        return new Range(begins, begins.plusSeconds(300L * (1 + random.nextInt(mostTicks))));
    }

    private Set<String> some(Set<String> all) {
        Set<String> some = new TreeSet<>(all);
        some.remove(oneOf(List.copyOf(all).stream().sorted().toList()));
        return some;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T oneOf(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private UUID id() {
        return new UUID((random.nextLong() & ~0xF000L) | 0x7000L, (random.nextLong() & ~(3L << 62)) | (1L << 63));
    }

    private static Hours hours(String from, String until) {
        return new Hours(LocalTime.parse(from), LocalTime.parse(until));
    }
}
