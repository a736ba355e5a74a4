package network.physio.http.once;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import network.physio.http.CommonProblem;
import network.physio.http.HttpProblem;
import network.physio.http.Problems;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jdbi.v3.core.JdbiException;

/**
 * Runs work in a transaction of its own. What PostgreSQL refuses because of others is tried again a few times and then
 * answered as {@code busy}: it is never the caller's fault and never a 500.
 */
final class Transactions {

    /** Deadlock, serialisation failure: gone when tried again. */
    private static final Set<String> WORTH_ANOTHER_TRY = Set.of("40P01", "40001");

    /** Lock not available in time, too many connections, transaction or statement cut off for its length. */
    private static final Set<String> TOO_BUSY = Set.of("55P03", "53300", "25P04", "57014", "57P03");

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
                String state = sqlState(failed);
                if (attempt < TRIES && WORTH_ANOTHER_TRY.contains(state)) {
                    continue;
                }
                throw isBusy(state) ? busy() : failed;
            }
        }
    }

    private static Once.Outcome tryOnce(Supplier<Once.Outcome> work) {
        QuarkusTransaction.begin();
        boolean committed = false;
        try {
            Once.Outcome outcome = work.get();
            if (outcome instanceof Once.Outcome.Success) {
                QuarkusTransaction.commit();
                committed = true;
            }
            return outcome;
        } finally {
            if (!committed && QuarkusTransaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
                QuarkusTransaction.rollback();
            }
        }
    }

    private static boolean isBusy(String state) {
        return WORTH_ANOTHER_TRY.contains(state) || TOO_BUSY.contains(state);
    }

    private static HttpProblem busy() {
        return CommonProblem.BUSY
                .builder("Others are changing the same things; nothing was changed by this request. Try again.")
                .withHeader(HttpHeaders.RETRY_AFTER, 1)
                .build();
    }

    /** The SQL state behind a failure; an exhausted pool has none and is read as too many connections. */
    private static String sqlState(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String message = sql.getMessage();
                boolean poolExhausted = message != null && message.contains("cquisition timeout");
                return poolExhausted ? "53300" : Objects.requireNonNullElse(sql.getSQLState(), "");
            }
        }
        return "";
    }

    /** Reads need no transaction of their own, but meet the same crowd. */
    @Singleton
    static class FailedReads {

        private final Problems problems;

        FailedReads(Problems problems) {
            this.problems = problems;
        }

        @ServerExceptionMapper
        Response failed(JdbiException failure) {
            if (isBusy(sqlState(failure))) {
                return problems.response(busy());
            }
            return problems.failed(failure);
        }
    }
}
