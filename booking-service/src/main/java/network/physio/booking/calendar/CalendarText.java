package network.physio.booking.calendar;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes RFC 5545. The same entries give the same bytes at any time: nothing in it is the moment of writing, or calendar
 * programs would take every reading for a change.
 */
final class CalendarText {

    /** Changes with what is written here, so that unchanged entries are read anew after an update of the product. */
    static final int FORMAT = 2;

    /** RFC 5546: of a file for somebody's calendar; nothing is asked of them and nothing comes back. */
    static final String METHOD = "PUBLISH";

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT);
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final int LONGEST_LINE = 75;
    private static final Duration NEAR = Duration.ofHours(36);
    private static final Duration USUAL_CHANGE = Duration.ofHours(1);

    private final StringBuilder text = new StringBuilder();

    private CalendarText() {}

    /** @param name what a program calls the subscription; null for a file whose entries are taken over into a calendar */
    static String of(@Nullable String name, List<CalendarEntry> entries) {
        CalendarText calendar = new CalendarText();
        calendar.line("BEGIN:VCALENDAR");
        calendar.line("VERSION:2.0");
        calendar.line("PRODID:-//physio-network//booking-service//EN");
        calendar.line("CALSCALE:GREGORIAN");
        if (name == null) {
            calendar.line("METHOD:" + METHOD);
        } else {
            calendar.line("NAME:" + escaped(name));
            calendar.line("X-WR-CALNAME:" + escaped(name));
            calendar.line("REFRESH-INTERVAL;VALUE=DURATION:PT15M");
            calendar.line("X-PUBLISHED-TTL:PT15M");
        }
        zones(entries).forEach((zone, years) -> CalendarZone.write(ZoneId.of(zone), years, calendar::line));
        entries.forEach(calendar::event);
        calendar.line("END:VCALENDAR");
        return calendar.text.toString();
    }

    private static Map<String, CalendarZone.Years> zones(List<CalendarEntry> entries) {
        Map<String, CalendarZone.Years> zones = new TreeMap<>();
        entries.forEach(entry -> zones.merge(
                entry.zone().getId(),
                CalendarZone.Years.of(entry.startsAt(), entry.endsAt()),
                CalendarZone.Years::with));
        return zones;
    }

    private void event(CalendarEntry entry) {
        line("BEGIN:VEVENT");
        line("UID:%s@booking.physio-network".formatted(entry.id()));
        line("SEQUENCE:" + entry.version());
        line("DTSTAMP:" + utc(entry.changedAt()));
        line("CREATED:" + utc(entry.createdAt()));
        line("LAST-MODIFIED:" + utc(entry.changedAt()));
        boolean inUtc = isMisread(entry.startsAt(), entry.zone()) || isMisread(entry.endsAt(), entry.zone());
        line("DTSTART" + time(entry.startsAt(), entry.zone(), inUtc));
        line("DTEND" + time(entry.endsAt(), entry.zone(), inUtc));
        line("SUMMARY:" + escaped(entry.summary()));
        if (entry.location() != null) {
            line("LOCATION:" + escaped(entry.location()));
        }
        if (entry.organizer() != null) {
            line("ORGANIZER;CN=%s:%s"
                    .formatted(
                            quoted(entry.organizer().name()), entry.organizer().address()));
        }
        line("STATUS:" + entry.status());
        line("TRANSP:" + (entry.status() == CalendarEntry.Status.CANCELLED ? "TRANSPARENT" : "OPAQUE"));
        line("CLASS:PRIVATE");
        line("END:VEVENT");
    }

    /**
     * Where local times would be misread they are written in UTC, which everything reads. One that the clock shows twice is
     * taken for the first of the two. Some programs (biweekly among them) compare UTC with the local time of the zone's
     * change, so that they apply it up to a day late or early whatever the file says of it, and take every change for one of
     * a whole hour, which on Lord Howe Island it is not. A name of the zone with a slash before it would keep them from
     * reading the rules, and others, that know no such names, from reading a zone at all.
     */
    private static boolean isMisread(Instant instant, ZoneId zone) {
        ZoneOffsetTransition next = zone.getRules().nextTransition(instant.minus(NEAR));
        return next != null
                && (next.getInstant().isBefore(instant.plus(NEAR))
                        || !next.getDuration().abs().equals(USUAL_CHANGE));
    }

    private static String time(Instant instant, ZoneId zone, boolean inUtc) {
        return inUtc ? ":" + utc(instant) : ";TZID=%s:%s".formatted(zone, LOCAL.format(instant.atZone(zone)));
    }

    private static String utc(Instant instant) {
        return UTC.format(instant.atOffset(ZoneOffset.UTC));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replaceAll("\\R", "\\\\n")
                .replaceAll("\\p{Cntrl}", "");
    }

    /** A value of a parameter, which knows no escapes. */
    private static String quoted(String text) {
        return '"' + text.replace('"', '\'').replaceAll("\\p{Cntrl}", " ") + '"';
    }

    /** Folds after 75 octets, never within a character. */
    private void line(String content) {
        int octets = 0;
        for (int at = 0; at < content.length(); at += Character.charCount(content.codePointAt(at))) {
            String character = Character.toString(content.codePointAt(at));
            int width = character.getBytes(StandardCharsets.UTF_8).length;
            if (octets + width > LONGEST_LINE) {
                text.append("\r\n ");
                octets = 1;
            }
            text.append(character);
            octets += width;
        }
        text.append("\r\n");
    }
}
