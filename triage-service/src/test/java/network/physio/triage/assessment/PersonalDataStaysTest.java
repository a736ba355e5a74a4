package network.physio.triage.assessment;

import static network.physio.triage.assessment.Requests.assess;
import static network.physio.triage.assessment.Requests.guest;
import static network.physio.triage.assessment.Requests.newKey;
import static network.physio.triage.assessment.Requests.patient;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import network.physio.triage.TriageTest;
import org.junit.jupiter.api.Test;

/** Answers, keys and names of callers do not reach the log. */
@TriageTest
class PersonalDataStaysTest {

    @Test
    void theLogHoldsRoutesAndIdsOnly() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler listening = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage() + " " + java.util.Arrays.toString(line.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        String key = newKey();
        String subject = UUID.randomUUID().toString();
        Logger root = Logger.getLogger("");
        root.addHandler(listening);
        try {
            String location = assess(guest(key), "saddle-numbness=yes").header("Location");
            guest(key).get(location).then().statusCode(200);
            guest(newKey()).get(location).then().statusCode(404);
            assess(patient(subject), "anticoagulants=yes");
            guest(key)
                    .contentType("application/json")
                    .body("{\"answers\":[{\"question\":\"fever\",\"value\":\"markedword\"}],\"context\":{}}")
                    .post(Requests.PATH)
                    .then()
                    .statusCode(422);
        } finally {
            root.removeHandler(listening);
        }
        assertThat(lines).anyMatch(line -> line.contains("/triage/v1/assessments/{id}"));
        assertThat(lines)
                .noneMatch(line -> line.contains("saddle")
                        || line.contains("anticoagulants")
                        || line.contains("markedword")
                        || line.contains(key)
                        || line.contains(subject));
    }
}
