package network.physio.booking.column;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How columns become values, and values columns. */
public final class Columns {

    private Columns() {}

    public static UUID id(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    public static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    public static List<Integer> numbers(ResultSet row, String column) throws SQLException {
        return Arrays.stream((Number[]) row.getArray(column).getArray())
                .map(Number::intValue)
                .toList();
    }

    /** The constant that is written as a code, such as IN_TREATMENT as in-treatment. */
    public static <E extends Enum<E>> E constant(Class<E> type, String written) {
        return Enum.valueOf(type, written.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** As the driver takes it: it knows no instants. */
    public static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    public static @Nullable OffsetDateTime utcOrNull(@Nullable Instant instant) {
        return instant == null ? null : utc(instant);
    }
}
