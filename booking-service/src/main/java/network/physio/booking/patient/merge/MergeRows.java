package network.physio.booking.patient.merge;

import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.availability.Diaries;
import network.physio.booking.patient.Accounts;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Moves what belongs to one patient to another one, and back. Each row moved is written down, so that what came to the
 * survivor later stays there.
 */
@ApplicationScoped
class MergeRows {

    /** Tables whose rows simply change their patient. A test fails for a table that names a patient and is nowhere here. */
    static final List<String> FOLLOW =
            List.of("consent", "patient_address", "patient_link_code", "message", "waitlist_entry");

    private static final String ENDED = "patient_access ended";

    private final Jdbi database;

    MergeRows(Jdbi database) {
        this.database = database;
    }

    /** What decides about a merge, read under the lock. */
    record State(UUID id, boolean provisional, @Nullable UUID mergedInto, boolean erased, long version) {}

    /**
     * Locks the patients: whoever adds to one of them has finished, and whoever will, reads what became of it. Then what they
     * wait for, as the waitlist does: before any diary.
     */
    List<State> lock(UUID one, UUID other) {
        List<State> states = lockPatients(one, other);
        database.useHandle(handle -> handle.createQuery(
                        "SELECT id FROM waitlist_entry WHERE patient_id IN (:one, :other) ORDER BY id FOR UPDATE")
                .bind("one", one)
                .bind("other", other)
                .mapTo(UUID.class)
                .list());
        return states;
    }

    private List<State> lockPatients(UUID one, UUID other) {
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM patient WHERE id IN (:one, :other) ORDER BY id FOR UPDATE")
                .bind("one", one)
                .bind("other", other)
                .map((row, context) -> new State(
                        row.getObject("id", UUID.class),
                        row.getBoolean("provisional"),
                        row.getObject("merged_into", UUID.class),
                        row.getObject("erased_at") != null,
                        row.getLong("version")))
                .list());
    }

    /** An appointment of each patient, at the same time. */
    record Overlap(Visit visit, Visit other) {}

    record Visit(UUID id, OffsetDateTime startsAt, OffsetDateTime endsAt) {}

    /**
     * Those that are still to come: nobody can be at two places. What has passed is no reason any more, and such a claim
     * stays where it is.
     */
    List<Overlap> overlaps(UUID one, UUID other, Instant now) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT a.id, a.starts_at, a.ends_at, b.id AS other_id, b.starts_at AS other_starts_at,
                               b.ends_at AS other_ends_at
                          FROM claim x
                          JOIN claim y ON y.unit = x.unit AND y.during && x.during
                          JOIN appointment a ON a.id = x.appointment_id
                          JOIN appointment b ON b.id = y.appointment_id
                         WHERE x.resource_id = :one AND y.resource_id = :other AND upper(x.during * y.during) > :now
                         ORDER BY a.starts_at, a.id, b.starts_at, b.id
                        """)
                .bind("one", one)
                .bind("other", other)
                .bind("now", utc(now))
                .map((row, context) -> new Overlap(visit(row, ""), visit(row, "other_")))
                .list());
    }

    private static Visit visit(ResultSet row, String prefix) throws SQLException {
        return new Visit(
                row.getObject(prefix + "id", UUID.class),
                row.getObject(prefix + "starts_at", OffsetDateTime.class),
                row.getObject(prefix + "ends_at", OffsetDateTime.class));
    }

    /** The patient's part of holds that anybody may displace by now stands in nobody's way. */
    void dropExpiredHolds(UUID one, UUID other, Instant now) {
        database.useHandle(handle -> handle.createUpdate("""
                        DELETE FROM claim c USING appointment a
                         WHERE a.id = c.appointment_id AND c.resource_id IN (:one, :other)
                           AND a.state = 'held' AND a.expires_at <= :displaceable
                        """)
                .bind("one", one)
                .bind("other", other)
                .bind("displaceable", utc(now.minus(Diaries.GRACE)))
                .execute());
    }

    /** An appointment that has another patient now. */
    record Moved(UUID id, int version, UUID clinicId, UUID practitionerId) {}

    /** Marks the patient as merged and moves everything, appointments first: their rows are locked before their claims. */
    List<Moved> merge(UUID merge, UUID from, UUID into, boolean identityChecked, String actor, Instant now) {
        database.useHandle(handle -> {
            handle.createUpdate("""
                            INSERT INTO patient_merge (id, merged_id, survivor_id, merged_by, merged_at)
                            VALUES (:merge, :from, :into, :actor, :now)
                            """)
                    .bind("merge", merge)
                    .bind("from", from)
                    .bind("into", into)
                    .bind("actor", actor)
                    .bind("now", utc(now))
                    .execute();
            handle.execute("UPDATE patient SET merged_into = ?, version = version + 1 WHERE id = ?", into, from);
            handle.execute("""
                    INSERT INTO patient_merge_row
                    SELECT ?, 'appointment', id
                      FROM (SELECT id FROM appointment WHERE patient_id = ? ORDER BY id FOR UPDATE) AS theirs
                    """, merge, from);
            handle.execute("""
                    UPDATE claim c SET resource_id = ?
                     WHERE c.resource_id = ?
                       AND NOT EXISTS (SELECT FROM claim o
                                        WHERE o.resource_id = ? AND o.unit = c.unit AND o.during && c.during)
                    """, into, from, into);
            handle.execute("""
                    WITH joined AS (
                        INSERT INTO patient_clinic (patient_id, clinic_id, since)
                        SELECT ?, clinic_id, since FROM patient_clinic WHERE patient_id = ?
                        ON CONFLICT DO NOTHING
                        RETURNING clinic_id)
                    INSERT INTO patient_merge_row SELECT ?, 'patient_clinic', clinic_id FROM joined
                    """, into, from, merge);
            // Whoever has switched something off, under either record, is not written to about it again.
            handle.execute("""
                    INSERT INTO message_preference (patient_id, channel, switched_off)
                    SELECT ?, channel, switched_off FROM message_preference WHERE patient_id = ?
                    ON CONFLICT (patient_id, channel) DO UPDATE
                       SET switched_off = (SELECT array_agg(DISTINCT one)
                                             FROM unnest(message_preference.switched_off || excluded.switched_off) AS one),
                           version = message_preference.version + 1
                    """, into, from);
        });
        FOLLOW.forEach(table -> follow(table, merge, from, into));
        moveAccounts(merge, from, into, identityChecked, actor, now);
        return moveAppointments(merge, from, into, now);
    }

    private void follow(String table, UUID merge, UUID from, UUID into) {
        database.useHandle(handle -> handle.execute("""
                WITH moved AS (UPDATE %s SET patient_id = ? WHERE patient_id = ? RETURNING id)
                INSERT INTO patient_merge_row SELECT ?, '%s', id FROM moved
                """.formatted(table, table), into, from, merge));
    }

    /** Accounts that nobody has checked come along only when reception says that it has; the others' access ends. */
    private void moveAccounts(UUID merge, UUID from, UUID into, boolean identityChecked, String actor, Instant now) {
        database.useHandle(handle -> {
            handle.createUpdate("""
                            WITH moved AS (
                                UPDATE patient_access a
                                   SET patient_id = :into,
                                       verified_by = CASE a.verified_by WHEN :unchecked THEN :actor ELSE a.verified_by END
                                 WHERE a.patient_id = :from AND (:checked OR a.verified_by <> :unchecked)
                                   AND NOT EXISTS (SELECT FROM patient_access b
                                                    WHERE b.patient_id = :into AND b.subject = a.subject
                                                      AND b.valid_until IS NULL)
                                RETURNING id)
                            INSERT INTO patient_merge_row SELECT :merge, 'patient_access', id FROM moved
                            """)
                    .bind("merge", merge)
                    .bind("from", from)
                    .bind("into", into)
                    .bind("checked", identityChecked)
                    .bind("unchecked", Accounts.SELF_REGISTERED)
                    .bind("actor", actor)
                    .execute();
            handle.createUpdate("""
                            WITH ended AS (
                                UPDATE patient_access SET valid_until = greatest(valid_from, :now)
                                 WHERE patient_id = :from AND valid_until IS NULL
                                RETURNING id)
                            INSERT INTO patient_merge_row SELECT :merge, :ended, id FROM ended
                            """)
                    .bind("merge", merge)
                    .bind("from", from)
                    .bind("ended", ENDED)
                    .bind("now", utc(now))
                    .execute();
        });
    }

    /** Those that the merge took along and that still belong to {@code from}. */
    private List<Moved> moveAppointments(UUID merge, UUID from, UUID into, Instant now) {
        return database.withHandle(handle -> moved(handle.createQuery("""
                        UPDATE appointment a SET patient_id = :into, version = version + 1, updated_at = :now
                          FROM patient_merge_row r
                         WHERE r.merge_id = :merge AND r.of_table = 'appointment' AND r.row_id = a.id
                           AND a.patient_id = :from
                        RETURNING a.id, a.version, a.clinic_id, a.practitioner_id
                        """)
                .bind("merge", merge)
                .bind("from", from)
                .bind("into", into)
                .bind("now", utc(now))));
    }

    private static List<Moved> moved(Query query) {
        return query.map((row, context) -> new Moved(
                        row.getObject("id", UUID.class),
                        row.getInt("version"),
                        row.getObject("clinic_id", UUID.class),
                        row.getObject("practitioner_id", UUID.class)))
                .list();
    }

    /** A merge that stands. */
    record Standing(UUID id, UUID survivor) {}

    Optional<Standing> standing(UUID merged) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT m.id, m.survivor_id
                          FROM patient_merge m JOIN patient p ON p.id = m.merged_id AND p.merged_into = m.survivor_id
                         WHERE m.merged_id = :merged AND m.undone_at IS NULL
                        """)
                .bind("merged", merged)
                .map((row, context) ->
                        new Standing(row.getObject("id", UUID.class), row.getObject("survivor_id", UUID.class)))
                .findOne());
    }

    /** Gives everything back that the merge moved, as far as the survivor still has it. */
    List<Moved> unmerge(Standing merge, UUID merged, String actor, Instant now) {
        Map<String, Object> both = Map.of("merge", merge.id(), "merged", merged, "survivor", merge.survivor());
        database.useHandle(handle -> {
            handle.createUpdate("UPDATE patient_merge SET undone_by = :actor, undone_at = :now WHERE id = :merge")
                    .bind("merge", merge.id())
                    .bind("actor", actor)
                    .bind("now", utc(now))
                    .execute();
            handle.execute("UPDATE patient SET merged_into = NULL, version = version + 1 WHERE id = ?", merged);
            handle.createQuery("""
                            SELECT a.id FROM appointment a
                              JOIN patient_merge_row r ON r.row_id = a.id AND r.of_table = 'appointment'
                             WHERE r.merge_id = :merge ORDER BY a.id FOR UPDATE OF a
                            """).bind("merge", merge.id()).mapTo(UUID.class).list();
            handle.createUpdate("""
                            UPDATE claim c SET resource_id = :merged
                              FROM patient_merge_row r
                             WHERE r.merge_id = :merge AND r.of_table = 'appointment' AND r.row_id = c.appointment_id
                               AND c.resource_id = :survivor
                            """).bindMap(both).execute();
            handle.createUpdate("""
                            DELETE FROM patient_clinic pc USING patient_merge_row r
                             WHERE r.merge_id = :merge AND r.of_table = 'patient_clinic' AND r.row_id = pc.clinic_id
                               AND pc.patient_id = :survivor
                               AND NOT EXISTS (
                                       SELECT FROM appointment a
                                        WHERE a.patient_id = :survivor AND a.clinic_id = pc.clinic_id
                                          AND NOT EXISTS (SELECT FROM patient_merge_row t
                                                           WHERE t.merge_id = :merge AND t.of_table = 'appointment'
                                                             AND t.row_id = a.id))
                            """).bindMap(both).execute();
            handle.createUpdate("""
                            UPDATE patient_access a SET valid_until = NULL
                              FROM patient_merge_row r
                             WHERE r.merge_id = :merge AND r.of_table = :ended AND r.row_id = a.id
                               AND NOT EXISTS (SELECT FROM patient_access b
                                                WHERE b.subject = a.subject AND b.valid_until IS NULL
                                                  AND (b.patient_id = a.patient_id
                                                       OR (b.relation = 'self' AND a.relation = 'self')))
                            """).bindMap(both).bind("ended", ENDED).execute();
            giveBack("patient_access", both);
            FOLLOW.forEach(table -> giveBack(table, both));
        });
        return moveAppointments(merge.id(), merge.survivor(), merged, now);
    }

    private void giveBack(String table, Map<String, Object> both) {
        database.useHandle(handle ->
                handle.createUpdate("""
                        UPDATE %s t SET patient_id = :merged
                          FROM patient_merge_row r
                         WHERE r.merge_id = :merge AND r.of_table = '%s' AND r.row_id = t.id AND t.patient_id = :survivor
                        """.formatted(table, table)).bindMap(both).execute());
    }
}
