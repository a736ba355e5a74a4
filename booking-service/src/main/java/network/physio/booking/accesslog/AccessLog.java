package network.physio.booking.accesslog;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.http.sql.Sql;
import org.jboss.logging.MDC;

/**
 * Adds lines to the access log, in the surrounding transaction when there is one. Written before the data is shown: what
 * cannot be logged is not answered.
 */
@ApplicationScoped
public class AccessLog {

    private final Sql sql;
    private final Access access;
    private final Clock clock;

    AccessLog(Sql sql, Access access, Clock clock) {
        this.sql = sql;
        this.access = access;
        this.clock = clock;
    }

    /** One line; none for people who read their own record. */
    public void write(UUID patientId, Action action, Purpose purpose) {
        write(List.of(patientId), action, purpose);
    }

    /** One line for each patient, as a list shows them; none for people who read their own records. */
    public void write(Collection<UUID> patientIds, Action action, Purpose purpose) {
        if (patientIds.isEmpty() || (purpose == Purpose.OWN_RECORD && action.reads())) {
            return;
        }
        write(patientIds, action, purpose, access.actor());
    }

    /** What a job does, outside any request. */
    public void writeAs(String job, UUID patientId, Action action, Purpose purpose) {
        write(List.of(patientId), action, purpose, job);
    }

    private void write(Collection<UUID> patientIds, Action action, Purpose purpose, String actor) {
        sql.statement("""
                        INSERT INTO access_log (at, actor, patient_id, action, purpose, request_id)
                        SELECT :at, :actor, patient, :action, :purpose, :request FROM unnest(:patients) AS patient
                        """)
                .bind("at", clock.instant().atOffset(ZoneOffset.UTC))
                .bind("actor", actor)
                .bind("patients", patientIds.toArray(UUID[]::new))
                .bind("action", action.code())
                .bind("purpose", purpose.code())
                .bind("request", Objects.toString(MDC.get("requestId"), "none"))
                .execute();
    }
}
