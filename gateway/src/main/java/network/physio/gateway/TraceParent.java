package network.physio.gateway;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The W3C {@code traceparent} header. A sound one is passed on as it came, since the gateway records no span of its own;
 * otherwise a trace begins here.
 */
public record TraceParent(String header, boolean fromClient) {

    private static final Pattern SOUND = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    public static TraceParent of(@Nullable String sent) {
        return sent != null && SOUND.matcher(sent).matches() ? new TraceParent(sent, true) : begun();
    }

    public String traceId() {
        return header.substring(3, 35);
    }

    private static TraceParent begun() {
        var random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        // The lowest bit keeps an id from being all zeros, which the standard forbids.
        return new TraceParent(
                "00-" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong() | 1) + "-"
                        + hex.toHexDigits(random.nextLong() | 1) + "-01",
                false);
    }
}
