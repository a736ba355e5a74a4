package network.physio.triage.rule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import network.physio.triage.disposition.Disposition;
import network.physio.triage.question.Answers;
import network.physio.triage.question.Question;
import network.physio.triage.rule.Effect.Advise;
import network.physio.triage.rule.Effect.Block;
import network.physio.triage.rule.Effect.Caution;
import network.physio.triage.rule.Effect.Direct;
import network.physio.triage.rule.Effect.InPhase;
import network.physio.triage.rule.Effect.Lengths;
import network.physio.triage.rule.Effect.NoHandsOnFor;
import network.physio.triage.rule.Effect.Plan;
import network.physio.triage.rule.Effect.Suggest;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say about one set of answers.
 *
 * @param missing mandatory questions without an answer; while there are any, the outcome is not complete
 * @param disposition the most urgent direction so far; answers still missing can only make it more urgent
 * @param restrictions what a later booking has to keep
 * @param fired the rules that fired, in the order of the policy
 */
public record Decision(
        List<Question> missing,
        Disposition disposition,
        Restrictions restrictions,
        @Nullable Phase phase,
        Set<Technique> suggested,
        List<String> advice,
        List<Rule> fired) {
    private static final Set<Integer> ALL_LENGTHS = Set.of(30, 45, 60);

    public boolean complete() {
        return missing.isEmpty();
    }

    /** What can be said: everything when complete, else only what cannot wait, since missing answers can only add urgency. */
    public Optional<Disposition> said() {
        return complete() || disposition.cannotWait() ? Optional.of(disposition) : Optional.empty();
    }

    /** The restrictions for somebody whose earlier, more urgent outcome still holds. */
    public Restrictions heldTo(Disposition earlier) {
        return restrictions.withholding(codes(Policy.withheld(earlier)), plan(earlier, List.of()));
    }

    static Decision of(Answers answers, List<Rule> fired, Instant now) {
        var disposition = Disposition.SELF_CARE;
        var blocked = EnumSet.noneOf(Technique.class);
        var cautioned = EnumSet.noneOf(Technique.class);
        var suggested = EnumSet.noneOf(Technique.class);
        var lengths = new TreeSet<>(ALL_LENGTHS);
        var advice = new LinkedHashSet<String>();
        var plans = new ArrayList<String>();
        Optional<Instant> notBefore = Optional.empty();
        Phase phase = null;
        for (var rule : fired) {
            for (var effect : rule.effects()) {
                switch (effect) {
                    case Direct(var urgency) ->
                        disposition = urgency.isMoreUrgentThan(disposition) ? urgency : disposition;
                    case Block(var techniques) -> blocked.addAll(techniques);
                    case Caution(var techniques) -> cautioned.addAll(techniques);
                    case Suggest(var techniques) -> suggested.addAll(techniques);
                    case NoHandsOnFor wait -> notBefore = latest(notBefore, until(wait, answers, now));
                    case Lengths(var minutes) -> lengths.retainAll(minutes);
                    case Plan(var code) -> plans.add(code);
                    case InPhase(var found) -> phase = found;
                    case Advise(var codes) -> advice.addAll(codes);
                }
            }
        }
        blocked.addAll(Policy.withheld(disposition));
        cautioned.removeAll(blocked);
        suggested.removeAll(blocked);
        suggested.removeAll(cautioned);
        var restrictions = new Restrictions(
                codes(blocked),
                codes(cautioned),
                notBefore.orElse(null),
                List.copyOf(lengths),
                plan(disposition, plans));
        return new Decision(answers.missing(), disposition, restrictions, phase, suggested, List.copyOf(advice), fired);
    }

    private static @Nullable String plan(Disposition disposition, List<String> plans) {
        return switch (disposition) {
            case EMERGENCY_AMBULANCE, EMERGENCY_DEPARTMENT, MEDICAL_SAME_DAY, MEDICAL_CLEARANCE -> null;
            // FR-13: an early assessment and a plan of one's own
            case PHYSIOTHERAPY_FIRST -> "FR-13";
            case MASSAGE_SUITABLE, SELF_CARE -> plans.isEmpty() ? null : plans.getFirst();
        };
    }

    private static Instant until(NoHandsOnFor wait, Answers answers, Instant now) {
        var since = wait.since().stream()
                .flatMap(moment -> answers.moment(moment).stream())
                .findFirst()
                .orElse(now);
        return since.plus(wait.duration());
    }

    private static Optional<Instant> latest(Optional<Instant> known, Instant other) {
        return known.filter(instant -> instant.isAfter(other)).or(() -> Optional.of(other));
    }

    private static List<String> codes(Set<Technique> techniques) {
        return techniques.stream().map(Technique::code).toList();
    }
}
