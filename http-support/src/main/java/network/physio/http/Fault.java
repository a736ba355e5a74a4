package network.physio.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One place in a request that is wrong: a JSON pointer into the body as a URI fragment ({@code #/answers/0/value}), or
 * the name of a query parameter or header.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fault(
        @Nullable String pointer,
        @Nullable String parameter,
        @Nullable String header,
        String detail) {

    /** A fault in the body; the pointer starts with {@code #}. */
    public Fault(String pointer, String detail) {
        this(pointer, null, null, detail);
    }

    public static Fault ofParameter(String name, String detail) {
        return new Fault(null, name, null, detail);
    }

    public static Fault ofHeader(String name, String detail) {
        return new Fault(null, null, name, detail);
    }
}
