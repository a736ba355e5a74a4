package network.physio.booking.slot;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Clinic;
import network.physio.booking.availability.GroupSession;
import network.physio.booking.availability.Offering;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.VisitKind;
import org.jspecify.annotations.Nullable;

/**
 * A start at which one practitioner can be booked at one clinic.
 *
 * @param price null only in the moment in which it is taken out of the price list
 * @param bookedTicks how much the practitioner has taken already on that local day
 * @param session in which it is a seat, null for a time of its own
 */
public record Slot(
        Clinic clinic,
        Offering offering,
        UUID treatmentId,
        VisitKind visitKind,
        long startTick,
        int minutes,
        Catalogue.@Nullable Price price,
        int bookedTicks,
        @Nullable Seats session) {

    /** A session with free seats. */
    public record Seats(UUID sessionId, int left) {
        static Seats of(GroupSession session, Instant now) {
            return new Seats(session.id(), session.seatsLeft(now));
        }
    }

    /** Soonest first, then by clinic and practitioner, so that pages follow each other. */
    static final Comparator<Slot> SOONEST_FIRST = Comparator.comparingLong(Slot::startTick)
            .thenComparing(slot -> slot.clinic().code())
            .thenComparing(slot -> slot.offering().practitionerCode());

    /** Who is named when the caller does not mind: the least booked, then by code. */
    static final Comparator<Slot> LEAST_BOOKED_FIRST = Comparator.comparingInt(Slot::bookedTicks)
            .thenComparing(slot -> slot.offering().practitionerCode());

    /** The soonest, by whoever has least booked. */
    static final Comparator<Slot> BEST_FIRST =
            Comparator.comparingLong(Slot::startTick).thenComparing(LEAST_BOOKED_FIRST);

    public Instant startsAt() {
        return Span.instant(startTick);
    }

    public Span during() {
        return new Span(startTick, startTick + Span.ticks(minutes));
    }
}
