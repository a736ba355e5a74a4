package network.physio.booking.message;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** The rows of what patients do not want to get by e-mail. */
@ApplicationScoped
class MessagePreferences {

    private final Jdbi database;

    MessagePreferences(Jdbi database) {
        this.database = database;
    }

    /** What is switched off, as codes of purposes; version 0 stands for nobody having chosen yet. */
    record Preferences(List<String> switchedOff, long version) {
        static final Preferences NONE = new Preferences(List.of(), 0);
    }

    Preferences of(UUID patientId) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT switched_off, version FROM message_preference
                         WHERE patient_id = :patient AND channel = 'email'
                        """)
                .bind("patient", patientId)
                .map((row, context) -> preferences(row))
                .findOne()
                .orElse(Preferences.NONE));
    }

    /** Replaces them, unless they have another version by now. */
    Optional<Preferences> replace(UUID patientId, Collection<String> switchedOff, long expectedVersion) {
        return database.withHandle(handle -> handle.createQuery("""
                        INSERT INTO message_preference (patient_id, channel, switched_off)
                        SELECT :patient, 'email', :off WHERE :expected = 0
                            OR EXISTS (SELECT FROM message_preference
                                        WHERE patient_id = :patient AND channel = 'email' AND version = :expected)
                        ON CONFLICT (patient_id, channel) DO UPDATE
                           SET switched_off = excluded.switched_off, version = message_preference.version + 1
                         WHERE message_preference.version = :expected
                        RETURNING switched_off, version
                        """)
                .bind("patient", patientId)
                .bindArray("off", String.class, List.copyOf(switchedOff))
                .bind("expected", expectedVersion)
                .map((row, context) -> preferences(row))
                .findOne());
    }

    /** Switches one purpose off, whatever the version; again is no change. */
    void switchOff(UUID patientId, MessagePurpose purpose) {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO message_preference (patient_id, channel, switched_off)
                        VALUES (:patient, 'email', ARRAY[:purpose::text])
                        ON CONFLICT (patient_id, channel) DO UPDATE
                           SET switched_off = message_preference.switched_off || :purpose::text,
                               version = message_preference.version + 1
                         WHERE NOT message_preference.switched_off @> ARRAY[:purpose::text]
                        """)
                .bind("patient", patientId)
                .bind("purpose", purpose.code())
                .execute());
    }

    private static Preferences preferences(ResultSet row) throws SQLException {
        return new Preferences(List.of((String[]) row.getArray("switched_off").getArray()), row.getLong("version"));
    }
}
