package network.physio.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ends a request early into its problem. Nothing of the exception itself reaches the client. */
@Singleton
public class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    private final ObjectMapper json;

    Problems(ObjectMapper json) {
        this.json = json;
    }

    @ServerExceptionMapper
    Response problem(HttpProblem problem) {
        return response(problem);
    }

    @ServerExceptionMapper
    Response unreadable(MismatchedInputException unreadable) {
        return response(UnreadableBody.problem(unreadable));
    }

    @ServerExceptionMapper
    Response invalid(ConstraintViolationException violated, ResourceInfo resource) {
        return response(InvalidValues.problem(violated, resource.getResourceMethod()));
    }

    @ServerExceptionMapper
    Response unauthenticated(UnauthorizedException noToken) {
        return response(unauthenticated());
    }

    @ServerExceptionMapper
    Response unauthenticated(AuthenticationFailedException badToken) {
        return response(unauthenticated());
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException notAllowed) {
        return response(CommonProblem.FORBIDDEN.problem("The caller's roles do not allow this."));
    }

    /** What RESTEasy refuses on its own, and what it wraps: text that is no JSON, a record that refuses its values. */
    @ServerExceptionMapper
    Response refusedByFramework(WebApplicationException refused) {
        if (refused.getCause() instanceof JacksonException unreadable) {
            return response(UnreadableBody.problem(unreadable));
        }
        Response plain = refused.getResponse();
        if (plain.getStatus() < 400) {
            return plain;
        }
        HttpProblem.Builder problem = CommonProblem.ofStatus(plain.getStatus());
        for (String header : new String[] {HttpHeaders.ALLOW, HttpHeaders.RETRY_AFTER}) {
            String value = plain.getHeaderString(header);
            if (value != null) {
                problem.withHeader(header, value);
            }
        }
        return response(problem.build());
    }

    /**
     * What the database cannot do at this moment is the moment's fault, whoever met it. Anything else is ours: logged whole,
     * answered without it.
     */
    @ServerExceptionMapper
    Response failed(Exception failure) {
        DatabaseFailure database = DatabaseFailure.behind(failure);
        if (database.isPassing()) {
            return response(database.problem());
        }
        LOG.errorf(failure, "a request failed");
        return response(CommonProblem.INTERNAL_ERROR.problem(
                "The request was not carried out; its id helps us to find out why."));
    }

    private static HttpProblem unauthenticated() {
        return CommonProblem.UNAUTHENTICATED
                .builder("Send an access token of this network as a bearer token;"
                        + " this one is missing, expired or not for this API.")
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    /** The answer that carries this problem. */
    Response response(HttpProblem problem) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "/problems/" + problem.type().slug());
        document.put("title", problem.type().title());
        document.put("status", problem.type().status());
        document.put("detail", problem.detail());
        document.putAll(problem.members());
        Object requestId = MDC.get(RequestLog.REQUEST_ID);
        if (requestId != null) {
            document.put(RequestLog.REQUEST_ID, requestId);
        }
        Response.ResponseBuilder response = Response.status(problem.type().status())
                .type(HttpProblem.MEDIA_TYPE)
                .entity(bytes(document));
        problem.headers().forEach(response::header);
        return response.build();
    }

    private byte[] bytes(Map<String, Object> document) {
        try {
            return json.writeValueAsBytes(document);
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException("a problem of ours cannot be written as JSON", ours);
        }
    }
}
