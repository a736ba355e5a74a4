package network.physio.booking.availability;

import java.time.Duration;
import java.time.Instant;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import network.physio.booking.access.Audience;

/**
 * The rules about time, each as the set of starts it allows. Offering takes what all of them allow; booking asks each about
 * one start and names those that say no. So a start is offered exactly when it can be booked.
 */
public enum StartRule {
    THE_START_IS_NOT_PAST(
            Reason.IN_THE_PAST, Of.EVERYTHING, About.CLINIC, (question, diary) -> from(question, question.now())),

    THE_CLINIC_GETS_ITS_NOTICE(
            Reason.TOO_SOON,
            Of.EVERYTHING,
            About.CLINIC,
            (question, diary) -> question.audience() == Audience.STAFF
                    ? anyStart(question)
                    : from(
                            question,
                            question.now()
                                    .plus(Duration.ofMinutes(
                                            question.clinic().policy().noticeMinutes())))),

    THE_START_IS_WITHIN_THE_HORIZON(
            Reason.TOO_FAR_AHEAD,
            Of.EVERYTHING,
            About.CLINIC,
            (question, diary) -> Ticks.none(question.window())
                    .add(new Span(
                            question.window().from(),
                            horizon(question.clinic(), question.audience(), question.now())))),

    THE_START_IS_ON_THE_GRID(
            Reason.OFF_GRID,
            Of.OWN_TIME,
            About.CLINIC,
            (question, diary) -> question.audience() == Audience.STAFF ? anyStart(question) : grid(question)),

    THE_CLINIC_IS_OPEN(
            Reason.CLINIC_CLOSED,
            Of.EVERYTHING,
            About.CLINIC,
            (question, diary) -> diary.open().beginningRunsOf(Span.ticks(question.minutes()))),

    THE_PRACTITIONER_IS_ROSTERED(Reason.OUTSIDE_ROSTER, Of.EVERYTHING, About.PRACTITIONER, StartRule::rostered),

    THE_PRACTITIONER_IS_FREE(
            Reason.PRACTITIONER_TAKEN,
            Of.OWN_TIME,
            About.PRACTITIONER,
            (question, diary) -> forThePractitioner(question, diary.practitionerFree())),

    THERE_IS_TIME_TO_TRAVEL(Reason.NO_TIME_TO_TRAVEL, Of.OWN_TIME, About.PRACTITIONER, StartRule::reachable),

    A_ROOM_IS_FREE(
            Reason.NO_ROOM_FREE,
            Of.OWN_TIME,
            About.CLINIC,
            (question, diary) -> new PlaceChoice(question, diary, Need.Kind.ROOM).starts()),

    THE_EQUIPMENT_IS_FREE(
            Reason.NO_EQUIPMENT_FREE,
            Of.OWN_TIME,
            About.CLINIC,
            (question, diary) -> new PlaceChoice(question, diary, Need.Kind.EQUIPMENT).starts()),

    A_SESSION_IS_SCHEDULED(
            Reason.NO_SESSION,
            Of.SEATS,
            About.PRACTITIONER,
            (question, diary) ->
                    startsOf(question, diary, session -> question.places().allows(session))),

    A_SEAT_IS_FREE(
            Reason.SESSION_FULL,
            Of.SEATS,
            About.PRACTITIONER,
            (question, diary) -> anyStart(question)
                    .minus(startsOf(question, diary, session -> session.seatsLeft(question.now()) == 0)));

    private final Reason reason;
    private final Of of;
    private final About about;
    private final BiFunction<Question, Diary, Ticks> allowed;

    StartRule(Reason reason, Of of, About about, BiFunction<Question, Diary, Ticks> allowed) {
        this.reason = reason;
        this.of = of;
        this.about = about;
        this.allowed = allowed;
    }

    /** What a rule is asked about: a session has claimed practitioner and room already for whoever takes a seat in it. */
    private enum Of {
        EVERYTHING,
        OWN_TIME,
        SEATS;

        boolean concerns(Treatment.Form form) {
            return switch (this) {
                case EVERYTHING -> true;
                case OWN_TIME -> form != Treatment.Form.SEAT;
                case SEATS -> form == Treatment.Form.SEAT;
            };
        }
    }

    /** What a rule looks at beside the question: what it says of a clinic it says for all who work there. */
    private enum About {
        CLINIC,
        PRACTITIONER
    }

    /** The starts in the question's window that this rule allows. */
    Ticks allowedStarts(Question question, Diary diary) {
        return allowed.apply(question, diary);
    }

    /** The starts that every rule allows. */
    public static Ticks bookableStarts(Question question, Diary diary) {
        return bookableStarts(question, diary, startsAtClinic(question, diary));
    }

    /**
     * The starts that every rule allows.
     *
     * @param atClinic {@link #startsAtClinic} of the same clinic, treatment, audience and window
     */
    public static Ticks bookableStarts(Question question, Diary diary, Ticks atClinic) {
        return allowedBy(About.PRACTITIONER, question, diary, atClinic);
    }

    /** The starts that every rule about the clinic allows, whoever of its practitioners is asked about. */
    public static Ticks startsAtClinic(Question question, Diary diary) {
        return allowedBy(About.CLINIC, question, diary, anyStart(question));
    }

    private static Ticks allowedBy(About about, Question question, Diary diary, Ticks among) {
        Ticks starts = among;
        for (StartRule rule : values()) {
            if (rule.about == about && rule.concerns(question)) {
                if (starts.isEmpty()) {
                    return starts;
                }
                starts = starts.and(rule.allowedStarts(question, diary));
            }
        }
        return starts;
    }

    /** Every reason against this start; none when it can be booked. */
    public static List<Reason> reasonsAgainst(long start, Question question, Diary diary) {
        return Arrays.stream(values())
                .filter(rule -> rule.concerns(question))
                .filter(rule -> !rule.allowedStarts(question, diary).contains(start))
                .map(rule -> rule.reason)
                .toList();
    }

    /** The first tick that is too far ahead. */
    public static long horizon(Clinic clinic, Audience audience, Instant now) {
        return audience == Audience.STAFF
                ? Long.MAX_VALUE
                : Span.tickAtOrAfter(now.plus(Duration.ofDays(clinic.policy().horizonDays())));
    }

    private boolean concerns(Question question) {
        return of.concerns(question.treatment().form());
    }

    private static Ticks anyStart(Question question) {
        return Ticks.all(question.window());
    }

    private static Ticks from(Question question, Instant first) {
        return Ticks.none(question.window())
                .add(new Span(Span.tickAtOrAfter(first), question.window().until()));
    }

    /** Local times on the grid: it is laid anew wherever the clock changes. */
    private static Ticks grid(Question question) {
        Span window = question.window();
        int step = Math.toIntExact(Span.ticks(question.clinic().policy().gridMinutes()));
        ZoneRules zone = question.clinic().zone().getRules();
        Ticks grid = Ticks.none(window);
        long from = window.from();
        while (from < window.until()) {
            Instant begins = Span.instant(from);
            ZoneOffsetTransition change = zone.nextTransition(begins);
            long until =
                    change == null ? window.until() : Math.min(Span.tickAtOrAfter(change.getInstant()), window.until());
            long offset = Span.ticks(zone.getOffset(begins).getTotalSeconds() / 60);
            grid = grid.or(Ticks.every(step, offset, new Span(from, until)).within(window));
            from = until;
        }
        return grid;
    }

    /**
     * The starts for which the hours are open. Hours that are kept back for staff open to others so long before a visit
     * begins, so those that open sooner count for later starts too.
     */
    private static Ticks rostered(Question question, Diary diary) {
        List<Timetable.Shift> shifts = diary.shifts().stream()
                .filter(shift -> shift.place() == question.treatment().place() && isKeptFor(shift, question))
                .toList();
        Ticks starts = Ticks.none(question.window());
        for (int hours : shifts.stream().map(shift -> keptBack(shift, question)).collect(Collectors.toSet())) {
            Ticks open = Ticks.none(question.window());
            for (Timetable.Shift shift : shifts) {
                int keptBack = keptBack(shift, question);
                if (keptBack == 0 || (hours > 0 && keptBack >= hours)) {
                    open = open.or(shift.ticks());
                }
            }
            Ticks within = forThePractitioner(question, open);
            starts = starts.or(hours == 0 ? within : within.minus(from(question, opensUntil(question, hours))));
        }
        return starts;
    }

    /** The first moment at which a visit would begin too late for hours that open so long before. */
    private static Instant opensUntil(Question question, int hours) {
        return question.now().plus(Duration.ofHours(hours)).plusNanos(1);
    }

    /** A session stands wherever its practitioner works; the clinic has said what the time is for. */
    private static boolean isKeptFor(Timetable.Shift shift, Question question) {
        return question.treatment().form() != Treatment.Form.VISIT
                || (shift.visitKinds().contains(question.visitKind().code())
                        && shift.audience().contains(question.audience().code()));
    }

    /** For how many hours before a visit this caller finds the shift open; nought when it always is. */
    private static int keptBack(Timetable.Shift shift, Question question) {
        boolean always =
                question.audience() == Audience.STAFF || question.treatment().form() != Treatment.Form.VISIT;
        return always ? 0 : shift.releaseHours();
    }

    /** What the practitioner does elsewhere needs the way there and back to be free as well. */
    private static Ticks reachable(Question question, Diary diary) {
        Ticks free = Ticks.all(question.window()).minus(diary.onTheWay());
        return forThePractitioner(question, free);
    }

    private static Ticks startsOf(Question question, Diary diary, Predicate<GroupSession> which) {
        Ticks starts = Ticks.none(question.window());
        diary.sessions(question.treatment(), question.minutes())
                .filter(which)
                .forEach(session -> starts.add(new Span(session.startTick(), session.startTick() + 1)));
        return starts;
    }

    /** The starts at which each of the treatment's needs of the practitioner lies within this time. */
    private static Ticks forThePractitioner(Question question, Ticks time) {
        Ticks starts = anyStart(question);
        for (Need need : question.treatment().needs(Need.Kind.PRACTITIONER)) {
            starts = starts.and(need.starts(time, question.minutes()));
        }
        return starts;
    }
}
