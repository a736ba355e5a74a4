package network.physio.booking.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the small network should look like after what was answered so far, told without a database: who and what is taken
 * when, and so what an operation of the front desk must come to. Not for two threads.
 */
final class DiaryModel {

    static final List<String> PRACTITIONERS = List.of("anna", "ben");

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int WAY_MINUTES = 30;
    private static final int DAY = 24 * 60;
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

        Range widened(int minutes) {
            return new Range(from - minutes, until + minutes);
        }
    }

    /** Anna works at both, half an hour apart; Ben only at the first. */
    enum Clinic {
        NORTH("north", List.of("Room 1", "Room 2")),
        SOUTH("south", List.of("Room 1"));

        final String code;
        final List<String> rooms;

        Clinic(String code, List<String> rooms) {
            this.code = code;
            this.rooms = rooms;
        }

        boolean offers(Treatment treatment, String practitioner) {
            return this == NORTH || (treatment == Treatment.CHAT && practitioner.equals("anna"));
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
        ARRIVED,
        IN_TREATMENT,
        COMPLETED,
        NO_SHOW,
        EXPIRED,
        CANCELLED;

        /** What it took it keeps, also when it is over. */
        boolean stands() {
            return this != HELD && this != EXPIRED && this != CANCELLED;
        }

        /** Whether somebody has to look after it when its time is taken away. */
        boolean isToCome() {
            return this == HELD || this == CONFIRMED || this == ARRIVED || this == IN_TREATMENT;
        }

        /** As the contract writes it. */
        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** One appointment, as the answers to its operations have told. */
    static final class Visit {
        final String id;
        final Treatment treatment;
        State state = State.HELD;
        long version = 1;
        Clinic clinic;
        int start;
        String practitioner;
        String room;

        @Nullable
        String patient;

        Instant expiresAt = Instant.MIN;
        boolean extended;

        /** Its practitioner was given time off or overbooked: it may stand on an overbook unit. */
        boolean aside;

        boolean overbooked;

        boolean rebookingNeeded;

        Visit(
                String id,
                Treatment treatment,
                Clinic clinic,
                int start,
                String practitioner,
                String room,
                @Nullable String patient) {
            this.id = id;
            this.treatment = treatment;
            this.clinic = clinic;
            this.start = start;
            this.practitioner = practitioner;
            this.room = room;
            this.patient = patient;
        }

        Range range() {
            return treatment.visit(start);
        }

        boolean occupies(Instant now) {
            return state.stands() || (state == State.HELD && now.isBefore(expiresAt.plus(GRACE)));
        }

        boolean canBeConfirmed(Instant now) {
            return state == State.HELD && now.isBefore(expiresAt);
        }

        /** It has given up where it stood before, and whatever was wrong with that. */
        void movedTo(String anotherPractitioner, String anotherRoom, int anotherStart) {
            practitioner = anotherPractitioner;
            room = anotherRoom;
            start = anotherStart;
            aside = false;
            overbooked = false;
            rebookingNeeded = false;
        }

        /** Where it is: nothing is in its way any more. */
        void standsAgain() {
            movedTo(practitioner, room, start);
            version++;
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

    /** A visit that somebody might have, there and then. */
    record Wish(Treatment treatment, Clinic clinic, String practitioner, int start) {
        Range range() {
            return treatment.visit(start);
        }
    }

    /** Whether somebody of the staff can take it; {@code except} is about to leave where it stands. */
    boolean isFree(Wish wish, @Nullable Visit except, Instant now) {
        return !instant(wish.start()).isBefore(now) && isFreeAtAnyTime(wish, except, now);
    }

    /** Whether somebody, a colleague or its own practitioner, can take it at its time, which may have come. */
    boolean canTakeOver(Visit visit, String practitioner, Instant now) {
        Wish wish = new Wish(visit.treatment, visit.clinic, practitioner, visit.start);
        return isFreeAtAnyTime(wish, visit, now) && isPatientFree(visit.patient, wish.range(), visit, now);
    }

    private boolean isFreeAtAnyTime(Wish wish, @Nullable Visit except, Instant now) {
        return isAllowed(wish, except, now)
                && !isTaken(wish, except, now)
                && wish.clinic().rooms.stream().anyMatch(room -> isRoomFree(wish, room, except, now));
    }

    /** Whether a hold could be taken anew where it stands. */
    boolean isFreeAgain(Visit hold, Instant now) {
        return isFree(new Wish(hold.treatment, hold.clinic, hold.practitioner, hold.start), hold, now)
                && isPatientFree(hold.patient, hold.range(), hold, now);
    }

    /** Whether only other appointments of the practitioner are in the way, if anything. */
    boolean canOverbook(Wish wish, Instant now) {
        return !instant(wish.start()).isBefore(now)
                && isAllowed(wish, null, now)
                && wish.clinic().rooms.stream().anyMatch(room -> isRoomFree(wish, room, null, now));
    }

    /** Whether a cancelled visit can stand again where it stood, though it may have begun. */
    boolean canStandAgain(Visit cancelled, Instant now) {
        Wish wish = new Wish(cancelled.treatment, cancelled.clinic, cancelled.practitioner, cancelled.start);
        return isAllowed(wish, cancelled, now)
                && (cancelled.overbooked || !isTaken(wish, cancelled, now))
                && isRoomFree(wish, cancelled.room, cancelled, now)
                && isPatientFree(cancelled.patient, wish.range(), cancelled, now);
    }

    /** All but the time that has passed, the practitioner's other appointments there and the room. */
    private boolean isAllowed(Wish wish, @Nullable Visit except, Instant now) {
        Range visit = wish.range();
        return wish.start() % 5 == 0
                && wish.clinic().offers(wish.treatment(), wish.practitioner())
                && isOpen(wish.clinic(), visit)
                && covers(hoursOn(wish.clinic(), wish.practitioner(), visit.from() / DAY), visit)
                && timesOff.stream()
                        .noneMatch(off -> off.practitioner().equals(wish.practitioner())
                                && off.range().overlaps(visit))
                && others(except, now)
                        .filter(other -> other.practitioner.equals(wish.practitioner()))
                        .noneMatch(other -> other.clinic != wish.clinic()
                                && other.range().widened(WAY_MINUTES).overlaps(visit))
                && wish.treatment()
                        .table(wish.start())
                        .map(table -> others(except, now)
                                .noneMatch(other -> other.treatment
                                        .table(other.start)
                                        .map(table::overlaps)
                                        .orElse(false)))
                        .orElse(true);
    }

    private boolean isTaken(Wish wish, @Nullable Visit except, Instant now) {
        return others(except, now)
                .anyMatch(other -> other.practitioner.equals(wish.practitioner())
                        && other.range().overlaps(wish.range()));
    }

    private boolean isRoomFree(Wish wish, String room, @Nullable Visit except, Instant now) {
        return others(except, now)
                .noneMatch(other -> other.clinic == wish.clinic()
                        && other.room.equals(room)
                        && other.range().overlaps(wish.range()));
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

    /** On weekdays; only north is ever closed for a while. */
    private boolean isOpen(Clinic clinic, Range visit) {
        int day = visit.from() / DAY;
        return day < 5
                && OPEN.later(day * DAY).contains(visit)
                && (clinic == Clinic.SOUTH
                        || closures.stream()
                                .noneMatch(closure -> closure.range().overlaps(visit)));
    }

    /** Only hours at north ever change. */
    private List<Range> hoursOn(Clinic clinic, String practitioner, int day) {
        return clinic == Clinic.SOUTH
                ? List.of(ROSTERED)
                : exceptionsOf(practitioner).getOrDefault(day, List.of(ROSTERED));
    }

    private static boolean covers(List<Range> hours, Range visit) {
        int day = visit.from() / DAY;
        return hours.stream().anyMatch(range -> range.later(day * DAY).contains(visit));
    }

    /** Hours of exceptional days, by the day's number. */
    Map<Integer, List<Range>> exceptionsOf(String practitioner) {
        return exceptions.computeIfAbsent(practitioner, nobody -> new TreeMap<>());
    }

    /** Replaces the hours of a day, and says whom that strands. */
    Set<String> changeHours(String practitioner, int day, List<Range> hours, Instant now) {
        List<Range> before = hoursOn(Clinic.NORTH, practitioner, day);
        exceptionsOf(practitioner).put(day, hours);
        return strand(
                visits.values().stream()
                        .filter(visit -> visit.clinic == Clinic.NORTH
                                && visit.practitioner.equals(practitioner)
                                && visit.range().from() / DAY == day)
                        .filter(visit -> covers(before, visit.range()) && !covers(hours, visit.range())),
                now);
    }

    Set<String> close(Closure closure, Instant now) {
        closures.add(closure);
        return strand(inTheWay(closure), now);
    }

    private Stream<Visit> inTheWay(Closure closure) {
        return visits.values().stream()
                .filter(visit -> visit.clinic == Clinic.NORTH && visit.range().overlaps(closure.range()));
    }

    /** Whoever has an appointment then is moved aside, visibly overbooked. One illness is one time off. */
    Set<String> takeOff(TimeOff timeOff, Instant now) {
        if (timesOff.stream().noneMatch(known -> known.id().equals(timeOff.id()))) {
            timesOff.add(timeOff);
        }
        Set<String> stranded = strand(toBeRebooked(timeOff), now);
        inTheWay(timeOff).forEach(visit -> visit.aside = true);
        return stranded;
    }

    /** Who stands again of those that were to be rebooked. */
    Set<String> giveBack(TimeOff timeOff, Instant now) {
        timesOff.remove(timeOff);
        return standAgain(inTheWay(timeOff), now);
    }

    /** The same of a closure. */
    Set<String> reopen(Closure closure, Instant now) {
        closures.remove(closure);
        return standAgain(inTheWay(closure), now);
    }

    private Set<String> standAgain(Stream<Visit> some, Instant now) {
        return some.filter(visit -> visit.rebookingNeeded)
                .filter(visit -> visit.state == State.CONFIRMED || visit.state == State.ARRIVED)
                .filter(visit -> instant(visit.range().until()).isAfter(now))
                .filter(visit -> canTakeOver(visit, visit.practitioner, now))
                .map(visit -> visit.id)
                .collect(Collectors.toSet());
    }

    /** Those that are to be rebooked already: a sick day tries to hand them over as well. */
    Set<String> markedAt(TimeOff timeOff, Instant now) {
        return toBeRebooked(timeOff)
                .filter(visit -> visit.state.isToCome() && visit.occupies(now) && visit.rebookingNeeded)
                .map(visit -> visit.id)
                .collect(Collectors.toSet());
    }

    /** Who is being treated is not sent away. */
    private Stream<Visit> toBeRebooked(TimeOff timeOff) {
        return inTheWay(timeOff).filter(visit -> visit.state != State.IN_TREATMENT);
    }

    private Stream<Visit> inTheWay(TimeOff timeOff) {
        return visits.values().stream()
                .filter(visit -> visit.practitioner.equals(timeOff.practitioner())
                        && visit.range().overlaps(timeOff.range()));
    }

    /** A time off finds no place to move appointments aside to only where some stand aside already. */
    boolean standsAside(String practitioner, Range range) {
        return visits.values().stream()
                .anyMatch(visit -> visit.aside
                        && visit.practitioner.equals(practitioner)
                        && visit.range().overlaps(range.widened(90)));
    }

    private static Set<String> strand(Stream<Visit> inTheWay, Instant now) {
        Set<String> stranded = new TreeSet<>();
        inTheWay.filter(visit -> visit.state.isToCome() && visit.occupies(now) && !visit.rebookingNeeded)
                .forEach(visit -> {
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
