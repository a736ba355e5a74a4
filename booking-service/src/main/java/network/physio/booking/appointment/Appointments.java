package network.physio.booking.appointment;

import static network.physio.booking.column.Columns.utc;
import static network.physio.booking.column.Columns.utcOrNull;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.availability.Span;
import network.physio.http.sql.Sql;
import org.jspecify.annotations.Nullable;

/** Reads the rows of appointments: for a caller, who sees what concerns them, or locked for whoever is about to change one. */
@ApplicationScoped
public class Appointments {

    private static final String SELECT = AppointmentRows.select("appointment");

    private final Sql sql;
    private final AppointmentRows rows;
    private final Access access;

    Appointments(Sql sql, AppointmentRows rows, Access access) {
        this.sql = sql;
        this.rows = rows;
        this.access = access;
    }

    /** The appointment, when this caller may read it. */
    public Optional<Appointment> readable(UUID id, Instant now) {
        return sql.statement(SELECT + " WHERE a.id = :id AND " + WhoMayRead.ANYBODY)
                .bindMap(WhoMayRead.asker(access, now))
                .bind("id", id)
                .findOne(rows);
    }

    /** The visits of a series that this caller may read, by start. */
    public List<Appointment> ofSeries(UUID series, Instant now) {
        return sql.statement(SELECT + " WHERE a.series_id = :series AND " + WhoMayRead.ANYBODY
                        + " ORDER BY a.starts_at, a.id")
                .bindMap(WhoMayRead.asker(access, now))
                .bind("series", series)
                .list(rows);
    }

    /** Locks the row and reads it again; nothing changes it until the transaction ends. */
    Appointment locked(UUID id) {
        return sql.statement(SELECT + " WHERE a.id = :id FOR UPDATE OF a")
                .bind("id", id)
                .one(rows);
    }

    /** The same; the names that go with it are read again only when it has changed since it was seen. */
    Appointment locked(Appointment seen) {
        return sql.statement("SELECT * FROM appointment WHERE id = :id FOR UPDATE")
                .bind("id", seen.id())
                .one(row -> row.getLong("version") == seen.version()
                        ? Optional.of(rows.ofSame(seen).read(row))
                        : Optional.<Appointment>empty())
                .orElseGet(() -> locked(seen.id()));
    }

    /** Locks those that have a seat in this session, or have had a visit there, and reads them, in the order of their ids. */
    List<Appointment> lockedSeats(UUID session) {
        return sql.statement(SELECT + """
                         WHERE a.session_id = :session AND a.state NOT IN ('expired', 'cancelled')
                         ORDER BY a.id
                           FOR UPDATE OF a
                        """).bind("session", session).list(rows);
    }

    /** What a list is narrowed to; null asks nothing. */
    record Filter(
            @Nullable UUID clinic,
            @Nullable UUID practitioner,
            @Nullable UUID patient,
            @Nullable UUID session,
            @Nullable String state,
            @Nullable Boolean rebookingNeeded,
            @Nullable Instant from,
            @Nullable Instant until) {}

    /** The sort key of the last row of the page before. */
    record After(Instant startsAt, UUID id) {}

    /** Those this caller may read, by start; holds that have run out are left out. */
    List<Appointment> list(Filter filter, @Nullable After after, int limit, Instant now) {
        Narrowing narrowing = new Narrowing().and("(a.state <> 'held' OR a.expires_at > :now)");
        narrowing.and("a.clinic_id = :clinic", "clinic", filter.clinic());
        narrowing.and("a.practitioner_id = :wantedPractitioner", "wantedPractitioner", filter.practitioner());
        narrowing.and("a.patient_id = :patient", "patient", filter.patient());
        narrowing.and("a.session_id = :session", "session", filter.session());
        narrowing.and("a.starts_at >= :from", "from", utcOrNull(filter.from()));
        narrowing.and("a.starts_at < :until", "until", utcOrNull(filter.until()));
        if (filter.state() == null) {
            narrowing.and("a.state <> 'expired'");
        } else {
            narrowing.and("a.state = :state").with("state", filter.state());
        }
        if (filter.rebookingNeeded() != null) {
            // Not as a parameter: the index of those that are marked holds no others.
            narrowing.and(filter.rebookingNeeded() ? "a.rebooking_needed" : "NOT a.rebooking_needed");
        }
        if (after != null) {
            narrowing
                    .and("(a.starts_at, a.id) > (:afterStart, :afterId)")
                    .with("afterStart", utc(after.startsAt()))
                    .with("afterId", after.id());
        }
        String inOrder = " ORDER BY a.starts_at, a.id LIMIT :limit";
        return sql.statement(SELECT + " WHERE a.id IN (" + WhoMayRead.ids(narrowing + inOrder) + ") AND "
                        + WhoMayRead.ANYBODY + inOrder)
                .bindMap(WhoMayRead.asker(access, now))
                .bindMap(narrowing.values)
                .bind("limit", limit)
                .list(rows);
    }

    /** Conditions of what is asked only, so that PostgreSQL sees which index serves. */
    private static final class Narrowing {

        private final List<String> conditions = new ArrayList<>();
        private final Map<String, Object> values = new HashMap<>();

        Narrowing and(String condition) {
            conditions.add(condition);
            return this;
        }

        Narrowing with(String name, Object value) {
            values.put(name, value);
            return this;
        }

        /** Unless nothing is asked. */
        void and(String condition, String name, @Nullable Object value) {
            if (value != null) {
                and(condition).with(name, value);
            }
        }

        @Override
        public String toString() {
            return String.join(" AND ", conditions);
        }
    }

    /** Locks and reads holds that may be displaced: those in the way of a claim, or any when no resources are named. */
    List<Appointment> displaceable(
            @Nullable Collection<UUID> resources, @Nullable Span span, Instant expiredBefore, int limit) {
        return sql.statement(SELECT + """
                         WHERE a.state = 'held' AND a.expires_at <= :expiredBefore
                           AND (:resources::uuid[] IS NULL OR EXISTS (
                                   SELECT FROM claim x
                                    WHERE x.appointment_id = a.id AND x.resource_id = ANY (:resources)
                                      AND x.during && tstzrange(:from, :until)))
                         ORDER BY a.id
                         LIMIT :limit
                           FOR UPDATE OF a SKIP LOCKED
                        """)
                .bind("expiredBefore", utc(expiredBefore))
                .bind("resources", resources == null ? null : resources.toArray(UUID[]::new))
                .bind("from", span == null ? null : utc(span.start()))
                .bind("until", span == null ? null : utc(span.end()))
                .bind("limit", limit)
                .list(rows);
    }
}
