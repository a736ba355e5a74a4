package network.physio.booking.claim;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.Versions;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The claims of appointments. Whoever writes them holds the locks of {@link #lock} first, so that writers of one diary
 * follow each other; the exclusion constraint decides about everything that is not locked, such as rooms.
 */
@ApplicationScoped
public class Claims {

    private final Jdbi database;

    Claims(Jdbi database) {
        this.database = database;
    }

    /**
     * Locks practitioners and patients in the order of their ids, then the clinics against closures. A writer of rosters or
     * time off locks the practitioner, one of closures the clinic, so each sees what the other has done.
     *
     * @return how often hours and openings had been changed by then; they do not change until the locks are released
     */
    public Versions lock(Collection<UUID> people, Collection<UUID> clinics) {
        return database.withHandle(handle -> new Versions(
                versions(
                        handle,
                        "SELECT id, hours_version AS version FROM resource WHERE id = ANY (:ids) ORDER BY id FOR NO KEY UPDATE",
                        people),
                versions(
                        handle,
                        "SELECT id, opening_version AS version FROM clinic WHERE id = ANY (:ids) ORDER BY id FOR KEY SHARE",
                        clinics)));
    }

    private static Map<UUID, Integer> versions(Handle handle, String select, Collection<UUID> ids) {
        return handle.createQuery(select)
                .bind("ids", ids.toArray(UUID[]::new))
                .map((row, context) -> Map.entry(row.getObject("id", UUID.class), row.getInt("version")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
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
        int written = database.withHandle(handle -> handle.createUpdate("""
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
                .execute());
        return written == takings.size();
    }

    /** Gives back all that an appointment has claimed, the ways to and from it included. */
    public void giveBack(UUID appointment) {
        database.useHandle(handle ->
                handle.createUpdate("""
                        DELETE FROM claim WHERE appointment_id = :appointment OR from_appointment_id = :appointment
                        """).bind("appointment", appointment).execute());
    }

    /** Whether the patient already has something in this span, apart from this appointment. */
    public boolean patientIsBusy(UUID patient, Span span, UUID except, Instant displaceableSince) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (
                            SELECT FROM claim c JOIN appointment a ON a.id = c.appointment_id
                             WHERE c.resource_id = :patient AND c.during && tstzrange(:from, :until)
                               AND a.id <> :except
                               AND (a.state <> 'held' OR a.expires_at > :displaceable))
                        """)
                .bind("patient", patient)
                .bind("from", utc(span.start()))
                .bind("until", utc(span.end()))
                .bind("except", except)
                .bind("displaceable", utc(displaceableSince))
                .mapTo(Boolean.class)
                .one());
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
