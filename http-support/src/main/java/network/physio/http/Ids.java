package network.physio.http;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes UUIDv7 ids (RFC 9562): 48 bits of Unix milliseconds, 12 that count up within one millisecond, 62 random ones.
 * Rows of one process so sort in the order in which they were made, also those of one instant.
 */
public final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Half of the counter, so that a millisecond begun at random has at least as many numbers left. */
    private static final int FIRST_COUNTS = 1 << 11;

    /** Milliseconds, then the 12 bits of the last id's counter; full, it counts on into the next millisecond. */
    private static final AtomicLong LAST = new AtomicLong();

    private Ids() {}

    public static UUID at(Instant now) {
        long millis = now.toEpochMilli();
        long counted = LAST.updateAndGet(
                last -> last >> 12 == millis ? last + 1 : (millis << 12) | RANDOM.nextInt(FIRST_COUNTS));
        long timeAndVersion = (counted >> 12 << 16) | 0x7000L | (counted & 0x0FFFL);
        long variantAndRandom = 0x8000_0000_0000_0000L | (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL);
        return new UUID(timeAndVersion, variantAndRandom);
    }
}
