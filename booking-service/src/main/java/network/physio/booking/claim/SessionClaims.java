package network.physio.booking.claim;

import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import network.physio.booking.availability.Judge;
import org.jdbi.v3.core.Jdbi;

/** What group sessions themselves claim, written as {@link Claims} writes the claims of appointments, under its locks. */
@ApplicationScoped
public class SessionClaims {

    private final Jdbi database;

    SessionClaims(Jdbi database) {
        this.database = database;
    }

    /** @return whether all of them were written; when not, the transaction must be rolled back */
    public boolean take(UUID session, List<Judge.Taking> takings) {
        List<Judge.Taking> ordered = takings.stream()
                .sorted(Comparator.comparingLong(
                                (Judge.Taking taking) -> taking.span().from())
                        .thenComparing(Judge.Taking::kind)
                        .thenComparing(Judge.Taking::resourceId))
                .toList();
        return database.withHandle(handle -> ordered.stream()
                .allMatch(taking -> handle.createUpdate("""
                                INSERT INTO claim (resource_id, unit, during, kind, session_id)
                                VALUES (:resource, :unit, tstzrange(:from, :until), 'session', :session)
                                ON CONFLICT DO NOTHING
                                """)
                                .bind("resource", taking.resourceId())
                                .bind("unit", taking.unit())
                                .bind("from", utc(taking.span().start()))
                                .bind("until", utc(taking.span().end()))
                                .bind("session", session)
                                .execute()
                        == 1));
    }

    /** Gives back all that a session has claimed, the ways to and from it included. */
    public void giveBack(UUID session) {
        database.useHandle(handle -> handle.createUpdate(
                        "DELETE FROM claim WHERE session_id = :session OR from_session_id = :session")
                .bind("session", session)
                .execute());
    }
}
