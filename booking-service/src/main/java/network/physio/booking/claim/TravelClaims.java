package network.physio.booking.claim;

import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Clinic;
import network.physio.booking.availability.TravelTimes;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The ways of a practitioner between clinics, as claims of their own. They follow from the appointments: whoever changes a
 * neighbour, under the practitioner's lock, has them laid anew.
 */
@ApplicationScoped
public class TravelClaims {

    /** No way between two clinics is longer. */
    private static final Duration REACH = Duration.ofHours(12);

    private final Jdbi database;
    private final Catalogue catalogue;

    TravelClaims(Jdbi database, Catalogue catalogue) {
        this.database = database;
        this.catalogue = catalogue;
    }

    /** An appointment, or a session: one of both ids. */
    private record Visit(
            @Nullable UUID appointment, @Nullable UUID session, UUID clinic, Instant starts, Instant ends) {}

    /** Takes away the ways around this time, so that appointments can be claimed there. */
    public void clear(UUID practitioner, Instant around) {
        if (!catalogue.travels(practitioner)) {
            return;
        }
        database.useHandle(handle -> handle.createUpdate("""
                        DELETE FROM claim
                         WHERE resource_id = :practitioner AND kind = 'travel' AND during && tstzrange(:from, :until)
                        """)
                .bind("practitioner", practitioner)
                .bind("from", utc(around.minus(REACH)))
                .bind("until", utc(around.plus(REACH)))
                .execute());
    }

    /** Takes away the ways of those of them who work at one clinic only, now that what they offer has changed. */
    public void clearOfSettled(List<UUID> practitioners) {
        database.useHandle(handle -> handle.createUpdate("""
                        DELETE FROM claim
                         WHERE resource_id = ANY (:practitioners) AND kind = 'travel'
                           AND (SELECT count(DISTINCT clinic_id) FROM bookable_offering
                                 WHERE practitioner_id = resource_id) < 2
                        """)
                .bind("practitioners", practitioners.toArray(UUID[]::new))
                .execute());
    }

    /** Lays the ways around this time: each ends when the next visit's claim begins. */
    public void lay(UUID practitioner, Instant around) {
        if (!catalogue.travels(practitioner)) {
            return;
        }
        database.useHandle(handle -> {
            List<Visit> visits = visits(handle, practitioner, around);
            boolean oneClinic = visits.stream().map(Visit::clinic).distinct().count() <= 1;
            if (oneClinic) {
                return;
            }
            Map<UUID, Clinic> clinics =
                    catalogue.clinics().stream().collect(Collectors.toMap(Clinic::id, Function.identity()));
            TravelTimes times = catalogue.travelTimes();
            for (int i = 1; i < visits.size(); i++) {
                lay(handle, practitioner, visits.get(i - 1), visits.get(i), clinics, times);
            }
        });
    }

    private static List<Visit> visits(Handle handle, UUID practitioner, Instant around) {
        return handle.createQuery("""
                        SELECT c.appointment_id, c.session_id, coalesce(a.clinic_id, s.clinic_id) AS clinic_id,
                               min(lower(c.during)) AS starts_at, max(upper(c.during)) AS ends_at
                          FROM claim c
                          LEFT JOIN appointment a ON a.id = c.appointment_id
                          LEFT JOIN session s ON s.id = c.session_id
                         WHERE c.resource_id = :practitioner AND c.kind IN ('appointment', 'session') AND c.unit = 0
                           AND c.during && tstzrange(:from, :until)
                         GROUP BY c.appointment_id, c.session_id, a.clinic_id, s.clinic_id
                         ORDER BY starts_at
                        """)
                .bind("practitioner", practitioner)
                .bind("from", utc(around.minus(REACH.multipliedBy(2))))
                .bind("until", utc(around.plus(REACH.multipliedBy(2))))
                .map((row, context) -> new Visit(
                        row.getObject("appointment_id", UUID.class),
                        row.getObject("session_id", UUID.class),
                        row.getObject("clinic_id", UUID.class),
                        row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                        row.getObject("ends_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private static void lay(
            Handle handle, UUID practitioner, Visit from, Visit to, Map<UUID, Clinic> clinics, TravelTimes times) {
        TravelTimes.Leg leg = times.between(
                Objects.requireNonNull(clinics.get(from.clinic())), Objects.requireNonNull(clinics.get(to.clinic())));
        Duration between = Duration.between(from.ends(), to.starts());
        if (leg.minutes() == 0 || between.compareTo(REACH) > 0) {
            return;
        }
        handle.createUpdate("""
                        INSERT INTO claim (resource_id, unit, during, kind, appointment_id, session_id, from_appointment_id,
                                           from_session_id, travel_minutes, travel_source)
                        VALUES (:practitioner, 0, tstzrange(:from, :until), 'travel', :to, :toSession, :fromAppointment,
                                :fromSession, :minutes, :source)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("practitioner", practitioner)
                .bind("from", utc(to.starts().minus(Duration.ofMinutes(leg.minutes()))))
                .bind("until", utc(to.starts()))
                .bind("to", to.appointment())
                .bind("toSession", to.session())
                .bind("fromAppointment", from.appointment())
                .bind("fromSession", from.session())
                .bind("minutes", leg.minutes())
                .bind("source", leg.source())
                .execute();
    }
}
