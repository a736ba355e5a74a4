package network.physio.booking.availability;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** How columns become values here. */
final class Columns {

    private Columns() {}

    static UUID id(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    static <E extends Enum<E>> E constant(Class<E> type, String written) {
        return Enum.valueOf(type, written.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    static List<Integer> numbers(ResultSet row, String column) throws SQLException {
        return Arrays.stream((Number[]) row.getArray(column).getArray())
                .map(Number::intValue)
                .toList();
    }

    static Span span(ResultSet row, String from, String until) throws SQLException {
        return Span.covering(
                row.getObject(from, OffsetDateTime.class).toInstant(),
                row.getObject(until, OffsetDateTime.class).toInstant());
    }

    static LocalHours localHours(ResultSet row, String from, String until) throws SQLException {
        return new LocalHours(row.getObject(from, LocalTime.class), row.getObject(until, LocalTime.class));
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
