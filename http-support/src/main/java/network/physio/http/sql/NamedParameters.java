package network.physio.http.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement as JDBC takes it, with a question mark for each parameter.
 *
 * @param names of the parameters, in the order of the question marks
 */
record NamedParameters(String positional, List<String> names) {

    /** Quoted text and comments hold no parameters, and {@code ::} is a cast. */
    private static final Pattern PARTS = Pattern.compile("'(?:[^']|'')*'|--[^\n]*|::|:(\\w+)");

    static NamedParameters of(String text) {
        List<String> names = new ArrayList<>();
        Matcher part = PARTS.matcher(text);
        String positional = part.replaceAll(found -> {
            if (found.group(1) == null) {
                return Matcher.quoteReplacement(found.group());
            }
            names.add(found.group(1));
            return "?";
        });
        return new NamedParameters(positional, List.copyOf(names));
    }
}
