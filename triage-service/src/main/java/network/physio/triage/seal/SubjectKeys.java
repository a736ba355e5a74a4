package network.physio.triage.seal;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import network.physio.http.Ids;
import org.jdbi.v3.core.Jdbi;

/** The key of each owner of assessments. */
@Singleton
public class SubjectKeys {

    private final Jdbi database;
    private final ServiceSecret secret;

    SubjectKeys(Jdbi database, ServiceSecret secret) {
        this.database = database;
        this.secret = secret;
    }

    public record SubjectKey(UUID id, Seal seal) {}

    /** The owner's key, made at first use. Holds the owner's lock until the transaction ends. */
    public SubjectKey lock(String owner, Instant now) {
        UUID fresh = Ids.at(now);
        byte[] sealed = secret.seal().close(Seal.newKey(), bytes(fresh));
        return database.withHandle(handle -> {
            handle.createUpdate("""
                            INSERT INTO subject_key (id, owner, sealed_key, created_at)
                            VALUES (:id, :owner, :sealed, :now)
                            ON CONFLICT (owner) DO NOTHING
                            """)
                    .bind("id", fresh)
                    .bind("owner", owner)
                    .bind("sealed", sealed)
                    .bind("now", now)
                    .execute();
            return handle.createQuery("SELECT id, sealed_key FROM subject_key WHERE owner = :owner FOR UPDATE")
                    .bind("owner", owner)
                    .map((row, context) -> key(row.getObject("id", UUID.class), row.getBytes("sealed_key")))
                    .one();
        });
    }

    /** Empty when the key was deleted: what it sealed is erased. */
    public Optional<SubjectKey> find(UUID id) {
        return database.withHandle(handle -> handle.createQuery("SELECT id, sealed_key FROM subject_key WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> key(row.getObject("id", UUID.class), row.getBytes("sealed_key")))
                .findOne());
    }

    private SubjectKey key(UUID id, byte[] sealed) {
        return new SubjectKey(id, Seal.of(secret.seal().open(sealed, bytes(id))));
    }

    private static byte[] bytes(UUID id) {
        return id.toString().getBytes(StandardCharsets.UTF_8);
    }
}
