package network.physio.booking.patient.erasure;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Reads all that is kept on a person, table by table, from every record that was merged into the one. */
@ApplicationScoped
class PersonalRecords {

    private final Jdbi database;

    PersonalRecords(Jdbi database) {
        this.database = database;
    }

    PatientExport of(List<UUID> ids, OffsetDateTime now) {
        return new PatientExport(
                now,
                rows(PatientExport.Details.class, "SELECT * FROM patient WHERE id = ANY (:ids) ORDER BY id", ids),
                rows(PatientExport.Address.class, """
                        SELECT a.*, a.arrival_buffer AS arrival_buffer_minutes, a.access_code IS NOT NULL AS access_code_kept
                          FROM patient_address a WHERE a.patient_id = ANY (:ids) ORDER BY a.id
                        """, ids),
                rows(
                        PatientExport.Consent.class,
                        "SELECT * FROM consent WHERE patient_id = ANY (:ids) ORDER BY given_at, id",
                        ids),
                rows(PatientExport.Account.class, """
                        SELECT a.*, a.valid_from AS "from", a.valid_until AS until
                          FROM patient_access a WHERE a.patient_id = ANY (:ids) ORDER BY a.id
                        """, ids),
                rows(PatientExport.Clinic.class, """
                        SELECT c.code, c.name, min(pc.since) AS since
                          FROM patient_clinic pc JOIN clinic c ON c.id = pc.clinic_id
                         WHERE pc.patient_id = ANY (:ids) GROUP BY c.code, c.name ORDER BY c.code
                        """, ids),
                rows(PatientExport.Visit.class, """
                        SELECT a.id, a.state, c.name AS clinic, t.name AS treatment,
                               p.given_name || ' ' || p.family_name AS practitioner, a.minutes, a.starts_at,
                               a.local_start::text AS local_start, a.zone, a.place, a.visit_kind, a.booked_by, a.screening,
                               array_to_string(a.screening_blocked, ' ') AS screening_blocked,
                               array_to_string(a.screening_cautioned, ' ') AS screening_cautioned,
                               a.price_amount, a.price_currency, a.funding_kind, a.cancelled_by, a.cancel_reason,
                               a.cancelled_at, a.fee_amount, a.created_at
                          FROM appointment a
                          JOIN clinic c ON c.id = a.clinic_id
                          JOIN treatment t ON t.id = a.treatment_id
                          JOIN practitioner p ON p.id = a.practitioner_id
                         WHERE a.patient_id = ANY (:ids) ORDER BY a.starts_at, a.id
                        """, ids),
                rows(PatientExport.Pass.class, """
                        SELECT jti AS id, assessment_id, used_at
                          FROM screening_pass_use WHERE patient_id = ANY (:ids) ORDER BY used_at, jti
                        """, ids),
                rows(
                        PatientExport.Letter.class,
                        "SELECT * FROM message WHERE patient_id = ANY (:ids) ORDER BY due_at, id",
                        ids),
                rows(PatientExport.Preference.class, """
                        SELECT channel, array_to_string(switched_off, ' ') AS switched_off
                          FROM message_preference WHERE patient_id = ANY (:ids) ORDER BY patient_id, channel
                        """, ids),
                rows(PatientExport.Link.class, """
                        SELECT l.* FROM manage_link l JOIN appointment a ON a.id = l.appointment_id
                         WHERE a.patient_id = ANY (:ids) ORDER BY l.created_at, l.id
                        """, ids),
                rows(PatientExport.Wish.class, """
                        SELECT w.*, t.name AS treatment
                          FROM waitlist_entry w JOIN treatment t ON t.id = w.treatment_id
                         WHERE w.patient_id = ANY (:ids) ORDER BY w.place
                        """, ids),
                rows(
                        PatientExport.Look.class,
                        "SELECT * FROM access_log WHERE patient_id = ANY (:ids) ORDER BY id",
                        ids));
    }

    private <T> List<T> rows(Class<T> type, String query, List<UUID> ids) {
        return database.withHandle(handle -> handle.createQuery(query)
                .bindArray("ids", UUID.class, ids)
                .map(ConstructorMapper.of(type))
                .list());
    }
}
