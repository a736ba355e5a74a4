package network.physio.booking.patient.account;

import static network.physio.booking.column.Columns.constant;
import static network.physio.booking.column.Columns.utc;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.physio.booking.patient.Relation;
import network.physio.http.Hashes;
import network.physio.http.Ids;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The codes that reception hands out, kept as hashes, and the tries at them. */
@ApplicationScoped
class LinkCodes {

    /** Crockford's letters: nobody reads one of them as another. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Jdbi database;
    private final LinkSettings settings;
    private final Clock clock;

    LinkCodes(Jdbi database, LinkSettings settings, Clock clock) {
        this.database = database;
        this.settings = settings;
        this.clock = clock;
    }

    /** What a code gives to whoever enters it. */
    record Grant(
            UUID patientId,
            Relation relation,
            Scope scope,
            @Nullable OffsetDateTime until,
            String madeBy) {}

    /** A code in clear: nothing keeps it. */
    record Made(UUID id, String code, OffsetDateTime expiresAt) {}

    Made make(Grant grant) {
        String code = IntStream.range(0, LENGTH)
                .mapToObj(place -> ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())))
                .map(String::valueOf)
                .collect(Collectors.joining());
        Made made = new Made(
                Ids.at(clock.instant()),
                code.substring(0, LENGTH / 2) + "-" + code.substring(LENGTH / 2),
                utc(clock.instant().plus(settings.codeValidFor())));
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO patient_link_code (id, patient_id, code_hash, relation, scope, valid_until, made_by,
                                                       expires_at)
                        VALUES (:id, :patient, :hash, :relation, :scope, :until, :madeBy, :expiresAt)
                        """)
                .bind("id", made.id())
                .bind("patient", grant.patientId())
                .bind("hash", hash(code))
                .bind("relation", grant.relation().code())
                .bind("scope", grant.scope().code())
                .bind("until", grant.until())
                .bind("madeBy", grant.madeBy())
                .bind("expiresAt", made.expiresAt())
                .execute());
        return made;
    }

    /** Uses the code up; empty when it is unknown, used, too old, or of a patient who was merged or erased. */
    Optional<Grant> use(String entered) {
        return database.withHandle(handle -> handle.createQuery("""
                        WITH used AS (
                            UPDATE patient_link_code SET used_at = :now
                             WHERE code_hash = :hash AND used_at IS NULL AND expires_at > :now
                            RETURNING patient_id, relation, scope, valid_until, made_by)
                        SELECT u.* FROM used u JOIN patient p ON p.id = u.patient_id
                         WHERE p.merged_into IS NULL AND p.erased_at IS NULL
                           FOR KEY SHARE OF p
                        """)
                .bind("hash", hash(entered))
                .bind("now", utc(clock.instant()))
                .map((row, context) -> new Grant(
                        row.getObject("patient_id", UUID.class),
                        Relation.of(row.getString("relation")),
                        constant(Scope.class, row.getString("scope")),
                        row.getObject("valid_until", OffsetDateTime.class),
                        row.getString("made_by")))
                .findOne());
    }

    /**
     * Counts a try before the code is looked at, so that it stays counted whatever comes of it.
     *
     * @return whether the account may still try
     */
    boolean countTry(String subject) {
        // Of its own, because the transaction of a try that is refused is rolled back.
        return QuarkusTransaction.requiringNew().call(() -> isWithinLimit(subject));
    }

    private boolean isWithinLimit(String subject) {
        OffsetDateTime hourAgo = utc(clock.instant().minus(Duration.ofHours(1)));
        database.useHandle(handle -> {
            handle.execute("DELETE FROM patient_link_try WHERE subject = ? AND at <= ?", subject, hourAgo);
            handle.execute(
                    "INSERT INTO patient_link_try (id, subject, at) VALUES (?, ?, ?)",
                    Ids.at(clock.instant()),
                    subject,
                    utc(clock.instant()));
        });
        int tries = database.withHandle(handle -> handle.createQuery(
                        "SELECT count(*) FROM patient_link_try WHERE subject = :subject AND at > :hourAgo")
                .bind("subject", subject)
                .bind("hourAgo", hourAgo)
                .mapTo(Integer.class)
                .one());
        return tries <= settings.triesPerHour();
    }

    /** Whoever had the right code guesses no more. */
    void forgetTries(String subject) {
        database.useHandle(handle -> handle.execute("DELETE FROM patient_link_try WHERE subject = ?", subject));
    }

    /** However it is typed: small letters, without the hyphen, O for zero. */
    private static String hash(String code) {
        String typed = code.toUpperCase(Locale.ROOT)
                .replaceAll("[\\s-]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        return Hashes.sha256Hex("physio-network/link-code:" + typed);
    }
}
