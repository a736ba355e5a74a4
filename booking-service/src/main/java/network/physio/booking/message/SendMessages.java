package network.physio.booking.message;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import network.physio.booking.message.WriteLetter.Notice;
import org.jboss.logging.Logger;

/**
 * Sends what is due, letter by letter. A letter's messages are claimed and committed before it is sent: a process that is
 * killed in between leaves them claimed, which is reported as unclear and never repeated.
 */
@ApplicationScoped
class SendMessages {

    private static final Logger LOG = Logger.getLogger(SendMessages.class);
    private static final int LETTERS_A_ROUND = 200;
    private static final int NOTICES_A_LETTER = 50;
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** Shorter than the other: a server that was away takes every letter once it is back. */
    private static final Duration LONGEST_WAIT_FOR_SERVER = Duration.ofMinutes(15);

    private final Messages messages;
    private final ClaimedLetters letters;
    private final Visits visits;
    private final JudgeMessage judge;
    private final WriteLetter writeLetter;
    private final Unsubscriptions unsubscriptions;
    private final Postbox postbox;
    private final MessageSettings settings;
    private final MeterRegistry metrics;
    private final Clock clock;

    SendMessages(
            Messages messages,
            ClaimedLetters letters,
            Visits visits,
            JudgeMessage judge,
            WriteLetter writeLetter,
            Unsubscriptions unsubscriptions,
            Postbox postbox,
            MessageSettings settings,
            MeterRegistry metrics,
            Clock clock) {
        this.messages = messages;
        this.letters = letters;
        this.visits = visits;
        this.judge = judge;
        this.writeLetter = writeLetter;
        this.unsubscriptions = unsubscriptions;
        this.postbox = postbox;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    sealed interface Claim {
        record NothingDue() implements Claim {}

        /** What was due is dropped or waits. */
        record NothingToSend() implements Claim {}

        record Claimed(UUID letterId, List<Notice> notices, String language, Optional<String> unsubscribe)
                implements Claim {}
    }

    /** Until nothing is due, the server is away, or it is time to look at other work. */
    void round() {
        for (int i = 0; i < LETTERS_A_ROUND; i++) {
            switch (QuarkusTransaction.requiringNew().call(this::claim)) {
                case Claim.NothingDue nothing -> {
                    return;
                }
                case Claim.NothingToSend nothing -> {}
                case Claim.Claimed claimed -> {
                    if (!send(claimed)) {
                        return;
                    }
                }
            }
        }
    }

    /** Takes the next letter's messages; runs in a transaction that is committed before anything is sent. */
    Claim claim() {
        Instant now = clock.instant();
        Optional<UUID> patient = messages.nextPatient(now);
        if (patient.isEmpty()) {
            return new Claim.NothingDue();
        }
        messages.lockLettersTo(patient.get());
        List<Message> due = messages.due(patient.get(), now.plus(settings.settle()), NOTICES_A_LETTER);
        Optional<Message> first =
                due.stream().filter(one -> !one.dueAt().isAfter(now)).findFirst();
        if (first.isEmpty()) {
            // Another copy was faster, or is planning for this patient right now.
            return new Claim.NothingDue();
        }
        List<Notice> notices = due.stream()
                .filter(message -> message.template() == first.get().template())
                .flatMap(message -> sendable(message, now).stream())
                .sorted(Comparator.comparing(notice -> notice.visit().startsAt()))
                .toList();
        return notices.isEmpty() ? new Claim.NothingToSend() : claimed(notices, now);
    }

    private Optional<Notice> sendable(Message message, Instant now) {
        Visit visit = visits.find(message.appointmentId()).orElseThrow();
        return switch (judge.of(message, visit, now)) {
            case Verdict.Send send -> Optional.of(new Notice(message, visit));
            case Verdict.Wait(Instant until) -> {
                messages.postpone(message.id(), until);
                yield Optional.empty();
            }
            case Verdict.Drop(DropReason reason) -> {
                giveUp(message, reason);
                yield Optional.empty();
            }
        };
    }

    /** What only the server's absence has made too late has failed: somebody must learn that the patient does not know. */
    private void giveUp(Message message, DropReason reason) {
        if (reason == DropReason.TOO_LATE && message.awaySince() != null) {
            messages.failUnsent(message.id(), Postbox.UNREACHABLE);
            count(message.purpose(), "failed");
            LOG.warnf("message %s cannot be sent in time (%s)", message.id(), Postbox.UNREACHABLE);
        } else {
            messages.drop(message.id(), reason);
            count(message.purpose(), "dropped");
        }
    }

    private Claim claimed(List<Notice> notices, Instant now) {
        List<Message> claimed = notices.stream().map(Notice::message).toList();
        UUID letter = claimed.stream()
                .map(Message::id)
                .min(Comparator.comparing(UUID::toString))
                .orElseThrow();
        String language = writeLetter.language(
                Objects.requireNonNull(notices.getFirst().visit().addressee()), claimed);
        Optional<Unsubscriptions.Token> token =
                claimed.getFirst().purpose().isOptional() ? Optional.of(unsubscriptions.newToken()) : Optional.empty();
        letters.claim(
                letter,
                claimed.stream().map(Message::id).toList(),
                language,
                token.map(Unsubscriptions.Token::hash).orElse(null),
                now);
        return new Claim.Claimed(letter, notices, language, token.map(unsubscriptions::address));
    }

    /** @return whether it makes sense to go on with the next letter now */
    boolean send(Claim.Claimed claimed) {
        Optional<Letter> letter = written(claimed);
        if (letter.isEmpty()) {
            return true;
        }
        Postbox.Delivery delivery = postbox.post(letter.get());
        QuarkusTransaction.requiringNew().run(() -> mark(claimed, delivery));
        return !(delivery instanceof Postbox.Delivery.NotNow no && no.serverIsAway());
    }

    /** Whatever is wrong with one letter, the others must go out. */
    private Optional<Letter> written(Claim.Claimed claimed) {
        try {
            return Optional.of(QuarkusTransaction.requiringNew()
                    .call(() -> writeLetter.write(
                            claimed.letterId(),
                            claimed.notices(),
                            claimed.language(),
                            claimed.unsubscribe(),
                            clock.instant())));
        } catch (RuntimeException broken) {
            LOG.errorf(
                    "letter %s could not be written (%s)",
                    claimed.letterId(), broken.getClass().getName());
            QuarkusTransaction.requiringNew().run(() -> letters.failed(claimed.letterId(), "not-written"));
            count(claimed, "failed");
            return Optional.empty();
        }
    }

    private void mark(Claim.Claimed claimed, Postbox.Delivery delivery) {
        UUID letter = claimed.letterId();
        Instant now = clock.instant();
        switch (delivery) {
            case Postbox.Delivery.Sent sent -> {
                letters.sent(letter, now);
                letters.serverIsBack(now);
                count(claimed, "sent");
            }
            case Postbox.Delivery.NotNow(String reason, boolean away) -> {
                if (away) {
                    waitForServer(claimed, reason, now);
                } else {
                    tryAgain(claimed, reason, now);
                }
            }
            case Postbox.Delivery.Refused(String reason) -> fail(claimed, reason);
            case Postbox.Delivery.Unclear(String reason) -> {
                letters.unclear(letter, reason);
                count(claimed, "unclear");
                LOG.warnf("letter %s may or may not have gone out (%s); it is not repeated", letter, reason);
            }
        }
    }

    private void tryAgain(Claim.Claimed claimed, String reason, Instant now) {
        int tried = 1
                + claimed.notices().stream()
                        .mapToInt(notice -> notice.message().attempts())
                        .max()
                        .orElse(0);
        if (tried >= settings.attempts()) {
            fail(claimed, reason);
            return;
        }
        Duration doubled = settings.firstPause().multipliedBy(1L << (tried - 1));
        Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        letters.planAgain(claimed.letterId(), reason, now.plus(pause));
        LOG.infof("letter %s was not sent (%s); next try in %s", claimed.letterId(), reason, pause);
    }

    /** As long again as it has waited already, until it is too late; an absence uses up no tries. */
    private void waitForServer(Claim.Claimed claimed, String reason, Instant now) {
        Duration waited = claimed.notices().stream()
                .flatMap(notice -> Stream.ofNullable(notice.message().awaySince()))
                .min(Comparator.naturalOrder())
                .map(since -> Duration.between(since, now))
                .orElse(Duration.ZERO);
        Duration capped = waited.compareTo(LONGEST_WAIT_FOR_SERVER) < 0 ? waited : LONGEST_WAIT_FOR_SERVER;
        Duration pause = capped.compareTo(settings.firstPause()) > 0 ? capped : settings.firstPause();
        letters.waitForServer(claimed.letterId(), reason, now.plus(pause), now);
        LOG.infof("letter %s was not sent (%s); next try in %s", claimed.letterId(), reason, pause);
    }

    private void fail(Claim.Claimed claimed, String reason) {
        letters.failed(claimed.letterId(), reason);
        count(claimed, "failed");
        LOG.warnf("letter %s cannot be sent (%s)", claimed.letterId(), reason);
    }

    /** Reports what was claimed and never answered for: its process was stopped, and the letter may have gone out. */
    void giveUpUnanswered() {
        Instant before = clock.instant().minus(settings.unclearAfter());
        List<UUID> lost = QuarkusTransaction.requiringNew().call(() -> letters.giveUp(before, "stopped-while-sending"));
        for (UUID message : lost) {
            LOG.warnf(
                    "message %s was being sent when its process stopped; it may have gone out and is not repeated",
                    message);
            metrics.counter("physio.messages", "purpose", "any", "outcome", "unclear")
                    .increment();
        }
    }

    private void count(Claim.Claimed claimed, String outcome) {
        claimed.notices().forEach(notice -> count(notice.message().purpose(), outcome));
    }

    private void count(MessagePurpose purpose, String outcome) {
        metrics.counter("physio.messages", "purpose", purpose.code(), "outcome", outcome)
                .increment();
    }
}
