package network.physio.booking.claim;

import static network.physio.booking.column.Columns.constant;
import static network.physio.booking.column.Columns.instant;
import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.Versions;
import network.physio.http.sql.Sql;
import org.jspecify.annotations.Nullable;

/**
 * The claims of appointments. Whoever writes them holds the locks of {@link #lock} first, so that writers of one diary
 * follow each other; the exclusion constraint decides about everything that is not locked, such as rooms.
 */
@ApplicationScoped
public class Claims {

    private final Sql sql;

    Claims(Sql sql) {
        this.sql = sql;
    }

    /**
     * Locks practitioners and patients in the order of their ids, then the clinics against closures. A writer of rosters or
     * time off locks the practitioner, one of closures the clinic, so each sees what the other has done.
     *
     * @return how often hours and openings had been changed by then, which do not change until the locks are released, and
     *     the catalogue, of which that is true as far as it is about what is locked
     */
    public Versions lock(Collection<UUID> people, Collection<UUID> clinics) {
        List<Locked> locked = sql.statement("""
                        WITH diary AS (
                            SELECT id, hours_version FROM resource WHERE id = ANY (:people) ORDER BY id FOR NO KEY UPDATE),
                        place AS (
                            SELECT id, opening_version FROM clinic WHERE id = ANY (:clinics) ORDER BY id FOR KEY SHARE)
                        SELECT 'DIARY' AS what, id, hours_version AS version FROM diary
                        UNION ALL
                        SELECT 'PLACE', id, opening_version FROM place
                        UNION ALL
                        SELECT 'CATALOGUE', NULL,
                               catalogue_version_after((SELECT count(*) FROM diary) + (SELECT count(*) FROM place))
                        """)
                .bind("people", people.toArray(UUID[]::new))
                .bind("clinics", clinics.toArray(UUID[]::new))
                .list(row -> new Locked(
                        constant(Locked.What.class, row.getString("what")),
                        row.getObject("id", UUID.class),
                        row.getLong("version")));
        return new Versions(
                versions(locked, Locked.What.DIARY),
                versions(locked, Locked.What.PLACE),
                locked.stream()
                        .filter(row -> row.what() == Locked.What.CATALOGUE)
                        .mapToLong(Locked::version)
                        .sum());
    }

    /** A row that is locked, and the catalogue, of which there is one. */
    private record Locked(What what, @Nullable UUID id, long version) {
        enum What {
            DIARY,
            PLACE,
            CATALOGUE
        }
    }

    private static Map<UUID, Integer> versions(List<Locked> locked, Locked.What what) {
        return locked.stream()
                .filter(row -> row.what() == what)
                .collect(Collectors.toMap(
                        row -> Objects.requireNonNull(row.id()), row -> Math.toIntExact(row.version())));
    }

    /**
     * Writes the claims in the order that every writer keeps. Waits for a concurrent writer of the same time and then gives
     * way to it.
     *
     * @return whether all of them were written; when not, the transaction must be rolled back
     */
    public boolean take(UUID appointment, List<Judge.Taking> takings) {
        List<Judge.Taking> ordered = takings.stream()
                .sorted(Comparator.comparingLong(
                                (Judge.Taking taking) -> taking.span().from())
                        .thenComparing(Judge.Taking::kind)
                        .thenComparing(Judge.Taking::resourceId))
                .toList();
        int written = sql.statement("""
                        INSERT INTO claim (resource_id, unit, during, kind, appointment_id)
                        SELECT resource_id, unit, tstzrange(starts_at, ends_at), 'appointment', :appointment
                          FROM unnest(:resources, :units, :starts, :ends)
                               WITH ORDINALITY AS taking (resource_id, unit, starts_at, ends_at, place)
                         ORDER BY place
                        ON CONFLICT DO NOTHING
                        """)
                .bind("appointment", appointment)
                .bind(
                        "resources",
                        ordered.stream().map(Judge.Taking::resourceId).toArray(UUID[]::new))
                .bind("units", ordered.stream().map(Judge.Taking::unit).toArray(Short[]::new))
                .bind(
                        "starts",
                        ordered.stream()
                                .map(taking -> utc(taking.span().start()))
                                .toArray(OffsetDateTime[]::new))
                .bind(
                        "ends",
                        ordered.stream().map(taking -> utc(taking.span().end())).toArray(OffsetDateTime[]::new))
                .execute();
        return written == takings.size();
    }

    /** Gives back all that an appointment has claimed, the ways to and from it included. */
    public void giveBack(UUID appointment) {
        sql.statement("""
                        DELETE FROM claim WHERE appointment_id = :appointment OR from_appointment_id = :appointment
                        """).bind("appointment", appointment).execute();
    }

    /**
     * When somebody or something is taken within this span, apart from what {@code except} takes of it and from holds that
     * others may displace.
     */
    public List<Span> of(UUID resource, Span within, @Nullable UUID except, Instant displaceableSince) {
        return sql.statement("""
                        SELECT lower(c.during) AS starts_at, upper(c.during) AS ends_at
                          FROM claim c LEFT JOIN appointment a ON a.id = c.appointment_id
                         WHERE c.resource_id = :resource AND c.during && tstzrange(:from, :until)
                           AND c.appointment_id IS DISTINCT FROM :except::uuid
                           AND (a.state IS DISTINCT FROM 'held' OR a.expires_at > :displaceable)
                        """)
                .bind("resource", resource)
                .bind("from", utc(within.start()))
                .bind("until", utc(within.end()))
                .bind("except", except)
                .bind("displaceable", utc(displaceableSince))
                .list(row -> Span.covering(instant(row, "starts_at"), instant(row, "ends_at")));
    }

    /** What a patient already has in a span: something that stays, or only holds that others may displace. */
    public enum InTheWay {
        NOTHING,
        LAPSED_HOLDS,
        A_VISIT
    }

    /** What the patient has in this span, apart from this appointment. */
    public InTheWay inTheWay(UUID patient, Span span, UUID except, Instant displaceableSince) {
        return sql.statement("""
                        SELECT coalesce(max(CASE WHEN a.state = 'held' AND a.expires_at <= :displaceable THEN 1 ELSE 2 END), 0)
                          FROM claim c JOIN appointment a ON a.id = c.appointment_id
                         WHERE c.resource_id = :patient AND c.during && tstzrange(:from, :until)
                           AND a.id <> :except
                        """)
                .bind("patient", patient)
                .bind("from", utc(span.start()))
                .bind("until", utc(span.end()))
                .bind("except", except)
                .bind("displaceable", utc(displaceableSince))
                .one(row -> InTheWay.values()[row.getInt(1)]);
    }
}
