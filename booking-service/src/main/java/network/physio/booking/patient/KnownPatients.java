package network.physio.booking.patient;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Finds patients: those of a front desk's clinics, and by exact details those of the whole network. */
@ApplicationScoped
class KnownPatients {

    private static final Pattern WILDCARD = Pattern.compile("[\\\\%_]");

    private final Jdbi database;
    private final Standings standings;

    KnownPatients(Jdbi database, Standings standings) {
        this.database = database;
        this.standings = standings;
    }

    /** By family name, given name and age of the record; one more than the limit when there are more. */
    List<PatientRecord> list(PatientSearch search) {
        return database.withHandle(handle -> standings
                .asCaller(handle.createQuery(
                        Standings.SELECT + " WHERE " + Standings.STANDS + " AND " + Standings.OF_THE_DESK + """
                           AND (:email::text IS NULL OR lower(p.email) = lower(:email::text))
                           AND (:phone::text IS NULL OR p.phone = :phone::text)
                           AND (:familyName::text IS NULL OR lower(p.family_name) = lower(:familyName::text))
                           AND (:dateOfBirth::date IS NULL OR p.date_of_birth = :dateOfBirth::date)
                           AND (:provisional::boolean IS NULL OR p.provisional = :provisional::boolean)
                           AND NOT EXISTS (
                                   SELECT FROM unnest(:names::text[]) AS beginning
                                    WHERE NOT (lower(p.family_name) LIKE lower(beginning)
                                               OR lower(p.given_name) LIKE lower(beginning)
                                               OR coalesce(lower(p.preferred_name), '') LIKE lower(beginning)))
                           AND (:after::uuid IS NULL
                                OR (lower(p.family_name) COLLATE "C", lower(p.given_name) COLLATE "C", p.id)
                                   > (SELECT lower(l.family_name) COLLATE "C", lower(l.given_name) COLLATE "C", l.id
                                        FROM patient l WHERE l.id = :after::uuid))
                         ORDER BY lower(p.family_name) COLLATE "C", lower(p.given_name) COLLATE "C", p.id
                         LIMIT :limit
                        """))
                .bind("clinic", search.clinic())
                .bind("email", search.email())
                .bind("phone", search.phone())
                .bind("familyName", search.familyName())
                .bind("dateOfBirth", search.dateOfBirth())
                .bind("provisional", search.provisional())
                .bindArray(
                        "names",
                        String.class,
                        search.names().stream().map(KnownPatients::beginning).toList())
                .bind("after", search.after())
                .bind("limit", search.limit() + 1)
                .map((row, context) -> Standings.read(row, Standing.FRONT_DESK))
                .list());
    }

    /** All of it must match, letter case aside; of e-mail address and phone number what is given. */
    record Details(
            String givenName,
            String familyName,
            LocalDate dateOfBirth,
            @Nullable String email,
            @Nullable String phone) {}

    /** One found in the whole network, and whether the caller's clinics treat it already. */
    record Match(UUID id, boolean known) {}

    /** Confirmed patients only: what guests entered is nobody's knowledge yet. */
    List<Match> lookUp(Details details, int limit) {
        return database.withHandle(handle -> standings
                .asCaller(handle.createQuery("SELECT p.id, " + Standings.OF_THE_DESK + """
                               AS known
                          FROM patient p
                         WHERE NOT p.provisional AND\s""" + Standings.STANDS + """
                           AND p.date_of_birth = :dateOfBirth
                           AND lower(p.family_name) = lower(:familyName)
                           AND lower(:givenName) IN (lower(p.given_name), lower(p.preferred_name))
                           AND (:email::text IS NULL OR lower(p.email) = lower(:email::text))
                           AND (:phone::text IS NULL OR p.phone = :phone::text)
                         ORDER BY p.id
                         LIMIT :limit
                        """))
                .bind("clinic", (UUID) null)
                .bind("dateOfBirth", details.dateOfBirth())
                .bind("familyName", details.familyName().strip())
                .bind("givenName", details.givenName().strip())
                .bind("email", details.email())
                .bind("phone", details.phone())
                .bind("limit", limit)
                .map((row, context) -> new Match(row.getObject("id", UUID.class), row.getBoolean("known")))
                .list());
    }

    /** Patients of the caller's clinics that share something with this one by which a person could be the same. */
    List<PatientRecord> perhapsTheSameAs(PatientRecord patient, int limit) {
        LocalDate swapped = dayAndMonthSwapped(patient.dateOfBirth());
        return database.withHandle(handle -> standings
                .asCaller(handle.createQuery(
                        Standings.SELECT + " WHERE " + Standings.STANDS + " AND " + Standings.OF_THE_DESK + """
                           AND p.id <> :id
                           AND (p.date_of_birth IN (:dateOfBirth, :swapped)
                                OR p.phone = :phone::text
                                OR lower(p.email) = lower(:email::text))
                         ORDER BY (p.phone = :phone::text) IS TRUE DESC, (lower(p.email) = lower(:email::text)) IS TRUE DESC,
                                  lower(p.family_name) = lower(:familyName) DESC, p.id
                         LIMIT :limit
                        """))
                .bind("clinic", (UUID) null)
                .bind("id", patient.id())
                .bind("dateOfBirth", patient.dateOfBirth())
                .bind("swapped", swapped)
                .bind("phone", patient.phone())
                .bind("email", patient.email())
                .bind("familyName", patient.familyName())
                .bind("limit", limit)
                .map((row, context) -> Standings.read(row, Standing.FRONT_DESK))
                .list());
    }

    /** 4 December for 12 April; the day itself where that is none. */
    static LocalDate dayAndMonthSwapped(LocalDate day) {
        return day.getDayOfMonth() > 12 ? day : LocalDate.of(day.getYear(), day.getDayOfMonth(), day.getMonthValue());
    }

    private static String beginning(String name) {
        return WILDCARD.matcher(name).replaceAll("\\\\$0") + "%";
    }
}
