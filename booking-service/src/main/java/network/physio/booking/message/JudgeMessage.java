package network.physio.booking.message;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a message may go out now: by the rules, by what has happened since, and by the clock where the patient is. */
@ApplicationScoped
class JudgeMessage {

    private static final Duration A_DAY = Duration.ofDays(1);

    private final Messages messages;
    private final MessageSettings settings;
    private final SendingHours hours;

    JudgeMessage(Messages messages, MessageSettings settings) {
        this.messages = messages;
        this.settings = settings;
        this.hours = new SendingHours(settings.dayBegins(), settings.dayEnds());
    }

    Verdict of(Message message, Visit visit, Instant now) {
        // What happened since is on its way here, and decides what becomes of this.
        if (visit.addressee() != null && messages.hasNewsSince(message)) {
            return new Verdict.Wait(now.plus(settings.settle()));
        }
        return objection(message, visit, now)
                .<Verdict>map(Verdict.Drop::new)
                .orElseGet(() -> byTheClock(message, visit, now));
    }

    /** Why nothing goes to them for this purpose now, whatever it would say. */
    Optional<DropReason> against(MessagePurpose purpose, Visit.Addressee addressee, Instant now) {
        return AddresseeRule.objection(purpose, addressee).or(() -> tooMany(addressee, now));
    }

    /** Why it would not be sent at any hour; empty when it would. */
    Optional<DropReason> objection(Message message, Visit visit, Instant now) {
        Visit.Addressee addressee = visit.addressee();
        return addressee == null
                ? Optional.of(DropReason.ERASED)
                : SendingRule.ALL.stream()
                        .flatMap(rule -> rule.objects(message, visit, addressee, now).stream())
                        .findFirst()
                        .or(() -> tooMany(addressee, now));
    }

    private Optional<DropReason> tooMany(Visit.Addressee addressee, Instant now) {
        return addressee.email() != null
                        && messages.lettersTo(addressee.email(), now.minus(A_DAY)) >= settings.perAddressADay()
                ? Optional.of(DropReason.TOO_MANY)
                : Optional.empty();
    }

    private Verdict byTheClock(Message message, Visit visit, Instant now) {
        if (message.urgent() || message.purpose().isWelcomeAtAnyHour() || hours.include(now, visit.zone())) {
            return new Verdict.Send();
        }
        Instant morning = hours.next(now, visit.zone());
        return morning.isBefore(message.goodUntil())
                ? new Verdict.Wait(morning)
                : new Verdict.Drop(DropReason.TOO_LATE);
    }
}
