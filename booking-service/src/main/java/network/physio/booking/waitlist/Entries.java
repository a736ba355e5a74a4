package network.physio.booking.waitlist;

import static network.physio.booking.column.Columns.constant;
import static network.physio.booking.column.Columns.instant;
import static network.physio.booking.column.Columns.instantOrNull;
import static network.physio.booking.column.Columns.utc;
import static network.physio.booking.column.Columns.utcOrNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.availability.VisitKind;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The rows of those who wait. */
@ApplicationScoped
class Entries {

    private static final String SELECT = """
            SELECT e.*, z.zone, o.id AS offer_id, o.practitioner_id AS offer_practitioner, o.clinic_id AS offer_clinic,
                   o.starts_at AS offer_starts_at, o.ends_at AS offer_ends_at,
                   h.zone AS offer_zone, h.expires_at AS offer_expires_at
              FROM waitlist_entry e
              JOIN clinic z ON z.id = e.clinics[1]
              LEFT JOIN waitlist_offer o ON o.entry_id = e.id AND o.outcome IS NULL
              LEFT JOIN appointment h ON h.id = o.id
            """;

    /** Who may read an entry: its maker, the front desks of its clinics, its patient's accounts. */
    private static final String READABLE = """
            ((e.owner = ANY (:principals) AND e.made_by <> 'staff')
             OR e.clinics && ARRAY(SELECT id FROM clinic WHERE code = ANY (:desks))
             OR EXISTS (SELECT FROM patient_access x
                         WHERE x.patient_id = e.patient_id AND x.subject = :subject
                           AND x.valid_from <= :now AND (x.valid_until IS NULL OR x.valid_until > :now)))
            """;

    /** A time could be offered to them now: one offer at a time, and few a day. */
    private static final String MAY_BE_OFFERED = """
            e.state = 'waiting'
            AND (e.pass_until IS NULL OR e.pass_until > :now)
            AND NOT EXISTS (SELECT FROM waitlist_offer o WHERE o.entry_id = e.id AND o.outcome IS NULL)
            AND (SELECT count(*) FROM waitlist_offer o JOIN waitlist_entry x ON x.id = o.entry_id
                  WHERE x.patient_id = e.patient_id AND o.offered_at > :dayAgo) < :perDay
            AND EXISTS (SELECT FROM patient p
                         WHERE p.id = e.patient_id AND p.merged_into IS NULL AND NOT p.deceased AND NOT p.do_not_contact)
            """;

    private final Jdbi database;
    private final ObjectMapper json;
    private final Access access;

    Entries(Jdbi database, ObjectMapper json, Access access) {
        this.database = database;
        this.json = json;
        this.access = access;
    }

    void add(Entry entry) {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO waitlist_entry (id, state, owner, made_by, patient_id, treatment_id, minutes, visit_kind,
                                                    clinics, practitioners, times, earliest, latest, replaces,
                                                    screening_pass, pass_until, watched, wanted_before, created_at)
                        VALUES (:id, :state, :owner, :madeBy, :patient, :treatment, :minutes, :visitKind,
                                :clinics, :practitioners, :times::jsonb, :earliest, :latest, :replaces,
                                :pass, :passUntil, :watched, :before, :now)
                        """)
                .bind("id", entry.id())
                .bind("state", entry.state().code())
                .bind("owner", entry.owner())
                .bind("madeBy", entry.madeBy().code())
                .bind("patient", entry.patientId())
                .bind("treatment", entry.treatmentId())
                .bind("minutes", entry.minutes())
                .bind("visitKind", entry.visitKind().code())
                .bindArray("clinics", UUID.class, entry.clinics())
                .bindArray("practitioners", UUID.class, entry.practitioners())
                .bind("times", written(entry.wanted().ranges()))
                .bind("earliest", entry.wanted().earliest())
                .bind("latest", entry.wanted().latest())
                .bind("replaces", entry.replaces())
                .bind("pass", entry.screeningPass())
                .bind("passUntil", utcOrNull(entry.passUntil()))
                .bind("watched", entry.watched())
                .bind("before", utc(entry.wanted().before()))
                .bind("now", utc(entry.createdAt()))
                .execute());
    }

    /** The entry, when this caller may read it. */
    Optional<Entry> readable(UUID id, Instant now) {
        return database.withHandle(
                handle -> asCaller(handle.createQuery(SELECT + " WHERE e.id = :id AND " + READABLE), now)
                        .bind("id", id)
                        .map((row, context) -> entry(row))
                        .findOne());
    }

    /** Those this caller may read and who still wait, the longest first; {@code clinic} narrows it, null does not. */
    List<Entry> waiting(@Nullable UUID clinic, @Nullable Long after, int limit, Instant now) {
        return database.withHandle(handle -> asCaller(handle.createQuery(SELECT + " WHERE " + READABLE + """
                                   AND e.state IN ('waiting', 'needs-screening')
                                   AND (:clinic::uuid IS NULL OR e.clinics @> ARRAY[:clinic::uuid])
                                   AND (:after::bigint IS NULL OR e.place > :after)
                                 ORDER BY e.place
                                 LIMIT :limit
                                """), now)
                .bind("clinic", clinic)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> entry(row))
                .list());
    }

    private Query asCaller(Query query, Instant now) {
        return query.bind("principals", access.principals().toArray(String[]::new))
                .bind("desks", access.clinics().toArray(String[]::new))
                .bind("subject", access.subject().orElse(null))
                .bind("now", utc(now));
    }

    /**
     * Locks entries, which nobody changes until the transaction ends, and before them their patients against a merge. All
     * who lock what the waitlist touches, merges and erasures too, keep one order, so that nobody waits in a circle: rows of
     * patients, entries, diaries, appointments, offers; of each kind the lowest id first.
     */
    void lock(Collection<UUID> ids) {
        lock("""
                SELECT id FROM patient
                 WHERE id IN (SELECT patient_id FROM waitlist_entry WHERE id = ANY (:ids)) ORDER BY id FOR KEY SHARE
                """, ids);
        lock("SELECT id FROM waitlist_entry WHERE id = ANY (:ids) ORDER BY id FOR UPDATE", ids);
    }

    private void lock(String sql, Collection<UUID> ids) {
        database.useHandle(handle -> handle.createQuery(sql)
                .bindArray("ids", UUID.class, ids.toArray())
                .mapTo(UUID.class)
                .list());
    }

    /** Locks the entry and reads it again; nothing changes it until the transaction ends. */
    Entry locked(UUID id) {
        lock(List.of(id));
        return database.withHandle(handle -> handle.createQuery(SELECT + " WHERE e.id = :id")
                .bind("id", id)
                .map((row, context) -> entry(row))
                .one());
    }

    /** Up to {@code limit} of those who may be offered a part of this time, the longest waiting first. */
    List<Entry> candidates(FreedTime freed, int perDay, int limit, Instant now) {
        return database.withHandle(handle -> handle.createQuery(SELECT + " WHERE " + MAY_BE_OFFERED + """
                           AND e.clinics @> ARRAY[:clinic::uuid]
                           AND (cardinality(e.practitioners) = 0 OR :practitioner = ANY (e.practitioners))
                           AND (:tried::bigint IS NULL OR e.place > :tried)
                           AND e.wanted_before > :from AND e.wanted_before > :now AND e.earliest <= :lastDay
                           AND EXISTS (SELECT FROM bookable_offering f
                                        WHERE f.practitioner_id = :practitioner AND f.clinic_id = :clinic
                                          AND f.treatment_id = e.treatment_id AND e.minutes = ANY (f.lengths))
                         ORDER BY e.place
                         LIMIT :limit
                        """)
                .bind("now", utc(now))
                .bind("dayAgo", utc(now.minus(Duration.ofDays(1))))
                .bind("perDay", perDay)
                .bind("clinic", freed.clinicId())
                .bind("practitioner", freed.practitionerId())
                .bind("tried", freed.tried())
                .bind("from", utc(freed.startsAt()))
                // Nobody's local day is more than one ahead of it.
                .bind(
                        "lastDay",
                        LocalDate.ofInstant(freed.endsAt(), ZoneOffset.UTC).plusDays(1))
                .bind("limit", limit)
                .map((row, context) -> entry(row))
                .list());
    }

    /**
     * Whether its owner may book what it is offered. An account does as long as it acts for the patient; a guest has nothing
     * but the key, and keeps what was made with it when reception confirms or merges the patient.
     */
    boolean mayBeTaken(UUID id, Instant now) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT e.made_by <> 'patient'
                               OR (p.provisional AND p.owner = e.owner)
                               OR EXISTS (SELECT FROM patient_access x
                                           WHERE x.patient_id = p.id AND 'user:' || x.subject = e.owner
                                             AND x.scope IN ('full', 'book') AND x.valid_from <= :now
                                             AND (x.valid_until IS NULL OR x.valid_until > :now))
                          FROM waitlist_entry e JOIN patient p ON p.id = e.patient_id
                         WHERE e.id = :id
                        """)
                .bind("id", id)
                .bind("now", utc(now))
                .mapTo(Boolean.class)
                .one());
    }

    /** Whether some account may book for the patient. */
    boolean hasAccount(UUID patient, Instant now) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT FROM patient_access
                                        WHERE patient_id = :patient AND scope IN ('full', 'book')
                                          AND valid_from <= :now AND (valid_until IS NULL OR valid_until > :now))
                        """)
                .bind("patient", patient)
                .bind("now", utc(now))
                .mapTo(Boolean.class)
                .one());
    }

    /** How many of this owner's entries wait. One at a time for each owner: many at once would all count none. */
    int waitingOf(String owner) {
        database.useHandle(handle -> handle.createQuery(
                        "SELECT pg_advisory_xact_lock(hashtextextended('waitlist of ' || :owner, 0))")
                .bind("owner", owner)
                .mapTo(String.class)
                .list());
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM waitlist_entry
                         WHERE owner = :owner AND state IN ('waiting', 'needs-screening')
                        """)
                .bind("owner", owner)
                .mapTo(Integer.class)
                .one());
    }

    /** Its offer has changed, and so has what its readers see. */
    void touch(UUID id) {
        database.useHandle(
                handle -> handle.execute("UPDATE waitlist_entry SET version = version + 1 WHERE id = ?", id));
    }

    /** Nobody waits here any more. */
    void close(UUID id, Entry.State state) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE waitlist_entry
                           SET state = :state, version = version + 1, screening_pass = NULL, pass_until = NULL
                         WHERE id = :id
                        """)
                .bind("id", id)
                .bind("state", state.code())
                .execute());
    }

    void needScreening(UUID id) {
        database.useHandle(handle -> handle.execute(
                "UPDATE waitlist_entry SET state = 'needs-screening', version = version + 1 WHERE id = ?", id));
    }

    void screenedWith(UUID id, @Nullable String pass, @Nullable Instant until) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE waitlist_entry
                           SET state = 'waiting', version = version + 1, screening_pass = :pass, pass_until = :until
                         WHERE id = :id
                        """)
                .bind("id", id)
                .bind("pass", pass)
                .bind("until", utcOrNull(until))
                .execute());
    }

    /** Those whose pass has run out. */
    List<UUID> withLapsedPass(Instant now, int limit) {
        return ids(
                "SELECT id FROM waitlist_entry WHERE state = 'waiting' AND pass_until <= :now LIMIT :limit",
                now,
                limit);
    }

    /** Those whose last day is over. */
    List<UUID> tooLate(Instant now, int limit) {
        return ids("""
                SELECT id FROM waitlist_entry
                 WHERE state IN ('waiting', 'needs-screening') AND wanted_before <= :now LIMIT :limit
                """, now, limit);
    }

    /** Those whose appointment cannot be replaced any more: called off, begun or moved before what they wish for. */
    List<UUID> withoutAppointment(Instant now, int limit) {
        return ids("""
                SELECT e.id FROM waitlist_entry e JOIN appointment a ON a.id = e.replaces
                 WHERE e.state IN ('waiting', 'needs-screening') AND (a.state <> 'confirmed' OR a.starts_at <= :now)
                 LIMIT :limit
                """, now, limit);
    }

    private List<UUID> ids(String sql, Instant now, int limit) {
        return database.withHandle(handle -> handle.createQuery(sql)
                .bind("now", utc(now))
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
    }

    private Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getObject("id", UUID.class),
                row.getLong("version"),
                row.getLong("place"),
                constant(Entry.State.class, row.getString("state")),
                row.getString("owner"),
                constant(Entry.MadeBy.class, row.getString("made_by")),
                row.getObject("patient_id", UUID.class),
                row.getObject("treatment_id", UUID.class),
                row.getInt("minutes"),
                constant(VisitKind.class, row.getString("visit_kind")),
                List.of((UUID[]) row.getArray("clinics").getArray()),
                ZoneId.of(row.getString("zone")),
                List.of((UUID[]) row.getArray("practitioners").getArray()),
                new WantedTimes(
                        ranges(row.getString("times")),
                        row.getObject("earliest", LocalDate.class),
                        row.getObject("latest", LocalDate.class),
                        instant(row, "wanted_before")),
                row.getObject("replaces", UUID.class),
                row.getString("screening_pass"),
                instantOrNull(row, "pass_until"),
                row.getBoolean("watched"),
                instant(row, "created_at"),
                offer(row));
    }

    private static Entry.@Nullable LiveOffer offer(ResultSet row) throws SQLException {
        UUID id = row.getObject("offer_id", UUID.class);
        if (id == null) {
            return null;
        }
        OffsetDateTime expires = row.getObject("offer_expires_at", OffsetDateTime.class);
        return new Entry.LiveOffer(
                id,
                row.getObject("offer_practitioner", UUID.class),
                row.getObject("offer_clinic", UUID.class),
                instant(row, "offer_starts_at"),
                instant(row, "offer_ends_at"),
                ZoneId.of(row.getString("offer_zone")),
                expires == null ? null : expires.toInstant());
    }

    private String written(List<LocalRange> ranges) {
        try {
            return json.writeValueAsString(ranges);
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException("wished times cannot be written as JSON", ours);
        }
    }

    private List<LocalRange> ranges(String written) {
        try {
            return json.readValue(written, new TypeReference<>() {});
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("the times of a waitlist entry cannot be read", unreadable);
        }
    }
}
