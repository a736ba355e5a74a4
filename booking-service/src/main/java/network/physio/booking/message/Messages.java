package network.physio.booking.message;

import static network.physio.booking.column.Columns.instantOrNull;
import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.http.Ids;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The rows of messages, up to the moment in which they are claimed. */
@ApplicationScoped
class Messages {

    private static final String COLUMNS = """
            id, patient_id, appointment_id, appointment_version, purpose, template, due_at, good_until, urgent, attempts,
            created_at, away_since
            """;

    /** What changes whether and when there is an appointment. */
    private static final List<String> NEWS = List.of(
            "appointment-booked",
            "appointment-moved",
            "appointment-cancelled",
            "appointment-needs-rebooking",
            "appointment-change-undone");

    private final Jdbi database;

    Messages(Jdbi database) {
        this.database = database;
    }

    /** When what is to be said. */
    record Plan(MessagePurpose purpose, MessageTemplate template, Instant dueAt, Instant goodUntil, boolean urgent) {}

    UUID add(UUID patientId, UUID appointmentId, int version, Plan plan, Instant now) {
        UUID id = Ids.at(now);
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO message (id, patient_id, appointment_id, appointment_version, purpose, template, urgent,
                                             due_at, good_until, state, created_at)
                        VALUES (:id, :patient, :appointment, :version, :purpose, :template, :urgent, :due, :until, 'planned',
                                :now)
                        """)
                .bind("id", id)
                .bind("patient", patientId)
                .bind("appointment", appointmentId)
                .bind("version", version)
                .bind("purpose", plan.purpose().code())
                .bind("template", plan.template().code())
                .bind("urgent", plan.urgent())
                .bind("due", utc(plan.dueAt()))
                .bind("until", utc(plan.goodUntil()))
                .bind("now", utc(now))
                .execute());
        return id;
    }

    /** What is planned for the appointment with this template and not claimed by anybody; nobody claims it meanwhile. */
    Optional<Message> planned(UUID appointmentId, MessageTemplate template) {
        return database.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + """
                          FROM message
                         WHERE appointment_id = :appointment AND template = :template AND state = 'planned'
                         ORDER BY id DESC
                         LIMIT 1
                           FOR UPDATE
                        """)
                .bind("appointment", appointmentId)
                .bind("template", template.code())
                .map((row, context) -> message(row))
                .findOne());
    }

    void change(UUID id, Plan plan) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE message SET purpose = :purpose, urgent = :urgent, due_at = :due, good_until = :until
                         WHERE id = :id AND state = 'planned'
                        """)
                .bind("id", id)
                .bind("purpose", plan.purpose().code())
                .bind("urgent", plan.urgent())
                .bind("due", utc(plan.dueAt()))
                .bind("until", utc(plan.goodUntil()))
                .execute());
    }

    /** What is still planned for the appointment knows of its changes up to this version. */
    void broughtUpTo(UUID appointmentId, int version) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE message SET appointment_version = :version
                         WHERE appointment_id = :appointment AND state = 'planned' AND appointment_version < :version
                        """)
                .bind("appointment", appointmentId)
                .bind("version", version)
                .execute());
    }

    void dropPlanned(UUID appointmentId, Collection<MessageTemplate> templates) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE message SET state = 'dropped', reason = :reason
                         WHERE appointment_id = :appointment AND state = 'planned' AND template = ANY (:templates)
                        """)
                .bind("appointment", appointmentId)
                .bind("reason", DropReason.SUPERSEDED.code())
                .bindArray(
                        "templates",
                        String.class,
                        templates.stream().map(MessageTemplate::code).toList())
                .execute());
    }

    /**
     * The last that a patient was told of an appointment.
     *
     * @param stillSo nothing has happened to it since but marks for rebooking and moves that changed nothing
     */
    record Told(MessagePurpose purpose, boolean stillSo) {}

    /**
     * The last that the patient was told, as of a version of the appointment. What nobody could write to them counts, since
     * the desk is to tell it, but for a rebooking of which nobody needs to be told.
     *
     * @param before only what was planned before this message; null for all
     */
    Optional<Told> lastTold(UUID appointmentId, int version, @Nullable UUID before) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT told.purpose,
                               NOT EXISTS (SELECT FROM event e
                                            WHERE e.appointment_id = told.appointment_id
                                              AND e.version > told.appointment_version AND e.version <= :version
                                              AND e.type = ANY (:news) AND e.type <> 'appointment-needs-rebooking'
                                              AND e.details -> 'changed' IS DISTINCT FROM '[]'::jsonb) AS still_so
                          FROM message told
                         WHERE told.appointment_id = :appointment AND told.template = 'news'
                           AND told.state <> 'planned' AND told.reason IS DISTINCT FROM 'superseded'
                           AND NOT (told.purpose = 'rebooking-needed' AND told.settled_how IS NOT DISTINCT FROM 'not-needed')
                           AND (cast(:before AS uuid) IS NULL OR told.id < :before)
                         ORDER BY told.id DESC
                         LIMIT 1
                        """)
                .bind("appointment", appointmentId)
                .bind("version", version)
                .bind("before", before)
                .bindArray("news", String.class, NEWS)
                .map((row, context) ->
                        new Told(MessagePurpose.of(row.getString("purpose")), row.getBoolean("still_so")))
                .findOne());
    }

    /** Whether the last word to the patient about this appointment is (or will be) that it is called off. */
    boolean toldCancelled(UUID appointmentId) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT purpose = 'cancellation' FROM message
                         WHERE appointment_id = :appointment AND template = 'news' AND state <> 'dropped'
                         ORDER BY id DESC
                         LIMIT 1
                        """)
                .bind("appointment", appointmentId)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false));
    }

    /** Whether such a letter about this appointment has gone out, or may have. */
    boolean hasAsked(UUID appointmentId, MessageTemplate template) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT FROM message
                                        WHERE appointment_id = :appointment AND template = :template
                                          AND state IN ('claimed', 'sent', 'unclear'))
                        """)
                .bind("appointment", appointmentId)
                .bind("template", template.code())
                .mapTo(Boolean.class)
                .one());
    }

    boolean remindsOf(UUID appointmentId) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT FROM message
                                        WHERE appointment_id = :appointment AND template = 'reminder' AND state = 'planned')
                        """)
                .bind("appointment", appointmentId)
                .mapTo(Boolean.class)
                .one());
    }

    /** The patient whose message is due longest. */
    Optional<UUID> nextPatient(Instant now) {
        return database.withHandle(handle ->
                handle.createQuery("""
                        SELECT patient_id FROM message
                         WHERE state = 'planned' AND due_at <= :now
                         ORDER BY due_at, id
                         LIMIT 1
                        """).bind("now", utc(now)).mapTo(UUID.class).findOne());
    }

    /** Until the transaction ends, nobody else claims what this patient is to be told: it belongs into one letter. */
    void lockLettersTo(UUID patientId) {
        database.useHandle(handle ->
                handle.execute("SELECT pg_advisory_xact_lock(hashtextextended('letters to ' || ?, 0))", patientId));
    }

    /** What the patient is to be told by then, oldest first, locked against other copies of the service. */
    List<Message> due(UUID patientId, Instant by, int limit) {
        return database.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + """
                          FROM message
                         WHERE patient_id = :patient AND state = 'planned' AND due_at <= :by
                         ORDER BY due_at, id
                         LIMIT :limit
                           FOR UPDATE SKIP LOCKED
                        """)
                .bind("patient", patientId)
                .bind("by", utc(by))
                .bind("limit", limit)
                .map((row, context) -> message(row))
                .list());
    }

    /** Whether more has happened to the appointment than the message knows. */
    boolean hasNewsSince(Message message) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT FROM event
                                        WHERE appointment_id = :appointment AND version > :version AND type = ANY (:news))
                        """)
                .bind("appointment", message.appointmentId())
                .bind("version", message.version())
                .bindArray("news", String.class, NEWS)
                .mapTo(Boolean.class)
                .one());
    }

    /** Letters that have gone, or may have gone, to this address since then. */
    int lettersTo(String address, Instant since) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT count(DISTINCT m.letter_id)
                          FROM message m JOIN patient p ON p.id = m.patient_id
                         WHERE lower(p.email) = lower(:address) AND m.state IN ('claimed', 'sent', 'unclear')
                           AND m.claimed_at > :since
                        """)
                .bind("address", address)
                .bind("since", utc(since))
                .mapTo(Integer.class)
                .one());
    }

    void drop(UUID id, DropReason reason) {
        database.useHandle(
                handle -> handle.createUpdate("UPDATE message SET state = 'dropped', reason = :reason WHERE id = :id")
                        .bind("id", id)
                        .bind("reason", reason.code())
                        .execute());
    }

    /** It was too late when the server took letters again, if it ever did. */
    void failUnsent(UUID id, String reason) {
        database.useHandle(
                handle -> handle.createUpdate("UPDATE message SET state = 'failed', reason = :reason WHERE id = :id")
                        .bind("id", id)
                        .bind("reason", reason)
                        .execute());
    }

    /** From now on it waits for the clock or for news, and for the server no longer. */
    void postpone(UUID id, Instant until) {
        database.useHandle(
                handle -> handle.createUpdate("UPDATE message SET due_at = :until, away_since = NULL WHERE id = :id")
                        .bind("id", id)
                        .bind("until", utc(until))
                        .execute());
    }

    /** Whether letters wait for a server that could not be reached when one was last sent. */
    boolean waitForServer() {
        return database.withHandle(
                handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT FROM message
                                        WHERE away_since IS NOT NULL AND state IN ('planned', 'claimed'))
                        """).mapTo(Boolean.class).one());
    }

    static Message message(ResultSet row) throws SQLException {
        return new Message(
                row.getObject("id", UUID.class),
                row.getObject("patient_id", UUID.class),
                row.getObject("appointment_id", UUID.class),
                row.getInt("appointment_version"),
                MessagePurpose.of(row.getString("purpose")),
                MessageTemplate.of(row.getString("template")),
                row.getObject("due_at", OffsetDateTime.class).toInstant(),
                row.getObject("good_until", OffsetDateTime.class).toInstant(),
                row.getBoolean("urgent"),
                row.getInt("attempts"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instantOrNull(row, "away_since"));
    }
}
