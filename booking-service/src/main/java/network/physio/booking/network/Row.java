package network.physio.booking.network;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a row: columns in the order in which they are named. Times and dates are written as text. */
final class Row {

    private final Map<String, @Nullable Object> columns = new LinkedHashMap<>();

    static Row with(String column, @Nullable Object value) {
        return new Row().and(column, value);
    }

    Row and(String column, @Nullable Object value) {
        columns.put(column, value instanceof java.time.temporal.Temporal time ? time.toString() : value);
        return this;
    }

    Map<String, @Nullable Object> columns() {
        return columns;
    }
}
