package network.physio.gateway.problem;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The registry of what the gateway itself can refuse. */
public enum GatewayProblem {
    MALFORMED_REQUEST(400, "The request cannot be read"),
    UNAUTHENTICATED(401, "The token is missing or not valid"),
    ORIGIN_NOT_ALLOWED(403, "Pages of this origin may not call"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "The method is not supported here"),
    REQUEST_TIMEOUT(408, "The request did not arrive in time"),
    REQUEST_TOO_LARGE(413, "The request is too large"),
    ADDRESS_TOO_LONG(414, "The address is too long"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    INTERNAL_ERROR(500, "Something went wrong on our side"),
    UPSTREAM_BROKEN(502, "The service broke off"),
    UPSTREAM_UNREACHABLE(503, "The service cannot be reached"),
    IDENTITY_UNAVAILABLE(503, "Tokens cannot be verified now"),
    BUSY(503, "Too busy to answer now"),
    UPSTREAM_TIMEOUT(504, "The service did not answer in time");

    /** The services answer with these too, and docs/problems.md explains them once. */
    public static final Set<GatewayProblem> EVERYWHERE = Set.copyOf(EnumSet.of(
            MALFORMED_REQUEST,
            UNAUTHENTICATED,
            NOT_FOUND,
            METHOD_NOT_ALLOWED,
            REQUEST_TOO_LARGE,
            INTERNAL_ERROR,
            BUSY));

    private final int status;
    private final String title;

    GatewayProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** A refusal of this type; {@code detail} never repeats a value the caller sent. */
    public Refusal because(String detail) {
        return new Refusal(this, detail);
    }
}
