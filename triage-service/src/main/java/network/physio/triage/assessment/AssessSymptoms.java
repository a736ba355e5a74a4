package network.physio.triage.assessment;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.http.Ids;
import network.physio.triage.assessment.AssessmentView.EarlierOutcome;
import network.physio.triage.assessment.Assessments.Decided;
import network.physio.triage.assessment.Assessments.Holding;
import network.physio.triage.disposition.Disposition;
import network.physio.triage.pass.PassSettings;
import network.physio.triage.pass.Passes;
import network.physio.triage.pass.ScreeningPass;
import network.physio.triage.pass.SubjectHash;
import network.physio.triage.question.Answers;
import network.physio.triage.question.Question;
import network.physio.triage.rule.Decision;
import network.physio.triage.rule.Policy;
import network.physio.triage.ruleset.Ruleset;
import network.physio.triage.seal.SubjectKeys;
import network.physio.triage.seal.SubjectKeys.SubjectKey;
import network.physio.triage.stop.Stops;
import network.physio.triage.stop.Stops.Stop;
import org.jspecify.annotations.Nullable;

/**
 * Decides on one set of answers and keeps the decision. Decision, pass, stops and event are one transaction, which the caller
 * opens; the owner's key row is locked first, so that two assessments of one person are decided one after the other.
 */
@Singleton
class AssessSymptoms {

    private static final String CALL_BACK = "call-back";

    private final Assessments assessments;
    private final SubjectKeys keys;
    private final Passes passes;
    private final Stops stops;
    private final PassSettings passSettings;
    private final RetentionSettings retention;
    private final EmergencyNumber emergency;
    private final ObjectMapper json;
    private final Clock clock;

    AssessSymptoms(
            Assessments assessments,
            SubjectKeys keys,
            Passes passes,
            Stops stops,
            PassSettings passSettings,
            RetentionSettings retention,
            EmergencyNumber emergency,
            ObjectMapper json,
            Clock clock) {
        this.assessments = assessments;
        this.keys = keys;
        this.passes = passes;
        this.stops = stops;
        this.passSettings = passSettings;
        this.retention = retention;
        this.emergency = emergency;
        this.json = json;
        this.clock = clock;
    }

    AssessmentView assess(Answers answers, Respondent who) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        UUID id = Ids.at(now);
        SubjectKey key = keys.lock(who.owner().orElse("assessment:" + id), now);
        Decision decision = Policy.decide(answers, now);
        Optional<Holding> earlier = who.holder()
                .flatMap(holder -> assessments.mostUrgentHolding(holder, now))
                .filter(holding -> holding.disposition().isMoreUrgentThan(decision.disposition()))
                .filter(holding -> decision.complete() || holding.disposition().cannotWait());
        Disposition effective = earlier.map(Holding::disposition).orElse(decision.disposition());
        Optional<ScreeningPass> pass = pass(id, answers, decision, effective, who, now);

        AssessmentView view = view(id, decision, pass.orElse(null), earlier.orElse(null), now);
        byte[] sealed = key.seal().close(Recorded.of(answers, view).written(json), bytes(id));
        assessments.add(new Decided(
                id,
                who.owner().orElse(null),
                key.id(),
                decision.complete(),
                decision.said().orElse(null),
                sealed,
                now,
                now.plus(passSettings.holdsFor()),
                now.plus(keptFor(who))));
        pass.ifPresent(issued -> passes.add(issued, who.holder().orElse(null), effective));
        stop(id, decision, who, now);
        tell(id, decision, now);
        return view;
    }

    private Optional<ScreeningPass> pass(
            UUID id, Answers answers, Decision decision, Disposition effective, Respondent who, Instant now) {
        Disposition.Gate gate = effective.gate();
        if (!decision.complete() || gate == null) {
            return Optional.empty();
        }
        return Optional.of(new ScreeningPass(
                Ids.at(now),
                id,
                answers.choice(Question.BODY_REGION).orElseThrow(),
                answers.choice(Question.AGE_BAND).orElseThrow(),
                gate,
                effective == decision.disposition() ? decision.restrictions() : decision.heldTo(effective),
                Ruleset.CURRENT.hash(),
                now,
                now.plus(passSettings.bookWithin()),
                now.plus(passSettings.holdsFor()),
                who.identified().map(SubjectHash::of).orElse(null)));
    }

    private AssessmentView view(
            UUID id, Decision decision, @Nullable ScreeningPass pass, @Nullable Holding earlier, Instant now) {
        return new AssessmentView(
                id,
                now,
                AssessmentView.outcome(
                        decision, Optional.ofNullable(earlier).map(Holding::disposition), emergency.toString()),
                AssessmentView.explanation(decision, emergency.toString()),
                pass == null ? null : passes.signed(pass),
                pass == null ? null : pass.bookBy(),
                earlier == null ? null : new EarlierOutcome(earlier.disposition(), earlier.until()));
    }

    /** An outcome revokes the person's passes that allow more than it does; an emergency also stops every booking. */
    private void stop(UUID id, Decision decision, Respondent who, Instant now) {
        List<Stop> found = new ArrayList<>();
        decision.said()
                .ifPresent(said -> who.holder().stream()
                        .flatMap(holder -> passes.live(holder, now).stream())
                        .filter(live -> said.isMoreUrgentThan(live.disposition()))
                        .forEach(live -> found.add(new Stop.OfPass(live.jti(), live.bookBy()))));
        if (decision.disposition().isEmergency()) {
            who.identified()
                    .ifPresent(subject ->
                            found.add(new Stop.OfSubject(SubjectHash.of(subject), now.plus(passSettings.holdsFor()))));
        }
        stops.add(id, found);
    }

    private void tell(UUID id, Decision decision, Instant now) {
        assessments.addEvent("assessment-decided", id, now);
        if (decision.disposition().isEmergency()) {
            assessments.addEvent("emergency-found", id, now);
        }
        if (decision.complete() && decision.advice().contains(CALL_BACK)) {
            assessments.addEvent("call-back-wanted", id, now);
        }
    }

    private Duration keptFor(Respondent who) {
        return who.subject().isPresent() ? retention.signedIn() : retention.guest();
    }

    private static byte[] bytes(UUID id) {
        return id.toString().getBytes(StandardCharsets.UTF_8);
    }
}
