package network.physio.booking.roster;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Local times that a zone's clock never shows, because it is put forward over them. */
public final class SkippedTimes {

    private SkippedTimes() {}

    /** Says that the clock skips this time, and which; empty when it exists. */
    public static Optional<String> reason(LocalDateTime time, ZoneId zone) {
        ZoneOffsetTransition change = zone.getRules().getTransition(time);
        return change != null && change.isGap() ? Optional.of(sentence(time, change, zone)) : Optional.empty();
    }

    /** The days from {@code from} until {@code until} on or just after which a clock is put forward. */
    static Stream<LocalDate> daysOfGaps(LocalDate from, LocalDate until, ZoneId zone) {
        return Stream.iterate(
                        next(from, zone),
                        change -> change != null
                                && !change.getDateTimeBefore().toLocalDate().isAfter(until),
                        change -> zone.getRules().nextTransition(change.getInstant()))
                .filter(ZoneOffsetTransition::isGap)
                .flatMap(change -> days(change).stream());
    }

    private static @Nullable ZoneOffsetTransition next(LocalDate from, ZoneId zone) {
        return zone.getRules().nextTransition(from.minusDays(2).atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    private static List<LocalDate> days(ZoneOffsetTransition change) {
        LocalDate day = change.getDateTimeBefore().toLocalDate();
        return List.of(day.minusDays(1), day, day.plusDays(1));
    }

    private static String sentence(LocalDateTime time, ZoneOffsetTransition change, ZoneId zone) {
        return "%s does not exist on %s in %s: the clock goes from %s to %s"
                .formatted(
                        time.toLocalTime(),
                        time.toLocalDate(),
                        zone.getId(),
                        change.getDateTimeBefore().toLocalTime(),
                        change.getDateTimeAfter().toLocalTime());
    }
}
