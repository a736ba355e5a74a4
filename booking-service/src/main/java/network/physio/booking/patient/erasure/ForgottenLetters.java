package network.physio.booking.patient.erasure;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import network.physio.booking.patient.RetentionSettings;
import org.jdbi.v3.core.Jdbi;

/**
 * Forgets once a day what patients were told about visits that are long over, and the links to manage those. Any number of
 * copies may do it at once.
 */
@ApplicationScoped
class ForgottenLetters {

    /** Few enough that nobody waits for the rows. */
    private static final int AT_ONCE = 1_000;

    private final Jdbi database;
    private final RetentionSettings settings;
    private final Clock clock;

    ForgottenLetters(Jdbi database, RetentionSettings settings, Clock clock) {
        this.database = database;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(every = "24h", delayed = "15m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        Instant now = clock.instant();
        // What is planned or being sent is not over, whatever became of the visit.
        forget("""
                DELETE FROM message
                 WHERE id IN (SELECT m.id FROM message m JOIN appointment a ON a.id = m.appointment_id
                               WHERE m.state IN ('sent', 'failed', 'unclear', 'dropped')
                                 AND a.ends_at < :before AND m.good_until < :before
                               LIMIT :most
                                 FOR UPDATE OF m SKIP LOCKED)
                """, now.minus(settings.messageDays(), ChronoUnit.DAYS));
        forget("""
                DELETE FROM manage_link
                 WHERE id IN (SELECT l.id FROM manage_link l JOIN appointment a ON a.id = l.appointment_id
                               WHERE a.ends_at < :before
                               LIMIT :most
                                 FOR UPDATE OF l SKIP LOCKED)
                """, now.minus(settings.manageLinkDays(), ChronoUnit.DAYS));
    }

    private void forget(String delete, Instant before) {
        int gone;
        do {
            gone = database.withHandle(handle -> handle.createUpdate(delete)
                    .bind("before", before.atOffset(ZoneOffset.UTC))
                    .bind("most", AT_ONCE)
                    .execute());
        } while (gone == AT_ONCE);
    }
}
