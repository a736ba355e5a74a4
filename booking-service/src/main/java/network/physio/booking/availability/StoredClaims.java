package network.physio.booking.availability;

import static network.physio.booking.availability.Columns.span;
import static network.physio.booking.column.Columns.id;
import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import network.physio.http.sql.Sql;
import network.physio.http.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Reads claims, as the picture of what is taken needs them. */
@ApplicationScoped
class StoredClaims {

    /** Stands for the one clinic of somebody who works at no other. */
    static final UUID ONLY_CLINIC = new UUID(0, 0);

    private static final long AT_ONCE = 200_000;

    private final Sql sql;

    StoredClaims(Sql sql) {
        this.sql = sql;
    }

    /**
     * A claim.
     *
     * @param way whether it is the practitioner's way between two places; ways follow from the appointments
     * @param appointmentId of the appointment or session it is for
     * @param workAt the clinic of that, {@link #ONLY_CLINIC} when it was not looked up
     * @param expiresAt when the hold it is for runs out, null for all others
     */
    record Row(
            UUID resourceId,
            short unit,
            Span span,
            boolean way,
            @Nullable UUID appointmentId,
            @Nullable UUID workAt,
            @Nullable Instant expiresAt) {

        /** Whether it is of a hold that others may displace. */
        boolean hasLapsed(Instant now) {
            return expiresAt != null && !expiresAt.isAfter(now.minus(Diaries.GRACE));
        }
    }

    /**
     * The claims of these resources that reach into these spans. Where somebody works is looked up for those only who work
     * at several clinics.
     */
    List<Row> of(Map<UUID, Span> wanted, Listings listings) {
        List<UUID> resources = List.copyOf(wanted.keySet());
        List<Span> spans = resources.stream()
                .map(resource -> Objects.requireNonNull(wanted.get(resource)))
                .toList();
        return sql.statement("""
                        SELECT c.resource_id, c.unit, lower(c.during) AS starts_at, upper(c.during) AS ends_at, c.kind,
                               coalesce(c.appointment_id, c.session_id) AS appointment_id,
                               CASE WHEN visit.state = 'held' THEN visit.expires_at END AS expires_at,
                               CASE WHEN wanted.works AND c.kind IN ('appointment', 'session')
                                    THEN CASE WHEN wanted.travels THEN coalesce(visit.clinic_id, given.clinic_id)
                                              ELSE :onlyClinic::uuid END END AS work_at
                          FROM unnest(:resources, :starts, :ends, :works, :travels)
                               AS wanted (id, starts_at, ends_at, works, travels)
                          JOIN claim c ON c.resource_id = wanted.id
                                      AND c.during && tstzrange(wanted.starts_at, wanted.ends_at)
                          LEFT JOIN appointment visit ON visit.id = c.appointment_id
                          LEFT JOIN session given ON given.id = c.session_id AND wanted.travels
                        """)
                .bind("resources", resources.toArray(UUID[]::new))
                .bind("starts", spans.stream().map(span -> utc(span.start())).toArray(OffsetDateTime[]::new))
                .bind("ends", spans.stream().map(span -> utc(span.end())).toArray(OffsetDateTime[]::new))
                .bind("works", resources.stream().map(listings::works).toArray(Boolean[]::new))
                .bind("travels", resources.stream().map(listings::travels).toArray(Boolean[]::new))
                .bind("onlyClinic", ONLY_CLINIC)
                .list(StoredClaims::row);
    }

    /**
     * What one unit of a resource has been claimed for, in no order.
     *
     * @param work whether that is visits, rather than time that is blocked
     */
    record Claimed(UUID resourceId, short unit, boolean work, List<Span> spans) {}

    /** Is given what nearly everybody has claimed, one at a time. */
    interface Reader {
        /** Several of them may be of one unit. */
        void read(Claimed claimed);

        /** A claim of a hold, which are not among the others. */
        void read(Row ofHold);
    }

    /**
     * Hands out what reaches into the span of nearly everybody's claims: reads the table once, in the order in which it lies
     * on the disk, instead of looking up each one's. Not atomic, so that no statement is long: what is committed meanwhile
     * may be missed. For those who work at one clinic only: where that is is not looked up.
     */
    void each(Collection<UUID> resources, Span span, Listings listings, Reader reader) {
        Everybody everybody = new Everybody(resources, span, holds());
        ofHolds(everybody, listings).forEach(reader::read);
        IdRange all = sql.statement("SELECT coalesce(min(id), 0), coalesce(max(id), -1) FROM claim")
                .one(row -> new IdRange(row.getLong(1), row.getLong(2)));
        Object oneAtATime = new Object();
        // Two at once: PostgreSQL reads the next part while the claims of this one are taken in.
        try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
            List<Callable<Void>> parts = new ArrayList<>();
            for (long first = all.first(); first <= all.last(); first += AT_ONCE) {
                long part = first;
                parts.add(() -> {
                    List<Claimed> claimed = part(part, everybody);
                    synchronized (oneAtATime) {
                        claimed.forEach(reader::read);
                    }
                    return null;
                });
            }
            for (Future<Void> part : readers.invokeAll(parts)) {
                part.get();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("claims cannot be read", failed.getCause());
        }
    }

    /** @param holds when those that have not been taken yet run out */
    private record Everybody(Collection<UUID> resources, Span span, Map<UUID, Instant> holds) {

        Statement asked(Statement about) {
            return about.bind("resources", resources.toArray(UUID[]::new))
                    .bind("from", utc(span.start()))
                    .bind("until", utc(span.end()))
                    .bind("held", holds.keySet().toArray(UUID[]::new));
        }
    }

    private Map<UUID, Instant> holds() {
        Map<UUID, Instant> holds = new HashMap<>();
        sql.statement("SELECT id, expires_at FROM appointment WHERE state = 'held'")
                .list(row -> holds.put(
                        id(row, "id"),
                        row.getObject("expires_at", OffsetDateTime.class).toInstant()));
        return holds;
    }

    private List<Row> ofHolds(Everybody everybody, Listings listings) {
        return everybody.asked(sql.statement("""
                        SELECT resource_id, unit, lower(during) AS starts_at, upper(during) AS ends_at, kind, appointment_id
                          FROM claim
                         WHERE appointment_id = ANY (:held) AND resource_id = ANY (:resources)
                           AND during && tstzrange(:from, :until)
                        """)).list(row -> ofHold(row, listings, everybody.holds()));
    }

    private static Row ofHold(ResultSet row, Listings listings, Map<UUID, Instant> holds) throws SQLException {
        UUID resource = id(row, "resource_id");
        UUID hold = id(row, "appointment_id");
        boolean way = row.getString("kind").equals("travel");
        return new Row(
                resource,
                row.getShort("unit"),
                span(row, "starts_at", "ends_at"),
                way,
                hold,
                listings.works(resource) && !way ? ONLY_CLINIC : null,
                holds.get(hold));
    }

    /**
     * Arrays of ticks: a row for each claim would cost several times as much as what it says. What is asked with IS TRUE is
     * looked up in a hash table; as a join it would be planned as one search of the index for each resource.
     */
    private List<Claimed> part(long first, Everybody everybody) {
        return everybody
                .asked(sql.statement("""
                        SELECT resource_id, unit, kind IN ('appointment', 'session') AS work,
                               array_agg(floor(date_part('epoch', lower(during)) / :tick)::integer) AS starts,
                               array_agg(ceil(date_part('epoch', upper(during)) / :tick)::integer) AS ends
                          FROM claim
                         WHERE id >= :first AND id < :next AND during && tstzrange(:from, :until) AND kind <> 'travel'
                           AND (resource_id IN (SELECT unnest(:resources))) IS TRUE
                           AND (appointment_id IN (SELECT unnest(:held))) IS NOT TRUE
                         GROUP BY resource_id, unit, work
                        """))
                .bind("tick", Span.TICK_SECONDS)
                .bind("first", first)
                .bind("next", first + AT_ONCE)
                .list(StoredClaims::claimed);
    }

    private static Claimed claimed(ResultSet row) throws SQLException {
        Integer[] starts = (Integer[]) row.getArray("starts").getArray();
        Integer[] ends = (Integer[]) row.getArray("ends").getArray();
        List<Span> spans = new ArrayList<>(starts.length);
        for (int i = 0; i < starts.length; i++) {
            spans.add(new Span(starts[i], ends[i]));
        }
        return new Claimed(id(row, "resource_id"), row.getShort("unit"), row.getBoolean("work"), spans);
    }

    /** What these appointments and holds claim, by resource: one span around all of it. */
    Map<UUID, Span> spansOf(Collection<UUID> appointments) {
        Map<UUID, Span> spans = new HashMap<>();
        sql.statement("""
                        SELECT resource_id, min(lower(during)) AS starts_at, max(upper(during)) AS ends_at
                          FROM claim
                         WHERE appointment_id = ANY (:appointments) AND kind <> 'travel'
                         GROUP BY resource_id
                        """)
                .bind("appointments", appointments.toArray(UUID[]::new))
                .list(row -> spans.put(id(row, "resource_id"), span(row, "starts_at", "ends_at")));
        return spans;
    }

    private record IdRange(long first, long last) {}

    private static Row row(ResultSet row) throws SQLException {
        OffsetDateTime expiresAt = row.getObject("expires_at", OffsetDateTime.class);
        return new Row(
                id(row, "resource_id"),
                row.getShort("unit"),
                span(row, "starts_at", "ends_at"),
                row.getString("kind").equals("travel"),
                row.getObject("appointment_id", UUID.class),
                row.getObject("work_at", UUID.class),
                expiresAt == null ? null : expiresAt.toInstant());
    }
}
