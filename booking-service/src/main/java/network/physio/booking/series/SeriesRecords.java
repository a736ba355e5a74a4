package network.physio.booking.series;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Series as they are stored, and which appointment is which visit of them. */
@ApplicationScoped
class SeriesRecords {

    private final Jdbi database;

    SeriesRecords(Jdbi database) {
        this.database = database;
    }

    /** @param asked how many visits were asked for; with {@code mode: each} fewer may have been booked */
    record Row(UUID id, @Nullable String plan, int asked) {}

    /**
     * Keeps series of these clinics from waiting for each other in a circle. Those that claim in the order of time cannot,
     * and go side by side; one that moves later claims its last visit first, and goes alone.
     */
    void lockClinics(Collection<UUID> clinics, boolean alone) {
        String lock = alone ? "pg_advisory_xact_lock" : "pg_advisory_xact_lock_shared";
        clinics.stream()
                .sorted()
                .forEach(clinic -> database.useHandle(handle -> handle.createQuery(
                                "SELECT %s(hashtextextended('series of ' || :clinic, 0))".formatted(lock))
                        .bind("clinic", clinic.toString())
                        .mapTo(String.class)
                        .list()));
    }

    void add(Row series, Instant now) {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO series (id, plan, asked, created_at) VALUES (:id, :plan, :asked, :now)
                        """)
                .bind("id", series.id())
                .bind("plan", series.plan())
                .bind("asked", series.asked())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute());
    }

    /** Makes a new appointment a visit of the series, in the transaction that writes it. */
    void join(UUID series, UUID appointment, int ordinal) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE appointment SET series_id = :series, series_ordinal = :ordinal WHERE id = :appointment
                        """)
                .bind("series", series)
                .bind("ordinal", ordinal)
                .bind("appointment", appointment)
                .execute());
    }

    Optional<Row> find(UUID id) {
        return database.withHandle(handle -> handle.createQuery("SELECT id, plan, asked FROM series WHERE id = :id")
                .bind("id", id)
                .map((row, context) ->
                        new Row(row.getObject("id", UUID.class), row.getString("plan"), row.getInt("asked")))
                .findOne());
    }

    /** Which visit each appointment is, those that the caller may not read included. */
    Map<UUID, Integer> ordinals(UUID series) {
        return database.withHandle(handle -> {
            Map<UUID, Integer> ordinals = new HashMap<>();
            handle.createQuery("SELECT id, series_ordinal FROM appointment WHERE series_id = :series")
                    .bind("series", series)
                    .map((row, context) -> ordinals.put(row.getObject("id", UUID.class), row.getInt("series_ordinal")))
                    .list();
            return ordinals;
        });
    }

    /** How many visits from this time on can still be changed, those that the caller may not read included. */
    int toCome(UUID series, Instant first) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM appointment
                         WHERE series_id = :series AND state = 'confirmed' AND starts_at >= :first
                        """)
                .bind("series", series)
                .bind("first", first.atOffset(ZoneOffset.UTC))
                .mapTo(Integer.class)
                .one());
    }

    /**
     * A series changes exactly when one of its visits does, also when that is changed alone. No visit leaves it, so the sum
     * of their versions only grows.
     */
    long version(UUID series) {
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT coalesce(sum(version), 0) FROM appointment WHERE series_id = :series")
                .bind("series", series)
                .mapTo(Long.class)
                .one());
    }
}
