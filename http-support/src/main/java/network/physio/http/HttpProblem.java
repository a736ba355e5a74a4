package network.physio.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An RFC 9457 problem on its way to the client. Thrown: a refusal ends the request wherever it is found. Carries no stack
 * trace, because it is an answer and not a failure.
 */
public final class HttpProblem extends RuntimeException {

    public static final String MEDIA_TYPE = "application/problem+json";

    private final ProblemType type;
    private final String detail;
    private final transient Map<String, Object> members;
    private final transient Map<String, String> headers;

    private HttpProblem(Builder builder) {
        super(builder.type.slug() + ": " + builder.detail, null, false, false);
        this.type = builder.type;
        this.detail = builder.detail;
        this.members = Map.copyOf(builder.members);
        this.headers = Map.copyOf(builder.headers);
    }

    public ProblemType type() {
        return type;
    }

    public String detail() {
        return detail;
    }

    /** Members beside those of RFC 9457, such as {@code errors}. */
    public Map<String, Object> members() {
        return members;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** Collects what a problem says beyond its type. */
    public static final class Builder {

        private final ProblemType type;
        private final String detail;
        private final Map<String, Object> members = new LinkedHashMap<>();
        private final Map<String, String> headers = new LinkedHashMap<>();

        Builder(ProblemType type, String detail) {
            this.type = type;
            this.detail = detail;
        }

        /** A member of its own, written as JSON. */
        public Builder with(String name, Object value) {
            members.put(name, value);
            return this;
        }

        public Builder withHeader(String name, Object value) {
            headers.put(name, value.toString());
            return this;
        }

        public HttpProblem build() {
            return new HttpProblem(this);
        }
    }
}
