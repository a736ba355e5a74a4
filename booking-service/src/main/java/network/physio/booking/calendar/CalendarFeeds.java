package network.physio.booking.calendar;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.http.Hashes;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Subscriptions as they are stored: never with their secret. */
@ApplicationScoped
class CalendarFeeds {

    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String FEED = """
            SELECT f.id, f.practitioner_id, p.given_name || ' ' || p.family_name AS practitioner, p.version,
                   f.label, f.clinic_ids, f.created_at
              FROM calendar_feed f JOIN practitioner p ON p.id = f.practitioner_id
            """;

    /** Those that the keeper may see and end: the practitioner all, a desk those that show none but its own clinics. */
    private static final String KEPT = """
            f.practitioner_id = :practitioner AND (:clinics::uuid[] IS NULL OR f.clinic_ids <@ :clinics::uuid[])
            """;

    /**
     * A subscription to one diary.
     *
     * @param clinics those whose visits it shows; null shows the whole diary
     */
    record Feed(
            UUID id,
            UUID practitioner,
            String practitionerName,
            int practitionerVersion,
            @Nullable String label,
            @Nullable List<UUID> clinics,
            Instant createdAt) {}

    private final Jdbi database;

    CalendarFeeds(Jdbi database) {
        this.database = database;
    }

    /** 256 random bits. */
    static String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    void add(UUID id, FeedKeeper keeper, @Nullable String label, String secret, Instant now) {
        database.useHandle(handle -> asKeeper(handle.createUpdate("""
                        INSERT INTO calendar_feed (id, practitioner_id, secret_hash, label, clinic_ids, created_at)
                        VALUES (:id, :practitioner, :hash, :label, :clinics, :now)
                        """), keeper)
                .bind("id", id)
                .bind("hash", Hashes.sha256Hex(secret))
                .bind("label", label)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute());
    }

    /** The subscription that this secret opens. */
    Optional<Feed> opened(UUID practitioner, String secret) {
        return database.withHandle(handle -> handle.createQuery(
                        FEED + " WHERE f.practitioner_id = :practitioner AND f.secret_hash = :hash")
                .bind("practitioner", practitioner)
                .bind("hash", Hashes.sha256Hex(secret))
                .map((row, context) -> feed(row))
                .findOne());
    }

    Feed find(UUID id) {
        return database.withHandle(handle -> handle.createQuery(FEED + " WHERE f.id = :id")
                .bind("id", id)
                .map((row, context) -> feed(row))
                .one());
    }

    /** In the order in which they were made. */
    List<Feed> page(FeedKeeper keeper, @Nullable UUID after, int rows) {
        return database.withHandle(handle -> asKeeper(handle.createQuery(FEED + " WHERE " + KEPT + """
                           AND (:after::uuid IS NULL OR f.id > :after)
                         ORDER BY f.id LIMIT :rows
                        """), keeper)
                .bind("after", after)
                .bind("rows", rows)
                .map((row, context) -> feed(row))
                .list());
    }

    boolean remove(FeedKeeper keeper, UUID id) {
        return database.withHandle(handle -> asKeeper(
                                handle.createUpdate("DELETE FROM calendar_feed f WHERE f.id = :id AND " + KEPT), keeper)
                        .bind("id", id)
                        .execute())
                == 1;
    }

    private static <S extends SqlStatement<S>> S asKeeper(S statement, FeedKeeper keeper) {
        List<UUID> clinics = keeper.clinics();
        return statement
                .bind("practitioner", keeper.practitioner())
                .bind("clinics", clinics == null ? null : clinics.toArray(UUID[]::new));
    }

    private static Feed feed(ResultSet row) throws SQLException {
        Array clinics = row.getArray("clinic_ids");
        return new Feed(
                row.getObject("id", UUID.class),
                row.getObject("practitioner_id", UUID.class),
                row.getString("practitioner"),
                row.getInt("version"),
                row.getString("label"),
                clinics == null ? null : List.of((UUID[]) clinics.getArray()),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
