package network.physio.booking.message;

import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of messages once they are claimed. A claim is committed before anything is sent: what is found claimed later
 * may have gone out, so it is never sent again.
 */
@ApplicationScoped
class ClaimedLetters {

    /** It certainly has not gone out; what has been planned anew for an appointment since then takes its place. */
    private static final String PLAN_AGAIN = """
            WITH claimed AS (
                SELECT id, EXISTS (SELECT FROM message n
                                    WHERE n.appointment_id = m.appointment_id AND n.template = m.template
                                      AND n.state = 'planned') AS replaced
                  FROM message m
                 WHERE letter_id = :letter AND state = 'claimed')
            UPDATE message m
               SET state = CASE WHEN replaced THEN 'dropped' ELSE 'planned' END,
                   reason = CASE WHEN replaced THEN 'superseded' ELSE :reason END,
                   %s
              FROM claimed
             WHERE m.id = claimed.id
            """;

    private final Jdbi database;

    ClaimedLetters(Jdbi database) {
        this.database = database;
    }

    /** @param unsubscribeHash null where the letter cannot be switched off; kept with its first message */
    void claim(
            UUID letterId, Collection<UUID> messages, String language, @Nullable String unsubscribeHash, Instant now) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE message
                           SET state = 'claimed', claimed_at = :now, attempts = attempts + 1, letter_id = :letter,
                               language = :language, reason = NULL,
                               unsubscribe_hash = CASE WHEN id = :letter THEN :hash END
                         WHERE id = ANY (:ids) AND state = 'planned'
                        """)
                .bind("letter", letterId)
                .bind("language", language)
                .bind("hash", unsubscribeHash)
                .bind("now", utc(now))
                .bindArray("ids", UUID.class, List.copyOf(messages))
                .execute());
    }

    /** Also when it was given up as unclear in between: now we know. */
    void sent(UUID letterId, Instant now) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE message SET state = 'sent', sent_at = :now, reason = NULL, away_since = NULL
                         WHERE letter_id = :letter AND state IN ('claimed', 'unclear')
                        """)
                .bind("letter", letterId)
                .bind("now", utc(now))
                .execute());
    }

    void planAgain(UUID letterId, String reason, Instant due) {
        database.useHandle(handle -> handle.createUpdate(PLAN_AGAIN.formatted("due_at = :due, away_since = NULL"))
                .bind("letter", letterId)
                .bind("reason", reason)
                .bind("due", utc(due))
                .execute());
    }

    /** Nobody was there to take it, so it was no try; each of its messages is looked at once more when it is too late. */
    void waitForServer(UUID letterId, String reason, Instant due, Instant now) {
        database.useHandle(handle -> handle.createUpdate(PLAN_AGAIN.formatted("""
                        due_at = least(:due, good_until), attempts = attempts - 1, away_since = coalesce(away_since, :now)
                        """))
                .bind("letter", letterId)
                .bind("reason", reason)
                .bind("due", utc(due))
                .bind("now", utc(now))
                .execute());
    }

    /**
     * The server takes letters: whatever waits for it is due. What somebody is changing is left to its own time, so that
     * nobody waits here for a lock.
     */
    void serverIsBack(Instant now) {
        database.useHandle(
                handle -> handle.createUpdate("""
                        UPDATE message SET away_since = NULL, due_at = least(due_at, :now)
                         WHERE id IN (SELECT id FROM message
                                       WHERE away_since IS NOT NULL AND state IN ('planned', 'claimed')
                                         FOR UPDATE SKIP LOCKED)
                        """).bind("now", utc(now)).execute());
    }

    void failed(UUID letterId, String reason) {
        end(letterId, "failed", reason);
    }

    void unclear(UUID letterId, String reason) {
        end(letterId, "unclear", reason);
    }

    private void end(UUID letterId, String state, String reason) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE message SET state = :state, reason = :reason
                         WHERE letter_id = :letter AND state = 'claimed'
                        """)
                .bind("letter", letterId)
                .bind("state", state)
                .bind("reason", reason)
                .execute());
    }

    /** Gives up what was claimed before that time: whoever claimed it was stopped between claim and answer. */
    List<UUID> giveUp(Instant claimedBefore, String reason) {
        return database.withHandle(handle -> handle.createQuery("""
                        UPDATE message SET state = 'unclear', reason = :reason
                         WHERE state = 'claimed' AND claimed_at <= :before
                        RETURNING id
                        """)
                .bind("before", utc(claimedBefore))
                .bind("reason", reason)
                .mapTo(UUID.class)
                .list());
    }
}
