package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import network.physio.booking.availability.Diaries;
import network.physio.booking.availability.GroupSession;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Need;
import network.physio.booking.availability.Offering;
import network.physio.booking.availability.Reason;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.Versions;
import network.physio.booking.claim.Claims;
import network.physio.booking.claim.TravelClaims;
import org.jspecify.annotations.Nullable;

/**
 * Takes the time for a visit: under the locks, by the rules read again after them, with every claim or with none. Staff may
 * have said why one of the rules does not count: over another appointment, or where it stands although it has begun. Must
 * run in a transaction that is rolled back on any outcome but {@link Outcome.Taken}.
 */
@ApplicationScoped
class TakeTime {

    /** What is in memory is not behind for longer. */
    private static final Duration DOUBT = Duration.ofSeconds(1);

    private final Judge judge;
    private final Claims claims;
    private final TravelClaims travel;
    private final ExpiredHolds expiredHolds;
    private final OverbookUnits units;
    private final Clock clock;

    /** When memory last named somebody whom the tables knew to be taken: another try by it would name them again. */
    private volatile long doubtedAt = System.nanoTime() - DOUBT.toNanos();

    TakeTime(
            Judge judge,
            Claims claims,
            TravelClaims travel,
            ExpiredHolds expiredHolds,
            OverbookUnits units,
            Clock clock) {
        this.judge = judge;
        this.claims = claims;
        this.travel = travel;
        this.expiredHolds = expiredHolds;
        this.units = units;
        this.clock = clock;
    }

    sealed interface Outcome {
        /**
         * All is claimed.
         *
         * @param room null for an online visit
         * @param equipment in the order of the needs
         * @param session in which it is a seat, null for a time of its own
         * @param over whether the practitioner has something else then
         */
        record Taken(
                Offering offering,
                @Nullable UUID room,
                List<UUID> equipment,
                @Nullable UUID session,
                boolean over) implements Outcome {
            static Taken of(Judge.Candidate candidate, List<Judge.Taking> takings) {
                return new Taken(
                        candidate.offering(),
                        candidate.room(takings),
                        taken(takings, Need.Kind.EQUIPMENT).distinct().toList(),
                        candidate.session().map(GroupSession::id).orElse(null),
                        isOver(candidate));
            }

            /** Whether a treatment that needs several devices was given the same ones again: only the first can be asked for. */
            boolean hasDevicesOf(Appointment before) {
                return Set.copyOf(equipment).equals(Set.copyOf(before.equipmentIds()));
            }

            private static Stream<UUID> taken(List<Judge.Taking> takings, Need.Kind kind) {
                return takings.stream().filter(taking -> taking.kind() == kind).map(Judge.Taking::resourceId);
            }
        }

        /** It is not to be had, or somebody took a part of it in the same moment. */
        record Refused(Booking why) implements Outcome {}
    }

    /** For an appointment that stands nowhere yet. */
    Outcome forNew(UUID appointment, Judge.Wish wish, @Nullable UUID patient) {
        return forNew(appointment, wish, patient, Set.of());
    }

    /** The same; {@code allowed} are reasons that do not count this time. */
    Outcome forNew(UUID appointment, Judge.Wish wish, @Nullable UUID patient, Set<Reason> allowed) {
        return take(appointment, wish, patient, null, allowed);
    }

    /** For one that gives up where it stands in the same moment; {@code allowed} are reasons that do not count this time. */
    Outcome forMove(Appointment from, Judge.Wish wish, Set<Reason> allowed) {
        return take(from.id(), wish, from.patientId(), from, allowed);
    }

    /** Why it could not be taken now, empty when it could. Takes nothing; the caller holds the locks already. */
    Optional<Booking> against(Judge.Wish wish, UUID patient) {
        UUID practitioner = wish.practitioner();
        Versions versions = practitioner == null ? null : lock(practitioner, patient, wish, null);
        if (versions != null && !judge.isInForce(wish, versions)) {
            return Optional.of(new Booking.LostRace());
        }
        Judge.Verdict verdict = judge.decide(wish, patient, versions, null);
        List<Reason> against = reasons(wish, verdict.best(), Set.of());
        if (!against.isEmpty()) {
            return Optional.of(new Booking.NotBookable(against));
        }
        Span visit = Span.covering(wish.startsAt(), wish.endsAt());
        return verdict.certain().facts().isBusy(patient, visit)
                ? Optional.of(new Booking.PatientBusy())
                : Optional.empty();
    }

    private Outcome take(
            UUID appointment,
            Judge.Wish wish,
            @Nullable UUID patient,
            @Nullable Appointment from,
            Set<Reason> allowed) {
        UUID except = from == null ? null : from.id();
        UUID practitioner = wish.practitioner();
        if (practitioner == null) {
            Optional<Judge.Candidate> chosen = choose(wish, except);
            if (chosen.isEmpty() || !chosen.get().bookable()) {
                return refused(new Booking.NotBookable(reasons(wish, chosen, Set.of())));
            }
            practitioner = chosen.get().offering().practitionerId();
        }
        Versions versions = lock(practitioner, patient, wish, from);
        if (!judge.isInForce(wish, versions)) {
            return refused(new Booking.LostRace());
        }
        Judge.Verdict verdict = judge.decide(wish.with(practitioner), patient, versions, except);
        List<Reason> against = reasons(wish, verdict.best(), allowed);
        if (!against.isEmpty()) {
            if (wish.practitioner() == null) {
                doubtedAt = System.nanoTime();
                return refused(new Booking.LostRace());
            }
            return refused(new Booking.NotBookable(against));
        }
        Judge.Candidate candidate = verdict.best().orElseThrow();
        List<Judge.Taking> takings = candidate.takings();
        if (patient != null) {
            Span visit = Span.covering(wish.startsAt(), wish.endsAt());
            if (verdict.certain().facts().isBusy(patient, visit)) {
                return refused(new Booking.PatientBusy());
            }
            takings.add(patientTaking(patient, visit));
        }
        if (from != null) {
            claims.giveBack(from.id());
            travel.clear(from.practitioner().id(), from.startsAt());
        }
        if (verdict.certain().lapsedHolds()) {
            expiredHolds.displace(takings);
        }
        travel.clear(practitioner, wish.startsAt());
        return claim(appointment, candidate, takings);
    }

    private Outcome claim(UUID appointment, Judge.Candidate candidate, List<Judge.Taking> takings) {
        Optional<List<Judge.Taking>> onUnits = isOver(candidate) ? units.divide(takings) : Optional.of(takings);
        if (onUnits.isEmpty()) {
            return refused(new Booking.NotBookable(List.of(Reason.PRACTITIONER_TAKEN)));
        }
        return claims.take(appointment, onUnits.get())
                ? Outcome.Taken.of(candidate, takings)
                : refused(new Booking.LostRace());
    }

    private static boolean isOver(Judge.Candidate candidate) {
        return candidate.reasons().contains(Reason.PRACTITIONER_TAKEN);
    }

    /** Whom to lock first: what is in memory is good enough for that, and a no is only believed of the tables. */
    private Optional<Judge.Candidate> choose(Judge.Wish wish, @Nullable UUID except) {
        boolean doubted = System.nanoTime() - doubtedAt < DOUBT.toNanos();
        Optional<Judge.Candidate> seen = except == null && !doubted ? judge.best(wish) : Optional.empty();
        return seen.filter(Judge.Candidate::bookable)
                .or(() -> judge.decide(wish, null, null, except).best());
    }

    private static List<Reason> reasons(Judge.Wish wish, Optional<Judge.Candidate> best, Set<Reason> allowed) {
        return best.map(candidate -> candidate.reasons().stream()
                        .filter(reason -> !allowed.contains(reason))
                        .toList())
                .orElseGet(() -> List.of(Judge.reasonForNobody(wish)));
    }

    private static Outcome refused(Booking why) {
        return new Outcome.Refused(why);
    }

    /** Lays the ways around an appointment, once its row is written: they lead from clinic to clinic, which the row names. */
    void layWays(Appointment written) {
        travel.lay(written.practitioner().id(), written.startsAt());
    }

    /** Claims the visit for a patient who was not known when the time was held. */
    boolean addPatient(Appointment hold, UUID patient) {
        Span visit = Span.covering(hold.startsAt(), hold.endsAt());
        Instant displaceable = clock.instant().minus(Diaries.GRACE);
        List<Judge.Taking> takings = List.of(patientTaking(patient, visit));
        return switch (claims.inTheWay(patient, visit, hold.id(), displaceable)) {
            case A_VISIT -> false;
            case NOTHING -> claims.take(hold.id(), takings);
            case LAPSED_HOLDS -> {
                expiredHolds.displace(takings);
                yield claims.take(hold.id(), takings);
            }
        };
    }

    /** As {@link #addPatient}, for somebody made known in this transaction: nothing of theirs can be in the way. */
    boolean addNewPatient(Appointment hold, UUID patient) {
        return claims.take(hold.id(), List.of(patientTaking(patient, Span.covering(hold.startsAt(), hold.endsAt()))));
    }

    /** Gives the time of an appointment back; the caller has locked its practitioner. */
    void giveBack(Appointment appointment) {
        claims.giveBack(appointment.id());
        travel.clear(appointment.practitioner().id(), appointment.startsAt());
        layWays(appointment);
    }

    private Versions lock(UUID practitioner, @Nullable UUID patient, Judge.Wish wish, @Nullable Appointment from) {
        Set<UUID> people = new HashSet<>(Set.of(practitioner));
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

    private static Judge.Taking patientTaking(UUID patient, Span visit) {
        return new Judge.Taking(patient, (short) 0, Need.Kind.PATIENT, visit);
    }
}
