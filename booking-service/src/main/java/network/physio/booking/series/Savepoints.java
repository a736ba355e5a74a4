package network.physio.booking.series;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import network.physio.booking.appointment.Booking;
import org.jdbi.v3.core.Jdbi;

/**
 * Tries one visit of several in the same transaction. A visit that cannot be had leaves nothing behind, half-written claims
 * included, and those before it stand.
 */
@ApplicationScoped
class Savepoints {

    private final Jdbi database;

    Savepoints(Jdbi database) {
        this.database = database;
    }

    Booking attempt(Supplier<Booking> visit) {
        run("SAVEPOINT visit");
        Booking outcome = visit.get();
        if (!(outcome instanceof Booking.Done)) {
            run("ROLLBACK TO SAVEPOINT visit");
        }
        run("RELEASE SAVEPOINT visit");
        return outcome;
    }

    private void run(String statement) {
        database.useHandle(handle -> handle.execute(statement));
    }
}
