package network.physio.booking.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** What an event says beyond its columns, as JSON. */
@ApplicationScoped
public class EventDetails {

    private final ObjectMapper json;

    EventDetails(ObjectMapper json) {
        this.json = json;
    }

    public Map<String, Object> read(String written) {
        try {
            return json.readValue(written, new TypeReference<>() {});
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("the details of an event cannot be read", unreadable);
        }
    }

    String written(Map<String, Object> details) {
        try {
            return json.writeValueAsString(details);
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException("the details of an event cannot be written as JSON", ours);
        }
    }
}
