package network.physio.triage.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import network.physio.triage.question.Answers;
import network.physio.triage.question.Flag;
import network.physio.triage.question.Question;

/**
 * When a rule fires. There is no negation: a condition over flags can only be made true by an answer that is given, so an unanswered or unknown question is
 * never read as a no.
 */
sealed interface Condition {
    boolean holds(Answers answers, Instant now);

    /** One line that is the same for equal conditions; part of what a ruleset's hash covers. */
    String text();

    static Condition always() {
        return new AllOf(List.of());
    }

    static Condition yes(Question question) {
        return new Says(question, Flag.YES);
    }

    static Condition unknown(Question question) {
        return new Says(question, Flag.UNKNOWN);
    }

    static Condition yesOrUnknown(Question question) {
        return anyOf(yes(question), unknown(question));
    }

    static Condition chose(Question question, String... codes) {
        return new Chose(question, List.of(codes));
    }

    static Condition chose(Question question, Collection<String> codes) {
        return new Chose(question, List.copyOf(codes));
    }

    static Condition allOf(Condition... conditions) {
        return new AllOf(List.of(conditions));
    }

    static Condition anyOf(Condition... conditions) {
        return new AnyOf(List.of(conditions));
    }

    static Condition ago(Question moment, Bound bound, Duration duration) {
        return new Ago(moment, bound, duration);
    }

    static Condition noDate(Question moment) {
        return new NoDate(moment);
    }

    enum Bound {
        LESS_THAN,
        AT_MOST,
        AT_LEAST,
        MORE_THAN;

        private boolean admits(int comparison) {
            return switch (this) {
                case LESS_THAN -> comparison < 0;
                case AT_MOST -> comparison <= 0;
                case AT_LEAST -> comparison >= 0;
                case MORE_THAN -> comparison > 0;
            };
        }
    }

    record Says(Question question, Flag flag) implements Condition {
        @Override
        public boolean holds(Answers answers, Instant now) {
            return answers.says(question, flag);
        }

        @Override
        public String text() {
            return question.code() + " = " + flag.code();
        }
    }

    record Chose(Question question, List<String> codes) implements Condition {
        @Override
        public boolean holds(Answers answers, Instant now) {
            return answers.chose(question, codes);
        }

        @Override
        public String text() {
            return question.code() + " in {" + String.join(", ", codes) + "}";
        }
    }

    record Ago(Question moment, Bound bound, Duration duration) implements Condition {
        @Override
        public boolean holds(Answers answers, Instant now) {
            return answers.moment(moment)
                    .map(at -> bound.admits(Duration.between(at, now).compareTo(duration)))
                    .orElse(false);
        }

        @Override
        public String text() {
            return moment.code() + " "
                    + bound.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + " " + duration.toHours()
                    + " h ago";
        }
    }

    record NoDate(Question moment) implements Condition {
        @Override
        public boolean holds(Answers answers, Instant now) {
            return !answers.has(moment);
        }

        @Override
        public String text() {
            return "no " + moment.code();
        }
    }

    record AllOf(List<Condition> conditions) implements Condition {
        @Override
        public boolean holds(Answers answers, Instant now) {
            return conditions.stream().allMatch(condition -> condition.holds(answers, now));
        }

        @Override
        public String text() {
            return conditions.isEmpty() ? "always" : joined(conditions, " and ");
        }
    }

    record AnyOf(List<Condition> conditions) implements Condition {
        @Override
        public boolean holds(Answers answers, Instant now) {
            return conditions.stream().anyMatch(condition -> condition.holds(answers, now));
        }

        @Override
        public String text() {
            return joined(conditions, " or ");
        }
    }

    private static String joined(List<Condition> conditions, String word) {
        return conditions.stream().map(Condition::text).collect(Collectors.joining(word, "(", ")"));
    }
}
