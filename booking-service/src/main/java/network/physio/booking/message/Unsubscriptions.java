package network.physio.booking.message;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import network.physio.http.Hashes;
import org.jdbi.v3.core.Jdbi;

/**
 * Addresses in letters that switch their kind off. They hold 192 random bits that are stored as a hash only; whoever got
 * the letter has them, and nothing else can be done with them.
 */
@ApplicationScoped
class Unsubscriptions {

    private static final int BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Jdbi database;
    private final MessagePreferences preferences;
    private final MessageSettings settings;

    Unsubscriptions(Jdbi database, MessagePreferences preferences, MessageSettings settings) {
        this.database = database;
        this.preferences = preferences;
        this.settings = settings;
    }

    record Token(String secret) {
        String hash() {
            return Hashes.sha256Hex(secret);
        }
    }

    /** Which messages of whom an address is about. */
    record Subscription(UUID patientId, MessagePurpose purpose) {}

    Token newToken() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    String address(Token token) {
        String portal = settings.portal().map(Object::toString).orElse("");
        return portal.replaceAll("/$", "") + "/booking/v1/unsubscribe/" + token.secret();
    }

    Optional<Subscription> find(Token token) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT coalesce(p.merged_into, p.id) AS patient, m.purpose
                          FROM message m JOIN patient p ON p.id = m.patient_id
                         WHERE m.unsubscribe_hash = :hash
                        """)
                .bind("hash", token.hash())
                .map((row, context) -> new Subscription(
                        row.getObject("patient", UUID.class), MessagePurpose.of(row.getString("purpose"))))
                .findOne());
    }

    boolean isSwitchedOff(Subscription subscription) {
        return preferences
                .of(subscription.patientId())
                .switchedOff()
                .contains(subscription.purpose().code());
    }

    void switchOff(Subscription subscription) {
        preferences.switchOff(subscription.patientId(), subscription.purpose());
    }
}
