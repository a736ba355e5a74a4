package network.physio.booking.calendar;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import network.physio.http.Hashes;

/** Calendar files, and the tags by which a program knows that it has them already. */
@ApplicationScoped
class Calendars {

    private final Visits visits;
    private final Clock clock;

    Calendars(Visits visits, Clock clock) {
        this.visits = visits;
        this.clock = clock;
    }

    /** A file ready to be sent. */
    record File(String tag, String text) {}

    /**
     * The tag of the feed as it is now; nothing is rendered for it. Of a visit that changes between this and {@link #text}
     * the text shows the later state, which the next reading then finds changed.
     */
    String tag(CalendarFeeds.Feed feed) {
        return tag(feed.practitionerVersion(), visits.fingerprint(feed, clock.instant()));
    }

    String text(CalendarFeeds.Feed feed) {
        Instant now = clock.instant();
        return CalendarText.of(
                "Appointments – " + feed.practitionerName(),
                visits.of(feed, now).stream().map(Visits.Visit::forPractitioner).toList());
    }

    /** The file of one appointment, for whom it is. */
    File ofAppointment(UUID id) {
        Visits.Visit visit = visits.one(id);
        return new File(
                tag(visit.version(), visit.clinicVersion()), CalendarText.of(null, List.of(visit.forPatient())));
    }

    /** The files of several appointments in one, as {@link #ofAppointment} has them. */
    String ofAppointments(List<UUID> ids) {
        return CalendarText.of(
                null,
                ids.stream().map(visits::one).map(Visits.Visit::forPatient).toList());
    }

    private static String tag(Object... parts) {
        return Hashes.sha256Hex("%d %s %s".formatted(CalendarText.FORMAT, CalendarZone.edition(), List.of(parts)))
                .substring(0, 32);
    }
}
