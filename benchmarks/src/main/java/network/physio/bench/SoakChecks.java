package network.physio.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import network.physio.bench.SoakDesk.Standing;
import network.physio.bench.SoakDesk.State;

/** What must be true after everything that happened, asked of the tables; each finding is one of what must never be. */
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
            "appointments with a version of which no event tells",
            """
            SELECT count(*) FROM booking.appointment a
             WHERE ARRAY(SELECT DISTINCT e.version FROM booking.event e WHERE e.appointment_id = a.id ORDER BY e.version)
                   <> ARRAY(SELECT generate_series(1, a.version))""",
            "events out of order within their appointment",
            """
            SELECT count(*) FROM booking.event one JOIN booking.event other USING (appointment_id)
             WHERE one.version < other.version AND one.seq > other.seq""");

    private final BenchDatabase database;

    SoakChecks(BenchDatabase database) {
        this.database = database;
    }

    /** How many there are of each that must never be; each is asked for, so that nought is said too. */
    Map<String, Long> found(List<Map<String, Standing>> standing, List<String> examples) throws SQLException {
        Map<String, Long> found = new TreeMap<>();
        for (Map.Entry<String, String> check : NOTHING_MAY_BE_FOUND.entrySet()) {
            found.put(check.getKey(), Long.parseLong(database.text(check.getValue())));
        }
        Map<String, Stored> stored = stored();
        Set<String> confirmedByNobody = new HashSet<>();
        stored.forEach((id, row) -> {
            if (row.state().equals("confirmed")) {
                confirmedByNobody.add(id);
            }
        });
        long otherwise = 0;
        for (Map<String, Standing> desk : standing) {
            for (Map.Entry<String, Standing> said : desk.entrySet()) {
                confirmedByNobody.remove(said.getKey());
                Stored is = stored.get(said.getKey());
                if (is == null || !is.agreesWith(said.getValue())) {
                    otherwise++;
                    examples.add(said.getKey() + " was answered as " + said.getValue() + " and is " + is);
                }
            }
        }
        confirmedByNobody.forEach(id -> examples.add(id + " is confirmed, and nobody was told"));
        found.put("appointments that stand otherwise than was answered", otherwise);
        found.put("confirmed appointments that nobody was told of", (long) confirmedByNobody.size());
        return found;
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
