package network.physio.booking.change;

import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;

/**
 * The history that a cursor belongs to. After a restore the same positions stand for other events, or for none, so a cursor
 * from before must not go on.
 *
 * <p>It changes by itself when the records come up in another server (a dump loaded elsewhere), another database, another
 * table (a dump loaded over the old one) or on another timeline (recovery to a point in time, a standby that took over).
 * Only a cold copy of the files put back looks the same: for it the owner calls {@code begin_event_epoch()}.
 */
@ApplicationScoped
class Epoch {

    static final String SQL = """
            SELECT md5(concat_ws(' ', e.id, s.system_identifier, d.oid, 'event'::regclass::oid,
                                 left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)))
              FROM event_epoch e, pg_control_system() s, pg_database d
             WHERE d.datname = current_database()
            """;

    private final Jdbi database;

    Epoch(Jdbi database) {
        this.database = database;
    }

    String current() {
        return database.withHandle(
                handle -> handle.createQuery(SQL).mapTo(String.class).one());
    }
}
