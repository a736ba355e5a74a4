package network.physio.booking.appointment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Policy;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.VisitKind;
import network.physio.booking.screening.Screening;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads the rows of appointments: for a caller, who sees what concerns them, or locked for whoever is about to change one. */
@ApplicationScoped
public class Appointments {

    /** Who may read an appointment: its maker, its patient's accounts, its front desk, its practitioner, its partner, a link's holder. */
    private static final String READABLE = """
            ((a.owner = ANY (:principals) AND a.booked_by <> 'staff')
             OR a.id = :linked
             OR c.code = ANY (:clinics)
             OR p.code = :practitioner
             OR partner.code = :partner
             OR EXISTS (SELECT FROM patient_access x
                         WHERE x.patient_id = a.patient_id AND x.subject = :subject
                           AND x.valid_from <= :now AND (x.valid_until IS NULL OR x.valid_until > :now)))
            """;

    private static final String SELECT = """
            SELECT a.*, c.code AS clinic_code, c.name AS clinic_name, t.code AS treatment_code, t.name AS treatment_name,
                   p.code AS practitioner_code, p.given_name || ' ' || p.family_name AS practitioner_name,
                   r.name AS room_name, partner.code AS partner_code
              FROM appointment a
              JOIN clinic c ON c.id = a.clinic_id
              JOIN treatment t ON t.id = a.treatment_id
              JOIN practitioner p ON p.id = a.practitioner_id
              LEFT JOIN room r ON r.id = a.room_id
              LEFT JOIN partner ON partner.id = a.partner_id
            """;

    private final Jdbi database;
    private final ObjectMapper json;
    private final Access access;

    Appointments(Jdbi database, ObjectMapper json, Access access) {
        this.database = database;
        this.json = json;
        this.access = access;
    }

    /** The appointment, when this caller may read it. */
    public Optional<Appointment> readable(UUID id, Instant now) {
        return database.withHandle(
                handle -> asCaller(handle.createQuery(SELECT + " WHERE a.id = :id AND " + READABLE), now)
                        .bind("id", id)
                        .map((row, context) -> appointment(row))
                        .findOne());
    }

    /** The visits of a series that this caller may read, by start. */
    public List<Appointment> ofSeries(UUID series, Instant now) {
        return database.withHandle(handle -> asCaller(
                        handle.createQuery(SELECT + " WHERE a.series_id = :series AND " + READABLE
                                + " ORDER BY a.starts_at, a.id"),
                        now)
                .bind("series", series)
                .map((row, context) -> appointment(row))
                .list());
    }

    /** Locks the row and reads it again; nothing changes it until the transaction ends. */
    Appointment locked(UUID id) {
        return database.withHandle(handle -> handle.createQuery(SELECT + " WHERE a.id = :id FOR UPDATE OF a")
                .bind("id", id)
                .map((row, context) -> appointment(row))
                .one());
    }

    /** Locks those that have a seat in this session, or have had a visit there, and reads them, in the order of their ids. */
    List<Appointment> lockedSeats(UUID session) {
        return database.withHandle(handle -> handle.createQuery(SELECT + """
                         WHERE a.session_id = :session AND a.state NOT IN ('expired', 'cancelled')
                         ORDER BY a.id
                           FOR UPDATE OF a
                        """)
                .bind("session", session)
                .map((row, context) -> appointment(row))
                .list());
    }

    /** What a list is narrowed to; null asks nothing. */
    record Filter(
            @Nullable UUID clinic,
            @Nullable UUID practitioner,
            @Nullable UUID patient,
            @Nullable String state,
            @Nullable Instant from,
            @Nullable Instant until) {}

    /** The sort key of the last row of the page before. */
    record After(Instant startsAt, UUID id) {}

    /** Those this caller may read, by start; holds that have run out are left out. */
    List<Appointment> list(Filter filter, @Nullable After after, int limit, Instant now) {
        return database.withHandle(handle -> asCaller(handle.createQuery(SELECT + " WHERE " + READABLE + """
                                   AND (:clinic::uuid IS NULL OR a.clinic_id = :clinic)
                                   AND (:wantedPractitioner::uuid IS NULL OR a.practitioner_id = :wantedPractitioner)
                                   AND (:patient::uuid IS NULL OR a.patient_id = :patient)
                                   AND (:state::text IS NULL OR a.state = :state)
                                   AND (:state = 'expired' OR a.state <> 'expired')
                                   AND (a.state <> 'held' OR a.expires_at > :now)
                                   AND (:from::timestamptz IS NULL OR a.starts_at >= :from)
                                   AND (:until::timestamptz IS NULL OR a.starts_at < :until)
                                   AND (:afterStart::timestamptz IS NULL OR (a.starts_at, a.id) > (:afterStart, :afterId))
                                 ORDER BY a.starts_at, a.id
                                 LIMIT :limit
                                """), now)
                .bind("clinic", filter.clinic())
                .bind("wantedPractitioner", filter.practitioner())
                .bind("patient", filter.patient())
                .bind("state", filter.state())
                .bind("from", utcOrNull(filter.from()))
                .bind("until", utcOrNull(filter.until()))
                .bind("afterStart", after == null ? null : utc(after.startsAt()))
                .bind("afterId", after == null ? null : after.id())
                .bind("limit", limit)
                .map((row, context) -> appointment(row))
                .list());
    }

    private Query asCaller(Query query, Instant now) {
        return query.bind("principals", access.principals().toArray(String[]::new))
                .bind("clinics", access.clinics().toArray(String[]::new))
                .bind("practitioner", access.practitioner().orElse(null))
                .bind("partner", access.partner().orElse(null))
                .bind("subject", access.subject().orElse(null))
                .bind("linked", access.linkedAppointment().orElse(null))
                .bind("now", utc(now));
    }

    /** Locks and reads holds that may be displaced: those in the way of a claim, or any when no resources are named. */
    List<Appointment> displaceable(
            @Nullable Collection<UUID> resources, @Nullable Span span, Instant expiredBefore, int limit) {
        return database.withHandle(handle -> handle.createQuery(SELECT + """
                         WHERE a.state = 'held' AND a.expires_at <= :expiredBefore
                           AND (:resources::uuid[] IS NULL OR EXISTS (
                                   SELECT FROM claim x
                                    WHERE x.appointment_id = a.id AND x.resource_id = ANY (:resources)
                                      AND x.during && tstzrange(:from, :until)))
                         ORDER BY a.id
                         LIMIT :limit
                           FOR UPDATE OF a SKIP LOCKED
                        """)
                .bind("expiredBefore", utc(expiredBefore))
                .bind("resources", resources == null ? null : resources.toArray(UUID[]::new))
                .bind("from", span == null ? null : utc(span.start()))
                .bind("until", span == null ? null : utc(span.end()))
                .bind("limit", limit)
                .map((row, context) -> appointment(row))
                .list());
    }

    private Appointment appointment(ResultSet row) throws SQLException {
        return new Appointment(
                id(row, "id"),
                row.getLong("version"),
                constant(Appointment.State.class, row.getString("state")),
                new Appointment.Named(id(row, "clinic_id"), row.getString("clinic_code"), row.getString("clinic_name")),
                new Appointment.Named(
                        id(row, "treatment_id"), row.getString("treatment_code"), row.getString("treatment_name")),
                new Appointment.Named(
                        id(row, "practitioner_id"),
                        row.getString("practitioner_code"),
                        row.getString("practitioner_name")),
                row.getObject("patient_id", UUID.class),
                row.getInt("minutes"),
                row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                ZoneId.of(row.getString("zone")),
                constant(Appointment.Place.class, row.getString("place")),
                row.getObject("room_id", UUID.class),
                row.getString("room_name"),
                constant(VisitKind.class, row.getString("visit_kind")),
                constant(Appointment.BookedBy.class, row.getString("booked_by")),
                row.getString("owner"),
                row.getString("partner_code"),
                screening(row),
                new Catalogue.Price(
                        row.getInt("price_amount"), row.getString("price_currency"), row.getString("price_tax_code")),
                row.getString("funding_kind"),
                policy(row.getString("policy")),
                instant(row, "expires_at"),
                row.getBoolean("extended"),
                row.getBoolean("overbooked"),
                row.getBoolean("rebooking_needed"),
                cancellation(row),
                new Appointment.Progress(
                        instant(row, "arrived_at"), instant(row, "started_at"), instant(row, "ended_at")),
                row.getInt("late_move_fee"),
                noShow(row),
                overbook(row),
                techniques(row),
                row.getString("responsible_adult"),
                row.getObject("series_id", UUID.class),
                row.getObject("replaces", UUID.class),
                row.getObject("session_id", UUID.class));
    }

    private static Appointment.@Nullable NoShow noShow(ResultSet row) throws SQLException {
        return row.getString("state").equals("no-show")
                ? new Appointment.NoShow(row.getInt("fee_amount"), row.getString("fee_waiver"))
                : null;
    }

    private static @Nullable Overbook overbook(ResultSet row) throws SQLException {
        String reason = row.getString("overbook_reason");
        return reason == null
                ? null
                : new Overbook(constant(Overbook.Reason.class, reason), row.getString("overbook_note"));
    }

    private static @Nullable List<String> techniques(ResultSet row) throws SQLException {
        return row.getArray("acknowledged_techniques") == null ? null : texts(row, "acknowledged_techniques");
    }

    private static Screening screening(ResultSet row) throws SQLException {
        return new Screening(
                constant(Screening.State.class, row.getString("screening")),
                row.getObject("screening_pass", UUID.class),
                texts(row, "screening_blocked"),
                texts(row, "screening_cautioned"),
                instant(row, "screening_not_before"),
                instant(row, "screening_starts_before"),
                row.getBoolean("screening_assessment_only"),
                row.getArray("screening_lengths") == null
                        ? null
                        : Arrays.stream((Number[])
                                        row.getArray("screening_lengths").getArray())
                                .map(Number::intValue)
                                .toList());
    }

    private static Appointment.@Nullable Cancellation cancellation(ResultSet row) throws SQLException {
        Instant at = instant(row, "cancelled_at");
        return at == null
                ? null
                : new Appointment.Cancellation(
                        row.getString("cancelled_by"), row.getString("cancel_reason"), at, row.getInt("fee_amount"));
    }

    private Policy policy(String written) {
        try {
            return json.readValue(written, Policy.class);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("the policy kept on an appointment cannot be read", unreadable);
        }
    }

    private static UUID id(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String written) {
        return Enum.valueOf(type, written.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable OffsetDateTime utcOrNull(@Nullable Instant instant) {
        return instant == null ? null : utc(instant);
    }
}
