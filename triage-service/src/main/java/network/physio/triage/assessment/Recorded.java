package network.physio.triage.assessment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import network.physio.triage.question.Answers;

/**
 * What is sealed under the owner's key.
 *
 * @param answers every answer by its question's code, as it was sent
 */
record Recorded(Map<String, String> answers, AssessmentView assessment) {

    static Recorded of(Answers answers, AssessmentView assessment) {
        Map<String, String> texts = new TreeMap<>();
        answers.given().forEach((question, answer) -> texts.put(question.code(), answer.text()));
        return new Recorded(texts, assessment);
    }

    byte[] written(ObjectMapper json) {
        try {
            return json.writeValueAsBytes(this);
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException("a decision of ours cannot be written", ours);
        }
    }

    static Recorded read(byte[] written, ObjectMapper json) {
        try {
            return json.readValue(written, Recorded.class);
        } catch (IOException ours) {
            throw new IllegalStateException("a decision of ours cannot be read", ours);
        }
    }
}
