package network.physio.triage.rule;

import java.time.Instant;
import java.util.List;
import network.physio.triage.question.Answers;

/**
 * One clinical rule.
 *
 * @param name the rule's stable code; its plain sentence is kept under it in {@code wording/rules.properties}
 * @param sources ids of the clinical facts it rests on; {@code external:…} marks those that are not in the network's own fact base
 */
public record Rule(String name, List<String> sources, Hazard hazard, Condition when, List<Effect> effects) {
    static Named named(String name) {
        return new Named(name);
    }

    boolean fires(Answers answers, Instant now) {
        return when.holds(answers, now);
    }

    String text() {
        var lines = new StringBuilder("rule ").append(name).append('\n');
        lines.append("  cites ").append(String.join(", ", sources)).append('\n');
        lines.append("  guards against ")
                .append(hazard.code())
                .append(' ')
                .append(hazard)
                .append('\n');
        lines.append("  when ").append(when.text()).append('\n');
        effects.forEach(effect -> lines.append("  then ").append(effect.text()).append('\n'));
        return lines.toString();
    }

    record Named(String name) {
        Cited cites(String... sources) {
            return new Cited(name, List.of(sources));
        }
    }

    record Cited(String name, List<String> sources) {
        Guarding against(Hazard hazard) {
            return new Guarding(this, hazard);
        }
    }

    record Guarding(Cited cited, Hazard hazard) {
        When when(Condition condition) {
            return new When(this, condition);
        }
    }

    record When(Guarding guarding, Condition condition) {
        Rule then(Effect... effects) {
            return new Rule(guarding.cited.name, guarding.cited.sources, guarding.hazard, condition, List.of(effects));
        }
    }
}
