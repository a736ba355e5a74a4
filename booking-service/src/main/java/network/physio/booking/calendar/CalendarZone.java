package network.physio.booking.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes a zone's own changes of the clock into the file: some programs know no names of zones, or other rules for them. As
 * yearly rules where the zone has them, since the usual parsers were made for those; else each change by itself.
 */
final class CalendarZone {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT);
    private static final String LONG_AGO = "19700101T000000";

    /** A zone whose summer begins first is read an hour wrong by some, who take the first offset for the usual one. */
    private static final Comparator<ZoneOffsetTransitionRule> STANDARD_FIRST =
            Comparator.comparingInt(rule -> rule.getOffsetAfter().getTotalSeconds());

    private static final int LAST = -1;
    private static final int UNNAMEABLE = 0;

    private final ZoneRules rules;
    private final Years years;
    private final Consumer<String> lines;

    private CalendarZone(ZoneRules rules, Years years, Consumer<String> lines) {
        this.rules = rules;
        this.years = years;
        this.lines = lines;
    }

    /** The years that entries lie in. */
    record Years(int first, int last) {

        static Years of(Instant from, Instant until) {
            return new Years(
                    from.atOffset(ZoneOffset.UTC).getYear(),
                    until.atOffset(ZoneOffset.UTC).getYear());
        }

        Years with(Years other) {
            return new Years(Math.min(first, other.first), Math.max(last, other.last));
        }

        /** What was in force at the beginning of the first year began in the year before. */
        int before() {
            return first - 1;
        }
    }

    /** The edition of the zones' rules: another one makes other calendars of the same entries. */
    static String edition() {
        return ZoneRulesProvider.getVersions("Etc/UTC").lastEntry().getKey();
    }

    static void write(ZoneId zone, Years years, Consumer<String> lines) {
        lines.accept("BEGIN:VTIMEZONE");
        lines.accept("TZID:" + zone.getId());
        new CalendarZone(zone.getRules(), years, lines).observances();
        lines.accept("END:VTIMEZONE");
    }

    private void observances() {
        Instant from = LocalDateTime.of(years.before(), 1, 1, 0, 0).toInstant(ZoneOffset.UTC);
        List<ZoneOffsetTransition> single = rules.getTransitions();
        boolean settled = single.isEmpty() || single.getLast().getInstant().isBefore(from);
        List<ZoneOffsetTransitionRule> yearly = rules.getTransitionRules();
        if (!settled || !yearly.stream().allMatch(this::recursAsItSays)) {
            eachChange(from);
        } else if (yearly.isEmpty()) {
            ZoneOffset always = rules.getOffset(from);
            observance(false, LONG_AGO, always, always, "");
        } else {
            yearly.stream().sorted(STANDARD_FIRST).forEach(rule -> {
                ZoneOffsetTransition first =
                        rule.createTransition(isStandard(rule) ? years.before() - 1 : years.before());
                observance(
                        first,
                        "FREQ=YEARLY;BYMONTH=%d;BYDAY=%s"
                                .formatted(rule.getMonth().getValue(), day(rule)));
            });
        }
    }

    private static boolean isStandard(ZoneOffsetTransitionRule rule) {
        return rule.getOffsetAfter().equals(rule.getStandardOffset());
    }

    private void eachChange(Instant from) {
        Instant until = LocalDateTime.of(years.last() + 2, 1, 1, 0, 0).toInstant(ZoneOffset.UTC);
        ZoneOffsetTransition change = rules.previousTransition(from);
        while (change != null && change.getInstant().isBefore(until)) {
            observance(change, "");
            change = rules.nextTransition(change.getInstant());
        }
    }

    /**
     * Whether in each of the years the change really falls on that day by the wall clock. Where it is meant by another clock
     * it may be the day before, or it is a day that RFC 5545 cannot name in one rule.
     */
    private boolean recursAsItSays(ZoneOffsetTransitionRule rule) {
        int week = week(rule);
        ZoneOffsetTransition usual = rule.createTransition(years.before());
        return week != UNNAMEABLE
                && IntStream.rangeClosed(years.before() - 1, years.last() + 1)
                        .mapToObj(year -> rule.createTransition(year).getDateTimeBefore())
                        .allMatch(change -> change.getDayOfWeek() == rule.getDayOfWeek()
                                && change.getMonth() == rule.getMonth()
                                && isInWeek(change, week)
                                && change.toLocalTime()
                                        .equals(usual.getDateTimeBefore().toLocalTime()));
    }

    private static boolean isInWeek(LocalDateTime change, int week) {
        int first = week == LAST ? change.toLocalDate().lengthOfMonth() - 6 : 7 * week - 6;
        return change.getDayOfMonth() >= first && change.getDayOfMonth() < first + 7;
    }

    /** The first to fourth of its weekday in the month, or the last. */
    private static int week(ZoneOffsetTransitionRule rule) {
        int earliest = rule.getDayOfMonthIndicator();
        boolean knowsLength = rule.getMonth() != Month.FEBRUARY;
        if (rule.getDayOfWeek() == null) {
            return UNNAMEABLE;
        }
        if (earliest == -1 || (knowsLength && earliest == rule.getMonth().maxLength() - 6)) {
            return LAST;
        }
        return earliest > 0 && earliest <= 22 && earliest % 7 == 1 ? earliest / 7 + 1 : UNNAMEABLE;
    }

    /**
     * Such as 1SU, the first Sunday of the month, or -1SU, the last. The second is written as the Sunday of the days 8 to 14:
     * ical4j takes 2SU for the Sunday on or after the 2nd, which is the first.
     */
    private static String day(ZoneOffsetTransitionRule rule) {
        String day = rule.getDayOfWeek().name().substring(0, 2);
        int week = week(rule);
        return week <= 1 ? week + day : day + ";BYMONTHDAY=" + daysOf(week);
    }

    private static String daysOf(int week) {
        return IntStream.rangeClosed(7 * week - 6, 7 * week)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
    }

    private void observance(ZoneOffsetTransition change, String recurrence) {
        observance(
                rules.isDaylightSavings(change.getInstant()),
                LOCAL.format(change.getDateTimeBefore()),
                change.getOffsetBefore(),
                change.getOffsetAfter(),
                recurrence);
    }

    private void observance(boolean daylight, String onset, ZoneOffset from, ZoneOffset to, String recurrence) {
        String kind = daylight ? "DAYLIGHT" : "STANDARD";
        lines.accept("BEGIN:" + kind);
        lines.accept("DTSTART:" + onset);
        if (!recurrence.isEmpty()) {
            lines.accept("RRULE:" + recurrence);
        }
        lines.accept("TZOFFSETFROM:" + written(from));
        lines.accept("TZOFFSETTO:" + written(to));
        lines.accept("END:" + kind);
    }

    private static String written(ZoneOffset offset) {
        return offset.equals(ZoneOffset.UTC) ? "+0000" : offset.getId().replace(":", "");
    }
}
