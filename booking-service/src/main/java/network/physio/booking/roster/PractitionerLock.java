package network.physio.booking.roster;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** The lock under which hours are changed: every booking of the practitioner waits for it, and it for every booking. */
@ApplicationScoped
public class PractitionerLock {

    private final Jdbi database;

    PractitionerLock(Jdbi database) {
        this.database = database;
    }

    /** Locks them until the transaction ends, in the order in which bookings lock too. */
    public void lock(Collection<UUID> practitioners) {
        database.useHandle(handle -> handle.createQuery("""
                        SELECT id FROM resource WHERE id = ANY (:ids) ORDER BY id FOR UPDATE
                        """)
                .bind("ids", practitioners.toArray(UUID[]::new))
                .mapTo(UUID.class)
                .list());
    }
}
