package network.physio.triage.question;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Reads the text of an answer as the type its question asks for; says what would have been right when it is not. */
public sealed interface AnswerType {
    static AnswerType flag() {
        return new Flags();
    }

    static AnswerType pastMoment() {
        return new PastMoment();
    }

    static AnswerType oneOf(String... codes) {
        return new OneOf(List.of(codes));
    }

    static AnswerType oneOf(List<String> codes) {
        return new OneOf(codes);
    }

    String code();

    Reading read(String text, Instant now);

    /** The values a client may send; empty when they cannot be listed. */
    List<String> options();

    sealed interface Reading {
        record Read(Answer answer) implements Reading {}

        record Unreadable(String expected) implements Reading {}
    }

    record Flags() implements AnswerType {
        @Override
        public String code() {
            return "flag";
        }

        @Override
        public Reading read(String text, Instant now) {
            return Flag.of(text)
                    .<Reading>map(flag -> new Reading.Read(new Answer.Flagged(flag)))
                    .orElse(new Reading.Unreadable(expected()));
        }

        @Override
        public List<String> options() {
            return List.of("yes", "no", "unknown");
        }
    }

    record OneOf(List<String> options) implements AnswerType {
        @Override
        public String code() {
            return "choice";
        }

        @Override
        public Reading read(String text, Instant now) {
            return options.contains(text)
                    ? new Reading.Read(new Answer.Chosen(text))
                    : new Reading.Unreadable(expected());
        }
    }

    record PastMoment() implements AnswerType {
        // nobody who answers is older than this; an earlier date is a slip of the keyboard
        private static final Duration OLDEST = Duration.ofDays(120L * 365);

        @Override
        public String code() {
            return "instant";
        }

        @Override
        public Reading read(String text, Instant now) {
            return parsed(text)
                    .<Reading>map(at -> {
                        if (at.isAfter(now)) {
                            return new Reading.Unreadable("must not be in the future");
                        }
                        if (at.isBefore(now.minus(OLDEST))) {
                            return new Reading.Unreadable("must not be more than 120 years ago");
                        }
                        return new Reading.Read(new Answer.Moment(at));
                    })
                    .orElse(new Reading.Unreadable(expected()));
        }

        private static Optional<Instant> parsed(String text) {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException notAnInstant) {
                return Optional.empty();
            }
        }

        @Override
        public List<String> options() {
            return List.of();
        }
    }

    /** What to tell a client that sent something else. */
    default String expected() {
        return switch (this) {
            case Flags flags -> "must be one of the strings " + String.join(", ", flags.options());
            case OneOf choice -> "must be one of the strings " + String.join(", ", choice.options());
            case PastMoment moment ->
                "must be an RFC 3339 date and time with offset, such as 2026-11-20T09:30:00+11:00";
        };
    }
}
