package network.physio.http;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Makes UUIDv7 ids (RFC 9562): 48 bits of Unix milliseconds, then random bits, so that new rows sort last. */
public final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    public static UUID at(Instant now) {
        long time = now.toEpochMilli() << 16;
        long versionAndRandom = 0x7000L | (RANDOM.nextLong() & 0x0FFFL);
        long variantAndRandom = 0x8000_0000_0000_0000L | (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL);
        return new UUID(time | versionAndRandom, variantAndRandom);
    }
}
