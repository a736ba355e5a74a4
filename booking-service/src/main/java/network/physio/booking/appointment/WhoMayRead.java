package network.physio.booking.appointment;

import java.time.Instant;
import java.time.ZoneOffset;
import network.physio.booking.access.Access;
import org.jdbi.v3.core.statement.Query;

/**
 * The rule of who may read an appointment, as conditions on its row {@code a} and its {@code partner}, if it has one. Every
 * query that asks it says it with these words.
 */
public final class WhoMayRead {

    /** Without working there: its maker, a link's holder, the partner who sold it, accounts of its patient. */
    public static final String WITHOUT_WORKING_THERE = """
            ((a.owner = ANY (:principals) AND a.booked_by <> 'staff')
             OR a.id = :linked
             OR partner.code = :partner
             OR EXISTS (SELECT FROM patient_access x
                         WHERE x.patient_id = a.patient_id AND x.subject = :subject
                           AND x.valid_from <= :now AND (x.valid_until IS NULL OR x.valid_until > :now)))
            """;

    /** Those, the front desk of its clinic {@code c}, and the practitioner {@code p} in whose diary it stands. */
    static final String ANYBODY =
            "(" + WITHOUT_WORKING_THERE + " OR c.code = ANY (:clinics) OR p.code = :practitioner)\n";

    private WhoMayRead() {}

    /** Puts the caller of this moment into a query with one of these conditions. */
    public static Query asked(Query query, Access access, Instant now) {
        return query.bind("principals", access.principals().toArray(String[]::new))
                .bind("clinics", access.clinics().toArray(String[]::new))
                .bind("practitioner", access.practitioner().orElse(null))
                .bind("partner", access.partner().orElse(null))
                .bind("subject", access.subject().orElse(null))
                .bind("linked", access.linkedAppointment().orElse(null))
                .bind("now", now.atOffset(ZoneOffset.UTC));
    }
}
