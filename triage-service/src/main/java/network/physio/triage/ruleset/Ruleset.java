package network.physio.triage.ruleset;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import network.physio.triage.rule.Policy;

/**
 * The rules that this build decides with.
 *
 * @param text every question, outcome and rule in one fixed rendering; equal rules give equal text
 * @param hash SHA-256 of the text in hex
 */
public record Ruleset(String text, String hash) {
    /** Changes when the same rules would be evaluated differently. */
    public static final String ENGINE_VERSION = "1";

    public static final Ruleset CURRENT = of("engine " + ENGINE_VERSION + "\n" + Policy.text());

    static Ruleset of(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new Ruleset(text, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException neverOnAJdk) {
            throw new IllegalStateException(neverOnAJdk);
        }
    }
}
