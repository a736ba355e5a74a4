package network.physio.booking.waitlist;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import network.physio.booking.access.Access;
import network.physio.booking.appointment.ResponsibleAdults;
import network.physio.booking.availability.Judge;
import network.physio.booking.screening.ScreeningGate.Decision;

/** Whether an offer could be taken: what booking it would ask, and whether anybody would hear of it in time. */
@ApplicationScoped
class MayTake {

    private final Entries entries;
    private final WhoHears whoHears;
    private final ResponsibleAdults responsibleAdults;
    private final EntryScreening screening;
    private final LeaveWaitlist leaveWaitlist;
    private final EntryEvents events;
    private final Access access;
    private final Clock clock;

    MayTake(
            Entries entries,
            WhoHears whoHears,
            ResponsibleAdults responsibleAdults,
            EntryScreening screening,
            LeaveWaitlist leaveWaitlist,
            EntryEvents events,
            Access access,
            Clock clock) {
        this.entries = entries;
        this.whoHears = whoHears;
        this.responsibleAdults = responsibleAdults;
        this.screening = screening;
        this.leaveWaitlist = leaveWaitlist;
        this.events = events;
        this.access = access;
        this.clock = clock;
    }

    /** Of an entry that is locked; one that can be offered nothing any more ends, or asks for a screening. */
    boolean of(Entry entry, Judge.Wish wish) {
        if (!entries.mayBeTaken(entry.id(), clock.instant())) {
            leaveWaitlist.leave(entry, LeaveWaitlist.Because.ACCESS_ENDED, EntryEvents.JOB);
            return false;
        }
        // For an earlier time, OfferTime asks with what the appointment was screened for, and for whom an adult
        // answers.
        return whoHears.hears(entry, wish, clock.instant()).isPresent()
                && (entry.replaces() != null || (!lacksAdult(entry, wish) && isScreened(entry, wish)));
    }

    /** A front desk states it when it books the offer. */
    private boolean lacksAdult(Entry entry, Judge.Wish wish) {
        return entry.madeBy() != Entry.MadeBy.STAFF
                && access.onBehalfOf(entry.owner(), () -> responsibleAdults.isLacking(entry.patientId(), wish));
    }

    private boolean isScreened(Entry entry, Judge.Wish wish) {
        Decision decision =
                screening.at(wish, entry.patientId(), entry.screeningPass(), entry.madeBy() == Entry.MadeBy.STAFF);
        if (decision instanceof Decision.Needed || decision instanceof Decision.PassInvalid) {
            entries.needScreening(entry.id());
            events.screeningNeeded(entry);
        }
        return decision instanceof Decision.Open;
    }
}
