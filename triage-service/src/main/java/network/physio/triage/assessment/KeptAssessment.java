package network.physio.triage.assessment;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import network.physio.http.Caller;
import network.physio.triage.seal.SubjectKeys;

/** Reads one assessment for those who may: its owner, and clinical staff, whose reading is logged first. */
@Singleton
class KeptAssessment {

    private final Assessments assessments;
    private final SubjectKeys keys;
    private final AccessLog accessLog;
    private final Caller caller;
    private final ObjectMapper json;

    KeptAssessment(Assessments assessments, SubjectKeys keys, AccessLog accessLog, Caller caller, ObjectMapper json) {
        this.assessments = assessments;
        this.keys = keys;
        this.accessLog = accessLog;
        this.caller = caller;
        this.json = json;
    }

    sealed interface Found {
        record Shown(Recorded recorded) implements Found {}

        /** The owner's key was deleted. */
        record Erased() implements Found {}

        /** There is none, or none that this caller may see. */
        record Nothing() implements Found {}
    }

    Found find(UUID id) {
        return assessments.find(id).map(this::shown).orElse(new Found.Nothing());
    }

    private Found shown(Assessments.Stored stored) {
        if (stored.owner().filter(caller.principals()::contains).isPresent()) {
            return opened(stored).<Found>map(Found.Shown::new).orElse(new Found.Erased());
        }
        if (caller.hasAny("practitioner", "clinical-lead")) {
            accessLog.read(caller.actor(), stored.id());
            return opened(stored)
                    .<Found>map(recorded -> new Found.Shown(new Recorded(
                            recorded.answers(), recorded.assessment().withoutPass())))
                    .orElse(new Found.Erased());
        }
        return new Found.Nothing();
    }

    private Optional<Recorded> opened(Assessments.Stored stored) {
        return keys.find(stored.keyId())
                .map(key -> Recorded.read(
                        key.seal().open(stored.sealed(), stored.id().toString().getBytes(StandardCharsets.UTF_8)),
                        json));
    }
}
