package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Need;
import network.physio.booking.availability.Reason;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.Versions;
import network.physio.booking.claim.Claims;
import network.physio.booking.claim.TravelClaims;
import org.jspecify.annotations.Nullable;

/**
 * Takes a time that the rules alone would not give, because staff have said why it may be: over another appointment, or
 * where it stands although it has begun. All other rules hold. Must run in a transaction that is rolled back on any outcome
 * but {@link TakeTime.Outcome.Taken}.
 */
@ApplicationScoped
class AuthorisedTime {

    private final Judge judge;
    private final Claims claims;
    private final TravelClaims travel;
    private final ExpiredHolds expiredHolds;
    private final OverbookUnits units;

    AuthorisedTime(Judge judge, Claims claims, TravelClaims travel, ExpiredHolds expiredHolds, OverbookUnits units) {
        this.judge = judge;
        this.claims = claims;
        this.travel = travel;
        this.expiredHolds = expiredHolds;
        this.units = units;
    }

    /** How it went; {@code over} says whether the practitioner really has something else then. */
    record Attempt(TakeTime.Outcome outcome, boolean over) {}

    /**
     * Takes the time.
     *
     * @param wish names the practitioner
     * @param from where the appointment stands until now, null when it stands nowhere
     * @param allowed reasons that do not count this time
     */
    Attempt take(
            UUID appointment,
            Judge.Wish wish,
            @Nullable UUID patient,
            @Nullable Appointment from,
            Set<Reason> allowed) {
        Versions versions = lock(wish, patient, from);
        if (!judge.isInForce(wish, versions)) {
            return new Attempt(new TakeTime.Outcome.LostRace(), false);
        }
        Judge.Verdict verdict = judge.decide(wish, patient, versions, from == null ? null : from.id());
        Optional<Judge.Candidate> candidate = verdict.best();
        if (candidate.isEmpty()) {
            return refused(Judge.reasonForNobody(wish));
        }
        List<Reason> against = candidate.get().reasons().stream()
                .filter(reason -> !allowed.contains(reason))
                .toList();
        if (!against.isEmpty()) {
            return new Attempt(new TakeTime.Outcome.NotBookable(against), false);
        }
        List<Judge.Taking> takings = candidate.get().takings();
        if (patient != null) {
            Span visit = Span.covering(wish.startsAt(), wish.endsAt());
            if (verdict.certain().facts().isBusy(patient, visit)) {
                return new Attempt(new TakeTime.Outcome.PatientBusy(), false);
            }
            takings.add(new Judge.Taking(patient, (short) 0, Need.Kind.PATIENT, visit));
        }
        makeWay(wish, from, takings);
        boolean over = candidate.get().reasons().contains(Reason.PRACTITIONER_TAKEN);
        Optional<List<Judge.Taking>> divided = over ? units.divide(takings) : Optional.of(takings);
        if (divided.isEmpty()) {
            return refused(Reason.PRACTITIONER_TAKEN);
        }
        return claims.take(appointment, divided.get())
                ? new Attempt(TakeTime.Outcome.Taken.of(candidate.get(), takings), over)
                : new Attempt(new TakeTime.Outcome.LostRace(), false);
    }

    private Versions lock(Judge.Wish wish, @Nullable UUID patient, @Nullable Appointment from) {
        Set<UUID> people = new HashSet<>(Set.of(practitionerOf(wish)));
        Set<UUID> clinics = new HashSet<>(Set.of(wish.clinic().id()));
        if (patient != null) {
            people.add(patient);
        }
        if (from != null) {
            people.add(from.practitioner().id());
            clinics.add(from.clinic().id());
        }
        return claims.lock(people, clinics);
    }

    private void makeWay(Judge.Wish wish, @Nullable Appointment from, List<Judge.Taking> takings) {
        if (from != null) {
            claims.giveBack(from.id());
            travel.clear(from.practitioner().id(), from.startsAt());
        }
        expiredHolds.displace(takings);
        travel.clear(practitionerOf(wish), wish.startsAt());
    }

    private static UUID practitionerOf(Judge.Wish wish) {
        if (wish.practitioner() == null) {
            throw new IllegalArgumentException("staff authorise a time for somebody in particular");
        }
        return wish.practitioner();
    }

    private static Attempt refused(Reason reason) {
        return new Attempt(new TakeTime.Outcome.NotBookable(List.of(reason)), false);
    }
}
