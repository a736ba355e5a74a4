package network.physio.triage.assessment;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import network.physio.http.Ids;
import org.jboss.logging.MDC;
import org.jdbi.v3.core.Jdbi;

/** Who of the staff looked at whose answers; written before they are shown. */
@Singleton
class AccessLog {

    private final Jdbi database;
    private final Clock clock;

    AccessLog(Jdbi database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    void read(String actor, UUID assessment) {
        Instant now = clock.instant();
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO access_log (id, at, actor, action, purpose, assessment_id, request_id)
                        VALUES (:id, :now, :actor, 'read', 'care', :assessment, :request)
                        """)
                .bind("id", Ids.at(now))
                .bind("now", now)
                .bind("actor", actor)
                .bind("assessment", assessment)
                .bind("request", Objects.toString(MDC.get("requestId"), null))
                .execute());
    }
}
