package network.physio.booking.clinic;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads clinics for everybody. */
@ApplicationScoped
class Clinics {

    record Row(
            UUID id,
            String code,
            String name,
            String zone,
            String street,
            String suburb,
            String state,
            String postcode,
            String country,
            double latitude,
            double longitude,
            @Nullable String phone,
            @Nullable String email,
            @Nullable Double distanceKm) {}

    record Hours(int weekday, LocalTime opens, LocalTime closes) {}

    record Holiday(LocalDate day, String name) {}

    record Terms(
            int noticeMinutes,
            int horizonDays,
            int gridMinutes,
            int freeCancellationHours,
            int lateCancellationPercent,
            int noShowPercent,
            int noAccessPercent) {}

    /** A room, or a shared one with several places; or a device, which is a place of its own. */
    record Thing(UUID id, String code, String name, String kind, int places) {}

    /** @param version changes with anything that is shown of the clinic, its terms, its holidays and what stands in it */
    record Details(
            Row row,
            List<Hours> hours,
            List<Holiday> holidays,
            Terms terms,
            List<Thing> rooms,
            List<Thing> equipment,
            long version) {}

    /** What a reader asks for; null asks nothing. */
    record Wish(
            @Nullable Double latitude,
            @Nullable Double longitude,
            @Nullable Double withinKm,
            @Nullable String treatment) {}

    /** Great-circle distance in kilometres (haversine) on a sphere of the earth's mean radius. */
    private static final String WITH_DISTANCE = """
            WITH wish AS (SELECT :latitude::float8 AS latitude, :longitude::float8 AS longitude),
                 far AS (
                   SELECT c.*,
                          -- least() passes over NULL, so that without a wish there would be a distance.
                          CASE WHEN w.latitude IS NOT NULL THEN
                            round((2 * 6371.0088 * asin(least(1, sqrt(
                              power(sin(radians(c.latitude - w.latitude) / 2), 2)
                              + cos(radians(w.latitude)) * cos(radians(c.latitude))
                                * power(sin(radians(c.longitude - w.longitude) / 2), 2)))))::numeric, 2)::float8
                          END AS distance
                     FROM clinic c, wish w)
            """;

    private static final String COLUMNS = """
            SELECT id, code, name, zone, street, suburb, state, postcode, country, latitude, longitude, phone, email, distance
              FROM far
            """;

    private final Jdbi database;

    Clinics(Jdbi database) {
        this.database = database;
    }

    /** By distance when one is asked for, then by code. */
    List<Row> page(Wish wish, double afterDistance, String afterCode, int rows) {
        return database.withHandle(handle -> handle.createQuery(WITH_DISTANCE + COLUMNS + """
                         WHERE (coalesce(distance, 0), code) > (:afterDistance, :afterCode)
                           AND (:within::float8 IS NULL OR distance <= :within)
                           AND (:treatment::text IS NULL OR EXISTS (
                                  SELECT FROM offering o JOIN treatment t ON t.id = o.treatment_id
                                   WHERE o.clinic_id = far.id AND (t.code = :treatment OR t.id::text = :treatment)))
                         ORDER BY coalesce(distance, 0), code LIMIT :rows
                        """)
                .bind("latitude", wish.latitude())
                .bind("longitude", wish.longitude())
                .bind("within", wish.withinKm())
                .bind("treatment", wish.treatment())
                .bind("afterDistance", afterDistance)
                .bind("afterCode", afterCode)
                .bind("rows", rows)
                .map((row, context) -> row(row))
                .list());
    }

    Optional<Details> find(UUID id) {
        return database.withHandle(handle -> handle.createQuery(WITH_DISTANCE + COLUMNS + " WHERE id = :id")
                        .bind("latitude", (Double) null)
                        .bind("longitude", (Double) null)
                        .bind("id", id)
                        .map((row, context) -> row(row))
                        .findOne())
                .map(row -> new Details(
                        row,
                        hours(id),
                        holidays(id),
                        terms(id),
                        things("room", id),
                        things("equipment", id),
                        version(id)));
    }

    private List<Hours> hours(UUID clinic) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT weekday, opens, closes FROM clinic_hours WHERE clinic_id = :clinic ORDER BY weekday, opens
                        """)
                .bind("clinic", clinic)
                .map((row, context) -> new Hours(
                        row.getInt("weekday"),
                        row.getObject("opens", LocalTime.class),
                        row.getObject("closes", LocalTime.class)))
                .list());
    }

    private List<Holiday> holidays(UUID clinic) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT DISTINCT ON (h.day) h.day, h.name
                          FROM clinic_holiday_calendar c JOIN holiday h ON h.calendar_id = c.calendar_id
                         WHERE c.clinic_id = :clinic ORDER BY h.day, h.name
                        """)
                .bind("clinic", clinic)
                .map((row, context) -> new Holiday(row.getObject("day", LocalDate.class), row.getString("name")))
                .list());
    }

    private List<Thing> things(String table, UUID clinic) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT t.id, t.code, t.name, t.kind,
                               (SELECT count(*) FROM resource_unit u WHERE u.resource_id = t.id AND u.kind = 'normal') AS places
                          FROM <table> t WHERE t.clinic_id = :clinic ORDER BY t.code
                        """)
                .define("table", table)
                .bind("clinic", clinic)
                .map((row, context) -> new Thing(
                        row.getObject("id", UUID.class),
                        row.getString("code"),
                        row.getString("name"),
                        row.getString("kind"),
                        row.getInt("places")))
                .list());
    }

    private Terms terms(UUID clinic) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT p.* FROM policy p JOIN clinic c ON c.policy_id = p.id WHERE c.id = :clinic
                        """)
                .bind("clinic", clinic)
                .map((row, context) -> new Terms(
                        row.getInt("notice_minutes"),
                        row.getInt("horizon_days"),
                        row.getInt("grid_minutes"),
                        row.getInt("free_cancellation_hours"),
                        row.getInt("late_cancellation_percent"),
                        row.getInt("no_show_percent"),
                        row.getInt("no_access_percent")))
                .one());
    }

    private long version(UUID clinic) {
        return database.withHandle(handle ->
                handle.createQuery("""
                        SELECT hashtextextended(concat_ws(' ', c.version, p.version,
                                 (SELECT string_agg(concat_ws(' ', h.id, h.version), ' ' ORDER BY h.id)
                                    FROM clinic_holiday_calendar k JOIN holiday_calendar h ON h.id = k.calendar_id
                                   WHERE k.clinic_id = c.id),
                                 (SELECT string_agg(concat_ws(' ', r.id, r.version,
                                           (SELECT count(*) FROM resource_unit u WHERE u.resource_id = r.id)), ' ' ORDER BY r.id)
                                    FROM room r WHERE r.clinic_id = c.id),
                                 (SELECT string_agg(concat_ws(' ', e.id, e.version), ' ' ORDER BY e.id)
                                    FROM equipment e WHERE e.clinic_id = c.id)), 0) & x'00FFFFFFFFFFFFFF'::bigint
                          FROM clinic c JOIN policy p ON p.id = c.policy_id
                         WHERE c.id = :clinic
                        """).bind("clinic", clinic).mapTo(long.class).one());
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("code"),
                row.getString("name"),
                row.getString("zone"),
                row.getString("street"),
                row.getString("suburb"),
                row.getString("state"),
                row.getString("postcode"),
                row.getString("country"),
                row.getDouble("latitude"),
                row.getDouble("longitude"),
                row.getString("phone"),
                row.getString("email"),
                row.getObject("distance", Double.class));
    }
}
