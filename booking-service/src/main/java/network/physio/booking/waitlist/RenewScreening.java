package network.physio.booking.waitlist;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import network.physio.booking.access.Access;
import network.physio.booking.appointment.Booking;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Clinic;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.PlaceWish;
import network.physio.booking.availability.Treatment;
import network.physio.booking.screening.ScreeningGate;

/** Takes a new screening pass for somebody who has waited longer than the last one was good for. */
@ApplicationScoped
class RenewScreening {

    private final Catalogue catalogue;
    private final Entries entries;
    private final EntryScreening screening;
    private final EntryEvents events;
    private final Access access;
    private final Clock clock;

    RenewScreening(
            Catalogue catalogue,
            Entries entries,
            EntryScreening screening,
            EntryEvents events,
            Access access,
            Clock clock) {
        this.catalogue = catalogue;
        this.entries = entries;
        this.screening = screening;
        this.events = events;
        this.access = access;
        this.clock = clock;
    }

    /** Why the pass is refused; empty when the entry waits with it from now on. */
    Optional<Booking> renew(Entry locked, String pass) {
        Treatment treatment =
                catalogue.treatment(locked.treatmentId().toString()).orElseThrow();
        Clinic clinic = catalogue.clinic(locked.clinics().getFirst().toString()).orElseThrow();
        Instant now = clock.instant();
        Instant first = locked.wanted().earliest().atStartOfDay(locked.zone()).toInstant();
        Optional<ScreeningGate.Decision> refusal = EntryScreening.refusal(
                first.isBefore(now) ? now : first,
                locked.wanted().before(),
                at -> screening.at(
                        new Judge.Wish(
                                treatment, locked.minutes(), locked.visitKind(), clinic, null, PlaceWish.ANY, at),
                        locked.patientId(),
                        pass,
                        false));
        if (refusal.isPresent()) {
            return Optional.of(new Booking.Screened(refusal.get()));
        }
        Optional<Instant> until = screening.usableUntil(pass);
        entries.screenedWith(locked.id(), until.isPresent() ? pass : null, until.orElse(null));
        events.screened(locked, access.actor());
        return Optional.empty();
    }
}
