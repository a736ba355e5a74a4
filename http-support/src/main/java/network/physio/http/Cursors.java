package network.physio.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;

/** Writes and reads the opaque cursors of paged lists: the sort key of the last row of a page. */
public final class Cursors {

    private static final String SEPARATOR = "\u001f";

    private Cursors() {}

    public static String of(Object... sortKey) {
        String joined = String.join(
                SEPARATOR, List.of(sortKey).stream().map(Object::toString).toList());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(joined.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The parts of a cursor that {@link #of} wrote.
     *
     * @throws HttpProblem {@code invalid-parameter} when this is no such cursor
     */
    public static List<String> read(String cursor, int parts) {
        try {
            String joined = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            List<String> read = List.of(joined.split(SEPARATOR, -1));
            if (read.size() == parts) {
                return read;
            }
        } catch (IllegalArgumentException notBase64) {
            // answered below, like a cursor with other parts
        }
        throw invalid();
    }

    /**
     * The part of a cursor that is an instant.
     *
     * @throws java.time.DateTimeException when it is none, or none that the database has a place for
     */
    public static Instant instant(String part) {
        return Times.near(OffsetDateTime.parse(part)).toInstant();
    }

    /** What to throw when a part of a cursor is not of its type. */
    public static HttpProblem invalid() {
        return CommonProblem.INVALID_PARAMETER.problem(
                "The cursor is not one that this list gave out.",
                List.of(Fault.ofParameter("cursor", "start again without it")));
    }
}
