package network.physio.booking.roster;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Finds practitioners and clinics for the rosters. */
@ApplicationScoped
class RosteredPractitioners {

    private final Jdbi database;

    RosteredPractitioners(Jdbi database) {
        this.database = database;
    }

    Optional<RosteredPractitioner> find(UUID id) {
        record Row(String code, int version) {}
        return database.withHandle(handle -> handle.createQuery("SELECT code, version FROM practitioner WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> new Row(row.getString("code"), row.getInt("version")))
                .findOne()
                .map(row -> new RosteredPractitioner(id, row.code(), row.version(), workplaces(id))));
    }

    List<RosteredPractitioner.Workplace> workplaces(UUID practitioner) {
        return workplaces("""
                SELECT id, code, zone FROM clinic
                 WHERE id IN (SELECT clinic_id FROM offering WHERE practitioner_id = :id
                              UNION SELECT clinic_id FROM roster WHERE practitioner_id = :id
                              UNION SELECT clinic_id FROM roster_exception WHERE practitioner_id = :id)
                 ORDER BY code
                """, practitioner);
    }

    Optional<RosteredPractitioner.Workplace> clinic(UUID id) {
        return workplaces("SELECT id, code, zone FROM clinic WHERE id = :id", id).stream()
                .findFirst();
    }

    /** The next version, for a change of anything that a practitioner's reader sees. */
    int bump(UUID practitioner) {
        return database.withHandle(handle -> handle.createQuery(
                        "UPDATE practitioner SET version = version + 1 WHERE id = :id RETURNING version")
                .bind("id", practitioner)
                .mapTo(int.class)
                .one());
    }

    private List<RosteredPractitioner.Workplace> workplaces(String sql, UUID id) {
        return database.withHandle(handle -> handle.createQuery(sql)
                .bind("id", id)
                .map((row, context) -> new RosteredPractitioner.Workplace(
                        row.getObject("id", UUID.class), row.getString("code"), ZoneId.of(row.getString("zone"))))
                .list());
    }
}
