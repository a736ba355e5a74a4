package network.physio.booking.waitlist;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Treatment;
import network.physio.booking.message.OfferLetters;

/**
 * Whether somebody hears of an offer in time to take it. Front desks look at their list and call; some clients look at the
 * entry by themselves; everybody else gets a letter or never knows. Nobody hears of anything at night.
 */
@ApplicationScoped
class WhoHears {

    private final OfferLetters letters;
    private final Catalogue catalogue;

    WhoHears(OfferLetters letters, Catalogue catalogue) {
        this.letters = letters;
        this.catalogue = catalogue;
    }

    /** Now by day at this clinic, at night its next morning. */
    Instant dayAt(UUID clinic, Instant now) {
        ZoneId zone = catalogue.clinic(clinic.toString()).orElseThrow().zone();
        return letters.next(now, zone);
    }

    boolean hears(Entry entry, Judge.Wish wish, Instant now) {
        return isTold(entry.madeBy(), entry.watched(), entry.patientId(), now)
                && (wish.treatment().place() != Treatment.Place.ONLINE || isDayFor(entry.patientId(), now));
    }

    boolean isTold(Entry.MadeBy madeBy, boolean watched, UUID patient, Instant now) {
        return madeBy == Entry.MadeBy.STAFF || watched || letters.reach(patient, now);
    }

    private boolean isDayFor(UUID patient, Instant now) {
        return letters.next(now, letters.zoneOf(patient)).equals(now);
    }
}
