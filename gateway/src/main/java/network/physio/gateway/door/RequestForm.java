package network.physio.gateway.door;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import network.physio.gateway.GatewaySettings;
import network.physio.gateway.Visit;
import network.physio.gateway.problem.GatewayProblem;
import network.physio.gateway.problem.Refusal;

/** Whether a request is well-formed enough to be looked at. */
@ApplicationScoped
class RequestForm {

    static final String NO_ADDRESS = "The address is not a path in UTF-8 with its other characters escaped.";

    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);

    private final long longestAddress;
    private final long largestHeaders;

    RequestForm(GatewaySettings settings) {
        longestAddress = settings.heads().address().asLongValue();
        largestHeaders = settings.heads().headers().asLongValue();
    }

    Optional<Refusal> refuses(Visit visit) {
        HttpServerRequest request = visit.context().request();
        if (!METHODS.contains(request.method())) {
            return Optional.of(GatewayProblem.METHOD_NOT_ALLOWED
                    .because("This method is not used here.")
                    .with("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
        }
        if (request.uri().length() > longestAddress) {
            return Optional.of(GatewayProblem.ADDRESS_TOO_LONG.because(
                    "Addresses with their query may have %d characters.".formatted(longestAddress)));
        }
        if (sizeOfHeaders(request) > largestHeaders) {
            return Optional.of(GatewayProblem.HEADERS_TOO_LARGE.because(
                    "All headers together may have %d bytes.".formatted(largestHeaders)));
        }
        if (!hasPlainBody(request)) {
            return Optional.of(
                    GatewayProblem.MALFORMED_REQUEST.because("Of transfer encodings, only chunked is read here."));
        }
        return switch (Address.of(request.uri())) {
            case Address.Clean clean -> {
                visit.at(clean.path());
                yield Optional.empty();
            }
            case Address.Nowhere() ->
                Optional.of(GatewayProblem.NOT_FOUND.because("There is nothing at this address."));
            case Address.Unreadable() -> Optional.of(GatewayProblem.MALFORMED_REQUEST.because(NO_ADDRESS));
        };
    }

    private static long sizeOfHeaders(HttpServerRequest request) {
        long size = 0;
        for (var header : request.headers()) {
            size += header.getKey().length() + header.getValue().length() + 4L;
        }
        return size;
    }

    /** The server itself refuses two different lengths, and a length beside chunks does not get past it. */
    private static boolean hasPlainBody(HttpServerRequest request) {
        var encodings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        return encodings.isEmpty()
                || (encodings.size() == 1 && encodings.getFirst().equalsIgnoreCase("chunked"));
    }
}
