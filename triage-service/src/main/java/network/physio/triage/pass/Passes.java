package network.physio.triage.pass;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import network.physio.triage.disposition.Disposition;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The passes that were given out, so that they can be revoked. The signed text itself is not kept here. */
@Singleton
public class Passes {

    private final Jdbi database;
    private final Signatures signatures;
    private final PassSettings settings;

    Passes(Jdbi database, Signatures signatures, PassSettings settings) {
        this.database = database;
        this.signatures = signatures;
        this.settings = settings;
    }

    public record Live(UUID jti, Disposition disposition, Instant bookBy) {}

    public String signed(ScreeningPass pass) {
        return signatures.signed(ScreeningPass.TYPE, pass.claims(settings));
    }

    public void add(ScreeningPass pass, @Nullable String owner, Disposition disposition) {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO pass (jti, assessment_id, owner, disposition, issued_at, book_by)
                        VALUES (:jti, :assessmentId, :owner, :disposition, :issuedAt, :bookBy)
                        """)
                .bind("jti", pass.jti())
                .bind("assessmentId", pass.assessmentId())
                .bind("owner", owner)
                .bind("disposition", disposition.name())
                .bind("issuedAt", pass.issuedAt())
                .bind("bookBy", pass.bookBy())
                .execute());
    }

    /** The owner's passes that could still be used. */
    public List<Live> live(String owner, Instant now) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT jti, disposition, book_by FROM pass
                        WHERE owner = :owner AND book_by > :now
                          AND NOT EXISTS (SELECT FROM stop WHERE kind = 'pass' AND reference = jti::text)
                        ORDER BY jti
                        """)
                .bind("owner", owner)
                .bind("now", now)
                .map((row, context) -> new Live(
                        row.getObject("jti", UUID.class),
                        Disposition.valueOf(row.getString("disposition")),
                        row.getTimestamp("book_by").toInstant()))
                .list());
    }
}
