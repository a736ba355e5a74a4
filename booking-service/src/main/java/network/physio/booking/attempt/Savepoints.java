package network.physio.booking.attempt;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/** Takes back what was done since a savepoint, half-written claims included; what was done before it stands. */
@ApplicationScoped
public class Savepoints {

    private final Jdbi database;

    Savepoints(Jdbi database) {
        this.database = database;
    }

    /** Does the work, and takes it back unless its outcome is to stand. Attempts may be made inside of attempts. */
    public <T> T attempt(Supplier<T> work, Predicate<T> stands) {
        run("SAVEPOINT attempt");
        T outcome = work.get();
        if (!stands.test(outcome)) {
            run("ROLLBACK TO SAVEPOINT attempt");
        }
        run("RELEASE SAVEPOINT attempt");
        return outcome;
    }

    /** Does the work only to see what would come of it. */
    public <T> T tried(Supplier<T> work) {
        return attempt(work, outcome -> false);
    }

    private void run(String statement) {
        database.useHandle(handle -> handle.execute(statement));
    }
}
