package network.physio.triage.question;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.physio.http.Fault;
import org.jspecify.annotations.Nullable;

/** Answers as they were sent, on the way to being typed: every fault is found, each with its place. */
public final class AnswerSheet {

    private final Instant now;
    private final Map<Question, Answer> answers = new EnumMap<>(Question.class);
    private final List<Fault> faults = new ArrayList<>();

    public AnswerSheet(Instant now) {
        this.now = now;
    }

    public sealed interface Reading {
        record Read(Answers answers) implements Reading {}

        record Faulty(List<Fault> faults) implements Reading {}
    }

    /**
     * One entry of the list of answers.
     *
     * @param pointer JSON pointer of the entry
     * @param text null when the value was missing or not a JSON string: no other type is ever read as an answer
     */
    public void answer(String pointer, String code, @Nullable String text) {
        Optional<Question> question = Question.of(code);
        if (question.isEmpty()) {
            faults.add(new Fault(pointer + "/question", "is not a question; GET /triage/v1/questions lists them"));
        } else if (question.get().place() != Question.Place.ANSWERS) {
            faults.add(new Fault(pointer + "/question", "is answered in the context"));
        } else if (answers.containsKey(question.get())) {
            faults.add(new Fault(pointer + "/question", "is answered more than once"));
        } else {
            read(pointer + "/value", question.get(), text);
        }
    }

    /** One member of the context; a missing one is a question that is not answered yet. */
    public void context(String pointer, Question question, @Nullable String text) {
        if (text != null) {
            read(pointer, question, text);
        }
    }

    public Reading read() {
        return faults.isEmpty() ? new Reading.Read(new Answers(answers)) : new Reading.Faulty(List.copyOf(faults));
    }

    private void read(String pointer, Question question, @Nullable String text) {
        if (text == null) {
            faults.add(new Fault(pointer, question.type().expected()));
            return;
        }
        switch (question.type().read(text, now)) {
            case AnswerType.Reading.Read(var answer) -> answers.put(question, answer);
            case AnswerType.Reading.Unreadable(var expected) -> faults.add(new Fault(pointer, expected));
        }
    }
}
