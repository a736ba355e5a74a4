package network.physio.triage.question;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything one person has answered so far. */
public record Answers(Map<Question, Answer> given) {
    public Answers {
        given = Map.copyOf(given);
    }

    public static Answers none() {
        return new Answers(Map.of());
    }

    public Answers with(Question question, Answer answer) {
        var changed = new EnumMap<Question, Answer>(Question.class);
        changed.putAll(given);
        changed.put(question, answer);
        return new Answers(changed);
    }

    public boolean has(Question question) {
        return given.containsKey(question);
    }

    public boolean says(Question question, Flag flag) {
        return given.get(question) instanceof Answer.Flagged(var said) && said == flag;
    }

    /** Answered with anything but a plain no. */
    boolean mayBe(Question question) {
        return says(question, Flag.YES) || says(question, Flag.UNKNOWN);
    }

    public boolean chose(Question question, Collection<String> codes) {
        return given.get(question) instanceof Answer.Chosen(var code) && codes.contains(code);
    }

    public Optional<String> choice(Question question) {
        return given.get(question) instanceof Answer.Chosen(var code) ? Optional.of(code) : Optional.empty();
    }

    public Optional<Instant> moment(Question question) {
        return given.get(question) instanceof Answer.Moment(var at) ? Optional.of(at) : Optional.empty();
    }

    /** Mandatory questions without an answer, most urgent first. */
    public List<Question> missing() {
        return Arrays.stream(Question.values())
                .filter(question -> question.needed().given(this) && !has(question))
                .toList();
    }
}
