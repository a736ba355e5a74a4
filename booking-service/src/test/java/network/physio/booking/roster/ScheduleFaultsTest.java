package network.physio.booking.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import network.physio.booking.availability.ExceptionalDay;
import network.physio.booking.availability.LocalHours;
import network.physio.booking.availability.Purpose;
import network.physio.booking.availability.Roster;
import network.physio.booking.availability.Schedule;
import network.physio.booking.availability.Segment;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.WorkingHours;
import network.physio.http.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScheduleFaultsTest {

    private static final ZoneId MELBOURNE = ZoneId.of("Australia/Melbourne");
    private static final ZoneId LORD_HOWE = ZoneId.of("Australia/Lord_Howe");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-21");

    @Test
    void anHourThatMelbournesClockSkipsIsRefusedByNameAndDate() {
        assertThat(faults(MELBOURNE, roster("2026-11-22", null, segment(DayOfWeek.SUNDAY, "02:30", "06:00"))))
                .containsExactly(
                        new Fault(
                                "#/rosters/0/segments/0/from",
                                "02:30 does not exist on 2027-10-03 in Australia/Melbourne: the clock goes from 02:00 to 03:00"),
                        new Fault(
                                "#/rosters/0/segments/0/from",
                                "02:30 does not exist on 2028-10-01 in Australia/Melbourne: the clock goes from 02:00 to 03:00"));
    }

    @Test
    void theHalfHourThatLordHowesClockSkipsIsRefusedToo() {
        assertThat(faults(LORD_HOWE, roster("2027-10-01", "2027-10-31", segment(DayOfWeek.SUNDAY, "02:15", "06:00"))))
                .extracting(Fault::detail)
                .containsExactly(
                        "02:15 does not exist on 2027-10-03 in Australia/Lord_Howe: the clock goes from 02:00 to 02:30");
        assertThat(faults(LORD_HOWE, roster("2027-10-01", "2027-10-31", segment(DayOfWeek.SUNDAY, "02:30", "06:00"))))
                .isEmpty();
    }

    @Test
    void aShiftThatEndsInTheGapOfTheNextMorningIsRefused() {
        assertThat(faults(MELBOURNE, roster("2027-09-27", "2027-10-10", segment(DayOfWeek.SATURDAY, "22:00", "02:30"))))
                .extracting(Fault::pointer)
                .containsExactly("#/rosters/0/segments/0/until");
    }

    @Test
    void aGapThatTheRosterDoesNotHitIsNoFault() {
        assertThat(faults(MELBOURNE, roster("2026-11-22", null, segment(DayOfWeek.MONDAY, "02:30", "06:00"))))
                .isEmpty();
        assertThat(faults(MELBOURNE, roster("2026-11-22", "2027-10-02", segment(DayOfWeek.SUNDAY, "02:30", "06:00"))))
                .isEmpty();
        Schedule replaced = new Schedule(
                List.of(roster("2027-10-01", "2027-10-31", segment(DayOfWeek.SUNDAY, "02:30", "06:00"))),
                List.of(new ExceptionalDay(LocalDate.parse("2027-10-03"), List.of())));
        assertThat(faults(MELBOURNE, Schedule.EMPTY, replaced)).isEmpty();
    }

    @Test
    void aFortnightlySegmentHitsOnlyItsOwnWeeks() {
        // Counted from Monday 27 September 2027, the gap of 3 October is on the Sunday of week 0.
        Segment first = new Segment(0, List.of(DayOfWeek.SUNDAY), hours("02:30", "06:00"), Purpose.ANY_VISIT);
        Segment second = new Segment(1, List.of(DayOfWeek.SUNDAY), hours("02:30", "06:00"), Purpose.ANY_VISIT);
        LocalDate from = LocalDate.parse("2027-09-27");
        LocalDate until = LocalDate.parse("2027-11-01");
        assertThat(faults(MELBOURNE, new Roster(from, until, 2, List.of(first))))
                .hasSize(1);
        assertThat(faults(MELBOURNE, new Roster(from, until, 2, List.of(second))))
                .isEmpty();
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        Segment odd = new Segment(1, List.of(DayOfWeek.MONDAY), hours("09:02", "09:02"), Purpose.ANY_VISIT);
        assertThat(faults(
                        MELBOURNE,
                        new Roster(LocalDate.parse("2027-02-01"), LocalDate.parse("2027-01-01"), 1, List.of(odd))))
                .extracting(Fault::pointer)
                .containsExactly(
                        "#/rosters/0/until",
                        "#/rosters/0/segments/0/week",
                        "#/rosters/0/segments/0/from",
                        "#/rosters/0/segments/0/until",
                        "#/rosters/0/segments/0/until");
    }

    @Test
    void rostersOfOneClinicDoNotOverlap() {
        Schedule two = new Schedule(
                List.of(
                        roster("2027-01-04", null, segment(DayOfWeek.MONDAY, "09:00", "12:00")),
                        roster("2027-02-01", null, segment(DayOfWeek.TUESDAY, "09:00", "12:00"))),
                List.of());
        assertThat(faults(MELBOURNE, Schedule.EMPTY, two))
                .containsExactly(new Fault(
                        "#/rosters/1/from", "the roster that began on 2027-01-04 is still valid: end it before"));
    }

    @Test
    void daysThatHaveBeenWorkedCannotChange() {
        Schedule stored = schedule(roster("2026-11-02", null, segment(DayOfWeek.MONDAY, "09:00", "17:00")));
        Schedule otherHours = schedule(roster("2026-11-02", null, segment(DayOfWeek.MONDAY, "10:00", "17:00")));
        Schedule endedEarlier =
                schedule(roster("2026-11-02", "2026-11-09", segment(DayOfWeek.MONDAY, "09:00", "17:00")));
        assertThat(faults(MELBOURNE, stored, otherHours))
                .extracting(Fault::pointer)
                .containsExactly("#/rosters/0");
        assertThat(faults(MELBOURNE, stored, endedEarlier)).hasSize(1);
        assertThat(faults(MELBOURNE, stored, Schedule.EMPTY)).hasSize(1);
        assertThat(faults(MELBOURNE, stored, stored)).isEmpty();
    }

    @Test
    void aRosterEndsTodayAndAnotherBegins() {
        Schedule stored = schedule(roster("2026-11-02", null, segment(DayOfWeek.MONDAY, "09:00", "17:00")));
        Schedule next = new Schedule(
                List.of(
                        roster("2026-11-02", "2026-11-20", segment(DayOfWeek.MONDAY, "09:00", "17:00")),
                        roster("2026-11-21", null, segment(DayOfWeek.MONDAY, "10:00", "17:00"))),
                List.of());
        assertThat(faults(MELBOURNE, stored, next)).isEmpty();
    }

    @Test
    void aNightShiftCoversTheHourAfterMidnightAndTwoThatTouchCoverTheSeam() {
        Schedule night = schedule(roster("2027-01-04", null, segment(DayOfWeek.MONDAY, "22:00", "02:00")));
        assertThat(covers(night, "2027-01-05T00:30:00+11:00", "2027-01-05T01:30:00+11:00"))
                .isTrue();
        assertThat(covers(night, "2027-01-05T01:30:00+11:00", "2027-01-05T02:30:00+11:00"))
                .isFalse();
        Schedule two = schedule(roster(
                "2027-01-04",
                null,
                segment(DayOfWeek.MONDAY, "13:00", "17:00"),
                segment(DayOfWeek.MONDAY, "09:00", "13:00")));
        assertThat(covers(two, "2027-01-04T12:30:00+11:00", "2027-01-04T13:30:00+11:00"))
                .isTrue();
    }

    @Test
    void exceptionalHoursAreForWhatTheRosterHasThatTimeFor() {
        Purpose online = Purpose.of("online", null, null, null);
        Purpose keptBack = Purpose.of(null, null, List.of("initial"), 24);
        Roster mondays = roster(
                "2027-01-04",
                null,
                new Segment(0, List.of(DayOfWeek.MONDAY), hours("09:00", "13:00"), online),
                new Segment(0, List.of(DayOfWeek.MONDAY), hours("14:00", "16:00"), keptBack));
        Schedule wanted = new Schedule(
                List.of(mondays),
                List.of(new ExceptionalDay(
                        LocalDate.parse("2027-01-11"),
                        List.of(
                                new WorkingHours(hours("08:00", "10:00"), null),
                                new WorkingHours(hours("15:00", "17:00"), null),
                                new WorkingHours(hours("18:00", "20:00"), null),
                                new WorkingHours(hours("10:00", "11:00"), Purpose.ANY_VISIT)))));
        assertThat(wanted.withPurposes().exceptions().getFirst().hours())
                .extracting(WorkingHours::purpose)
                .containsExactly(online, keptBack, Purpose.ANY_VISIT, Purpose.ANY_VISIT);
        assertThat(faults(MELBOURNE, Schedule.EMPTY, wanted)).isEmpty();
        Schedule divided = new Schedule(
                List.of(mondays),
                List.of(new ExceptionalDay(
                        LocalDate.parse("2027-01-11"), List.of(new WorkingHours(hours("12:00", "15:00"), null)))));
        assertThat(faults(MELBOURNE, Schedule.EMPTY, divided))
                .extracting(Fault::pointer)
                .containsExactly("#/exceptions/0/hours/0");
    }

    @Test
    void hoursOfAnExceptionalDayCoverWhatTheyAreFor() {
        Schedule online = new Schedule(
                List.of(roster("2027-01-04", null, segment(DayOfWeek.MONDAY, "09:00", "13:00"))),
                List.of(new ExceptionalDay(
                        LocalDate.parse("2027-01-11"),
                        List.of(new WorkingHours(hours("09:00", "12:00"), Purpose.of("online", null, null, null))))));
        assertThat(covers(online, "2027-01-11T10:00:00+11:00", "2027-01-11T11:00:00+11:00"))
                .isFalse();
        assertThat(covers(online, "2027-01-18T10:00:00+11:00", "2027-01-18T11:00:00+11:00"))
                .isTrue();
    }

    @Test
    void aTimeOffInAGapIsRefused() {
        assertThat(new WantedTimeOff(
                                LocalDateTime.parse("2027-10-03T02:30"),
                                LocalDateTime.parse("2027-10-03T02:31"),
                                MELBOURNE,
                                "leave",
                                "#")
                        .faults())
                .extracting(Fault::pointer)
                .containsExactly("#/from", "#/until", "#/until");
    }

    private static boolean covers(Schedule schedule, String from, String until) {
        Span asked = Span.covering(
                OffsetDateTime.parse(from).toInstant(),
                OffsetDateTime.parse(until).toInstant());
        return schedule.worked(asked, "clinic", MELBOURNE).count() == asked.length();
    }

    private static List<Fault> faults(ZoneId zone, Roster roster) {
        return faults(zone, Schedule.EMPTY, schedule(roster));
    }

    private static List<Fault> faults(ZoneId zone, Schedule stored, Schedule whole) {
        List<String> rosters = new ArrayList<>();
        for (int i = 0; i < whole.rosters().size(); i++) {
            rosters.add("#/rosters/" + i);
        }
        List<String> exceptions = new ArrayList<>();
        for (int i = 0; i < whole.exceptions().size(); i++) {
            exceptions.add("#/exceptions/" + i);
        }
        return ScheduleFaults.of(new Wanted(whole, "#/rosters", rosters, exceptions), stored, whole, zone, TODAY);
    }

    private static Schedule schedule(Roster... rosters) {
        return new Schedule(List.of(rosters), List.of());
    }

    private static Roster roster(String from, @Nullable String until, Segment... segments) {
        return new Roster(LocalDate.parse(from), until == null ? null : LocalDate.parse(until), 1, List.of(segments));
    }

    private static Segment segment(DayOfWeek day, String from, String until) {
        return new Segment(0, List.of(day), hours(from, until), Purpose.ANY_VISIT);
    }

    private static LocalHours hours(String from, String until) {
        return new LocalHours(LocalTime.parse(from), LocalTime.parse(until));
    }
}
