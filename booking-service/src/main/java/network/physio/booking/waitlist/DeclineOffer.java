package network.physio.booking.waitlist;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.appointment.Appointment;
import network.physio.booking.appointment.Booking;
import network.physio.booking.appointment.OfferTime;

/** Says no to an offered time: it goes on to the next who waits, and the entry waits on. */
@ApplicationScoped
class DeclineOffer {

    private final Entries entries;
    private final Offers offers;
    private final OfferTime offerTime;
    private final EntryEvents events;
    private final Access access;
    private final Clock clock;

    DeclineOffer(Entries entries, Offers offers, OfferTime offerTime, EntryEvents events, Access access, Clock clock) {
        this.entries = entries;
        this.offers = offers;
        this.offerTime = offerTime;
        this.events = events;
        this.access = access;
        this.clock = clock;
    }

    /** Why it cannot be declined any more; empty when it has been, now or before. */
    Optional<Booking> decline(Entry locked, UUID offerId) {
        Optional<Offers.Offer> found = offers.find(locked.id(), offerId);
        if (found.isEmpty()) {
            return Optional.of(new Booking.NotFound());
        }
        Offers.Offer offer = found.get();
        return switch (offer.outcome()) {
            case DECLINED -> Optional.empty();
            case EXPIRED, WITHDRAWN -> Optional.of(new Booking.HoldExpired());
            case ACCEPTED -> Optional.of(new Booking.WrongState(Appointment.State.CONFIRMED));
            case null -> declineOpen(locked, offer);
        };
    }

    private Optional<Booking> declineOpen(Entry entry, Offers.Offer offer) {
        boolean lapsed = offer.expiresAt() != null && !clock.instant().isBefore(offer.expiresAt());
        if (lapsed) {
            return Optional.of(new Booking.HoldExpired());
        }
        boolean released = offerTime.end(
                offer.id(), offer.practitionerId(), offer.clinicId(), OfferTime.End.RELEASED, access.actor());
        if (!released) {
            // It has just been booked; the next round writes that down.
            return Optional.of(new Booking.WrongState(Appointment.State.CONFIRMED));
        }
        offers.end(offer.id(), Offers.Outcome.DECLINED);
        entries.touch(entry.id());
        events.declined(entry, offer.id(), access.actor());
        return Optional.empty();
    }
}
