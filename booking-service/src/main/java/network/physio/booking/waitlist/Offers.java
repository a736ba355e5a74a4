package network.physio.booking.waitlist;

import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.appointment.Appointment;
import network.physio.http.Slugs;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The rows of offers: which hold was made for which entry, and what came of it. */
@ApplicationScoped
class Offers {

    private final Jdbi database;

    Offers(Jdbi database) {
        this.database = database;
    }

    enum Outcome {
        ACCEPTED,
        DECLINED,
        EXPIRED,
        /** Nobody waits for it any more. */
        WITHDRAWN;

        String code() {
            return Slugs.of(this);
        }
    }

    /** An offer as it was made. */
    record Offer(
            UUID id,
            UUID entryId,
            UUID practitionerId,
            UUID clinicId,
            Instant startsAt,
            Instant endsAt,
            @Nullable Outcome outcome,
            @Nullable Instant expiresAt) {}

    void add(UUID entry, Appointment hold, Instant now) {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO waitlist_offer (id, entry_id, practitioner_id, clinic_id, starts_at, ends_at, offered_at)
                        VALUES (:id, :entry, :practitioner, :clinic, :startsAt, :endsAt, :now)
                        """)
                .bind("id", hold.id())
                .bind("entry", entry)
                .bind("practitioner", hold.practitioner().id())
                .bind("clinic", hold.clinic().id())
                .bind("startsAt", utc(hold.startsAt()))
                .bind("endsAt", utc(hold.endsAt()))
                .bind("now", utc(now))
                .execute());
    }

    Optional<Offer> find(UUID entry, UUID id) {
        return of(entry).stream().filter(offer -> offer.id().equals(id)).findFirst();
    }

    /** Everything that was ever offered to this entry. */
    List<Offer> of(UUID entry) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT o.*, h.expires_at
                          FROM waitlist_offer o JOIN appointment h ON h.id = o.id
                         WHERE o.entry_id = :entry
                         ORDER BY o.offered_at
                        """)
                .bind("entry", entry)
                .map((row, context) -> {
                    String outcome = row.getString("outcome");
                    OffsetDateTime expires = row.getObject("expires_at", OffsetDateTime.class);
                    return new Offer(
                            row.getObject("id", UUID.class),
                            row.getObject("entry_id", UUID.class),
                            row.getObject("practitioner_id", UUID.class),
                            row.getObject("clinic_id", UUID.class),
                            row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                            row.getObject("ends_at", OffsetDateTime.class).toInstant(),
                            outcome == null ? null : Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)),
                            expires == null ? null : expires.toInstant());
                })
                .list());
    }

    /** An offer, and whose it is. */
    record Made(UUID id, UUID entryId) {}

    /** Those among these holds that are offers. */
    List<Made> among(Collection<UUID> holds) {
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT id, entry_id FROM waitlist_offer WHERE id = ANY (:holds) ORDER BY id")
                .bindArray("holds", UUID.class, holds.toArray())
                .map((row, context) -> new Made(row.getObject("id", UUID.class), row.getObject("entry_id", UUID.class)))
                .list());
    }

    /**
     * Ends an offer whose entry is locked; what was taken counts as taken whatever was thought.
     *
     * @return false when it had ended before
     */
    boolean end(UUID id, Outcome outcome) {
        return database.withHandle(handle -> handle.createUpdate("""
                        UPDATE waitlist_offer SET outcome = :outcome
                         WHERE id = :id AND (outcome IS NULL OR (:outcome = 'accepted' AND outcome <> 'accepted'))
                        """)
                        .bind("id", id)
                        .bind("outcome", outcome.code())
                        .execute())
                == 1;
    }

    /** A hold nobody has taken in time. */
    record Lapsed(UUID id, UUID practitionerId, UUID clinicId) {}

    List<Lapsed> lapsed(Instant expiredBefore, int limit) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT o.id, o.practitioner_id, o.clinic_id
                          FROM waitlist_offer o JOIN appointment h ON h.id = o.id
                         WHERE o.outcome IS NULL AND h.state = 'held' AND h.expires_at <= :before
                         LIMIT :limit
                        """)
                .bind("before", utc(expiredBefore))
                .bind("limit", limit)
                .map((row, context) -> new Lapsed(
                        row.getObject("id", UUID.class),
                        row.getObject("practitioner_id", UUID.class),
                        row.getObject("clinic_id", UUID.class)))
                .list());
    }
}
