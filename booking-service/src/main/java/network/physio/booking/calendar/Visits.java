package network.physio.booking.calendar;

import static network.physio.booking.column.Columns.instant;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Appointments as calendars need them, read without the people they are for. */
@ApplicationScoped
class Visits {

    /** So long a visit stays in the feed; a cancelled one too, so that programs see that it is. */
    static final Duration KEPT = Duration.ofDays(30);

    /** Holds come and go in minutes and are in no diary. */
    private static final String IN_FEED = """
             WHERE a.practitioner_id = :practitioner AND a.starts_at >= :from AND a.state NOT IN ('held', 'expired')
               AND a.session_id IS NULL
               AND (:clinics::uuid[] IS NULL OR a.clinic_id = ANY (:clinics::uuid[]))
            """;

    /** A session is one entry, however many sit there. */
    private static final String SESSION = """
            SELECT s.id, s.version, s.state, s.starts_at, s.ends_at, s.zone, s.created_at, s.updated_at,
                   CASE WHEN s.room_id IS NULL THEN 'online' ELSE 'room' END AS place, NULL AS suburb, r.name AS room,
                   c.version AS clinic_version, c.name AS clinic, c.id AS clinic_id, c.email AS clinic_email,
                   concat_ws(', ', c.name, c.street, concat_ws(' ', c.suburb, c.state, c.postcode)) AS clinic_address
              FROM session s
              JOIN clinic c ON c.id = s.clinic_id
              LEFT JOIN room r ON r.id = s.room_id
             WHERE s.practitioner_id = :practitioner AND s.starts_at >= :from
               AND (:clinics::uuid[] IS NULL OR s.clinic_id = ANY (:clinics::uuid[]))
            """;

    private static final String VISIT = """
            SELECT a.id, a.version, a.state, a.starts_at, a.ends_at, a.zone, a.created_at, a.updated_at, a.place,
                   a.address->>'suburb' AS suburb, r.name AS room, c.version AS clinic_version, c.name AS clinic,
                   c.id AS clinic_id, c.email AS clinic_email,
                   concat_ws(', ', c.name, c.street, concat_ws(' ', c.suburb, c.state, c.postcode)) AS clinic_address
              FROM appointment a
              JOIN clinic c ON c.id = a.clinic_id
              LEFT JOIN room r ON r.id = a.room_id
            """;

    /** A row of a calendar, before it is put into words for its reader. */
    record Visit(
            UUID id,
            int version,
            String state,
            Instant startsAt,
            Instant endsAt,
            ZoneId zone,
            Instant createdAt,
            Instant changedAt,
            CalendarPlace place,
            int clinicVersion,
            CalendarEntry.Organizer clinic) {

        CalendarEntry forPractitioner() {
            return entry(place.inDiary(), place.addressInDiary(), null);
        }

        CalendarEntry forPatient() {
            return entry(place.onOwnFile(), place.addressOnOwnFile(), clinic);
        }

        private CalendarEntry entry(
                String summary, @Nullable String location, CalendarEntry.@Nullable Organizer organizer) {
            CalendarEntry.Status status = switch (state) {
                case "held" -> CalendarEntry.Status.TENTATIVE;
                case "cancelled", "expired" -> CalendarEntry.Status.CANCELLED;
                default -> CalendarEntry.Status.CONFIRMED;
            };
            return new CalendarEntry(
                    id, version, status, startsAt, endsAt, zone, createdAt, changedAt, summary, location, organizer);
        }
    }

    private final Jdbi database;

    Visits(Jdbi database) {
        this.database = database;
    }

    /** What the entries of a feed depend on, without reading them: each visit, its clinic and its room in their versions. */
    String fingerprint(CalendarFeeds.Feed feed, Instant now) {
        return database.withHandle(handle -> ofFeed(handle.createQuery("""
                        SELECT md5(coalesce(string_agg(concat_ws(':', id, version, clinic, room), ','
                                                       ORDER BY starts_at, id), ''))
                          FROM (SELECT a.id, a.starts_at, a.version, c.version AS clinic, r.version AS room
                                  FROM appointment a
                                  JOIN clinic c ON c.id = a.clinic_id
                                  LEFT JOIN room r ON r.id = a.room_id
                        """ + IN_FEED + """
                                UNION ALL
                                SELECT s.id, s.starts_at, s.version, c.version, r.version
                                  FROM session s
                                  JOIN clinic c ON c.id = s.clinic_id
                                  LEFT JOIN room r ON r.id = s.room_id
                                 WHERE s.practitioner_id = :practitioner AND s.starts_at >= :from
                                   AND (:clinics::uuid[] IS NULL OR s.clinic_id = ANY (:clinics::uuid[]))) AS entry
                        """), feed, now)
                .mapTo(String.class)
                .one());
    }

    List<Visit> of(CalendarFeeds.Feed feed, Instant now) {
        return database.withHandle(handle -> ofFeed(
                        handle.createQuery(VISIT + IN_FEED + " UNION ALL " + SESSION + " ORDER BY starts_at, id"),
                        feed,
                        now)
                .map((row, context) -> visit(row))
                .list());
    }

    Visit one(UUID appointment) {
        return database.withHandle(handle -> handle.createQuery(VISIT + " WHERE a.id = :id")
                .bind("id", appointment)
                .map((row, context) -> visit(row))
                .one());
    }

    private static Query ofFeed(Query query, CalendarFeeds.Feed feed, Instant now) {
        return query.bind("practitioner", feed.practitioner())
                .bind("from", now.minus(KEPT).atOffset(ZoneOffset.UTC))
                .bind("clinics", feed.clinics() == null ? null : feed.clinics().toArray(UUID[]::new));
    }

    private static Visit visit(ResultSet row) throws SQLException {
        return new Visit(
                row.getObject("id", UUID.class),
                row.getInt("version"),
                row.getString("state"),
                instant(row, "starts_at"),
                instant(row, "ends_at"),
                ZoneId.of(row.getString("zone")),
                instant(row, "created_at"),
                instant(row, "updated_at"),
                CalendarPlace.of(
                        row.getString("place"),
                        row.getString("room"),
                        row.getString("suburb"),
                        row.getString("clinic"),
                        row.getString("clinic_address")),
                row.getInt("clinic_version"),
                clinic(row));
    }

    /** RFC 5546 wants an organizer in what is published; a clinic without an e-mail address is one by its id. */
    private static CalendarEntry.Organizer clinic(ResultSet row) throws SQLException {
        String email = row.getString("clinic_email");
        return new CalendarEntry.Organizer(
                row.getString("clinic"),
                URI.create(email == null ? "urn:uuid:" + row.getString("clinic_id") : "mailto:" + email));
    }
}
