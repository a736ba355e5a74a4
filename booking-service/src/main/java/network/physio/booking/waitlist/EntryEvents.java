package network.physio.booking.waitlist;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import network.physio.booking.appointment.Appointment;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;

/** What happens to those who wait, for messages and for readers of the feed. */
@ApplicationScoped
class EntryEvents {

    /** The name of what the waitlist does by itself. */
    static final String JOB = "job:waitlist";

    private final Events events;

    EntryEvents(Events events) {
        this.events = events;
    }

    void added(Entry entry, String actor) {
        write("waitlist-entry-added", entry, Map.of(), actor);
    }

    /** {@code because}: asked, too-late, appointment-gone or access-ended; an erasure, which writes it itself, says erased. */
    void removed(Entry entry, String because, String actor) {
        write("waitlist-entry-removed", entry, Map.of("because", because), actor);
    }

    void screeningNeeded(Entry entry) {
        write("waitlist-screening-needed", entry, Map.of(), JOB);
    }

    void screened(Entry entry, String actor) {
        write("waitlist-entry-screened", entry, Map.of(), actor);
    }

    void offered(Entry entry, Appointment hold) {
        events.write(
                new Event(
                        "waitlist-offered",
                        hold.id(),
                        Math.toIntExact(hold.version()),
                        hold.clinic().id(),
                        hold.practitioner().id(),
                        details(entry, Map.of("offerId", hold.id().toString()))),
                JOB);
    }

    void declined(Entry entry, UUID offer, String actor) {
        write("waitlist-declined", entry, Map.of("offerId", offer.toString()), actor);
    }

    void offerExpired(Entry entry, UUID offer) {
        write("waitlist-offer-expired", entry, Map.of("offerId", offer.toString()), JOB);
    }

    void fulfilled(Entry entry, UUID offer) {
        write("waitlist-fulfilled", entry, Map.of("offerId", offer.toString()), JOB);
    }

    private void write(String type, Entry entry, Map<String, Object> more, String actor) {
        UUID clinic = entry.clinics().size() == 1 ? entry.clinics().getFirst() : null;
        events.write(new Event(type, null, null, clinic, null, details(entry, more)), actor);
    }

    private static Map<String, Object> details(Entry entry, Map<String, Object> more) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("entryId", entry.id().toString());
        details.putAll(more);
        return details;
    }
}
