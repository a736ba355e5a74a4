package network.physio.booking.appointment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What became of an appointment, in order. It is the events themselves: a second record of the same could differ. */
@ApplicationScoped
class AppointmentHistory {

    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

    private final Jdbi database;
    private final ObjectMapper json;

    AppointmentHistory(Jdbi database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** One change; {@code place} is its place in the order. */
    record Entry(
            long place,
            Instant at,
            String type,
            @Nullable Integer version,
            String actor,
            @Nullable UUID clinicId,
            @Nullable UUID practitionerId,
            Map<String, Object> details) {}

    /**
     * Changes of one appointment, the oldest first. Its row is locked by whoever changes it, so the order of the events is the
     * order of the changes.
     *
     * @param hidden types that the reader does not see
     */
    List<Entry> of(UUID appointment, List<String> hidden, long after, int limit) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT seq, at, type, version, actor, clinic_id, practitioner_id, details
                          FROM event
                         WHERE appointment_id = :appointment AND seq > :after AND type <> ALL (:hidden)
                         ORDER BY seq
                         LIMIT :limit
                        """)
                .bind("appointment", appointment)
                .bind("after", after)
                .bindArray("hidden", String.class, hidden)
                .bind("limit", limit)
                .map((row, context) -> new Entry(
                        row.getLong("seq"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("type"),
                        row.getObject("version", Integer.class),
                        row.getString("actor"),
                        row.getObject("clinic_id", UUID.class),
                        row.getObject("practitioner_id", UUID.class),
                        members(row.getString("details"))))
                .list());
    }

    private Map<String, Object> members(String written) {
        try {
            return json.readValue(written, MEMBERS);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("the details of an event cannot be read", unreadable);
        }
    }
}
