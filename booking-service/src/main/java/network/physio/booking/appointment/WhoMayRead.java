package network.physio.booking.appointment;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import network.physio.booking.access.Access;
import org.jspecify.annotations.Nullable;

/**
 * The rule of who may read an appointment, as conditions on its row {@code a} and its {@code partner}, if it has one. Every
 * query that asks it says it with these words.
 */
public final class WhoMayRead {

    /**
     * That having made it lets its owner read it. Staff read it while they work there, and an account that is or was linked to
     * its patient while that link lets it.
     */
    private static final String COUNTS_FOR_ITS_MAKER = """
            (a.booked_by <> 'staff'
             AND NOT (a.booked_by = 'patient'
                      AND EXISTS (SELECT FROM patient_access made
                                   WHERE made.patient_id = a.patient_id AND made.subject = :subject)))
            """;

    /** Without working there: its maker, a link's holder, the partner who sold it, accounts of its patient. */
    public static final String WITHOUT_WORKING_THERE = """
            ((a.owner = ANY (:principals) AND\s""" + COUNTS_FOR_ITS_MAKER + """
             ) OR a.id = :linked
             OR partner.code = :partner
             OR EXISTS (SELECT FROM patient_access x
                         WHERE x.patient_id = a.patient_id AND x.subject = :subject
                           AND x.valid_from <= :now AND (x.valid_until IS NULL OR x.valid_until > :now)))
            """;

    /** Those, the front desk of its clinic {@code c}, and the practitioner {@code p} in whose diary it stands. */
    static final String ANYBODY =
            "(" + WITHOUT_WORKING_THERE + " OR c.code = ANY (:clinics) OR p.code = :practitioner)\n";

    /**
     * One of the reasons of {@link #ANYBODY}: those who ask, and which rows {@code a} each of them may read.
     *
     * @param asking of {@code askers}, which are this caller's
     */
    private record Reason(String askers, String asking, String rows) {

        String ids(String page) {
            return """
                    SELECT found.id
                      FROM %s CROSS JOIN LATERAL (SELECT a.id FROM appointment a WHERE %s AND %s) found
                     WHERE %s
                    """.formatted(askers, rows, page, asking);
        }
    }

    private static final List<Reason> REASONS = List.of(
            new Reason(
                    "unnest(:principals::text[]) AS asker (principal)",
                    "true",
                    "a.owner = asker.principal AND " + COUNTS_FOR_ITS_MAKER),
            new Reason("(SELECT :linked::uuid AS id) asker", "asker.id IS NOT NULL", "a.id = asker.id"),
            new Reason("partner asker", "asker.code = :partner", "a.partner_id = asker.id"),
            new Reason("patient_access asker", """
                    asker.subject = :subject
                      AND asker.valid_from <= :now AND (asker.valid_until IS NULL OR asker.valid_until > :now)
                    """, "a.patient_id = asker.patient_id"),
            new Reason("clinic asker", "asker.code = ANY (:clinics)", "a.clinic_id = asker.id"),
            new Reason("practitioner asker", "asker.code = :practitioner", "a.practitioner_id = asker.id"));

    private WhoMayRead() {}

    /**
     * A query for the ids of what {@link #ANYBODY} lets the caller read, some of them more than once. Reason by reason, since
     * each has an index that goes on with {@code starts_at, id} and all of them at once have none.
     *
     * @param page conditions on {@code a}, an order and a limit, for the rows of each asker
     */
    static String ids(String page) {
        return REASONS.stream().map(reason -> reason.ids(page)).collect(Collectors.joining(" UNION ALL "));
    }

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
