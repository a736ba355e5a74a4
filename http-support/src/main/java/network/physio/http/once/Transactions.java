package network.physio.http.once;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.transaction.Status;
import java.util.function.Supplier;
import network.physio.http.DatabaseFailure;
import org.jboss.logging.Logger;

/**
 * Runs work in a transaction of its own. What PostgreSQL refuses because of others is tried again a few times and then
 * answered as {@code busy}, and so is a database that cannot be reached: neither is the caller's fault or a 500.
 */
final class Transactions {

    private static final Logger LOG = Logger.getLogger(Transactions.class);
    private static final int TRIES = 5;

    private Transactions() {}

    static Once.Outcome run(Supplier<Once.Outcome> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                Once.Outcome outcome = tryOnce(work);
                if (outcome instanceof Once.Outcome.Refusal refusal && refusal.again() && attempt < TRIES) {
                    continue;
                }
                return outcome;
            } catch (RuntimeException failed) {
                DatabaseFailure why = DatabaseFailure.behind(failed);
                if (why == DatabaseFailure.CLASH && attempt < TRIES) {
                    continue;
                }
                throw why.isPassing() ? why.problem() : failed;
            }
        }
    }

    private static Once.Outcome tryOnce(Supplier<Once.Outcome> work) {
        QuarkusTransaction.begin();
        try {
            Once.Outcome outcome = work.get();
            if (outcome instanceof Once.Outcome.Success) {
                commit();
            }
            return outcome;
        } finally {
            rollBackWhatIsOpen();
        }
    }

    /** A connection that is lost now may have carried the commit or not. */
    private static void commit() {
        try {
            QuarkusTransaction.commit();
        } catch (RuntimeException failed) {
            throw DatabaseFailure.behind(failed) == DatabaseFailure.UNREACHABLE
                    ? DatabaseFailure.notKnownWhetherDone()
                    : failed;
        }
    }

    /** Without hiding why: on a lost connection it fails as well, and PostgreSQL rolls back by itself. */
    private static void rollBackWhatIsOpen() {
        try {
            if (QuarkusTransaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
                QuarkusTransaction.rollback();
            }
        } catch (RuntimeException failed) {
            LOG.warn("a transaction was left to PostgreSQL to roll back", failed);
        }
    }
}
