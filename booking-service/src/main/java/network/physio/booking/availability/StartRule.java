package network.physio.booking.availability;

import java.time.Duration;
import java.time.Instant;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import network.physio.booking.access.Audience;

/**
 * The rules about time, each as the set of starts it allows. Offering takes what all of them allow; booking asks each about
 * one start and names those that say no. So a start is offered exactly when it can be booked.
 */
public enum StartRule {
    THE_START_IS_NOT_PAST(Reason.IN_THE_PAST, (question, diary) -> from(question, question.now())),

    THE_CLINIC_GETS_ITS_NOTICE(
            Reason.TOO_SOON,
            (question, diary) -> question.audience() == Audience.STAFF
                    ? anyStart(question)
                    : from(
                            question,
                            question.now()
                                    .plus(Duration.ofMinutes(
                                            question.clinic().policy().noticeMinutes())))),

    THE_START_IS_WITHIN_THE_HORIZON(
            Reason.TOO_FAR_AHEAD,
            (question, diary) -> question.audience() == Audience.STAFF
                    ? anyStart(question)
                    : anyStart(question)
                            .minus(from(
                                    question,
                                    question.now()
                                            .plus(Duration.ofDays(
                                                    question.clinic().policy().horizonDays()))))),

    THE_START_IS_ON_THE_GRID(
            Reason.OFF_GRID,
            (question, diary) -> question.audience() == Audience.STAFF ? anyStart(question) : grid(question)),

    THE_CLINIC_IS_OPEN(
            Reason.CLINIC_CLOSED, (question, diary) -> diary.open().beginningRunsOf(Span.ticks(question.minutes()))),

    THE_PRACTITIONER_IS_ROSTERED(
            Reason.OUTSIDE_ROSTER,
            (question, diary) ->
                    forEachNeed(question, Need.Kind.PRACTITIONER, need -> List.of(rostered(question, diary)))),

    THE_PRACTITIONER_IS_FREE(
            Reason.PRACTITIONER_TAKEN,
            (question, diary) ->
                    forEachNeed(question, Need.Kind.PRACTITIONER, need -> List.of(diary.practitionerFree()))),

    THERE_IS_TIME_TO_TRAVEL(Reason.NO_TIME_TO_TRAVEL, StartRule::reachable),

    A_ROOM_IS_FREE(
            Reason.NO_ROOM_FREE, (question, diary) -> forEachNeed(question, Need.Kind.ROOM, need -> free(diary, need))),

    THE_EQUIPMENT_IS_FREE(
            Reason.NO_EQUIPMENT_FREE,
            (question, diary) -> forEachNeed(question, Need.Kind.EQUIPMENT, need -> free(diary, need)));

    private final Reason reason;
    private final BiFunction<Question, Diary, Ticks> allowed;

    StartRule(Reason reason, BiFunction<Question, Diary, Ticks> allowed) {
        this.reason = reason;
        this.allowed = allowed;
    }

    /** The starts in the question's window that this rule allows. */
    Ticks allowedStarts(Question question, Diary diary) {
        return allowed.apply(question, diary);
    }

    /** The starts that every rule allows. */
    public static Ticks bookableStarts(Question question, Diary diary) {
        Ticks starts = anyStart(question);
        for (StartRule rule : values()) {
            if (starts.isEmpty()) {
                return starts;
            }
            starts = starts.and(rule.allowedStarts(question, diary));
        }
        return starts;
    }

    /** Every reason against this start; none when it can be booked. */
    public static List<Reason> reasonsAgainst(long start, Question question, Diary diary) {
        return Arrays.stream(values())
                .filter(rule -> !rule.allowedStarts(question, diary).contains(start))
                .map(rule -> rule.reason)
                .toList();
    }

    private static Ticks anyStart(Question question) {
        return Ticks.all(question.window());
    }

    private static Ticks from(Question question, Instant first) {
        return Ticks.none(question.window())
                .add(new Span(Span.tickAtOrAfter(first), question.window().until()));
    }

    private static Ticks grid(Question question) {
        Ticks grid = Ticks.none(question.window());
        long step = Span.ticks(question.clinic().policy().gridMinutes());
        ZoneRules zone = question.clinic().zone().getRules();
        long tick = question.window().from();
        while (tick < question.window().until()) {
            Instant from = Span.instant(tick);
            ZoneOffsetTransition change = zone.nextTransition(from);
            long until = change == null
                    ? question.window().until()
                    : Math.min(
                            Span.tickAtOrAfter(change.getInstant()),
                            question.window().until());
            long offset = Span.ticks(zone.getOffset(from).getTotalSeconds() / 60);
            long first = tick + Math.floorMod(-(tick + offset), step);
            for (long start = first; start < until; start += step) {
                grid.add(new Span(start, start + 1));
            }
            tick = until;
        }
        return grid;
    }

    private static Ticks rostered(Question question, Diary diary) {
        Ticks hours = Ticks.none(question.window());
        for (Diary.RosteredHours rostered : diary.rostered()) {
            if (rostered.place() == question.treatment().place()
                    && rostered.visitKinds().contains(question.visitKind().code())) {
                if (rostered.audience().contains(question.audience().code())) {
                    hours.add(released(rostered, question));
                }
            }
        }
        return hours;
    }

    /** Times kept back for staff open to others so many hours before they begin. */
    private static Span released(Diary.RosteredHours rostered, Question question) {
        if (question.audience() == Audience.STAFF || rostered.releaseHours() == 0) {
            return rostered.span();
        }
        long openUntil = Span.tickAtOrAfter(question.now().plus(Duration.ofHours(rostered.releaseHours())));
        return new Span(
                rostered.span().from(),
                Math.max(rostered.span().from(), Math.min(rostered.span().until(), openUntil)));
    }

    /** What the practitioner does elsewhere needs the way there and back to be free as well. */
    private static Ticks reachable(Question question, Diary diary) {
        Ticks starts = anyStart(question);
        for (Need need : question.treatment().needs(Need.Kind.PRACTITIONER)) {
            Ticks onTheWay = Ticks.none(question.window());
            for (Diary.Elsewhere work : diary.elsewhere()) {
                onTheWay.add(new Span(
                        work.span().from() - Span.ticks(work.minutesThere()),
                        work.span().until() + Span.ticks(work.minutesBack())));
            }
            starts = starts.and(need.starts(Ticks.all(question.window()).minus(onTheWay), question.minutes()));
        }
        return starts;
    }

    private static List<Ticks> free(Diary diary, Need need) {
        return diary.fitting(need).stream().map(Diary.Place::free).toList();
    }

    /** The starts at which every need of this kind finds one of its candidates free throughout. */
    private static Ticks forEachNeed(Question question, Need.Kind kind, Function<Need, List<Ticks>> candidates) {
        Ticks starts = anyStart(question);
        for (Need need : question.treatment().needs(kind)) {
            Ticks anyOf = Ticks.none(question.window());
            for (Ticks free : candidates.apply(need)) {
                anyOf = anyOf.or(need.starts(free, question.minutes()));
            }
            starts = starts.and(anyOf);
        }
        return starts;
    }
}
