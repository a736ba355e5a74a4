package network.physio.booking.appointment;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import network.physio.booking.access.Access;
import org.jspecify.annotations.Nullable;

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

    /** The caller of this moment, as the parameters of a query with one of these conditions. */
    public static Map<String, @Nullable Object> asker(Access access, Instant now) {
        Map<String, @Nullable Object> asker = new HashMap<>();
        asker.put("principals", access.principals().toArray(String[]::new));
        asker.put("clinics", access.clinics().toArray(String[]::new));
        asker.put("practitioner", access.practitioner().orElse(null));
        asker.put("partner", access.partner().orElse(null));
        asker.put("subject", access.subject().orElse(null));
        asker.put("linked", access.linkedAppointment().orElse(null));
        asker.put("now", now.atOffset(ZoneOffset.UTC));
        return asker;
    }
}
