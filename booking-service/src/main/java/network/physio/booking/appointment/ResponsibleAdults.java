package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.availability.Judge;
import network.physio.booking.patient.PatientRef;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The rule about minors: nobody under 18 on the day of the visit gets a hands-on treatment unless an adult who answers for
 * them has agreed. That is a parent or guardian who books with their own account or whose consent is kept, or whom staff
 * have spoken with. What a guest types proves nothing.
 */
@ApplicationScoped
public class ResponsibleAdults {

    private static final int OF_AGE = 18;

    private final Jdbi database;
    private final Access access;
    private final Clock clock;

    ResponsibleAdults(Jdbi database, Access access, Clock clock) {
        this.database = database;
        this.access = access;
        this.clock = clock;
    }

    /**
     * Either a refusal, or how we know that somebody agreed; neither when nobody needs to.
     *
     * @param by account, consent or staff
     */
    record Answer(@Nullable Booking refusal, @Nullable String by) {}

    static final Answer NOT_THEIRS_TO_SAY = new Answer(
            new Booking.Forbidden("Only staff of the clinic state that a responsible adult has agreed."), null);

    private static final Answer NOT_NEEDED = new Answer(null, null);

    /** @param stated staff of the clinic say that an adult who answers for the patient has agreed and comes along */
    Answer of(PatientRef patient, Judge.Wish wish, boolean stated) {
        if (!wish.treatment().handsOn() || !isMinorAt(patient.dateOfBirth(), wish)) {
            return NOT_NEEDED;
        }
        if (stated) {
            return new Answer(null, "staff");
        }
        return known(patient.id())
                .map(by -> new Answer(null, by))
                .orElseGet(() -> new Answer(new Booking.ResponsibleAdultNeeded(), null));
    }

    /** Whether the visit needs an adult of whom nobody knows: then only staff can book it, who state that one has agreed. */
    public boolean isLacking(UUID patient, Judge.Wish wish) {
        return wish.treatment().handsOn()
                && isMinorAt(dateOfBirth(patient), wish)
                && known(patient).isEmpty();
    }

    private static boolean isMinorAt(LocalDate dateOfBirth, Judge.Wish wish) {
        LocalDate visit = LocalDate.ofInstant(wish.startsAt(), wish.clinic().zone());
        return visit.isBefore(dateOfBirth.plusYears(OF_AGE));
    }

    private LocalDate dateOfBirth(UUID patient) {
        return database.withHandle(handle -> handle.createQuery("SELECT date_of_birth FROM patient WHERE id = :id")
                .bind("id", patient)
                .mapTo(LocalDate.class)
                .one());
    }

    private Optional<String> known(UUID patient) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT 'account' AS known
                          FROM patient_access
                         WHERE patient_id = :patient AND subject = :subject AND relation IN ('parent', 'guardian')
                           AND scope <> 'read' AND valid_from <= :now AND (valid_until IS NULL OR valid_until > :now)
                        UNION ALL
                        SELECT 'consent'
                          FROM consent
                         WHERE patient_id = :patient AND kind = 'treatment' AND relation IN ('parent', 'guardian')
                           AND given_at <= :now AND (withdrawn_at IS NULL OR withdrawn_at > :now)
                         ORDER BY known
                         LIMIT 1
                        """)
                .bind("patient", patient)
                .bind("subject", access.subject().orElse(null))
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .mapTo(String.class)
                .findOne());
    }
}
