package network.physio.booking.proof;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A network of two clinics that a seed has made up, with what is taken in it and what is asked of it. */
record GeneratedNetwork(
        long seed,
        Clinic here,
        Clinic there,
        int minutesToThere,
        int minutesBack,
        Treatment treatment,
        List<Practitioner> practitioners,
        List<Place> places,
        List<Visit> visits,
        List<TimeOff> timesOff,
        Question question) {

    record Range(Instant from, Instant until) {
        boolean overlaps(Range other) {
            return from.isBefore(other.until) && other.from.isBefore(until);
        }

        boolean contains(Instant instant) {
            return !instant.isBefore(from) && instant.isBefore(until);
        }

        Range widened(int minutesBefore, int minutesAfter) {
            return new Range(from.minusSeconds(60L * minutesBefore), until.plusSeconds(60L * minutesAfter));
        }
    }

    /** They end on the next day when they do not end after they begin. */
    record Hours(LocalTime from, LocalTime until) {}

    /** @param week 0 or 1 of a fortnight; always 0 of opening hours and of weekly rosters */
    record Weekly(
            int week, DayOfWeek day, Hours hours, Set<String> audience, Set<String> visitKinds, int releaseHours) {}

    record Clinic(
            UUID id,
            String code,
            ZoneId zone,
            int noticeMinutes,
            int horizonDays,
            int gridMinutes,
            List<Weekly> hours,
            Set<LocalDate> holidays,
            List<Range> closures) {}

    /** @param minutes null lasts to the end of the visit */
    record Need(
            String kind,
            String requirement,
            int offset,
            @Nullable Integer minutes,
            int before,
            int after) {

        Range claimed(Instant start, int visitMinutes) {
            int length = minutes == null ? visitMinutes - offset : minutes;
            Instant begins = start.plusSeconds(60L * offset);
            return new Range(begins, begins.plusSeconds(60L * length)).widened(before, after);
        }
    }

    record Treatment(UUID id, String code, List<Integer> lengths, List<Need> needs) {}

    record Roster(UUID id, LocalDate from, @Nullable LocalDate until, int everyWeeks, List<Weekly> segments) {}

    /**
     * Somebody who offers the treatment here.
     *
     * @param travels whether also there
     * @param exceptions hours of single days instead of the rosters'
     */
    record Practitioner(
            UUID id,
            String code,
            List<String> skills,
            List<Integer> lengths,
            boolean takesNewPatients,
            Set<String> bookableBy,
            boolean travels,
            List<Roster> rosters,
            Map<LocalDate, List<Weekly>> exceptions) {}

    /** A room or a device of the clinic here. */
    record Place(UUID id, String code, String kind, String requirement, int units) {}

    /**
     * Something that stands in diaries already.
     *
     * @param unit of the practitioner: 1 is overbooked
     * @param place null of a visit there
     */
    record Visit(
            UUID id,
            UUID practitioner,
            int unit,
            Range range,
            @Nullable Place place,
            int placeUnit,
            @Nullable Instant expiresAt) {

        /** Others may displace a hold five seconds after it has run out. */
        boolean occupies(Instant now) {
            return expiresAt == null || now.isBefore(expiresAt.plusSeconds(5));
        }
    }

    record TimeOff(UUID id, UUID practitioner, Range range) {}

    /**
     * What is asked.
     *
     * @param practitioner null leaves the choice to the clinic
     * @param agreed of a partner: whether it may sell this
     */
    record Question(
            Instant now,
            String audience,
            boolean agreed,
            String visitKind,
            int minutes,
            @Nullable UUID practitioner,
            LocalDate firstDay,
            LocalDate lastDay) {}

    /** The code of the partner whose agreements are part of this network. */
    String partnerCode() {
        return here.code() + "-partner";
    }
}
