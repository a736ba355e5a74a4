package network.physio.http.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One statement about to be run. Values are of the types that the driver takes; arrays are of objects. */
public final class Statement {

    private static final Map<Class<?>, String> ELEMENTS = Map.of(
            UUID.class, "uuid",
            String.class, "text",
            Short.class, "int2",
            Integer.class, "int4",
            Boolean.class, "bool",
            OffsetDateTime.class, "timestamptz");

    private final DataSource dataSource;
    private final NamedParameters text;
    private final Map<String, @Nullable Object> values = new HashMap<>();

    Statement(DataSource dataSource, NamedParameters text) {
        this.dataSource = dataSource;
        this.text = text;
    }

    /** Reads the row on which the result stands. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    public Statement bind(String name, @Nullable Object value) {
        values.put(name, value);
        return this;
    }

    public Statement bindMap(Map<String, ? extends @Nullable Object> more) {
        values.putAll(more);
        return this;
    }

    /** @throws StatementFailed when the database refuses it */
    public <T> List<T> list(Row<T> row) {
        return run(statement -> {
            try (ResultSet result = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(row.read(result));
                }
                return rows;
            }
        });
    }

    /** The first row, if there is one. */
    public <T> Optional<T> findOne(Row<T> row) {
        return list(row).stream().findFirst();
    }

    /** @throws IllegalStateException when there is not exactly one row */
    public <T> T one(Row<T> row) {
        List<T> rows = list(row);
        if (rows.size() != 1) {
            throw new IllegalStateException("one row was expected, not " + rows.size());
        }
        return rows.getFirst();
    }

    /** @return how many rows it has changed */
    public int execute() {
        return run(PreparedStatement::executeUpdate);
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    private <T> T run(Work<T> work) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(text.positional())) {
            for (int i = 0; i < text.names().size(); i++) {
                set(connection, statement, i + 1, text.names().get(i));
            }
            return work.with(statement);
        } catch (SQLException failed) {
            throw new StatementFailed(failed);
        }
    }

    private void set(Connection connection, PreparedStatement statement, int place, String name) throws SQLException {
        Object value = values.get(name);
        if (value == null) {
            if (!values.containsKey(name)) {
                throw new IllegalStateException("no value for the parameter " + name);
            }
            statement.setNull(place, Types.NULL);
        } else if (value instanceof Object[] elements) {
            String type = ELEMENTS.get(elements.getClass().getComponentType());
            statement.setArray(place, connection.createArrayOf(type, elements));
        } else {
            statement.setObject(place, value);
        }
    }
}
