package network.physio.http;

/** The problems that every service of the network can answer with. */
public enum CommonProblem implements ProblemType {
    MALFORMED_REQUEST(400, "The request cannot be read"),
    INVALID_PARAMETER(400, "A parameter or header is not valid"),
    UNKNOWN_PARAMETER(400, "A query parameter is not known"),
    UNAUTHENTICATED(401, "The token is missing or not valid"),
    FORBIDDEN(403, "Not allowed"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "The method is not supported here"),
    NOT_ACCEPTABLE(406, "No representation that the request accepts"),
    REQUEST_IN_PROGRESS(409, "The same request is still being worked on"),
    STALE_VERSION(412, "The resource has changed"),
    REQUEST_TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported here"),
    INVALID_REQUEST(422, "The request is not valid"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for another request"),
    PRECONDITION_REQUIRED(428, "If-Match is required"),
    INTERNAL_ERROR(500, "Something went wrong on our side"),
    BUSY(503, "Too busy to answer now");

    private final int status;
    private final String title;

    CommonProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public String slug() {
        return Slugs.of(this);
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }

    /** The problem for a status that the framework answers with on its own. */
    static HttpProblem.Builder ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED.builder("Send an access token of this network as a bearer token.");
            case 403 -> FORBIDDEN.builder("The caller's roles do not allow this.");
            case 404 -> NOT_FOUND.builder("There is nothing at this address, or nothing that this caller may see.");
            case 405 -> METHOD_NOT_ALLOWED.builder("The contract lists the methods that this address supports.");
            case 406 -> NOT_ACCEPTABLE.builder("The contract lists the representations of this address.");
            case 413 -> REQUEST_TOO_LARGE.builder("The body is larger than this API reads.");
            case 415 ->
                UNSUPPORTED_MEDIA_TYPE.builder("The contract names the media type to send, usually application/json.");
            case 503 -> BUSY.builder("Try again in a moment.").withHeader("Retry-After", 1);
            default ->
                status < 500
                        ? MALFORMED_REQUEST.builder("The request does not have the form that the contract describes.")
                        : INTERNAL_ERROR.builder("The request was not carried out; its id helps us to find out why.");
        };
    }
}
