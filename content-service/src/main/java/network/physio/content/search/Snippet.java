package network.physio.content.search;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A piece of found text, cut where it matches. It is plain text: whoever shows it marks the matches and escapes the rest
 * as any other text, so no markup of ours or of an author can reach a page this way.
 */
record Snippet(List<Part> parts) {

    @Schema(
            name = "SearchPart",
            requiredProperties = {"text", "match"},
            description = "Plain text, to be escaped like any other")
    record Part(
            String text,

            @Schema(description = "Whether it is what was searched for")
            boolean match) {}

    /** Private-use characters, which texts of ours cannot hold. */
    static final char START = '\uE000';

    static final char STOP = '\uE001';

    static Snippet of(String headline) {
        List<Part> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int at = 0; at < headline.length(); at++) {
            char letter = headline.charAt(at);
            if (letter == START || letter == STOP) {
                end(part, letter == STOP, parts);
            } else {
                part.append(letter == '\n' ? ' ' : letter);
            }
        }
        end(part, false, parts);
        return new Snippet(parts);
    }

    private static void end(StringBuilder part, boolean match, List<Part> parts) {
        if (!part.isEmpty()) {
            parts.add(new Part(part.toString(), match));
            part.setLength(0);
        }
    }
}
