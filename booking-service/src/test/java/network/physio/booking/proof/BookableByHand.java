package network.physio.booking.proof;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import network.physio.booking.proof.GeneratedNetwork.Clinic;
import network.physio.booking.proof.GeneratedNetwork.Hours;
import network.physio.booking.proof.GeneratedNetwork.Need;
import network.physio.booking.proof.GeneratedNetwork.Place;
import network.physio.booking.proof.GeneratedNetwork.Practitioner;
import network.physio.booking.proof.GeneratedNetwork.Question;
import network.physio.booking.proof.GeneratedNetwork.Range;
import network.physio.booking.proof.GeneratedNetwork.Roster;
import network.physio.booking.proof.GeneratedNetwork.Visit;
import network.physio.booking.proof.GeneratedNetwork.Weekly;

/**
 * Which starts of a generated network can be booked, told the slow way: five minutes after five minutes, one question after
 * the other, with nothing of the product's.
 */
final class BookableByHand {

    private static final Duration STEP = Duration.ofMinutes(5);

    private final GeneratedNetwork network;
    private final Question question;

    /** Each step is asked about by many starts. */
    private final Map<Instant, Boolean> open = new HashMap<>();

    private final Map<UUID, Map<Instant, Instant>> rostered = new HashMap<>();

    BookableByHand(GeneratedNetwork network) {
        this.network = network;
        this.question = network.question();
    }

    /** Every five minutes of the days asked about. */
    List<Instant> everyStart() {
        ZoneId zone = network.here().zone();
        List<Instant> starts = new ArrayList<>();
        Instant end = question.lastDay().plusDays(1).atStartOfDay(zone).toInstant();
        for (Instant start = question.firstDay().atStartOfDay(zone).toInstant();
                start.isBefore(end);
                start = start.plus(STEP)) {
            starts.add(start);
        }
        return starts;
    }

    Set<Instant> bookable() {
        Set<Instant> bookable = new TreeSet<>();
        everyStart().stream().filter(this::canBook).forEach(bookable::add);
        return bookable;
    }

    private boolean canBook(Instant start) {
        return isAllowed(start)
                && isOpenThroughout(start)
                && placesFor(start, 0, new ArrayList<>())
                && network.practitioners().stream()
                        .filter(one -> question.practitioner() == null
                                || question.practitioner().equals(one.id()))
                        .filter(this::offers)
                        .anyMatch(one -> isFree(one, start));
    }

    private boolean isStaff() {
        return question.audience().equals("staff");
    }

    private boolean isAllowed(Instant start) {
        Clinic here = network.here();
        ZonedDateTime local = start.atZone(here.zone());
        return !start.isBefore(question.now())
                && (isStaff()
                        || (!start.isBefore(question.now().plus(Duration.ofMinutes(here.noticeMinutes())))
                                && start.isBefore(question.now().plus(Duration.ofDays(here.horizonDays())))
                                && local.getMinute() % here.gridMinutes() == 0));
    }

    private boolean offers(Practitioner one) {
        return (!question.audience().equals("partner") || question.agreed())
                && needs("practitioner").stream().allMatch(need -> one.skills().contains(need.requirement()))
                && one.lengths().contains(question.minutes())
                && one.bookableBy().contains(question.audience())
                && (one.takesNewPatients() || !question.visitKind().equals("initial"));
    }

    private boolean isOpenThroughout(Instant start) {
        return steps(new Range(start, start.plusSeconds(60L * question.minutes()))).stream()
                .allMatch(step -> open.computeIfAbsent(step, this::isOpen));
    }

    private boolean isOpen(Instant step) {
        Clinic here = network.here();
        return here.closures().stream().noneMatch(closure -> closure.contains(step))
                && daysOf(step).stream()
                        .filter(day -> !here.holidays().contains(day))
                        .anyMatch(day -> here.hours().stream()
                                .anyMatch(weekly ->
                                        weekly.day() == day.getDayOfWeek() && covers(weekly.hours(), day, step)));
    }

    private boolean isFree(Practitioner one, Instant start) {
        return needs("practitioner").stream()
                .map(need -> need.claimed(start, question.minutes()))
                .allMatch(range -> steps(range).stream().allMatch(step -> !start.isAfter(lastStart(one, step)))
                        && network.timesOff().stream()
                                .noneMatch(off -> off.practitioner().equals(one.id())
                                        && off.range().overlaps(range))
                        && standing()
                                .noneMatch(visit -> visit.practitioner().equals(one.id())
                                        && withTheWay(visit).overlaps(range)));
    }

    private Stream<Visit> standing() {
        return network.visits().stream().filter(visit -> visit.occupies(question.now()));
    }

    /** Of a visit there: until one can be back from it, and from when one must be on the way to it. */
    private Range withTheWay(Visit visit) {
        return visit.place() == null
                ? visit.range().widened(network.minutesToThere(), network.minutesBack())
                : visit.range();
    }

    /** The last start of a visit for which the practitioner's time at this step is open; hours kept back open to it late. */
    private Instant lastStart(Practitioner one, Instant step) {
        return rostered.computeIfAbsent(one.id(), nobody -> new HashMap<>())
                .computeIfAbsent(
                        step,
                        instant -> hoursAt(one, instant)
                                .map(this::lastStart)
                                .max(Comparator.naturalOrder())
                                .orElse(Instant.MIN));
    }

    private Instant lastStart(Weekly hours) {
        return isStaff() || hours.releaseHours() == 0
                ? Instant.MAX
                : question.now().plus(Duration.ofHours(hours.releaseHours()));
    }

    private Stream<Weekly> hoursAt(Practitioner one, Instant step) {
        return daysOf(step).stream().flatMap(day -> {
            List<Weekly> instead = one.exceptions().get(day);
            Stream<Weekly> hours =
                    instead == null ? one.rosters().stream().flatMap(roster -> hoursOf(roster, day)) : instead.stream();
            return hours.filter(segment -> segment.audience().contains(question.audience())
                    && segment.visitKinds().contains(question.visitKind())
                    && covers(segment.hours(), day, step));
        });
    }

    private static Stream<Weekly> hoursOf(Roster roster, LocalDate day) {
        if (day.isBefore(roster.from()) || (roster.until() != null && day.isAfter(roster.until()))) {
            return Stream.empty();
        }
        long weeks = ChronoUnit.DAYS.between(monday(roster.from()), monday(day)) / 7;
        return roster.segments().stream()
                .filter(segment -> segment.week() == weeks % roster.everyWeeks())
                .filter(segment -> segment.day() == day.getDayOfWeek());
    }

    private static LocalDate monday(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private boolean covers(Hours hours, LocalDate day, Instant step) {
        ZoneId zone = network.here().zone();
        LocalDate lastDay = hours.until().isAfter(hours.from()) ? day : day.plusDays(1);
        return !step.isBefore(day.atTime(hours.from()).atZone(zone).toInstant())
                && step.isBefore(lastDay.atTime(hours.until()).atZone(zone).toInstant());
    }

    /** Hours of a day end on the next day at the latest. */
    private List<LocalDate> daysOf(Instant step) {
        LocalDate day = LocalDate.ofInstant(step, network.here().zone());
        return List.of(day.minusDays(1), day);
    }

    private List<Need> needs(String kind) {
        return network.treatment().needs().stream()
                .filter(need -> need.kind().equals(kind))
                .toList();
    }

    private record Use(UUID place, int unit, Range range) {}

    /** Whether the needs from this one on find places beside those that the needs before it use. */
    private boolean placesFor(Instant start, int from, List<Use> used) {
        if (from == network.treatment().needs().size()) {
            return true;
        }
        Need need = network.treatment().needs().get(from);
        if (need.kind().equals("practitioner")) {
            return placesFor(start, from + 1, used);
        }
        Range range = need.claimed(start, question.minutes());
        for (Place place : network.places()) {
            for (int unit = 0; unit < place.units(); unit++) {
                Use use = new Use(place.id(), unit, range);
                if (fits(place, need) && isFree(use, used)) {
                    List<Use> more = new ArrayList<>(used);
                    more.add(use);
                    if (placesFor(start, from + 1, more)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean fits(Place place, Need need) {
        return place.kind().equals(need.kind()) && place.requirement().equals(need.requirement());
    }

    private boolean isFree(Use use, List<Use> used) {
        return used.stream()
                        .noneMatch(other -> other.place().equals(use.place())
                                && other.unit() == use.unit()
                                && other.range().overlaps(use.range()))
                && standing()
                        .noneMatch(visit -> visit.place() != null
                                && visit.place().id().equals(use.place())
                                && visit.placeUnit() == use.unit()
                                && visit.range().overlaps(use.range()));
    }

    private static List<Instant> steps(Range range) {
        List<Instant> steps = new ArrayList<>();
        for (Instant step = range.from(); step.isBefore(range.until()); step = step.plus(STEP)) {
            steps.add(step);
        }
        return steps;
    }
}
