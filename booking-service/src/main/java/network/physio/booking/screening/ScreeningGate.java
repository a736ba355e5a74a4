package network.physio.booking.screening;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Treatment;
import network.physio.http.Hashes;
import network.physio.http.Slugs;
import org.jspecify.annotations.Nullable;

/** Decides, from every door alike, whether screening lets a visit be booked. */
@ApplicationScoped
public class ScreeningGate {

    private final PassVerifier verifier;
    private final TriageRecords records;
    private final ScreeningSettings settings;
    private final Clock clock;

    ScreeningGate(PassVerifier verifier, TriageRecords records, ScreeningSettings settings, Clock clock) {
        this.verifier = verifier;
        this.records = records;
        this.settings = settings;
        this.clock = clock;
    }

    /** What screening says of a visit. */
    public sealed interface Decision {
        record Open(Screening screening) implements Decision {}

        /** A pass, or a quick screen by staff, is needed. */
        record Needed() implements Decision {}

        record PassInvalid(String reason, String sentence) implements Decision {}

        record Blocked(List<Block> blocks) implements Decision {}

        /** An emergency outcome holds: nothing is booked before a clinician has cleared it. */
        record Emergency(String number) implements Decision {}
    }

    /** Why the screening does not allow this visit. */
    public enum Block {
        ASSESSMENT_FIRST("#/treatmentId", "The screening asks for an assessment visit first."),
        TECHNIQUE_BLOCKED("#/treatmentId", "The treatment uses a technique that the screening rules out for now."),
        NOT_YET("#/startsAt", "The screening rules out hands-on treatment before a later time."),
        LENGTH_NOT_ALLOWED("#/minutes", "The screening allows other lengths."),
        START_TOO_LATE("#/startsAt", "The screening does not hold for a start so late; screen again closer to it."),
        SCREENING_PENDING(
                "#/screeningPass", "The screening cannot be checked now, so only an assessment visit can be booked.");

        private final String pointer;
        private final String sentence;

        Block(String pointer, String sentence) {
            this.pointer = pointer;
            this.sentence = sentence;
        }

        public String code() {
            return Slugs.of(this);
        }

        public String pointer() {
            return pointer;
        }

        public String sentence() {
            return sentence;
        }
    }

    /**
     * Decides on a new visit, in its transaction.
     *
     * @param pass what triage gave the caller, null for none
     * @param patientSubjects the accounts that are this patient
     * @param quickScreened whether staff have asked the universal questions themselves
     */
    public Decision decide(
            Judge.Wish wish, UUID patient, List<String> patientSubjects, @Nullable String pass, boolean quickScreened) {
        Instant now = clock.instant();
        if (isStopped(patientSubjects, now)) {
            return new Decision.Emergency(settings.emergencyNumber());
        }
        if (!wish.treatment().needsScreening()) {
            return new Decision.Open(Screening.without(Screening.State.NOT_REQUIRED));
        }
        if (pass == null) {
            return withoutPass(wish.treatment(), quickScreened, now);
        }
        return switch (verifier.verify(pass)) {
            case PassVerifier.Result.Invalid invalid ->
                new Decision.PassInvalid(invalid.fault().code(), invalid.fault().sentence());
            case PassVerifier.Result.Valid valid -> withPass(wish, patient, patientSubjects, valid.pass(), now);
        };
    }

    /** What a pass says of how often to come. */
    public sealed interface Plan {
        /** @param code such as {@code FR-01}; null when the pass has none */
        record Read(@Nullable String code) implements Plan {}

        record Unusable(Decision.PassInvalid why) implements Plan {}
    }

    /** The plan of a pass that can be used now. */
    public Plan plan(String pass) {
        return switch (verifier.verify(pass)) {
            case PassVerifier.Result.Valid valid -> new Plan.Read(valid.pass().plan());
            case PassVerifier.Result.Invalid invalid ->
                new Plan.Unusable(new Decision.PassInvalid(
                        invalid.fault().code(), invalid.fault().sentence()));
        };
    }

    /** Until when this pass can be used for bookings; empty for one that cannot be used now. */
    public Optional<Instant> usableUntil(String pass) {
        return verifier.verify(pass) instanceof PassVerifier.Result.Valid valid
                ? Optional.of(valid.pass().expiresAt())
                : Optional.empty();
    }

    /**
     * Decides again on a visit that moves, or follows another one in a series: what was found at booking still holds, and so
     * does what came since.
     */
    public Decision decideMove(Judge.Wish wish, List<String> patientSubjects, Screening screening) {
        Instant now = clock.instant();
        if (isStopped(patientSubjects, now)) {
            return new Decision.Emergency(settings.emergencyNumber());
        }
        if (screening.pass() != null && records.isRevoked(screening.pass(), now)) {
            return new Decision.PassInvalid(PassVerifier.Fault.REVOKED.code(), PassVerifier.Fault.REVOKED.sentence());
        }
        List<Block> blocks = blocks(wish, screening);
        return blocks.isEmpty() ? new Decision.Open(screening) : new Decision.Blocked(blocks);
    }

    private boolean isStopped(List<String> subjects, Instant now) {
        return !subjects.isEmpty()
                && records.isStopped(
                        subjects.stream().map(ScreeningGate::subjectHash).toList(), now);
    }

    private Decision withoutPass(Treatment treatment, boolean quickScreened, Instant now) {
        if (quickScreened) {
            return new Decision.Open(Screening.without(Screening.State.CLEARED));
        }
        if (stopsAreStale(now) && treatment.assessment()) {
            return new Decision.Open(Screening.without(Screening.State.PENDING));
        }
        return new Decision.Needed();
    }

    private Decision withPass(Judge.Wish wish, UUID patient, List<String> subjects, ScreeningPass pass, Instant now) {
        List<String> hashes = subjects.stream().map(ScreeningGate::subjectHash).toList();
        boolean anothersAccount =
                pass.subjectHash() != null && !hashes.isEmpty() && !hashes.contains(pass.subjectHash());
        if (anothersAccount || !records.bind(pass, patient, now)) {
            return new Decision.PassInvalid(
                    PassVerifier.Fault.OTHER_PATIENT.code(), PassVerifier.Fault.OTHER_PATIENT.sentence());
        }
        if (stopsAreStale(now)) {
            return wish.treatment().assessment()
                    ? new Decision.Open(Screening.without(Screening.State.PENDING))
                    : new Decision.Blocked(List.of(Block.SCREENING_PENDING));
        }
        boolean restricted = wish.treatment().mayTechniques().stream().anyMatch(pass.blocked()::contains)
                || pass.gate() == ScreeningPass.Gate.CLEARANCE_NEEDED;
        Screening screening = Screening.of(pass, restricted);
        List<Block> blocks = blocks(wish, screening);
        return blocks.isEmpty() ? new Decision.Open(screening) : new Decision.Blocked(blocks);
    }

    private static List<Block> blocks(Judge.Wish wish, Screening screening) {
        Treatment treatment = wish.treatment();
        List<Block> blocks = new ArrayList<>();
        if (screening.assessmentOnly() && !treatment.assessment()) {
            blocks.add(Block.ASSESSMENT_FIRST);
        }
        if (treatment.alwaysTechniques().stream().anyMatch(screening.blocked()::contains)) {
            blocks.add(Block.TECHNIQUE_BLOCKED);
        }
        if (screening.startsBefore() != null && !wish.startsAt().isBefore(screening.startsBefore())) {
            blocks.add(Block.START_TOO_LATE);
        }
        if (treatment.handsOn() && !treatment.assessment()) {
            if (screening.notBefore() != null && wish.startsAt().isBefore(screening.notBefore())) {
                blocks.add(Block.NOT_YET);
            }
            if (screening.lengths() != null && !screening.lengths().contains(wish.minutes())) {
                blocks.add(Block.LENGTH_NOT_ALLOWED);
            }
        }
        return blocks;
    }

    private boolean stopsAreStale(Instant now) {
        return records.stopsIssuedAt()
                .map(issued -> issued.plus(settings.stopsValidFor()).isBefore(now))
                .orElse(true);
    }

    /** How triage names a person in passes and stops: see docs/screening-pass.md. */
    static String subjectHash(String subject) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Hashes.sha256(("physio-network/subject:" + subject).getBytes(StandardCharsets.UTF_8)));
    }
}
