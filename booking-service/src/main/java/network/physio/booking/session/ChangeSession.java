package network.physio.booking.session;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import network.physio.booking.appointment.Appointment;
import network.physio.booking.appointment.ExpiredHolds;
import network.physio.booking.appointment.Seats;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Need;
import network.physio.booking.availability.PlaceWish;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.Treatment;
import network.physio.booking.availability.Versions;
import network.physio.booking.availability.VisitKind;
import network.physio.booking.availability.Wishes;
import network.physio.booking.claim.Claims;
import org.jspecify.annotations.Nullable;

/** Changes a session at its time: who gives it, where, how many seats it has. Calls it off with all its seats. */
@ApplicationScoped
public class ChangeSession {

    private final Sessions sessions;
    private final SessionTime time;
    private final SessionEvents events;
    private final Seats seats;
    private final ExpiredHolds expiredHolds;
    private final Claims claims;
    private final Wishes wishes;
    private final Clock clock;

    ChangeSession(
            Sessions sessions,
            SessionTime time,
            SessionEvents events,
            Seats seats,
            ExpiredHolds expiredHolds,
            Claims claims,
            Wishes wishes,
            Clock clock) {
        this.sessions = sessions;
        this.time = time;
        this.events = events;
        this.seats = seats;
        this.expiredHolds = expiredHolds;
        this.claims = claims;
        this.wishes = wishes;
        this.clock = clock;
    }

    /** What is to be different; null keeps what is. */
    public record Change(
            @Nullable UUID practitionerId,
            @Nullable UUID roomId,
            @Nullable Integer capacity) {

        /** Whether its time has to be claimed anew. */
        boolean moves() {
            return practitionerId != null || roomId != null;
        }
    }

    public SessionOutcome change(UUID clinic, UUID id, long expectedVersion, Change change) {
        Set<UUID> alsoLocked = change.practitionerId() == null ? Set.of() : Set.of(change.practitionerId());
        return underLocks(clinic, id, expectedVersion, alsoLocked, locked -> {
            Session session = locked.session();
            if (change.moves()) {
                Optional<SessionOutcome> refusal = handOver(locked, change);
                if (refusal.isPresent()) {
                    return refusal.get();
                }
            }
            Optional<SessionOutcome> refusal =
                    change.capacity() == null ? Optional.empty() : seat(session, change.capacity());
            return refusal.orElseGet(() -> changed(session));
        });
    }

    private SessionOutcome changed(Session before) {
        Session after = sessions.locked(before.id(), clock.instant());
        events.write(
                "session-changed",
                after,
                Map.of("fromPractitionerId", before.practitioner().id().toString()));
        return new SessionOutcome.Changed(after);
    }

    /** It stays in its room, unless another one is asked for. */
    private Optional<SessionOutcome> handOver(Locked locked, Change change) {
        Session session = locked.session();
        UUID practitioner = Objects.requireNonNullElse(
                change.practitionerId(), session.practitioner().id());
        Judge.Wish wish = WantedSessions.asSession(
                change.roomId() == null ? wishWhereItIs(session) : wish(session, change.roomId()));
        return switch (time.forChange(session, wish, practitioner, locked.versions())) {
            case SessionTime.Outcome.Refused no -> Optional.of(new SessionOutcome.NotChangeable(no.reasons()));
            case SessionTime.Outcome.LostRace lost -> Optional.of(new SessionOutcome.LostRace());
            case SessionTime.Outcome.Taken taken -> {
                sessions.handOver(session.id(), practitioner, taken.room(), clock.instant());
                seats.handOver(locked.seated(), practitioner, taken.room());
                time.layWays(session.practitioner().id(), session.startsAt());
                time.layWays(practitioner, session.startsAt());
                yield Optional.empty();
            }
        };
    }

    /** A seat in it, as somebody would wish for it. */
    Judge.Wish wish(Session session, @Nullable UUID room) {
        return wishes.of(
                session.treatment().id(),
                session.minutes(),
                VisitKind.FOLLOW_UP,
                session.clinicId(),
                session.practitioner().id(),
                new PlaceWish(room, null),
                session.startsAt().atOffset(ZoneOffset.UTC));
    }

    /** The same in its room, if that still fits: the network may have changed since. */
    Judge.Wish wishWhereItIs(Session session) {
        Judge.Wish anywhere = wish(session, null);
        return anywhere.with(wishes.fitting(anywhere, session.roomId(), null));
    }

    /** Seats are added up to what the treatment allows, and taken away down to those that somebody has. */
    private Optional<SessionOutcome> seat(Session session, int capacity) {
        Treatment treatment = wish(session, null).treatment();
        if (capacity > Math.max(treatment.capacity(), session.capacity())) {
            return Optional.of(new SessionOutcome.TooManySeats(treatment.capacity()));
        }
        if (capacity < session.taken()) {
            return Optional.of(new SessionOutcome.SeatsTaken(session.taken()));
        }
        if (capacity > session.capacity()) {
            sessions.addSeats(session.id(), capacity - session.capacity());
        } else {
            Span span = Span.covering(session.startsAt(), session.endsAt());
            expiredHolds.displace(List.of(new Judge.Taking(session.id(), (short) 0, Need.Kind.SESSION, span)));
            sessions.removeSeats(session.id(), session.capacity() - capacity);
        }
        sessions.touch(session.id(), clock.instant());
        return sessions.locked(session.id(), clock.instant()).capacity() == capacity
                ? Optional.empty()
                : Optional.of(new SessionOutcome.LostRace());
    }

    /** The clinic calls it off: each seat's appointment is cancelled by the clinic, without a fee. */
    public SessionOutcome cancel(UUID clinic, UUID id, long expectedVersion, String reason) {
        return underLocks(clinic, id, expectedVersion, Set.of(), locked -> {
            if (Seats.haveBegun(locked.seated())) {
                return new SessionOutcome.WrongState(locked.session().state(), "Somebody has come to it already.");
            }
            seats.callOff(locked.seated(), reason);
            time.giveBack(locked.session());
            sessions.cancel(id, reason, clock.instant());
            Session cancelled = sessions.locked(id, clock.instant());
            events.write("session-cancelled", cancelled, Map.of("reason", reason));
            return new SessionOutcome.Changed(cancelled);
        });
    }

    /** A session that nobody else changes now, with who sits there. */
    private record Locked(Session session, List<Appointment> seated, Versions versions) {}

    /** People first, then the appointments that are its seats, then the session: the order of everybody who takes a seat. */
    private SessionOutcome underLocks(
            UUID clinic, UUID id, long expectedVersion, Set<UUID> alsoLocked, Function<Locked, SessionOutcome> work) {
        Instant now = clock.instant();
        Optional<Session> seen = sessions.find(clinic, id, now);
        if (seen.isEmpty()) {
            return new SessionOutcome.NotFound();
        }
        Set<UUID> people = new HashSet<>(alsoLocked);
        people.add(seen.get().practitioner().id());
        Versions versions = claims.lock(people, List.of(clinic));
        List<Appointment> seated = seats.of(id);
        Session session = sessions.locked(id, now);
        boolean movedMeanwhile = !session.practitioner().equals(seen.get().practitioner());
        if (session.version() != expectedVersion || movedMeanwhile) {
            return new SessionOutcome.StaleVersion();
        }
        if (session.state() != Session.State.SCHEDULED) {
            return new SessionOutcome.WrongState(session.state(), "It was called off.");
        }
        if (!session.endsAt().isAfter(now)) {
            return new SessionOutcome.WrongState(session.state(), "It is over.");
        }
        return work.apply(new Locked(session, seated, versions));
    }
}
