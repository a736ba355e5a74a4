package network.physio.booking.appointment;

import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.http.Hashes;
import network.physio.http.Ids;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Links with which somebody without an account manages one appointment. The token is told once and stored as its hash; it
 * stands in the fragment of the link's address, which no server and no log ever sees, and travels in a header. It ends some
 * hours after the visit, wherever that has been moved to, or when it is revoked.
 */
@ApplicationScoped
public class ManageLinks {

    public static final String HEADER = "Manage-Token";

    public static final String HEADER_DESCRIPTION =
            "The token of a manage link: stands for whoever made this one appointment."
                    + " An Idempotency-Key beside it needs no other header; it is the link's.";

    private static final int TOKEN_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Jdbi database;
    private final ManageLinkSettings settings;

    ManageLinks(Jdbi database, ManageLinkSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /** A link just made; nobody is ever told its token again. */
    public record Made(UUID id, UUID appointmentId, String token) {

        /** What follows the # of the address of the page on which people manage an appointment. */
        public String fragment() {
            return "appointment=" + appointmentId + "&token=" + token;
        }
    }

    /** A link as it is kept. */
    record Kept(UUID id, Instant createdAt, @Nullable Instant revokedAt) {}

    /** Makes a link to an appointment that exists. That whoever asks may have one is for the caller of this to know. */
    public Made create(UUID appointmentId, Instant now) {
        byte[] random = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(random);
        Made made = new Made(
                Ids.at(now),
                appointmentId,
                Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO manage_link (id, appointment_id, token_hash, created_at)
                        VALUES (:id, :appointment, :hash, :now)
                        """)
                .bind("id", made.id())
                .bind("appointment", appointmentId)
                .bind("hash", Hashes.sha256Hex(made.token()))
                .bind("now", utc(now))
                .execute());
        return made;
    }

    /** The link with this token, if it opens this appointment now. */
    Optional<Access.Link> find(UUID appointment, String token, Instant now) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT l.id
                          FROM manage_link l JOIN appointment a ON a.id = l.appointment_id
                         WHERE l.token_hash = :hash AND l.appointment_id = :appointment AND l.revoked_at IS NULL
                           AND a.ends_at > :endedAfter
                        """)
                .bind("hash", Hashes.sha256Hex(token))
                .bind("appointment", appointment)
                .bind("endedAfter", utc(now.minus(settings.afterVisit())))
                .mapTo(UUID.class)
                .findOne()
                .map(id -> new Access.Link(id, appointment)));
    }

    /** All links of an appointment, the oldest first. */
    List<Kept> of(UUID appointment) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT id, created_at, revoked_at FROM manage_link
                         WHERE appointment_id = :appointment ORDER BY created_at, id
                        """)
                .bind("appointment", appointment)
                .map((row, context) -> new Kept(
                        row.getObject("id", UUID.class),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getObject("revoked_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)
                                .orElse(null)))
                .list());
    }

    void revoke(UUID link, Instant now) {
        database.useHandle(handle -> handle.createUpdate("UPDATE manage_link SET revoked_at = :now WHERE id = :id")
                .bind("id", link)
                .bind("now", utc(now))
                .execute());
    }

    /** When a link to this appointment ends, as long as the appointment stays where it is. */
    Instant endOf(Appointment appointment) {
        return appointment.endsAt().plus(settings.afterVisit());
    }
}
