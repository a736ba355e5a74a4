package network.physio.triage.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import network.physio.triage.question.Answer;
import network.physio.triage.question.AnswerType;
import network.physio.triage.question.Answers;
import network.physio.triage.question.Flag;
import network.physio.triage.question.Question;

/** People who answer, for tests. */
public final class Answering {

    public static final Instant NOW = Instant.parse("2026-11-30T02:00:00Z");

    private Answering() {}

    /** An adult with checked low back pain of four months, and a plain no to everything else. */
    public static Answers wellOtherwise() {
        Answers answers = Answers.none();
        for (Question question : Question.values()) {
            if (question.type() instanceof AnswerType.Flags) {
                answers = answers.with(question, new Answer.Flagged(Flag.NO));
            }
        }
        answers = with(answers, "body-region=lower-back");
        answers = with(answers, "age-band=18-49");
        answers = with(answers, "reason=pain");
        return with(answers, "onset-at=-120d");
    }

    /** Answers separated by commas: {@code fever=yes}; moments as an age: {@code injury-at=-24h}; {@code onset-at=} takes one away. */
    public static Answers with(Answers answers, String changes) {
        Answers changed = answers;
        for (String change : Arrays.stream(changes.split(",", -1))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList()) {
            String[] parts = change.split("=", -1);
            Question question = Question.of(parts[0].strip()).orElseThrow(() -> new AssertionError(parts[0]));
            changed = parts[1].isBlank()
                    ? without(changed, question)
                    : changed.with(question, answer(question, parts[1]));
        }
        return changed;
    }

    static Answers without(Answers answers, Question question) {
        var left = new java.util.EnumMap<Question, Answer>(Question.class);
        left.putAll(answers.given());
        left.remove(question);
        return new Answers(left);
    }

    private static Answer answer(Question question, String text) {
        return switch (question.type()) {
            case AnswerType.Flags flags -> new Answer.Flagged(Flag.of(text).orElseThrow());
            case AnswerType.OneOf choice -> new Answer.Chosen(text);
            case AnswerType.PastMoment moment -> new Answer.Moment(NOW.plus(age(text)));
        };
    }

    private static Duration age(String text) {
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 'd' -> Duration.ofDays(number);
            case 'h' -> Duration.ofHours(number);
            case 'm' -> Duration.ofMinutes(number);
            default -> throw new AssertionError(text);
        };
    }
}
