package network.physio.booking.patient.erasure;

import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.physio.booking.patient.RetentionSettings;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Removes what says who somebody was, wherever it is kept, and leaves what must be kept without it. */
@ApplicationScoped
class ErasedRows {

    /** Tables of which nothing is left. A test fails for a table that names a patient and is dealt with nowhere here. */
    static final List<String> GONE = List.of(
            "patient_address",
            "patient_access",
            "patient_link_code",
            "patient_clinic",
            "message",
            "message_preference");

    /** Longer than any answer is kept for its idempotency key. */
    private static final Duration ANSWERS_KEPT = Duration.ofHours(25);

    private final Jdbi database;
    private final RetentionSettings settings;

    ErasedRows(Jdbi database, RetentionSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /** Who is a patient at all: neither merged nor erased. */
    boolean stands(UUID id) {
        return database.withHandle(handle ->
                handle.createQuery("""
                        SELECT EXISTS (SELECT FROM patient
                                        WHERE id = :id AND merged_into IS NULL AND erased_at IS NULL)
                        """).bind("id", id).mapTo(Boolean.class).one());
    }

    boolean isErased(UUID id) {
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT EXISTS (SELECT FROM patient WHERE id = :id AND erased_at IS NOT NULL)")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one());
    }

    /** Codes of the clinics that treat the patient. */
    Set<String> clinicsOf(UUID id) {
        return database.withHandle(handle ->
                handle.createQuery("""
                        SELECT c.code FROM patient_clinic pc JOIN clinic c ON c.id = pc.clinic_id
                         WHERE pc.patient_id = :id
                        """).bind("id", id).mapTo(String.class).set());
    }

    /** The patient and every record that was merged into it. */
    List<UUID> recordsOf(UUID id) {
        return database.withHandle(handle ->
                handle.createQuery("""
                        WITH RECURSIVE person (id) AS (
                            SELECT id FROM patient WHERE id = :id
                            UNION
                            SELECT p.id FROM patient p JOIN person s ON p.merged_into = s.id)
                        SELECT id FROM person ORDER BY id
                        """).bind("id", id).mapTo(UUID.class).list());
    }

    /** Whoever adds to one of them has finished, and whoever will, finds nobody. */
    void lock(List<UUID> ids) {
        database.useHandle(
                handle -> handle.createQuery("SELECT id FROM patient WHERE id = ANY (:ids) ORDER BY id FOR UPDATE")
                        .bindArray("ids", UUID.class, ids)
                        .mapTo(UUID.class)
                        .list());
    }

    /** What they wait for, as the waitlist locks it: after the patients and before any diary. */
    void lockWishes(List<UUID> ids) {
        database.useHandle(handle -> handle.createQuery(
                        "SELECT id FROM waitlist_entry WHERE patient_id = ANY (:ids) ORDER BY id FOR UPDATE")
                .bindArray("ids", UUID.class, ids)
                .mapTo(UUID.class)
                .list());
    }

    /** A visit that is still to come, or going on. */
    record Open(UUID id, String state, OffsetDateTime startsAt, OffsetDateTime endsAt) {}

    List<Open> openVisits(List<UUID> ids, Instant now) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT id, state, starts_at, ends_at
                          FROM appointment
                         WHERE patient_id = ANY (:ids)
                           AND (state IN ('arrived', 'in-treatment')
                                OR (state = 'confirmed' AND ends_at > :now)
                                OR (state = 'held' AND expires_at > :now))
                         ORDER BY starts_at, id
                        """)
                .bindArray("ids", UUID.class, ids)
                .bind("now", utc(now))
                .map((row, context) -> new Open(
                        row.getObject("id", UUID.class),
                        row.getString("state"),
                        row.getObject("starts_at", OffsetDateTime.class),
                        row.getObject("ends_at", OffsetDateTime.class)))
                .list());
    }

    /** What others keep a copy of, and have to read anew. */
    record Changed(List<Visit> visits, List<Wish> wishes) {}

    /** A visit that stays, in its version without the person. */
    record Visit(UUID id, int version, UUID clinicId, UUID practitionerId) {}

    /** What nobody waits for any more, and where. */
    record Wish(UUID id, List<UUID> clinics) {}

    /** Cannot be undone. */
    Changed erase(List<UUID> ids, Instant now) {
        UUID[] all = ids.toArray(UUID[]::new);
        return database.withHandle(handle -> {
            forgetAnswers(handle, all, now);
            GONE.forEach(table -> handle.createUpdate("DELETE FROM %s WHERE patient_id = ANY (:ids)".formatted(table))
                    .bind("ids", all)
                    .execute());
            forgetWhoAgreed(handle, all);
            List<Visit> visits = stripVisits(handle, all, now);
            handle.createUpdate("""
                            DELETE FROM manage_link
                             WHERE appointment_id IN (SELECT id FROM appointment WHERE patient_id = ANY (:ids))
                            """).bind("ids", all).execute();
            List<Wish> wishes = endWishes(handle, all);
            handle.createUpdate("""
                            UPDATE patient
                               SET erased_at = :now, provisional = false, owner = NULL, given_name = '', family_name = '',
                                   preferred_name = NULL, date_of_birth = NULL, email = NULL, phone = NULL,
                                   language = 'und', interpreter = false, zone = 'UTC', do_not_contact = true,
                                   retain_until = NULL, version = version + 1
                             WHERE id = ANY (:ids)
                            """).bind("ids", all).bind("now", utc(now)).execute();
            return new Changed(visits, wishes);
        });
    }

    /**
     * That somebody agreed, and to what, must be provable as long as the visit is; not who it was. Staff who wrote it down
     * stay: whoever acted on a record of their own was the patient, or somebody for them.
     */
    private static void forgetWhoAgreed(Handle handle, UUID[] ids) {
        handle.createUpdate("""
                        UPDATE consent
                           SET given_by = 'erased',
                               recorded_by = CASE WHEN recorded_by IN (SELECT actor FROM access_log
                                                                        WHERE patient_id = ANY (:ids)
                                                                          AND purpose = 'own-record')
                                                  THEN 'erased' ELSE recorded_by END
                         WHERE patient_id = ANY (:ids)
                        """).bind("ids", ids).execute();
    }

    private List<Visit> stripVisits(Handle handle, UUID[] ids, Instant now) {
        return handle.createQuery("""
                        UPDATE appointment
                           SET owner = 'erased', address = CASE WHEN address IS NULL THEN NULL ELSE '{}'::jsonb END,
                               overbook_reason = NULL, overbook_note = NULL, screening_pass = NULL, screening_blocked = '{}',
                               screening_cautioned = '{}', screening_not_before = NULL,
                               screening_starts_before = NULL, screening_lengths = NULL,
                               retain_until = ((ends_at AT TIME ZONE 'UTC') + make_interval(years => :years))::date,
                               version = version + 1, updated_at = :now
                         WHERE patient_id = ANY (:ids)
                        RETURNING id, version, clinic_id, practitioner_id
                        """)
                .bind("ids", ids)
                .bind("years", settings.visitYears())
                .bind("now", utc(now))
                .map((row, context) -> new Visit(
                        row.getObject("id", UUID.class),
                        row.getInt("version"),
                        row.getObject("clinic_id", UUID.class),
                        row.getObject("practitioner_id", UUID.class)))
                .list();
    }

    /** Those that somebody was still waiting for. */
    private static List<Wish> endWishes(Handle handle, UUID[] ids) {
        handle.createUpdate("""
                        UPDATE waitlist_entry
                           SET owner = 'erased', screening_pass = NULL, pass_until = NULL, version = version + 1
                         WHERE patient_id = ANY (:ids)
                        """).bind("ids", ids).execute();
        return handle.createQuery("""
                        UPDATE waitlist_entry SET state = 'removed'
                         WHERE patient_id = ANY (:ids) AND state IN ('waiting', 'needs-screening')
                        RETURNING id, clinics
                        """)
                .bind("ids", ids)
                .map((row, context) -> new Wish(row.getObject("id", UUID.class), List.of((UUID[])
                        row.getArray("clinics").getArray())))
                .list();
    }

    /**
     * Answers kept for idempotency keys hold what was answered, names included. Whoever was answered something about the
     * patient is in the access log or owns the record, and answers are found by who was answered.
     */
    private static void forgetAnswers(Handle handle, UUID[] ids, Instant now) {
        handle.createUpdate("""
                        DELETE FROM answer a
                         WHERE a.scope IN (SELECT l.actor FROM access_log l WHERE l.patient_id = ANY (:ids) AND l.at > :since
                                           UNION SELECT p.owner FROM patient p WHERE p.id = ANY (:ids)
                                           UNION SELECT v.owner FROM appointment v WHERE v.patient_id = ANY (:ids)
                                           UNION SELECT 'manage-link:' || l.id FROM manage_link l
                                                   JOIN appointment v ON v.id = l.appointment_id
                                                  WHERE v.patient_id = ANY (:ids)
                                           UNION SELECT 'user:' || x.subject FROM patient_access x
                                                  WHERE x.patient_id = ANY (:ids))
                           AND EXISTS (SELECT FROM (SELECT unnest(:ids)::text AS id
                                                    UNION ALL SELECT v.id::text FROM appointment v
                                                               WHERE v.patient_id = ANY (:ids)) AS known
                                        WHERE position(convert_to(known.id, 'UTF8') IN a.body) > 0
                                           OR a.location LIKE '%' || known.id)
                        """)
                .bind("ids", ids)
                .bind("since", utc(now.minus(ANSWERS_KEPT)))
                .execute();
    }

    /**
     * Provisional patients whose time is over stay as long as a visit keeps them: one that took place for years, one that
     * was only booked, or is waited for, for the days after it.
     */
    void keepThoseWhoCame(LocalDate today) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE patient p SET retain_until = visits.until
                          FROM patient q
                         CROSS JOIN LATERAL (
                               SELECT max(kept.until) AS until
                                 FROM (SELECT CASE WHEN a.state IN ('arrived', 'in-treatment', 'completed')
                                                   THEN ((a.ends_at AT TIME ZONE 'UTC')
                                                         + make_interval(years => :years))::date
                                                   ELSE (a.ends_at AT TIME ZONE 'UTC')::date + :days END AS until
                                         FROM appointment a
                                        WHERE a.patient_id = q.id AND a.state NOT IN ('expired', 'cancelled')
                                       UNION ALL
                                       SELECT w.latest + :days
                                         FROM waitlist_entry w
                                        WHERE w.patient_id = q.id AND w.state IN ('waiting', 'needs-screening')) AS kept
                               ) AS visits
                         WHERE q.id = p.id AND q.retain_until <= :today AND q.erased_at IS NULL AND q.merged_into IS NULL
                           AND visits.until > q.retain_until
                        """)
                .bind("today", today)
                .bind("years", settings.visitYears())
                .bind("days", settings.guestDays())
                .execute());
    }

    /** The next whose time is over; locked, and not the ones that another copy of the service works on. */
    Optional<UUID> nextDue(LocalDate today) {
        return database.withHandle(handle ->
                handle.createQuery("""
                        SELECT id FROM patient
                         WHERE retain_until <= :today AND provisional AND erased_at IS NULL AND merged_into IS NULL
                         ORDER BY retain_until, id
                         LIMIT 1
                           FOR UPDATE SKIP LOCKED
                        """).bind("today", today).mapTo(UUID.class).findOne());
    }

    /** Not due before this day. */
    void postpone(UUID id, LocalDate until) {
        database.useHandle(handle -> handle.execute("UPDATE patient SET retain_until = ? WHERE id = ?", until, id));
    }
}
