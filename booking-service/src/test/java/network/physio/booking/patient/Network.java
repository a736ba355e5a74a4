package network.physio.booking.patient;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import network.physio.http.Ids;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Clinics, practitioners and appointments for the tests of patients, written as rows. */
@Singleton
public class Network {

    private static final String POLICY = """
            {"code":"test","noticeMinutes":60,"horizonDays":90,"gridMinutes":15,"freeCancellationHours":24,
             "lateCancellationPercent":50,"noShowPercent":100}""";

    private final Jdbi database;
    private final Clock clock;

    Network(Jdbi database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A clinic with a code of its own. */
    public record Clinic(UUID id, String code) {}

    public Clinic newClinic() {
        UUID id = newId();
        String code = "clinic-" + id;
        database.useHandle(handle -> {
            handle.execute("INSERT INTO organisation (id, code, name) VALUES (?, ?, 'Test')", id, code);
            handle.execute("""
                    INSERT INTO policy (id, code, name, notice_minutes, horizon_days, grid_minutes,
                                        free_cancellation_hours, late_cancellation_percent, no_show_percent)
                    VALUES (?, ?, 'Test', 60, 90, 15, 24, 50, 100)
                    """, id, code);
            handle.execute("""
                    INSERT INTO clinic (id, code, organisation_id, policy_id, name, zone, street, suburb, state, postcode,
                                        country, latitude, longitude)
                    VALUES (?, ?, ?, ?, 'Test', 'Australia/Melbourne', '1 Test St', 'Fitzroy', 'VIC', '3065', 'AU',
                            -37.8, 145.0)
                    """, id, code, id, id);
        });
        return new Clinic(id, code);
    }

    /** The code of a practitioner who has an appointment with the patient in this state. */
    public String practitionerWithAppointment(Clinic clinic, UUID patient, String state) {
        UUID id = newId();
        String code = "practitioner-" + id;
        database.useHandle(handle -> {
            practitioner(handle, id, code);
            treatment(handle, id, code);
            handle.createUpdate("""
                            INSERT INTO appointment (id, state, clinic_id, treatment_id, practitioner_id, patient_id, minutes,
                                                     starts_at, ends_at, local_start, zone, place, visit_kind, booked_by,
                                                     owner, screening, price_amount, price_currency, price_tax_code,
                                                     policy, expires_at, cancelled_by, created_at, updated_at)
                            VALUES (:id, :state, :clinic, :id, :id, :patient, 30, :now, :now + interval '30 minutes',
                                    '2027-03-01T09:00', 'Australia/Melbourne', 'online', 'initial', 'guest', 'guest:x',
                                    'not-required', 9000, 'AUD', 'gst-free', :policy::jsonb, :now,
                                    CASE WHEN :state = 'cancelled' THEN 'clinic' END, :now, :now)
                            """)
                    .bind("id", id)
                    .bind("state", state)
                    .bind("clinic", clinic.id())
                    .bind("patient", patient)
                    .bind("policy", POLICY)
                    .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .execute();
        });
        return code;
    }

    /** A confirmed appointment of 30 minutes with the patient's claim; each with a practitioner of its own. */
    public UUID visit(Clinic clinic, UUID patient, Instant start) {
        String code = practitionerWithAppointment(clinic, patient, "confirmed");
        UUID id = UUID.fromString(code.substring("practitioner-".length()));
        OffsetDateTime from = start.atOffset(ZoneOffset.UTC);
        database.useHandle(handle -> {
            handle.execute(
                    "UPDATE appointment SET starts_at = ?, ends_at = ?, expires_at = NULL WHERE id = ?",
                    from,
                    from.plusMinutes(30),
                    id);
            handle.execute("""
                    INSERT INTO claim (resource_id, unit, during, kind, appointment_id)
                    VALUES (?, 0, tstzrange(?, ?), 'appointment', ?)
                    """, patient, from, from.plusMinutes(30), id);
        });
        return id;
    }

    /** An entry of the patient on the waiting list, for as long as the day in which this moment lies. */
    public UUID waits(Clinic clinic, UUID patient, Instant latest) {
        UUID id = newId();
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        database.useHandle(handle -> {
            treatment(handle, id, "waited-for-" + id);
            handle.execute(
                    """
                    INSERT INTO waitlist_entry (id, state, owner, made_by, patient_id, treatment_id, minutes, visit_kind,
                                                clinics, practitioners, times, earliest, latest, watched, wanted_before,
                                                created_at)
                    VALUES (?, 'waiting', 'guest:x', 'guest', ?, ?, 30, 'initial', ARRAY[?::uuid], '{}', '[]', ?, ?, true, ?, ?)
                    """,
                    id,
                    patient,
                    id,
                    clinic.id(),
                    now.toLocalDate(),
                    latest.atOffset(ZoneOffset.UTC).toLocalDate(),
                    latest.atOffset(ZoneOffset.UTC),
                    now);
        });
        return id;
    }

    public void waitsNoMore(UUID entry) {
        database.useHandle(handle -> handle.execute("UPDATE waitlist_entry SET state = 'expired' WHERE id = ?", entry));
    }

    public void setState(UUID appointment, String state) {
        database.useHandle(handle -> handle.execute("""
                UPDATE appointment SET state = ?, cancelled_by = CASE ? WHEN 'cancelled' THEN 'patient' END WHERE id = ?
                """, state, state, appointment));
    }

    /** What somebody with this appointment leaves behind: a letter that was sent, a switch, and a link to manage it. */
    public void correspondence(UUID patient, UUID appointment) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        UUID id = newId();
        database.useHandle(handle -> {
            handle.execute("""
                    INSERT INTO message (id, patient_id, appointment_id, appointment_version, purpose, template, urgent,
                                         due_at, good_until, state, claimed_at, sent_at, letter_id, language,
                                         unsubscribe_hash, created_at)
                    VALUES (?, ?, ?, 1, 'reminder', 'reminder', false, ?, ?, 'sent', ?, ?, ?, 'en', ?, ?)
                    """, id, patient, appointment, now, now, now, now, id, id.toString(), now);
            handle.execute(
                    "INSERT INTO message_preference (patient_id, channel, switched_off) VALUES (?, 'email', '{soreness-check}')",
                    patient);
            handle.execute(
                    "INSERT INTO manage_link (id, appointment_id, token_hash, created_at) VALUES (?, ?, ?, ?)",
                    id,
                    appointment,
                    id.toString(),
                    now);
        });
    }

    /** The patient at the clinic's front desk. */
    public void treat(UUID patient, Clinic clinic) {
        database.useHandle(handle -> handle.execute(
                "INSERT INTO patient_clinic (patient_id, clinic_id, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                patient,
                clinic.id(),
                clock.instant().atOffset(ZoneOffset.UTC)));
    }

    /** One value of the patient's row, as text. */
    public @Nullable String column(UUID patient, String column) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT " + column + "::text FROM patient WHERE id = :id")
                        .bind("id", patient)
                        .map((row, context) -> row.getString(1))
                        .one());
    }

    /** Types of the events that name this id in their details. */
    public List<String> eventsAbout(UUID id) {
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT type FROM event WHERE details::text LIKE '%' || :id || '%' ORDER BY seq")
                .bind("id", id.toString())
                .mapTo(String.class)
                .list());
    }

    /** Links an account to the patient. */
    public void link(UUID patient, String subject, String relation, String scope) {
        database.useHandle(handle -> handle.execute(
                """
                INSERT INTO patient_access (id, subject, patient_id, relation, scope, valid_from, verified_by)
                VALUES (?, ?, ?, ?, ?, ?, 'reception')
                """, newId(), subject, patient, relation, scope, clock.instant().atOffset(ZoneOffset.UTC)));
    }

    public void confirm(UUID patient) {
        database.useHandle(handle -> handle.execute("UPDATE patient SET provisional = false WHERE id = ?", patient));
    }

    /** The lines of the access log about this patient, oldest first: actor, action, purpose, request. */
    public List<String> logOf(UUID patient) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT action || ' ' || purpose FROM access_log WHERE patient_id = :patient ORDER BY id
                        """)
                .bind("patient", patient)
                .mapTo(String.class)
                .list());
    }

    private UUID newId() {
        return Ids.at(clock.instant());
    }

    private static void practitioner(Handle handle, UUID id, String code) {
        handle.execute("INSERT INTO resource (id, kind) VALUES (?, 'practitioner')", id);
        handle.execute("""
                INSERT INTO practitioner (id, code, given_name, family_name, gender, profession, languages, skills)
                VALUES (?, ?, 'Kim', 'Test', 'female', 'physiotherapist', '{en}', '{}')
                """, id, code);
    }

    private static void treatment(Handle handle, UUID id, String code) {
        handle.execute("""
                INSERT INTO treatment (id, code, name, description, place, lengths, needs_screening, assessment, hands_on,
                                       always_techniques, may_techniques)
                VALUES (?, ?, 'Test', 'Test', 'online', '{30}', false, true, false, '{}', '{}')
                """, id, code);
    }
}
