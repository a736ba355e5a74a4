package network.physio.triage.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM with a random nonce in front. What a text belongs to is sealed in with it, so that rows cannot be swapped. */
public final class Seal {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKey key;

    private Seal(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    static Seal of(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has 32 bytes");
        }
        return new Seal(key);
    }

    static byte[] newKey() {
        return random(KEY_BYTES);
    }

    public byte[] close(byte[] open, byte[] belongsTo) {
        byte[] nonce = random(NONCE_BYTES);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, open, belongsTo);
        return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
    }

    public byte[] open(byte[] closed, byte[] belongsTo) {
        byte[] nonce = new byte[NONCE_BYTES];
        byte[] sealed = new byte[closed.length - NONCE_BYTES];
        ByteBuffer.wrap(closed).get(nonce).get(sealed);
        return run(Cipher.DECRYPT_MODE, nonce, sealed, belongsTo);
    }

    private byte[] run(int mode, byte[] nonce, byte[] input, byte[] belongsTo) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(belongsTo);
            return cipher.doFinal(input);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("sealed with another secret, or changed since", failed);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
