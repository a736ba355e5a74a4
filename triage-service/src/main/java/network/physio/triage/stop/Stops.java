package network.physio.triage.stop;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** What must not be booked for now, numbered in the order in which it was committed. */
@Singleton
public class Stops {

    private final Jdbi database;

    Stops(Jdbi database) {
        this.database = database;
    }

    public sealed interface Stop {
        Instant until();

        /** A pass that must not be honoured any more. */
        record OfPass(UUID jti, Instant until) implements Stop {}

        /** A signed-in patient with an emergency outcome. */
        record OfSubject(String subjectHash, Instant until) implements Stop {}
    }

    /** All that stands at one instant. */
    record Standing(long sequence, List<Stop> stops) {}

    /** Adds stops under one new number, which no reader sees before these stops. */
    public void add(UUID assessment, List<Stop> stops) {
        if (stops.isEmpty()) {
            return;
        }
        database.useHandle(handle -> {
            long sequence = handle.createQuery("UPDATE stop_sequence SET value = value + 1 RETURNING value")
                    .mapTo(Long.class)
                    .one();
            var batch = handle.prepareBatch("""
                    INSERT INTO stop (kind, reference, sequence, assessment_id, until)
                    VALUES (:kind, :reference, :sequence, :assessment, :until)
                    """);
            for (Stop stop : stops) {
                batch.bind("kind", kind(stop))
                        .bind("reference", reference(stop))
                        .bind("sequence", sequence)
                        .bind("assessment", assessment)
                        .bind("until", stop.until())
                        .add();
            }
            batch.execute();
        });
    }

    /** Read in one statement, so that the number and the rows belong together. */
    Standing standing(Instant now) {
        return database.withHandle(handle -> {
            List<Stop> stops = new ArrayList<>();
            long[] sequence = {0};
            handle.createQuery("""
                            SELECT value, kind, reference, max(until) AS until
                            FROM stop_sequence LEFT JOIN stop ON until > :now
                            GROUP BY value, kind, reference
                            ORDER BY kind, reference
                            """)
                    .bind("now", now)
                    .map((row, context) -> {
                        sequence[0] = row.getLong("value");
                        if (row.getString("kind") != null) {
                            stops.add(stop(
                                    row.getString("kind"),
                                    row.getString("reference"),
                                    row.getTimestamp("until").toInstant()));
                        }
                        return true;
                    })
                    .list();
            return new Standing(sequence[0], stops);
        });
    }

    private static Stop stop(String kind, String reference, Instant until) {
        return kind.equals("pass")
                ? new Stop.OfPass(UUID.fromString(reference), until)
                : new Stop.OfSubject(reference, until);
    }

    private static String kind(Stop stop) {
        return switch (stop) {
            case Stop.OfPass pass -> "pass";
            case Stop.OfSubject subject -> "subject";
        };
    }

    private static String reference(Stop stop) {
        return switch (stop) {
            case Stop.OfPass pass -> pass.jti().toString();
            case Stop.OfSubject subject -> subject.subjectHash();
        };
    }
}
