package network.physio.booking.calendar;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import org.jdbi.v3.core.Jdbi;

/** Finds out what the caller is to a diary; nobody to it is as if there were none. */
@ApplicationScoped
class FeedKeepers {

    private final Jdbi database;
    private final Access access;

    FeedKeepers(Jdbi database, Access access) {
        this.database = database;
        this.access = access;
    }

    Optional<FeedKeeper> of(UUID practitioner) {
        if (isSelf(practitioner)) {
            return Optional.of(new FeedKeeper(practitioner, null));
        }
        List<UUID> clinics = ownClinics(practitioner);
        return clinics.isEmpty() ? Optional.empty() : Optional.of(new FeedKeeper(practitioner, clinics));
    }

    private boolean isSelf(UUID practitioner) {
        return access.practitioner().isPresent() && access.practitioner().equals(code(practitioner));
    }

    private Optional<String> code(UUID practitioner) {
        return database.withHandle(handle -> handle.createQuery("SELECT code FROM practitioner WHERE id = :id")
                .bind("id", practitioner)
                .mapTo(String.class)
                .findOne());
    }

    private List<UUID> ownClinics(UUID practitioner) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT id FROM clinic
                         WHERE code = ANY (:codes)
                           AND id IN (SELECT clinic_id FROM offering WHERE practitioner_id = :practitioner
                                      UNION SELECT clinic_id FROM roster WHERE practitioner_id = :practitioner
                                      UNION SELECT clinic_id FROM roster_exception WHERE practitioner_id = :practitioner)
                         ORDER BY id
                        """)
                .bind("codes", access.clinics().toArray(String[]::new))
                .bind("practitioner", practitioner)
                .mapTo(UUID.class)
                .list());
    }
}
