package network.physio.gateway.door;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The path of a request, read so that the gateway and the service behind it cannot understand it differently: nothing
 * that servers unescape, normalise or cut off in their own ways gets through.
 */
sealed interface Address {

    /** A path to look up. */
    record Clean(String path) implements Address {}

    /** Well-formed, but an address that no route has: dot segments, empty segments, parameters, escaped separators. */
    record Nowhere() implements Address {}

    /** Not an address. */
    record Unreadable() implements Address {}

    static Address of(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        String unescaped = unescaped(path);
        if (!path.startsWith("/") || unescaped == null || unescaped(target) == null) {
            return new Unreadable();
        }
        return isAmbiguous(path, unescaped) ? new Nowhere() : new Clean(path);
    }

    /** Null for what is no address: characters that must be escaped, escapes that are none, bytes that are not UTF-8. */
    private static @Nullable String unescaped(String text) {
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '%') {
                if (!isAllowed(c)) {
                    return null;
                }
                bytes[length++] = (byte) c;
            } else if (at + 2 < text.length() && isHex(text.charAt(at + 1)) && isHex(text.charAt(at + 2))) {
                bytes[length++] = (byte) HexFormat.fromHexDigits(text, at + 1, at + 3);
                at += 2;
            } else {
                return null;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static boolean isHex(char c) {
        return HexFormat.isHexDigit(c);
    }

    private static boolean isAllowed(char c) {
        return c > ' ' && c < 0x7f && "\"<>\\^`{|}#".indexOf(c) < 0;
    }

    /** Separators, dots and a second escape have no reason to be escaped; control characters none to be there. */
    private static boolean isAmbiguous(String path, String unescaped) {
        String closed = path + "/";
        return unescaped.chars().anyMatch(Character::isISOControl)
                || unescaped.indexOf(';') >= 0
                || unescaped.indexOf('\\') >= 0
                || unescaped.indexOf('%') >= 0
                || count(unescaped, '/') > count(path, '/')
                || count(unescaped, '.') > count(path, '.')
                || path.contains("//")
                || closed.contains("/./")
                || closed.contains("/../");
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }
}
