package network.physio.booking.waitlist;

import jakarta.enterprise.context.ApplicationScoped;
import network.physio.booking.appointment.OfferTime;

/** Takes somebody off the list; a time that was held for them is free again at once. */
@ApplicationScoped
class LeaveWaitlist {

    private final Entries entries;
    private final Offers offers;
    private final OfferTime offerTime;
    private final EntryEvents events;

    LeaveWaitlist(Entries entries, Offers offers, OfferTime offerTime, EntryEvents events) {
        this.entries = entries;
        this.offers = offers;
        this.offerTime = offerTime;
        this.events = events;
    }

    /** Why somebody waits no more. */
    enum Because {
        ASKED(Entry.State.REMOVED, "asked"),
        TOO_LATE(Entry.State.EXPIRED, "too-late"),
        APPOINTMENT_GONE(Entry.State.REMOVED, "appointment-gone"),
        /** Its owner acts for the patient no longer. */
        ACCESS_ENDED(Entry.State.REMOVED, "access-ended");

        private final Entry.State state;
        private final String code;

        Because(Entry.State state, String code) {
            this.state = state;
            this.code = code;
        }
    }

    /** Ends an entry that is locked; one that has ended before stays as it is. */
    void leave(Entry locked, Because because, String actor) {
        if (!locked.state().open()) {
            return;
        }
        entries.close(locked.id(), because.state);
        Entry.LiveOffer offer = locked.offer();
        if (offer != null) {
            offerTime.end(offer.id(), offer.practitionerId(), offer.clinicId(), OfferTime.End.RELEASED, actor);
            offers.end(offer.id(), Offers.Outcome.WITHDRAWN);
        }
        events.removed(locked, because.code, actor);
    }
}
