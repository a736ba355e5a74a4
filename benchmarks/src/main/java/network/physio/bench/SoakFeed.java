package network.physio.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A client that follows the feed of changes from a cursor to the next, whatever is killed meanwhile. */
final class SoakFeed {

    private final SoakClient client;
    private final Map<String, Long> versions = new HashMap<>();
    private String cursor;
    private long outOfOrder;

    SoakFeed(SoakClient client) {
        this.client = client;
        this.cursor = client.get("/booking/v1/changes?after=now").path("next").asText();
    }

    /** Reads on, as far as there is something. Everything is told at least once, of each appointment in order. */
    void follow(List<String> examples) {
        JsonNode page;
        do {
            page = client.get(
                    "/booking/v1/changes?limit=500&after=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8));
            for (JsonNode change : page.path("items")) {
                if (change.hasNonNull("appointmentId") && change.hasNonNull("version")) {
                    told(
                            change.path("appointmentId").asText(),
                            change.path("version").asLong(),
                            examples);
                }
            }
            cursor = page.path("next").asText();
        } while (page.path("more").asBoolean());
    }

    private void told(String appointment, long version, List<String> examples) {
        long before = versions.getOrDefault(appointment, 0L);
        if (version > before + 1 || version < before) {
            outOfOrder++;
            examples.add("the feed told version %d of %s after %d".formatted(version, appointment, before));
        }
        versions.put(appointment, version);
    }

    /** How many changes came out of order or with one missing before them, since this was asked last. */
    long outOfOrder() {
        long since = outOfOrder;
        outOfOrder = 0;
        return since;
    }

    /** How many appointments have a version of which the feed has not told. */
    long untold(BenchDatabase database, List<String> examples) throws SQLException {
        long untold = 0;
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id::text, version FROM booking.appointment")) {
            while (rows.next()) {
                long told = versions.getOrDefault(rows.getString(1), 0L);
                if (told != rows.getLong(2)) {
                    untold++;
                    examples.add("%s has version %d, and the feed told %d"
                            .formatted(rows.getString(1), rows.getLong(2), told));
                }
            }
        }
        return untold;
    }
}
