package network.physio.booking.waitlist;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Openings;
import network.physio.booking.availability.Treatment;
import network.physio.booking.message.OfferLetters;

/**
 * Whether and when somebody hears of an offer in time to take it. Front desks look at their list and call while they are
 * open; some clients look at the entry by themselves; everybody else gets a letter or never knows. Nobody hears of anything
 * at night.
 */
@ApplicationScoped
class WhoHears {

    /** How soon it is looked whether letters go out again. */
    private static final Duration LETTERS_HELD_UP = Duration.ofMinutes(5);

    private final OfferLetters letters;
    private final Openings openings;
    private final Entries entries;
    private final Catalogue catalogue;

    WhoHears(OfferLetters letters, Openings openings, Entries entries, Catalogue catalogue) {
        this.letters = letters;
        this.openings = openings;
        this.entries = entries;
        this.catalogue = catalogue;
    }

    /** Now by day at this clinic, at night its next morning. */
    Instant dayAt(UUID clinic, Instant now) {
        ZoneId zone = catalogue.clinic(clinic.toString()).orElseThrow().zone();
        return letters.next(now, zone);
    }

    /** When it is to be looked again for those who hear by letter only; now while letters go out. */
    Instant lettersGo(Instant now) {
        return letters.areHeldUp() ? now.plus(LETTERS_HELD_UP) : now;
    }

    /** Whether nothing but a letter would tell them of an offer. */
    static boolean isByLetterOnly(Entry entry) {
        return entry.madeBy() != Entry.MadeBy.STAFF && !entry.watched();
    }

    /** When they would hear of this offer: now, later, or never. */
    Optional<Instant> hears(Entry entry, Judge.Wish wish, Instant now) {
        if (wish.treatment().place() == Treatment.Place.ONLINE && !isDayFor(entry.patientId(), now)) {
            return Optional.empty();
        }
        if (entry.madeBy() == Entry.MadeBy.STAFF) {
            return atTheDesk(entry, wish, now);
        }
        return isTold(entry.madeBy(), entry.watched(), entry.patientId(), now)
                ? Optional.of(entry.watched() ? now : lettersGo(now))
                : Optional.empty();
    }

    /** Whoever joins now, whether or not letters are held up at the moment. */
    boolean isTold(Entry.MadeBy madeBy, boolean watched, UUID patient, Instant now) {
        return madeBy == Entry.MadeBy.STAFF || watched || letters.reach(patient, now);
    }

    /** While nobody is at the desk, a letter helps only somebody who can take the time without it. */
    private Optional<Instant> atTheDesk(Entry entry, Judge.Wish wish, Instant now) {
        Optional<Instant> open = openings.next(wish.clinic().id(), now, wish.startsAt());
        boolean isOpen = open.filter(now::equals).isPresent();
        if (isOpen || !entries.hasAccount(entry.patientId(), now) || !letters.reach(entry.patientId(), now)) {
            return open;
        }
        Instant byLetter = lettersGo(now);
        return open.filter(byLetter::isAfter).or(() -> Optional.of(byLetter));
    }

    private boolean isDayFor(UUID patient, Instant now) {
        return letters.next(now, letters.zoneOf(patient)).equals(now);
    }
}
