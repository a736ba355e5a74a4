package network.physio.http;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of resources as entity tags: {@code If-Match} on writes, {@code If-None-Match} on reads. */
@RequestScoped
public class Preconditions {

    private static final Pattern TAG = Pattern.compile("\"(\\d{1,18})\"");

    private final HttpHeaders headers;

    Preconditions(@Context HttpHeaders headers) {
        this.headers = headers;
    }

    public static String tag(long version) {
        return "\"" + version + "\"";
    }

    /**
     * The version that the caller last saw.
     *
     * @throws HttpProblem {@code precondition-required} without {@code If-Match},
     *     {@code invalid-parameter} when it is not one entity tag that we gave out
     */
    public long expectedVersion() {
        String header = headers.getHeaderString(HttpHeaders.IF_MATCH);
        if (header == null) {
            throw CommonProblem.PRECONDITION_REQUIRED.problem(
                    "Send the ETag of the version that you read in If-Match, so that nobody's change is lost.");
        }
        Matcher tag = TAG.matcher(header.strip());
        if (!tag.matches()) {
            throw CommonProblem.INVALID_PARAMETER.problem(
                    "If-Match is not an ETag that this resource gave out.",
                    List.of(Fault.ofHeader(HttpHeaders.IF_MATCH, "send one strong ETag, quotes included")));
        }
        return Long.parseLong(tag.group(1));
    }

    /** The entity with its version as ETag, or 304 when the caller already has this version. */
    public Response answer(Object entity, long version) {
        String tag = tag(version);
        if (tag.equals(headers.getHeaderString(HttpHeaders.IF_NONE_MATCH))) {
            return Response.notModified().header(HttpHeaders.ETAG, tag).build();
        }
        return Response.ok(entity).header(HttpHeaders.ETAG, tag).build();
    }
}
