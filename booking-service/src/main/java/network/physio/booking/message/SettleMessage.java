package network.physio.booking.message;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;

/**
 * A person's answer to a message that failed or was not sent although it matters, or that may or may not have gone out.
 * Nothing is ever repeated by itself; here somebody decides it, who knows that it may arrive twice. Runs in a transaction.
 */
@ApplicationScoped
class SettleMessage {

    private final OpenMessages open;
    private final Messages messages;
    private final Visits visits;
    private final JudgeMessage judge;
    private final Access access;
    private final Clock clock;

    SettleMessage(OpenMessages open, Messages messages, Visits visits, JudgeMessage judge, Access access, Clock clock) {
        this.open = open;
        this.messages = messages;
        this.visits = visits;
        this.judge = judge;
        this.access = access;
        this.clock = clock;
    }

    sealed interface Outcome {
        /** @param message the one that was settled, or the one that takes its place */
        record Done(UUID message) implements Outcome {}

        record NotFound() implements Outcome {}

        /** It waits for nobody. */
        record NotOpen(String state) implements Outcome {}

        /** The rules by which messages are sent would drop it. */
        record WouldBeDropped(DropReason reason) implements Outcome {}
    }

    Outcome settle(UUID appointment, UUID message, Settled how) {
        return switch (open.lock(appointment, message)) {
            case OpenMessages.Found.None none -> new Outcome.NotFound();
            case OpenMessages.Found.Closed(String state) -> new Outcome.NotOpen(state);
            case OpenMessages.Found.Open found -> {
                open.settle(message, how.code(), access.actor(), clock.instant());
                yield new Outcome.Done(message);
            }
        };
    }

    /** As another message, since it has another Message-ID: mailboxes hide the second one with the same. */
    Outcome sendAgain(UUID appointment, UUID message) {
        return switch (open.lock(appointment, message)) {
            case OpenMessages.Found.None none -> new Outcome.NotFound();
            case OpenMessages.Found.Closed(String state) -> new Outcome.NotOpen(state);
            case OpenMessages.Found.Open found -> sendAgain(found);
        };
    }

    private Outcome sendAgain(OpenMessages.Found.Open found) {
        Message lost = found.message();
        Visit visit = visits.find(lost.appointmentId()).orElseThrow();
        Instant now = clock.instant();
        Optional<DropReason> objection = judge.objection(lost, visit, now);
        if (objection.isPresent()) {
            return new Outcome.WouldBeDropped(objection.get());
        }
        open.settle(lost.id(), Settled.SENT_AGAIN, access.actor(), now);
        // What is planned already says how it stands now, as this one would.
        return new Outcome.Done(messages.planned(lost.appointmentId(), lost.template())
                .map(Message::id)
                .orElseGet(() -> messages.add(
                        lost.patientId(),
                        lost.appointmentId(),
                        found.version(),
                        new Messages.Plan(lost.purpose(), lost.template(), now, lost.goodUntil(), true),
                        now)));
    }
}
