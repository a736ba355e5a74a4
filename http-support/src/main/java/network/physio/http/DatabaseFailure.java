package network.physio.http;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the database has to do with a failure, told by the SQL states behind it. */
public enum DatabaseFailure {
    /** Others were at the same rows: a deadlock or a serialisation failure, gone when tried again. */
    CLASH,
    /** Too much is going on: a lock or a connection was not to be had in time, a transaction was cut off for its length. */
    CROWD,
    /** The connection is lost or refused: PostgreSQL stops, starts or has crashed, or the network to it is down. */
    UNREACHABLE,
    /** Not a matter of the moment. */
    NONE;

    private static final Set<String> CLASHES = Set.of("40P01", "40001");

    /** Lock not available, too many connections, transaction too long, idle in it for too long, statement cancelled. */
    private static final Set<String> CROWDS = Set.of("55P03", "53300", "25P04", "25P03", "57014");

    /** Class 08 is the connection; 57P is an operator or a crash that ends it, or the server not ready yet. */
    private static final String CONNECTION = "08";

    private static final String INTERVENTION = "57P";

    /**
     * Looks behind a failure at its causes and at what they suppressed: a transaction manager hides there why a commit has
     * failed. Everything that PostgreSQL or its driver says has a state; an SQL exception without one is the pool's, which
     * had no connection to give.
     */
    public static DatabaseFailure behind(Throwable failure) {
        Set<Throwable> met = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> left = new ArrayDeque<>(Set.of(failure));
        DatabaseFailure found = NONE;
        while (!left.isEmpty()) {
            Throwable next = left.removeFirst();
            if (!met.add(next)) {
                continue;
            }
            if (next instanceof SQLException sql) {
                if (sql.getSQLState() != null) {
                    return of(sql.getSQLState());
                }
                found = CROWD;
            }
            Stream.of(next.getSuppressed()).forEach(left::addLast);
            Optional.ofNullable(next.getCause()).ifPresent(left::addFirst);
        }
        return found;
    }

    private static DatabaseFailure of(String state) {
        if (CLASHES.contains(state)) {
            return CLASH;
        }
        if (CROWDS.contains(state)) {
            return CROWD;
        }
        return state.startsWith(CONNECTION) || state.startsWith(INTERVENTION) ? UNREACHABLE : NONE;
    }

    /** Whether the same request may do better in a moment: then the answer is 503, and never a 500. */
    public boolean isPassing() {
        return this != NONE;
    }

    /** The answer to a request that met this and changed nothing. */
    public HttpProblem problem() {
        return switch (this) {
            case CLASH ->
                busy("Others are changing the same things; nothing was changed by this request. Try again.", 1);
            case CROWD -> busy("Too much is going on at once; nothing was changed by this request. Try again.", 1);
            case UNREACHABLE ->
                busy(
                        "The database cannot be reached at the moment; nothing was changed by this request. Try again.",
                        5);
            case NONE -> throw new IllegalStateException("no failure of the moment");
        };
    }

    /** The answer when the connection was lost while the change was being committed: it may stand. */
    public static HttpProblem notKnownWhetherDone() {
        return busy(
                "The connection to the database was lost while this change was being written: it is not known whether it"
                        + " stands. The same request with the same Idempotency-Key finds out; without a key, read before"
                        + " you repeat it.",
                5);
    }

    private static HttpProblem busy(String detail, int retryAfterSeconds) {
        return CommonProblem.BUSY
                .builder(detail)
                .withHeader("Retry-After", retryAfterSeconds)
                .build();
    }
}
