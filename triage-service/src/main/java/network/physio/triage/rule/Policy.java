package network.physio.triage.rule;

import static network.physio.triage.disposition.Disposition.MEDICAL_CLEARANCE;
import static network.physio.triage.disposition.Disposition.PHYSIOTHERAPY_FIRST;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.physio.triage.disposition.Disposition;
import network.physio.triage.question.Answers;
import network.physio.triage.question.BodyRegions;
import network.physio.triage.question.Question;

/** Every rule, most urgent families first. Rules only ever add urgency and restrictions, so their order changes the explanation and never the outcome. */
public final class Policy {
    public static final List<Rule> RULES = Stream.of(
                    ExternalFlags.ALL, RedFlags.ALL, Contraindications.ALL, CarePlans.ALL)
            .flatMap(List::stream)
            .toList();

    private Policy() {}

    /** The same answers at the same instant always give the same decision. */
    public static Decision decide(Answers answers, Instant now) {
        var fired = RULES.stream().filter(rule -> rule.fires(answers, now)).toList();
        return Decision.of(answers, fired, now);
    }

    /** What an outcome withholds by itself: with a doctor's word outstanding everything hands-on, before an assessment all massage. */
    static Set<Technique> withheld(Disposition disposition) {
        if (disposition.compareTo(MEDICAL_CLEARANCE) >= 0) {
            return Technique.all();
        }
        return disposition == PHYSIOTHERAPY_FIRST ? Technique.massage() : Set.of();
    }

    /** Everything that decides, as text: what a ruleset's hash is made from. */
    public static String text() {
        var parts = new ArrayList<String>();
        BodyRegions.all()
                .forEach(region -> parts.add("region " + region
                        + (BodyRegions.reviewed().contains(region) ? " reviewed" : " not reviewed") + "\n"));
        Arrays.stream(Question.values()).map(Policy::text).forEach(parts::add);
        Arrays.stream(Disposition.values()).map(Policy::text).forEach(parts::add);
        RULES.forEach(rule -> parts.add(rule.text()));
        return String.join("", parts);
    }

    private static String text(Question question) {
        return "question " + question.code() + " " + question.type().code() + " "
                + question.type().options() + " needed " + question.needed().code() + "\n";
    }

    private static String text(Disposition disposition) {
        var withheld =
                withheld(disposition).stream().map(Technique::code).sorted().collect(Collectors.joining(", "));
        return "disposition " + disposition + " withholds [" + withheld + "]\n";
    }
}
