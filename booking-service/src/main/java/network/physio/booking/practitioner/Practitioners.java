package network.physio.booking.practitioner;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads practitioners for everybody: those who offer anything. */
@ApplicationScoped
class Practitioners {

    record Row(
            UUID id,
            String code,
            String givenName,
            String familyName,
            String gender,
            String profession,
            List<String> languages,
            int version) {}

    record Offered(
            UUID clinicId,
            String clinicCode,
            UUID treatmentId,
            String treatmentCode,
            List<Integer> lengths,
            String tier,
            boolean acceptsNewPatients) {}

    /** What a reader asks for; null asks nothing. Clinics and treatments are named by id or code. */
    record Wish(
            @Nullable String clinic,
            @Nullable String treatment,
            @Nullable String gender,
            @Nullable String language) {}

    private final Jdbi database;

    Practitioners(Jdbi database) {
        this.database = database;
    }

    List<Row> page(Wish wish, String afterCode, int rows) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT p.* FROM practitioner p
                         WHERE p.code > :after
                           AND (:gender::text IS NULL OR p.gender = :gender)
                           AND (:language::text IS NULL OR :language = ANY (p.languages))
                           AND EXISTS (SELECT FROM offering o
                                         JOIN clinic c ON c.id = o.clinic_id
                                         JOIN treatment t ON t.id = o.treatment_id
                                        WHERE o.practitioner_id = p.id AND 'public' = ANY (o.bookable_by)
                                          AND (:clinic::text IS NULL OR c.code = :clinic OR c.id::text = :clinic)
                                          AND (:treatment::text IS NULL OR t.code = :treatment OR t.id::text = :treatment))
                         ORDER BY p.code LIMIT :rows
                        """)
                .bind("after", afterCode)
                .bind("gender", wish.gender())
                .bind("language", wish.language())
                .bind("clinic", wish.clinic())
                .bind("treatment", wish.treatment())
                .bind("rows", rows)
                .map((row, context) -> row(row))
                .list());
    }

    Optional<Row> find(UUID id) {
        return database.withHandle(handle -> handle.createQuery("SELECT * FROM practitioner WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> row(row))
                .findOne());
    }

    List<Offered> offerings(UUID practitioner) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT o.clinic_id, c.code AS clinic, o.treatment_id, t.code AS treatment, o.lengths, o.tier,
                               o.accepts_new_patients
                          FROM bookable_offering o JOIN clinic c ON c.id = o.clinic_id JOIN treatment t ON t.id = o.treatment_id
                         WHERE o.practitioner_id = :practitioner AND 'public' = ANY (o.bookable_by)
                         ORDER BY c.code, t.code
                        """)
                .bind("practitioner", practitioner)
                .map((row, context) -> new Offered(
                        row.getObject("clinic_id", UUID.class),
                        row.getString("clinic"),
                        row.getObject("treatment_id", UUID.class),
                        row.getString("treatment"),
                        Arrays.stream((Short[]) row.getArray("lengths").getArray())
                                .map(Short::intValue)
                                .toList(),
                        row.getString("tier"),
                        row.getBoolean("accepts_new_patients")))
                .list());
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("code"),
                row.getString("given_name"),
                row.getString("family_name"),
                row.getString("gender"),
                row.getString("profession"),
                List.of((String[]) row.getArray("languages").getArray()),
                row.getInt("version"));
    }
}
