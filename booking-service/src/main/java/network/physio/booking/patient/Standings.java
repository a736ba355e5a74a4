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
import org.jdbi.v3.core.statement.SqlStatement;

/** Reads patients together with what the caller is to each, so that no row is read without asking. */
@ApplicationScoped
class Standings {

    /**
     * Whoever made a provisional patient may read it until reception has confirmed it. Appointments that were only held,
     * or given up, let no practitioner read.
     */
    static final String SELECT = """
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

    /** Merged and erased patients are nobody any more. */
    static final String STANDS = "p.merged_into IS NULL AND p.erased_at IS NULL";

    /** Treated at a clinic whose front desk the caller is, or at this one of them. */
    static final String OF_THE_DESK = """
            EXISTS (SELECT 1
                      FROM patient_clinic pc JOIN clinic c ON c.id = pc.clinic_id
                     WHERE pc.patient_id = p.id AND c.code = ANY (:clinics)
                       AND (:clinic::uuid IS NULL OR c.id = :clinic::uuid))
            """;

    private final Access access;
    private final Caller caller;
    private final Clock clock;

    Standings(Access access, Caller caller, Clock clock) {
        this.access = access;
        this.caller = caller;
        this.clock = clock;
    }

    <S extends SqlStatement<S>> S asCaller(S statement) {
        return statement
                .bindArray("principals", String.class, access.principals())
                .bind("subject", access.subject().orElse(null))
                .bindArray("clinics", String.class, List.copyOf(access.clinics()))
                .bind("practitioner", access.practitioner().orElse(null))
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC));
    }

    /** The row, when the caller is somebody to the patient. */
    Optional<PatientRecord> read(ResultSet row) throws SQLException {
        Optional<Standing> standing = standing(row);
        return standing.isPresent() ? Optional.of(read(row, standing.get())) : Optional.empty();
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

    static PatientRecord read(ResultSet row, Standing standing) throws SQLException {
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
                row.getInt("version"),
                row.getObject("created_at", OffsetDateTime.class),
                standing);
    }
}
