package network.physio.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.physio.bench.SoakWork.Standing;
import network.physio.bench.SoakWork.State;

/** What must be true after everything that happened, asked of the tables; each finding is one sentence. */
final class SoakChecks {

    private static final Map<String, String> NOTHING_MAY_BE_FOUND = Map.of(
            "claims that overlap",
            """
            SELECT count(*) FROM booking.claim one JOIN booking.claim other USING (resource_id, unit)
             WHERE one.id < other.id AND one.during && other.during""",
            "confirmed appointments without their three claims",
            """
            SELECT count(*) FROM booking.appointment a
             WHERE a.state = 'confirmed'
               AND (SELECT count(*) FROM booking.claim c WHERE c.appointment_id = a.id) <> 3""",
            "ended appointments that still claim something",
            """
            SELECT count(*) FROM booking.appointment a JOIN booking.claim c ON c.appointment_id = a.id
             WHERE a.state IN ('cancelled', 'expired')""",
            "appointments whose events are not one for each version",
            """
            SELECT count(*) FROM booking.appointment a
             WHERE ARRAY(SELECT e.version FROM booking.event e WHERE e.appointment_id = a.id ORDER BY e.version)
                   <> ARRAY(SELECT generate_series(1, a.version))""",
            "events out of order within their appointment",
            """
            SELECT count(*) FROM booking.event one JOIN booking.event other USING (appointment_id)
             WHERE one.version < other.version AND one.seq > other.seq""");

    private final BenchDatabase database;

    SoakChecks(BenchDatabase database) {
        this.database = database;
    }

    List<String> findings(List<Map<String, Standing>> standing) throws SQLException {
        List<String> findings = new ArrayList<>();
        for (Map.Entry<String, String> check : NOTHING_MAY_BE_FOUND.entrySet()) {
            String found = database.text(check.getValue());
            if (!found.equals("0")) {
                findings.add(found + " " + check.getKey());
            }
        }
        Map<String, Stored> stored = stored();
        Set<String> confirmedByNobody = new HashSet<>();
        stored.forEach((id, row) -> {
            if (row.state().equals("confirmed")) {
                confirmedByNobody.add(id);
            }
        });
        standing.forEach(desk -> desk.forEach((id, said) -> {
            confirmedByNobody.remove(id);
            Stored is = stored.get(id);
            if (is == null || !is.agreesWith(said)) {
                findings.add(id + " was answered as " + said + " and is " + is);
            }
        }));
        confirmedByNobody.forEach(id -> findings.add(id + " is confirmed, and nobody was told"));
        return findings;
    }

    private record Stored(String state, Instant startsAt, String practitioner) {

        boolean agreesWith(Standing said) {
            boolean place =
                    startsAt.equals(OffsetDateTime.parse(said.startsAt()).toInstant())
                            && practitioner.equals(said.practitioner());
            return place
                    && switch (said.state()) {
                        case HELD -> state.equals("held") || state.equals("expired");
                        case CONFIRMED -> state.equals("confirmed");
                        case CANCELLED -> state.equals("cancelled");
                        case LET_GO -> state.equals("expired") || state.equals("held");
                    };
        }
    }

    private Map<String, Stored> stored() throws SQLException {
        Map<String, Stored> stored = new HashMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT id::text, state, starts_at, practitioner_id::text FROM booking.appointment")) {
            while (rows.next()) {
                stored.put(
                        rows.getString(1),
                        new Stored(
                                rows.getString(2),
                                rows.getObject(3, OffsetDateTime.class).toInstant(),
                                rows.getString(4)));
            }
        }
        return stored;
    }

    static long count(List<Map<String, Standing>> standing, State state) {
        return standing.stream()
                .flatMap(desk -> desk.values().stream())
                .filter(one -> one.state() == state)
                .count();
    }
}
