package network.physio.booking.appointment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Policy;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.Treatment;
import network.physio.booking.availability.VisitKind;
import network.physio.booking.screening.Screening;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The rows of appointments. Whoever changes one has locked its row, and before it the people it concerns. */
@ApplicationScoped
public class Appointments {

    /** Who may read an appointment: its maker, its patient's accounts, its front desk, its practitioner, its partner. */
    private static final String READABLE = """
            ((a.owner = ANY (:principals) AND a.booked_by <> 'staff')
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

    /** Locks the row and reads it again; nothing changes it until the transaction ends. */
    Appointment locked(UUID id) {
        return database.withHandle(handle -> handle.createQuery(SELECT + " WHERE a.id = :id FOR UPDATE OF a")
                .bind("id", id)
                .map((row, context) -> appointment(row))
                .one());
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
                .bind("now", utc(now));
    }

    /** A new appointment, before it has a row. */
    record New(
            UUID id,
            Appointment.State state,
            UUID clinicId,
            Treatment treatment,
            UUID practitionerId,
            @Nullable UUID patientId,
            int minutes,
            Instant startsAt,
            ZoneId zone,
            @Nullable UUID roomId,
            VisitKind visitKind,
            Appointment.BookedBy bookedBy,
            String owner,
            @Nullable String partner,
            Screening screening,
            Catalogue.Price price,
            Policy policy,
            @Nullable Instant expiresAt) {}

    void add(New made, Instant now) {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO appointment (
                            id, state, clinic_id, treatment_id, practitioner_id, patient_id, minutes, starts_at, ends_at,
                            local_start, zone, place, room_id, visit_kind, booked_by, owner, partner_id,
                            screening, screening_pass, screening_blocked, screening_cautioned, screening_not_before,
                            screening_starts_before, screening_assessment_only, screening_lengths,
                            price_amount, price_currency, price_tax_code, policy, expires_at, created_at, updated_at)
                        VALUES (
                            :id, :state, :clinic, :treatment, :practitioner, :patient, :minutes, :startsAt, :endsAt,
                            :localStart, :zone, :place, :room, :visitKind, :bookedBy, :owner,
                            (SELECT id FROM partner WHERE code = :partner),
                            :screening, :pass, :blocked, :cautioned, :notBefore,
                            :startsBefore, :assessmentOnly, :lengths,
                            :amount, :currency, :taxCode, :policy::jsonb, :expiresAt, :now, :now)
                        """)
                .bind("id", made.id())
                .bind("state", made.state().code())
                .bind("clinic", made.clinicId())
                .bind("treatment", made.treatment().id())
                .bind("practitioner", made.practitionerId())
                .bind("patient", made.patientId())
                .bind("minutes", made.minutes())
                .bind("startsAt", utc(made.startsAt()))
                .bind("endsAt", utc(made.startsAt().plus(Duration.ofMinutes(made.minutes()))))
                .bind("localStart", LocalDateTime.ofInstant(made.startsAt(), made.zone()))
                .bind("zone", made.zone().getId())
                .bind("place", made.roomId() == null ? "online" : "room")
                .bind("room", made.roomId())
                .bind("visitKind", made.visitKind().code())
                .bind("bookedBy", made.bookedBy().code())
                .bind("owner", made.owner())
                .bind("partner", made.partner())
                .bindMap(columns(made.screening()))
                .bind("amount", made.price().amount())
                .bind("currency", made.price().currency())
                .bind("taxCode", made.price().taxCode())
                .bind("policy", written(made.policy()))
                .bind("expiresAt", utcOrNull(made.expiresAt()))
                .bind("now", utc(now))
                .execute());
    }

    void confirm(UUID id, UUID patient, Screening screening, Instant now) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE appointment
                           SET state = 'confirmed', version = version + 1, updated_at = :now, patient_id = :patient,
                               expires_at = NULL,
                               screening = :screening, screening_pass = :pass, screening_blocked = :blocked,
                               screening_cautioned = :cautioned, screening_not_before = :notBefore,
                               screening_starts_before = :startsBefore, screening_assessment_only = :assessmentOnly,
                               screening_lengths = :lengths
                         WHERE id = :id
                        """)
                .bind("id", id)
                .bind("patient", patient)
                .bindMap(columns(screening))
                .bind("now", utc(now))
                .execute());
    }

    /** Where an appointment moves to. */
    record Move(
            UUID clinicId,
            UUID practitionerId,
            @Nullable UUID roomId,
            int minutes,
            Instant startsAt,
            ZoneId zone,
            Catalogue.Price price) {}

    void move(UUID id, Move to, Instant now) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE appointment
                           SET version = version + 1, updated_at = :now, clinic_id = :clinic, practitioner_id = :practitioner,
                               room_id = :room, minutes = :minutes, starts_at = :startsAt, ends_at = :endsAt,
                               local_start = :localStart, zone = :zone, rebooking_needed = false,
                               price_amount = :amount, price_currency = :currency, price_tax_code = :taxCode
                         WHERE id = :id
                        """)
                .bind("id", id)
                .bind("clinic", to.clinicId())
                .bind("practitioner", to.practitionerId())
                .bind("room", to.roomId())
                .bind("minutes", to.minutes())
                .bind("startsAt", utc(to.startsAt()))
                .bind("endsAt", utc(to.startsAt().plus(Duration.ofMinutes(to.minutes()))))
                .bind("localStart", LocalDateTime.ofInstant(to.startsAt(), to.zone()))
                .bind("zone", to.zone().getId())
                .bind("amount", to.price().amount())
                .bind("currency", to.price().currency())
                .bind("taxCode", to.price().taxCode())
                .bind("now", utc(now))
                .execute());
    }

    void cancel(UUID id, Appointment.Cancellation cancellation) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE appointment
                           SET state = 'cancelled', version = version + 1, updated_at = :at, expires_at = NULL,
                               cancelled_by = :by, cancel_reason = :reason, cancelled_at = :at, fee_amount = :fee
                         WHERE id = :id
                        """)
                .bind("id", id)
                .bind("by", cancellation.by())
                .bind("reason", cancellation.reason())
                .bind("at", utc(cancellation.at()))
                .bind("fee", cancellation.fee())
                .execute());
    }

    void expire(UUID id, Instant now) {
        database.useHandle(handle ->
                handle.createUpdate("""
                        UPDATE appointment SET state = 'expired', version = version + 1, updated_at = :now WHERE id = :id
                        """).bind("id", id).bind("now", utc(now)).execute());
    }

    void extend(UUID id, Instant until, Instant now) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE appointment
                           SET expires_at = :until, extended = true, version = version + 1, updated_at = :now
                         WHERE id = :id
                        """)
                .bind("id", id)
                .bind("until", utc(until))
                .bind("now", utc(now))
                .execute());
    }

    void setPatient(UUID id, UUID patient, Instant now) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE appointment SET patient_id = :patient, version = version + 1, updated_at = :now WHERE id = :id
                        """)
                .bind("id", id)
                .bind("patient", patient)
                .bind("now", utc(now))
                .execute());
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

    /** How many holds are alive now: of this owner, of this practitioner on this day, of the network. */
    record HoldCounts(int ofOwner, int ofPractitionerDay, int ofNetwork) {}

    HoldCounts holds(String owner, UUID practitioner, Instant dayStart, Instant now) {
        // One at a time for each owner: many at once would all count none.
        database.useHandle(
                handle -> handle.createQuery("SELECT pg_advisory_xact_lock(hashtextextended('holds of ' || :owner, 0))")
                        .bind("owner", owner)
                        .mapTo(String.class)
                        .list());
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FILTER (WHERE owner = :owner) AS of_owner,
                               count(*) FILTER (WHERE practitioner_id = :practitioner
                                                  AND booked_by IN ('guest', 'patient')
                                                  AND starts_at >= :day AND starts_at < :day + interval '1 day') AS of_day,
                               count(*) AS of_network
                          FROM appointment
                         WHERE state = 'held' AND expires_at > :now
                        """)
                .bind("owner", owner)
                .bind("practitioner", practitioner)
                .bind("day", utc(dayStart))
                .bind("now", utc(now))
                .map((row, context) ->
                        new HoldCounts(row.getInt("of_owner"), row.getInt("of_day"), row.getInt("of_network")))
                .one());
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
                cancellation(row));
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

    private static Map<String, @Nullable Object> columns(Screening screening) {
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("screening", screening.state().code());
        columns.put("pass", screening.pass());
        columns.put("blocked", screening.blocked().toArray(String[]::new));
        columns.put("cautioned", screening.cautioned().toArray(String[]::new));
        columns.put("notBefore", utcOrNull(screening.notBefore()));
        columns.put("startsBefore", utcOrNull(screening.startsBefore()));
        columns.put("assessmentOnly", screening.assessmentOnly());
        columns.put(
                "lengths",
                screening.lengths() == null
                        ? null
                        : screening.lengths().stream().map(Integer::shortValue).toArray(Short[]::new));
        return columns;
    }

    private Policy policy(String written) {
        try {
            return json.readValue(written, Policy.class);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("the policy kept on an appointment cannot be read", unreadable);
        }
    }

    private String written(Policy policy) {
        try {
            return json.writeValueAsString(policy);
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException("a policy cannot be written as JSON", ours);
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
