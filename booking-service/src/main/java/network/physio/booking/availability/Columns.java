package network.physio.booking.availability;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalTime;
import java.time.OffsetDateTime;

/** How columns become values of availability; what all features read alike is in the package {@code column}. */
final class Columns {

    private Columns() {}

    static Span span(ResultSet row, String from, String until) throws SQLException {
        return Span.covering(
                row.getObject(from, OffsetDateTime.class).toInstant(),
                row.getObject(until, OffsetDateTime.class).toInstant());
    }

    static LocalHours localHours(ResultSet row, String from, String until) throws SQLException {
        return new LocalHours(row.getObject(from, LocalTime.class), row.getObject(until, LocalTime.class));
    }
}
