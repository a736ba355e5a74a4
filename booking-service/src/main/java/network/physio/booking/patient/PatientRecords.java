package network.physio.booking.patient;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.http.Caller;
import network.physio.http.Ids;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The rows of patients, each read with what the caller is to the patient. */
@ApplicationScoped
class PatientRecords {

    /**
     * Whoever made a provisional patient may read it until reception has confirmed it. Appointments that were only held,
     * or given up, let no practitioner read.
     */
    private static final String WITH_STANDING = """
            SELECT p.*,
                   p.provisional AND p.owner = ANY (:principals) AS owned,
                   (SELECT a.scope
                      FROM patient_access a
                     WHERE a.patient_id = p.id AND a.subject = :subject
                       AND a.valid_from <= :now AND (a.valid_until IS NULL OR a.valid_until > :now)
                     ORDER BY array_position(ARRAY['full', 'book', 'read'], a.scope)
                     LIMIT 1) AS linked,
                   EXISTS (SELECT 1
                             FROM patient_clinic pc JOIN clinic c ON c.id = pc.clinic_id
                            WHERE pc.patient_id = p.id AND c.code = ANY (:clinics)) AS front_desk,
                   EXISTS (SELECT 1
                             FROM appointment t JOIN practitioner r ON r.id = t.practitioner_id
                            WHERE t.patient_id = p.id AND r.code = :practitioner
                              AND t.state NOT IN ('held', 'expired', 'cancelled')) AS treated
              FROM patient p
            """;

    private final Jdbi database;
    private final Access access;
    private final Caller caller;
    private final Clock clock;

    PatientRecords(Jdbi database, Access access, Caller caller, Clock clock) {
        this.database = database;
        this.access = access;
        this.caller = caller;
        this.clock = clock;
    }

    /** The patient, unless it does not exist or the caller is nobody to it. */
    Optional<PatientRecord> find(UUID id) {
        return database.withHandle(handle -> asCaller(handle.createQuery(WITH_STANDING + " WHERE p.id = :id"))
                .bind("id", id)
                .map((row, context) -> readAs(standing(row), row))
                .findOne()
                .flatMap(found -> found));
    }

    /** Patients of the clinics whose front desk the caller is, in the order in which they were made. */
    List<PatientRecord> list(PatientSearch search) {
        return database.withHandle(handle -> asCaller(handle.createQuery(WITH_STANDING + """
                         WHERE EXISTS (SELECT 1
                                         FROM patient_clinic pc JOIN clinic c ON c.id = pc.clinic_id
                                        WHERE pc.patient_id = p.id AND c.code = ANY (:clinics)
                                          AND (:clinic::uuid IS NULL OR c.id = :clinic::uuid))
                           AND p.merged_into IS NULL
                           AND (:after::uuid IS NULL OR p.id > :after::uuid)
                           AND (:email::text IS NULL OR lower(p.email) = lower(:email::text))
                           AND (:phone::text IS NULL OR p.phone = :phone::text)
                           AND (:familyName::text IS NULL OR lower(p.family_name) = lower(:familyName::text))
                           AND (:dateOfBirth::date IS NULL OR p.date_of_birth = :dateOfBirth::date)
                         ORDER BY p.id
                         LIMIT :limit
                        """))
                .bind("clinic", search.clinic())
                .bind("after", search.after())
                .bind("email", search.email())
                .bind("phone", search.phone())
                .bind("familyName", search.familyName())
                .bind("dateOfBirth", search.dateOfBirth())
                .bind("limit", search.limit() + 1)
                .map((row, context) -> read(row, Standing.FRONT_DESK))
                .list());
    }

    /** Adds the patient as something whose time can be claimed, and answers its id. */
    UUID add(NewPatient patient, @Nullable String owner) {
        UUID id = Ids.at(clock.instant());
        database.useHandle(handle -> {
            handle.execute("INSERT INTO resource (id, kind) VALUES (?, 'patient')", id);
            handle.execute("INSERT INTO resource_unit (resource_id, unit, kind) VALUES (?, 0, 'normal')", id);
            handle.createUpdate("""
                            INSERT INTO patient (id, provisional, owner, given_name, family_name, preferred_name,
                                                 date_of_birth, email, phone, language, interpreter, zone, created_at)
                            VALUES (:id, :provisional, :owner, :givenName, :familyName, :preferredName,
                                    :dateOfBirth, :email, :phone, :language, :interpreter, :zone, :now)
                            """)
                    .bind("id", id)
                    .bind("provisional", owner != null)
                    .bind("owner", owner)
                    .bind("givenName", patient.givenName().strip())
                    .bind("familyName", patient.familyName().strip())
                    .bind("preferredName", patient.preferredName())
                    .bind("dateOfBirth", patient.dateOfBirth())
                    .bind("email", patient.email())
                    .bind("phone", patient.phone())
                    .bind("language", patient.language())
                    .bind("interpreter", patient.interpreter())
                    .bind("zone", patient.zone())
                    .bind("now", now())
                    .execute();
        });
        return id;
    }

    /** Writes the details by which a patient is reached, unless the row has another version by now. */
    boolean change(PatientRecord changed, long expectedVersion) {
        return database.withHandle(handle -> handle.createUpdate("""
                        UPDATE patient
                           SET preferred_name = :preferredName, email = :email, phone = :phone, language = :language,
                               interpreter = :interpreter, zone = :zone, version = version + 1
                         WHERE id = :id AND version = :expected
                        """)
                        .bind("preferredName", changed.preferredName())
                        .bind("email", changed.email())
                        .bind("phone", changed.phone())
                        .bind("language", changed.language())
                        .bind("interpreter", changed.interpreter())
                        .bind("zone", changed.zone().getId())
                        .bind("id", changed.id())
                        .bind("expected", expectedVersion)
                        .execute())
                == 1;
    }

    void linkToSelf(UUID patientId, String subject) {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO patient_access (id, subject, patient_id, relation, scope, valid_from, verified_by)
                        VALUES (:id, :subject, :patient, 'self', 'full', :now, 'self-registered')
                        """)
                .bind("id", Ids.at(clock.instant()))
                .bind("subject", subject)
                .bind("patient", patientId)
                .bind("now", now())
                .execute());
    }

    /** Says whether the clinic is new to the patient. */
    boolean linkToClinic(UUID patientId, UUID clinicId) {
        return database.withHandle(handle -> handle.createUpdate("""
                        INSERT INTO patient_clinic (patient_id, clinic_id, since) VALUES (:patient, :clinic, :now)
                        ON CONFLICT DO NOTHING
                        """)
                        .bind("patient", patientId)
                        .bind("clinic", clinicId)
                        .bind("now", now())
                        .execute())
                == 1;
    }

    /** Whether the caller is the front desk of this clinic. */
    boolean isOwnClinic(UUID clinicId) {
        return database.withHandle(handle -> handle.createQuery("SELECT code FROM clinic WHERE id = :id")
                .bind("id", clinicId)
                .mapTo(String.class)
                .findOne()
                .filter(access::isFrontDeskOf)
                .isPresent());
    }

    List<String> subjectsOf(UUID patientId) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT DISTINCT subject
                          FROM patient_access
                         WHERE patient_id = :patient AND relation = 'self'
                           AND valid_from <= :now AND (valid_until IS NULL OR valid_until > :now)
                         ORDER BY subject
                        """)
                .bind("patient", patientId)
                .bind("now", now())
                .mapTo(String.class)
                .list());
    }

    private <S extends SqlStatement<S>> S asCaller(S statement) {
        return statement
                .bindArray("principals", String.class, access.principals())
                .bind("subject", access.subject().orElse(null))
                .bindArray("clinics", String.class, List.copyOf(access.clinics()))
                .bind("practitioner", access.practitioner().orElse(null))
                .bind("now", now());
    }

    private Optional<Standing> standing(ResultSet row) throws SQLException {
        String linked = row.getString("linked");
        if (row.getBoolean("owned")) {
            return Optional.of(caller.has("partner") ? Standing.PARTNER : Standing.OWNER);
        }
        if (row.getBoolean("front_desk")) {
            return Optional.of(Standing.FRONT_DESK);
        }
        if (linked != null) {
            return Optional.of(Standing.linked(linked));
        }
        return row.getBoolean("treated") ? Optional.of(Standing.PRACTITIONER) : Optional.empty();
    }

    private static Optional<PatientRecord> readAs(Optional<Standing> standing, ResultSet row) throws SQLException {
        return standing.isPresent() ? Optional.of(read(row, standing.get())) : Optional.empty();
    }

    private static PatientRecord read(ResultSet row, Standing standing) throws SQLException {
        return new PatientRecord(
                row.getObject("id", UUID.class),
                row.getBoolean("provisional"),
                row.getString("given_name"),
                row.getString("family_name"),
                row.getString("preferred_name"),
                row.getObject("date_of_birth", LocalDate.class),
                row.getString("email"),
                row.getString("phone"),
                row.getString("language"),
                row.getBoolean("interpreter"),
                ZoneId.of(row.getString("zone")),
                row.getBoolean("deceased"),
                row.getBoolean("do_not_contact"),
                row.getObject("merged_into") != null,
                row.getInt("version"),
                row.getObject("created_at", OffsetDateTime.class),
                standing);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
