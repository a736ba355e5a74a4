package network.physio.booking.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the small network's north clinic should look like after what was answered so far, told without a database: who and
 * what is taken when, and so what an operation of the front desk must come to. Not for two threads.
 */
final class DiaryModel {

    static final List<String> PRACTITIONERS = List.of("anna", "ben");
    static final List<String> ROOMS = List.of("Room 1", "Room 2");

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Range OPEN = Range.ofDay(8, 18);
    private static final Range ROSTERED = Range.ofDay(9, 17);

    /** Minutes of a day, or since the model's first midnight. */
    record Range(int from, int until) {

        static Range ofDay(int fromHour, int untilHour) {
            return new Range(60 * fromHour, 60 * untilHour);
        }

        boolean overlaps(Range other) {
            return from < other.until && other.from < until;
        }

        boolean contains(Range other) {
            return from <= other.from && other.until <= until;
        }

        Range later(int minutes) {
            return new Range(from + minutes, until + minutes);
        }
    }

    enum Treatment {
        CHAT("chat", 30),
        TRACTION("traction", 60);

        final String code;
        final int minutes;

        Treatment(String code, int minutes) {
            this.code = code;
            this.minutes = minutes;
        }

        Range visit(int start) {
            return new Range(start, start + minutes);
        }

        /** When it needs the only table, cleaning included. */
        Optional<Range> table(int start) {
            return this == TRACTION ? Optional.of(new Range(start + 15, start + 50)) : Optional.empty();
        }
    }

    enum State {
        HELD,
        CONFIRMED,
        EXPIRED,
        CANCELLED
    }

    /** One appointment, as the answers to its operations have told. */
    static final class Visit {
        final String id;
        final Treatment treatment;
        State state = State.HELD;
        long version = 1;
        int start;
        String practitioner;
        String room;

        @Nullable
        String patient;

        Instant expiresAt = Instant.MIN;
        boolean extended;

        /** Its practitioner was given time off: it stands on an overbook unit, and nothing is free under it. */
        boolean aside;

        boolean rebookingNeeded;

        Visit(String id, Treatment treatment, int start, String practitioner, String room, @Nullable String patient) {
            this.id = id;
            this.treatment = treatment;
            this.start = start;
            this.practitioner = practitioner;
            this.room = room;
            this.patient = patient;
        }

        Range range() {
            return treatment.visit(start);
        }

        boolean occupies(Instant now) {
            return state == State.CONFIRMED || (state == State.HELD && now.isBefore(expiresAt.plus(GRACE)));
        }

        boolean canBeConfirmed(Instant now) {
            return state == State.HELD && now.isBefore(expiresAt);
        }
    }

    record TimeOff(String id, String practitioner, Range range) {}

    record Closure(String id, Range range) {}

    private final Instant midnight;
    final Map<String, Visit> visits = new LinkedHashMap<>();
    final List<TimeOff> timesOff = new ArrayList<>();
    final List<Closure> closures = new ArrayList<>();
    private final Map<String, Map<Integer, List<Range>>> exceptions = new HashMap<>();

    DiaryModel(Instant midnight) {
        this.midnight = midnight;
    }

    Instant instant(int minute) {
        return midnight.plus(Duration.ofMinutes(minute));
    }

    /** Whether somebody of the staff can take it there and then; {@code except} is about to leave where it stands. */
    boolean isFree(Treatment treatment, String practitioner, int start, @Nullable Visit except, Instant now) {
        Range visit = treatment.visit(start);
        return start % 5 == 0
                && !instant(start).isBefore(now)
                && isOpen(visit)
                && isRostered(practitioner, visit)
                && timesOff.stream()
                        .noneMatch(off -> off.practitioner().equals(practitioner)
                                && off.range().overlaps(visit))
                && others(except, now)
                        .noneMatch(other -> other.practitioner.equals(practitioner)
                                && other.range().overlaps(visit))
                && ROOMS.stream()
                        .anyMatch(room -> others(except, now)
                                .noneMatch(other ->
                                        other.room.equals(room) && other.range().overlaps(visit)))
                && treatment
                        .table(start)
                        .map(table -> others(except, now)
                                .noneMatch(other -> other.treatment
                                        .table(other.start)
                                        .map(table::overlaps)
                                        .orElse(false)))
                        .orElse(true);
    }

    boolean isPatientFree(@Nullable String patient, Range visit, @Nullable Visit except, Instant now) {
        return patient == null
                || others(except, now)
                        .noneMatch(other ->
                                patient.equals(other.patient) && other.range().overlaps(visit));
    }

    private Stream<Visit> others(@Nullable Visit except, Instant now) {
        return visits.values().stream().filter(visit -> visit != except && visit.occupies(now));
    }

    private boolean isOpen(Range visit) {
        int day = visit.from() / (24 * 60);
        return OPEN.later(day * 24 * 60).contains(visit)
                && closures.stream().noneMatch(closure -> closure.range().overlaps(visit));
    }

    private boolean isRostered(String practitioner, Range visit) {
        return covers(hoursOn(practitioner, visit.from() / (24 * 60)), visit);
    }

    private List<Range> hoursOn(String practitioner, int day) {
        return exceptionsOf(practitioner).getOrDefault(day, List.of(ROSTERED));
    }

    private static boolean covers(List<Range> hours, Range visit) {
        int day = visit.from() / (24 * 60);
        return hours.stream().anyMatch(range -> range.later(day * 24 * 60).contains(visit));
    }

    /** Hours of exceptional days, by the day's number. */
    Map<Integer, List<Range>> exceptionsOf(String practitioner) {
        return exceptions.computeIfAbsent(practitioner, nobody -> new TreeMap<>());
    }

    /** Replaces the hours of a day, and says whom that strands. */
    Set<String> changeHours(String practitioner, int day, List<Range> hours, Instant now) {
        List<Range> before = hoursOn(practitioner, day);
        exceptionsOf(practitioner).put(day, hours);
        return strand(
                visits.values().stream()
                        .filter(visit -> visit.practitioner.equals(practitioner)
                                && visit.range().from() / (24 * 60) == day)
                        .filter(visit -> covers(before, visit.range()) && !covers(hours, visit.range())),
                now);
    }

    Set<String> close(Closure closure, Instant now) {
        closures.add(closure);
        return strand(visits.values().stream().filter(visit -> visit.range().overlaps(closure.range())), now);
    }

    /** Whoever has an appointment then is moved aside, visibly overbooked. */
    Set<String> takeOff(TimeOff timeOff, Instant now) {
        timesOff.add(timeOff);
        List<Visit> inTheWay = visits.values().stream()
                .filter(visit -> visit.practitioner.equals(timeOff.practitioner())
                        && visit.range().overlaps(timeOff.range()))
                .toList();
        Set<String> stranded = strand(inTheWay.stream(), now);
        inTheWay.forEach(visit -> visit.aside = true);
        return stranded;
    }

    /** A time off finds no place to move appointments aside to only where some stand aside already. */
    boolean standsAside(String practitioner, Range range) {
        return visits.values().stream()
                .anyMatch(visit -> visit.aside
                        && visit.practitioner.equals(practitioner)
                        && visit.range().overlaps(new Range(range.from() - 60, range.until() + 60)));
    }

    private static Set<String> strand(Stream<Visit> inTheWay, Instant now) {
        Set<String> stranded = new TreeSet<>();
        inTheWay.filter(visit -> visit.occupies(now) && !visit.rebookingNeeded).forEach(visit -> {
            visit.rebookingNeeded = true;
            visit.version++;
            stranded.add(visit.id);
        });
        return stranded;
    }

    /** In an order that a seed repeats. */
    List<Visit> inState(State... states) {
        Set<State> wanted = Set.of(states);
        return visits.values().stream()
                .filter(visit -> wanted.contains(visit.state))
                .toList();
    }
}
