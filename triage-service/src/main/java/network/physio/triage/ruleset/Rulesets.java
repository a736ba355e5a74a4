package network.physio.triage.ruleset;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Every ruleset that ever decided here, so that an old decision can still be explained. */
@Singleton
class Rulesets {

    private final Jdbi database;
    private final Clock clock;

    Rulesets(Jdbi database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    record Kept(String hash, String engineVersion, String definition, String clinicalReview, Instant firstUsedAt) {
        static Kept of(ResultSet row, StatementContext context) throws SQLException {
            return new Kept(
                    row.getString("hash"),
                    row.getString("engine_version"),
                    row.getString("definition"),
                    row.getString("clinical_review"),
                    row.getTimestamp("first_used_at").toInstant());
        }
    }

    void keepCurrent(@Observes @Priority(10) StartupEvent started) {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO ruleset (hash, engine_version, definition, clinical_review, first_used_at)
                        VALUES (:hash, :engine, :definition, 'pending', :now)
                        ON CONFLICT (hash) DO NOTHING
                        """)
                .bind("hash", Ruleset.CURRENT.hash())
                .bind("engine", Ruleset.ENGINE_VERSION)
                .bind("definition", Ruleset.CURRENT.text())
                .bind("now", clock.instant())
                .execute());
    }

    List<Kept> all() {
        return database.withHandle(
                handle -> handle.createQuery("""
                        SELECT hash, engine_version, definition, clinical_review, first_used_at
                        FROM ruleset ORDER BY first_used_at DESC, hash
                        """).map(Kept::of).list());
    }

    Optional<Kept> find(String hash) {
        return database.withHandle(handle ->
                handle.createQuery("""
                        SELECT hash, engine_version, definition, clinical_review, first_used_at
                        FROM ruleset WHERE hash = :hash
                        """).bind("hash", hash).map(Kept::of).findOne());
    }
}
