package network.physio.triage.rule;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import network.physio.triage.disposition.Disposition;
import network.physio.triage.question.Question;

/** What a rule that fires asks for. Effects add up: the most urgent direction, the latest date and every restriction hold. */
sealed interface Effect {
    /** One line that is the same for equal effects; part of what a ruleset's hash covers. */
    String text();

    static Effect direct(Disposition disposition) {
        return new Direct(disposition);
    }

    static Effect block(Collection<Technique> techniques) {
        return new Block(EnumSet.copyOf(techniques));
    }

    static Effect block(Technique... techniques) {
        return block(List.of(techniques));
    }

    static Effect caution(Collection<Technique> techniques) {
        return new Caution(EnumSet.copyOf(techniques));
    }

    static Effect caution(Technique... techniques) {
        return caution(List.of(techniques));
    }

    static Effect suggest(Technique... techniques) {
        return new Suggest(EnumSet.copyOf(List.of(techniques)));
    }

    static Effect noHandsOnFor(Duration duration, Question... since) {
        return new NoHandsOnFor(duration, List.of(since));
    }

    static Effect lengths(Integer... minutes) {
        return new Lengths(new TreeSet<>(List.of(minutes)));
    }

    static Effect plan(String code) {
        return new Plan(code);
    }

    static Effect phase(Phase phase) {
        return new InPhase(phase);
    }

    static Effect advise(String... codes) {
        return new Advise(List.of(codes));
    }

    record Direct(Disposition disposition) implements Effect {
        @Override
        public String text() {
            return "direct to " + disposition;
        }
    }

    record Block(Set<Technique> techniques) implements Effect {
        @Override
        public String text() {
            return "block " + codes(techniques);
        }
    }

    record Caution(Set<Technique> techniques) implements Effect {
        @Override
        public String text() {
            return "caution " + codes(techniques);
        }
    }

    record Suggest(Set<Technique> techniques) implements Effect {
        @Override
        public String text() {
            return "suggest " + codes(techniques);
        }
    }

    /** Counted from the first of these dates that was given, else from now: an unknown date is read as a fresh injury. */
    record NoHandsOnFor(Duration duration, List<Question> since) implements Effect {
        @Override
        public String text() {
            return "no hands-on for " + duration.toHours() + " h since "
                    + since.stream().map(Question::code).collect(Collectors.joining(", else "));
        }
    }

    record Lengths(Set<Integer> minutes) implements Effect {
        @Override
        public String text() {
            return "lengths " + minutes;
        }
    }

    record Plan(String code) implements Effect {
        @Override
        public String text() {
            return "plan " + code;
        }
    }

    record InPhase(Phase phase) implements Effect {
        @Override
        public String text() {
            return "phase " + phase.code();
        }
    }

    record Advise(List<String> codes) implements Effect {
        @Override
        public String text() {
            return "advise " + String.join(", ", codes);
        }
    }

    private static String codes(Set<Technique> techniques) {
        return techniques.stream().map(Technique::code).collect(Collectors.joining(", "));
    }
}
