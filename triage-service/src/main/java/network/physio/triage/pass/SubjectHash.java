package network.physio.triage.pass;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import network.physio.http.Hashes;

/** How a signed-in patient is named to booking: docs/screening-pass.md says how booking computes the same. */
public final class SubjectHash {

    private static final String PREFIX = "physio-network/subject:";

    private SubjectHash() {}

    public static String of(String subject) {
        byte[] hash = Hashes.sha256((PREFIX + subject).getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }
}
