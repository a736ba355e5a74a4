package network.physio.content.article;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import network.physio.http.Slugs;
import org.jdbi.v3.core.Jdbi;

/** Who took which step with a version, and when. Rows are only ever added. */
@ApplicationScoped
class Transitions {

    enum Step {
        SAVED,
        SUBMITTED,
        RETURNED,
        PUBLISHED,
        SUPERSEDED,
        WITHDRAWN
    }

    record Taken(String step, String actor, Instant at) {}

    private final EntityManager entities;
    private final Jdbi database;

    Transitions(EntityManager entities, Jdbi database) {
        this.entities = entities;
        this.database = database;
    }

    void add(UUID versionId, Step step, String actor, Instant now) {
        entities.createNativeQuery("""
                        INSERT INTO transition (version_id, at, actor, step) VALUES (:version, :now, :actor, :step)
                        """)
                .setParameter("version", versionId)
                .setParameter("now", now)
                .setParameter("actor", actor)
                .setParameter("step", Slugs.of(step))
                .executeUpdate();
    }

    List<Taken> of(UUID versionId) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT step, actor, at FROM transition WHERE version_id = :version ORDER BY id
                        """)
                .bind("version", versionId)
                .map((row, context) -> new Taken(
                        row.getString("step"),
                        row.getString("actor"),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .list());
    }
}
