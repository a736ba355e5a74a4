package network.physio.booking.session;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import network.physio.booking.access.Access;
import network.physio.booking.attempt.Savepoints;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Offering;

/** Gives a session at its time to somebody else while its practitioner cannot, or back to them: its seats go with it. */
@ApplicationScoped
public class HandOverSession {

    private final Sessions sessions;
    private final ChangeSession changeSession;
    private final Catalogue catalogue;
    private final Judge judge;
    private final Savepoints savepoints;
    private final Access access;
    private final Clock clock;

    HandOverSession(
            Sessions sessions,
            ChangeSession changeSession,
            Catalogue catalogue,
            Judge judge,
            Savepoints savepoints,
            Access access,
            Clock clock) {
        this.sessions = sessions;
        this.changeSession = changeSession;
        this.catalogue = catalogue;
        this.judge = judge;
        this.savepoints = savepoints;
        this.access = access;
        this.clock = clock;
    }

    /** The session, when this desk may give it to somebody else of its clinic. */
    public Optional<Session> movable(UUID id) {
        return sessions.find(id, clock.instant())
                .filter(session -> catalogue
                        .clinic(session.clinicId())
                        .filter(clinic -> access.isFrontDeskOf(clinic.code()))
                        .isPresent());
    }

    /** Everybody who might come to give it, to be locked first. */
    public List<UUID> practitioners(Session session) {
        return catalogue
                .offerings(session.treatment().id(), List.of(session.clinicId()), Catalogue.Choice.ANYONE, null)
                .stream()
                .map(Offering::practitionerId)
                .toList();
    }

    /** The session with whoever gives it now, in its room; empty when nobody can. The caller has locked them all. */
    public Optional<Session> toSomebodyElse(Session session) {
        for (Judge.Candidate other : candidates(session)) {
            UUID practitioner = other.offering().practitionerId();
            boolean can = other.bookable()
                    && !practitioner.equals(session.practitioner().id());
            Optional<Session> moved = can ? give(session, practitioner, given -> true) : Optional.empty();
            if (moved.isPresent()) {
                return moved;
            }
        }
        return Optional.empty();
    }

    /** The session as it was, whose practitioner or room could not be had for a while; empty when they still cannot. */
    public Optional<Session> toItsOwn(Session session) {
        return give(session, session.practitioner().id(), given -> Objects.equals(given.roomId(), session.roomId()));
    }

    private Optional<Session> give(Session session, UUID practitioner, Predicate<Session> stands) {
        SessionOutcome outcome = savepoints.attempt(
                () -> changeSession.change(
                        session.clinicId(),
                        session.id(),
                        sessions.locked(session.id(), clock.instant()).version(),
                        new ChangeSession.Change(practitioner, null, null)),
                made -> made instanceof SessionOutcome.Changed(Session given) && stands.test(given));
        return outcome instanceof SessionOutcome.Changed(Session given) && stands.test(given)
                ? Optional.of(given)
                : Optional.empty();
    }

    private List<Judge.Candidate> candidates(Session session) {
        Judge.Wish named = WantedSessions.asSession(changeSession.wishWhereItIs(session));
        Judge.Wish anybody = new Judge.Wish(
                named.treatment(),
                named.minutes(),
                named.visitKind(),
                named.clinic(),
                null,
                named.places(),
                named.startsAt());
        return judge.decide(anybody, null, null, session.id()).candidates();
    }
}
