package network.physio.booking.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import network.physio.http.Ids;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of reference data only where they differ, so that a file loaded again changes nothing. Rows are maps of
 * columns; PostgreSQL itself turns them into its types and compares them. Names of tables and columns are our own.
 */
@ApplicationScoped
class ReferenceRows {

    private final Jdbi database;
    private final ObjectMapper json;
    private final Clock clock;

    ReferenceRows(Jdbi database, ObjectMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /** A row that was found or made, and whether something about it changed. */
    record Written(UUID id, Change change) {}

    Optional<UUID> find(String table, String code) {
        return database.withHandle(handle -> handle.createQuery("SELECT id FROM %s WHERE code = :code".formatted(table))
                .bind("code", code)
                .mapTo(UUID.class)
                .findOne());
    }

    /** Inserts the row, or updates it where it differs; {@code keys} say which row it is. */
    Written write(String table, List<String> keys, Map<String, @Nullable Object> row) {
        return write(table, keys, row, Ids.at(clock.instant()));
    }

    /** The same, with the id that a new row gets. */
    Written write(String table, List<String> keys, Map<String, @Nullable Object> row, UUID newId) {
        record Found(UUID id, boolean same) {}
        String columns = String.join(", ", row.keySet());
        String wanted = "SELECT %s FROM jsonb_populate_record(NULL::%s, :row::jsonb)".formatted(columns, table);
        Optional<Found> found = database.withHandle(handle -> handle.createQuery(
                        """
                        SELECT t.id, (%s) IS NOT DISTINCT FROM (%s) AS same
                          FROM %s t JOIN (%s) w ON %s
                        """.formatted(of("t", row.keySet()), of("w", row.keySet()), table, wanted, matching(keys)))
                .bind("row", written(row))
                .map((result, context) -> new Found(result.getObject("id", UUID.class), result.getBoolean("same")))
                .findOne());
        if (found.isEmpty()) {
            database.useHandle(handle -> handle.createUpdate(
                            "INSERT INTO %s (id, %s) SELECT :id, w.* FROM (%s) w".formatted(table, columns, wanted))
                    .bind("id", newId)
                    .bind("row", written(row))
                    .execute());
            return new Written(newId, Change.CREATED);
        }
        UUID id = found.get().id();
        if (found.get().same()) {
            return new Written(id, Change.UNCHANGED);
        }
        database.useHandle(handle -> handle.createUpdate(
                        "UPDATE %s SET (%s) = ROW(%s), version = %s.version + 1 FROM (%s) w WHERE %s.id = :id"
                                .formatted(table, columns, of("w", row.keySet()), table, wanted, table))
                .bind("id", id)
                .bind("row", written(row))
                .execute());
        return new Written(id, Change.UPDATED);
    }

    /** Makes the children of a parent these rows; answers whether that changed anything. */
    boolean replace(String table, String parent, UUID parentId, List<Map<String, @Nullable Object>> rows) {
        return database.withHandle(handle -> {
            if (rows.isEmpty()) {
                return handle.createUpdate("DELETE FROM %s WHERE %s = :parent".formatted(table, parent))
                                .bind("parent", parentId)
                                .execute()
                        > 0;
            }
            Collection<String> names = rows.getFirst().keySet();
            String columns = String.join(", ", names);
            String wanted = "SELECT %s FROM jsonb_populate_recordset(NULL::%s, :rows::jsonb)".formatted(columns, table);
            String there = "SELECT %s FROM %s WHERE %s = :parent".formatted(columns, table, parent);
            boolean differs = handle.createQuery("""
                            WITH wanted AS (%s), there AS (%s)
                            SELECT EXISTS (TABLE wanted EXCEPT TABLE there) OR EXISTS (TABLE there EXCEPT TABLE wanted)
                            """.formatted(wanted, there))
                    .bind("rows", written(rows))
                    .bind("parent", parentId)
                    .mapTo(boolean.class)
                    .one();
            if (differs) {
                handle.createUpdate("DELETE FROM %s WHERE %s = :parent".formatted(table, parent))
                        .bind("parent", parentId)
                        .execute();
                handle.createUpdate("INSERT INTO %s (%s) %s".formatted(table, columns, wanted))
                        .bind("rows", written(rows))
                        .execute();
            }
            return differs;
        });
    }

    /** Children with ids of their own: those that keep their key keep their id. */
    boolean replaceKeyed(
            String table, String parent, UUID parentId, List<String> keys, List<Map<String, @Nullable Object>> rows) {
        return database.withHandle(handle -> {
            String all = String.join(", ", keys);
            int deleted = handle.createUpdate("""
                            DELETE FROM %s WHERE %s = :parent
                               AND (%s) NOT IN (SELECT %s FROM jsonb_populate_recordset(NULL::%s, :rows::jsonb))
                            """.formatted(table, parent, all, all, table))
                    .bind("parent", parentId)
                    .bind("rows", written(rows))
                    .execute();
            int upserted = 0;
            for (Map<String, @Nullable Object> row : rows) {
                String columns = String.join(", ", row.keySet());
                upserted += handle.createUpdate("""
                                INSERT INTO %1$s (id, %2$s)
                                SELECT :id, %2$s FROM jsonb_populate_record(NULL::%1$s, :row::jsonb)
                                ON CONFLICT (%3$s) DO UPDATE SET (%2$s) = ROW(%4$s)
                                 WHERE (%5$s) IS DISTINCT FROM (%4$s)
                                """.formatted(
                                        table,
                                        columns,
                                        parent + ", " + all,
                                        of("excluded", row.keySet()),
                                        of(table, row.keySet())))
                        .bind("id", Ids.at(clock.instant()))
                        .bind("row", written(row))
                        .execute();
            }
            return deleted + upserted > 0;
        });
    }

    /** A change of children is a change of their parent. */
    Change touch(String table, Written parent, boolean childrenChanged) {
        if (parent.change() != Change.UNCHANGED || !childrenChanged) {
            return parent.change();
        }
        database.useHandle(
                handle -> handle.createUpdate("UPDATE %s SET version = version + 1 WHERE id = :id".formatted(table))
                        .bind("id", parent.id())
                        .execute());
        return Change.UPDATED;
    }

    private static String of(String alias, Collection<String> columns) {
        return columns.stream().map(column -> alias + "." + column).collect(Collectors.joining(", "));
    }

    private static String matching(List<String> keys) {
        return keys.stream().map(key -> "t.%1$s = w.%1$s".formatted(key)).collect(Collectors.joining(" AND "));
    }

    private String written(Object rows) {
        try {
            return json.writeValueAsString(rows);
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException("a row of ours cannot be written as JSON", ours);
        }
    }
}
