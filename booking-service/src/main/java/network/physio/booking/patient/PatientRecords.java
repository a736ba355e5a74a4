package network.physio.booking.patient;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.http.Ids;
import network.physio.http.sql.Sql;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The rows of patients, each read with what the caller is to the patient. */
@ApplicationScoped
class PatientRecords {

    private final Jdbi database;
    private final Sql sql;
    private final Standings standings;
    private final Access access;
    private final Clock clock;

    PatientRecords(Jdbi database, Sql sql, Standings standings, Access access, Clock clock) {
        this.database = database;
        this.sql = sql;
        this.standings = standings;
        this.access = access;
        this.clock = clock;
    }

    /** The patient, unless it does not exist or the caller is nobody to it. */
    Optional<PatientRecord> find(UUID id) {
        return find(id, "");
    }

    /**
     * As {@link #find}, and until the transaction ends the patient is neither merged nor erased: both lock the row first.
     * The same lock as a foreign key's, so that bookings of one patient do not wait here for each other.
     */
    Optional<PatientRecord> findToAdd(UUID id) {
        return find(id, " FOR KEY SHARE OF p");
    }

    /** As {@link #findToAdd}, whatever the caller is to the patient: for whom something of theirs names it. */
    Optional<PatientRecord> findNamed(UUID id) {
        return database.withHandle(handle -> standings
                .asCaller(handle.createQuery(
                        Standings.SELECT + " WHERE p.id = :id AND " + Standings.STANDS + " FOR KEY SHARE OF p"))
                .bind("id", id)
                .map((row, context) -> Standings.read(row, Standing.OWNER))
                .findOne());
    }

    private Optional<PatientRecord> find(UUID id, String lock) {
        return database.withHandle(handle -> standings
                .asCaller(handle.createQuery(Standings.SELECT + " WHERE p.id = :id AND " + Standings.STANDS + lock))
                .bind("id", id)
                .map((row, context) -> standings.read(row))
                .findOne()
                .flatMap(found -> found));
    }

    /** Into whom a patient was merged in the end, and the version of the record that was. */
    record Survivor(UUID id, int mergedVersion) {}

    /** Empty when the patient was not merged. */
    Optional<Survivor> survivorOf(UUID id) {
        return database.withHandle(handle -> handle.createQuery("""
                        WITH RECURSIVE way (id, into_id, merged_version) AS (
                            SELECT id, merged_into, version FROM patient WHERE id = :id AND merged_into IS NOT NULL
                            UNION
                            SELECT p.id, p.merged_into, w.merged_version FROM patient p JOIN way w ON p.id = w.into_id)
                        SELECT id, merged_version FROM way WHERE into_id IS NULL
                        """)
                .bind("id", id)
                .map((row, context) -> new Survivor(row.getObject("id", UUID.class), row.getInt("merged_version")))
                .findOne());
    }

    /**
     * Adds the patient as something whose time can be claimed, and answers its id.
     *
     * @param owner who may read it until reception confirms it; null for what staff enter
     * @param retainUntil when it goes unless somebody comes; null to keep it
     * @param clinic whose front desk may read it from now on; null for none
     */
    UUID add(
            NewPatient patient,
            boolean provisional,
            @Nullable String owner,
            @Nullable LocalDate retainUntil,
            @Nullable UUID clinic) {
        UUID id = Ids.at(clock.instant());
        sql.statement("""
                        WITH claimed AS (
                            INSERT INTO resource (id, kind) VALUES (:id, 'patient')),
                        unit AS (
                            INSERT INTO resource_unit (resource_id, unit, kind) VALUES (:id, 0, 'normal')),
                        treated AS (
                            INSERT INTO patient_clinic (patient_id, clinic_id, since)
                            SELECT :id, :clinic::uuid, :now WHERE :clinic::uuid IS NOT NULL)
                        INSERT INTO patient (id, provisional, owner, given_name, family_name, preferred_name,
                                             date_of_birth, email, phone, language, interpreter, zone, retain_until,
                                             created_at)
                        VALUES (:id, :provisional, :owner, :givenName, :familyName, :preferredName,
                                :dateOfBirth, :email, :phone, :language, :interpreter, :zone, :retainUntil, :now)
                        """)
                .bind("id", id)
                .bind("provisional", provisional)
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
                .bind("retainUntil", retainUntil)
                .bind("clinic", clinic)
                .bind("now", now())
                .execute();
        return id;
    }

    /** Writes what of a patient can be changed, unless the row has another version by now. */
    boolean change(PatientRecord changed, long expectedVersion) {
        return database.withHandle(handle -> handle.createUpdate("""
                        UPDATE patient
                           SET given_name = :givenName, family_name = :familyName, preferred_name = :preferredName,
                               date_of_birth = :dateOfBirth, email = :email, phone = :phone, language = :language,
                               interpreter = :interpreter, zone = :zone, deceased = :deceased,
                               do_not_contact = :doNotContact, version = version + 1
                         WHERE id = :id AND version = :expected
                        """)
                        .bind("givenName", changed.givenName())
                        .bind("familyName", changed.familyName())
                        .bind("preferredName", changed.preferredName())
                        .bind("dateOfBirth", changed.dateOfBirth())
                        .bind("email", changed.email())
                        .bind("phone", changed.phone())
                        .bind("language", changed.language())
                        .bind("interpreter", changed.interpreter())
                        .bind("zone", changed.zone().getId())
                        .bind("deceased", changed.deceased())
                        .bind("doNotContact", changed.doNotContact())
                        .bind("id", changed.id())
                        .bind("expected", expectedVersion)
                        .execute())
                == 1;
    }

    /** From now on the patient is the clinics' and no longer whose who entered it; unless the version is another one. */
    boolean confirm(UUID id, long expectedVersion) {
        return database.withHandle(handle -> handle.createUpdate("""
                        UPDATE patient
                           SET provisional = false, owner = NULL, retain_until = NULL, version = version + 1
                         WHERE id = :id AND version = :expected AND provisional
                        """)
                        .bind("id", id)
                        .bind("expected", expectedVersion)
                        .execute())
                == 1;
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

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
