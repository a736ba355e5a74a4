package network.physio.booking.waitlist;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import network.physio.booking.availability.Judge;
import network.physio.booking.patient.Patients;
import network.physio.booking.screening.Screening;
import network.physio.booking.screening.ScreeningGate;
import network.physio.booking.screening.ScreeningGate.Decision;
import org.jspecify.annotations.Nullable;

/** Asks the gate whether somebody who waits could take a time at all. */
@ApplicationScoped
class EntryScreening {

    private final ScreeningGate gate;
    private final Patients patients;

    EntryScreening(ScreeningGate gate, Patients patients) {
        this.gate = gate;
        this.patients = patients;
    }

    /**
     * About one start.
     *
     * @param byStaff the front desk asks the universal questions when it books the offer, so it waits without a pass
     */
    Decision at(Judge.Wish wish, UUID patient, @Nullable String pass, boolean byStaff) {
        return gate.decide(wish, patient, patients.subjectsOf(patient), pass, byStaff);
    }

    /** About one start of an appointment that was screened when it was booked. */
    Decision at(Judge.Wish wish, UUID patient, Screening screening) {
        return gate.decideMove(wish, patients.subjectsOf(patient), screening);
    }

    /** Why nothing from the first to the last moment could be offered; a reason against only some of it does not count. */
    static Optional<Decision> refusal(Instant first, Instant last, Function<Instant, Decision> at) {
        Decision early = at.apply(first);
        if (early instanceof Decision.Open) {
            return Optional.empty();
        }
        if (!(early instanceof Decision.Blocked blockedEarly)) {
            return Optional.of(early);
        }
        if (!(at.apply(last) instanceof Decision.Blocked blockedLate)) {
            return Optional.empty();
        }
        List<ScreeningGate.Block> throughout = blockedEarly.blocks().stream()
                .filter(blockedLate.blocks()::contains)
                .toList();
        return throughout.isEmpty() ? Optional.empty() : Optional.of(new Decision.Blocked(throughout));
    }

    Optional<Instant> usableUntil(String pass) {
        return gate.usableUntil(pass);
    }
}
