package network.physio.content;

import jakarta.ws.rs.core.Application;
import network.physio.content.language.Language;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Contact;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What all operations of this service's contract share. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Content service",
                        version = "0.1.0",
                        description = """
                                Patient education in which every statement says how sure we are and where it comes from.
                                It is advice, never a diagnosis. Until a clinician has checked a statement, its
                                clinicalReview is pending.""",
                        contact = @Contact(name = "The maintainers of the physio network"),
                        license =
                                @License(
                                        name = "Apache-2.0",
                                        url = "https://www.apache.org/licenses/LICENSE-2.0.html")),
        servers = @Server(url = "/", description = "Relative to the gateway"),
        tags = {
            @Tag(name = "Reading", description = "Published articles, for everybody"),
            @Tag(name = "Search", description = "Finding articles by words"),
            @Tag(name = "Editing", description = "Drafts, review and publication, for editors and clinical leads")
        },
        components =
                @Components(
                        securitySchemes =
                                @SecurityScheme(
                                        securitySchemeName = "accessToken",
                                        type = SecuritySchemeType.HTTP,
                                        scheme = "bearer",
                                        bearerFormat = "JWT",
                                        description = "An access token of the network's Keycloak realm"),
                        parameters = {
                            @Parameter(
                                    name = "Idempotency-Key",
                                    in = ParameterIn.HEADER,
                                    description = "The same key, body and caller get the same answer for 24 hours",
                                    schema = @Schema(type = SchemaType.STRING, maxLength = 255),
                                    example = "7b1f0c52-5e0c-4a52-a9c8-0d2f8a1f7d11"),
                            @Parameter(
                                    name = "If-Match",
                                    in = ParameterIn.HEADER,
                                    description = "The ETag last read",
                                    schema = @Schema(type = SchemaType.STRING),
                                    example = "\"3\"")
                        },
                        schemas = {
                            @Schema(
                                    name = "Problem",
                                    type = SchemaType.OBJECT,
                                    description = "RFC 9457 problem; docs/problems.md explains each type",
                                    requiredProperties = {"type", "title", "status", "detail"},
                                    properties = {
                                        @SchemaProperty(
                                                name = "type",
                                                type = SchemaType.STRING,
                                                format = "uri-reference"),
                                        @SchemaProperty(name = "title", type = SchemaType.STRING),
                                        @SchemaProperty(name = "status", type = SchemaType.INTEGER),
                                        @SchemaProperty(name = "detail", type = SchemaType.STRING),
                                        @SchemaProperty(
                                                name = "languages",
                                                type = SchemaType.ARRAY,
                                                implementation = Language.class,
                                                description = "Of not-in-this-language: where it is published"),
                                        @SchemaProperty(
                                                name = "state",
                                                type = SchemaType.STRING,
                                                description = "Of version-not-in-that-state: what was found"),
                                        @SchemaProperty(name = "requestId", type = SchemaType.STRING),
                                        @SchemaProperty(
                                                name = "errors",
                                                type = SchemaType.ARRAY,
                                                implementation = ContentApi.ProblemPlace.class)
                                    })
                        },
                        responses = {
                            @APIResponse(
                                    name = "BadRequest",
                                    description = "malformed-request, invalid-parameter or unknown-parameter",
                                    content =
                                            @Content(
                                                    mediaType = ContentApi.PROBLEM,
                                                    schema = @Schema(ref = "Problem"),
                                                    examples =
                                                            @ExampleObject(name = "unknown parameter", value = """
                                                            {"type": "/problems/unknown-parameter", "status": 400,
                                                             "title": "A query parameter is not known",
                                                             "detail": "This address takes lang, fallback.",
                                                             "errors": [{"parameter": "language",
                                                                         "detail": "is not known here"}]}"""))),
                            @APIResponse(
                                    name = "Unauthenticated",
                                    description = "unauthenticated: no token, or one that is not for this API",
                                    content =
                                            @Content(
                                                    mediaType = ContentApi.PROBLEM,
                                                    schema = @Schema(ref = "Problem"))),
                            @APIResponse(
                                    name = "Forbidden",
                                    description = "forbidden: the caller has none of the roles",
                                    content =
                                            @Content(
                                                    mediaType = ContentApi.PROBLEM,
                                                    schema = @Schema(ref = "Problem"))),
                            @APIResponse(
                                    name = "ForbiddenOrOwnWork",
                                    description = "forbidden: the caller has none of the roles; own-work: the caller "
                                            + "wrote part of this version",
                                    content =
                                            @Content(
                                                    mediaType = ContentApi.PROBLEM,
                                                    schema = @Schema(ref = "Problem"))),
                            @APIResponse(
                                    name = "NoSuchArticle",
                                    description = "no-such-article",
                                    content =
                                            @Content(
                                                    mediaType = ContentApi.PROBLEM,
                                                    schema = @Schema(ref = "Problem"))),
                            @APIResponse(
                                    name = "WrongState",
                                    description =
                                            "version-not-in-that-state: the version is not in a state that allows this; or "
                                                    + "request-in-progress",
                                    content =
                                            @Content(
                                                    mediaType = ContentApi.PROBLEM,
                                                    schema = @Schema(ref = "Problem"))),
                            @APIResponse(
                                    name = "StaleVersion",
                                    description = "stale-version: somebody has changed it since; read it again",
                                    content =
                                            @Content(
                                                    mediaType = ContentApi.PROBLEM,
                                                    schema = @Schema(ref = "Problem"))),
                            @APIResponse(
                                    name = "InvalidRequest",
                                    description = "invalid-request, or idempotency-key-reused",
                                    content =
                                            @Content(
                                                    mediaType = ContentApi.PROBLEM,
                                                    schema = @Schema(ref = "Problem"))),
                            @APIResponse(
                                    name = "NotReady",
                                    description = "not-ready-to-publish, with all that is missing; or "
                                            + "idempotency-key-reused",
                                    content =
                                            @Content(
                                                    mediaType = ContentApi.PROBLEM,
                                                    schema = @Schema(ref = "Problem"),
                                                    examples = @ExampleObject(name = "not graded", value = """
                                                            {"type": "/problems/not-ready-to-publish", "status": 422,
                                                             "title": "The version is not ready to be published",
                                                             "detail": "Every statement needs a grade and a source.",
                                                             "errors": [{"pointer": "#/statements/0/grade",
                                                                         "detail": "is missing"}]}"""))),
                            @APIResponse(
                                    name = "PreconditionRequired",
                                    description = "precondition-required: If-Match is missing",
                                    content =
                                            @Content(
                                                    mediaType = ContentApi.PROBLEM,
                                                    schema = @Schema(ref = "Problem"))),
                            @APIResponse(
                                    name = "Busy",
                                    description = "busy: nothing was changed; ask again after Retry-After seconds",
                                    content =
                                            @Content(mediaType = ContentApi.PROBLEM, schema = @Schema(ref = "Problem")))
                        }))
public class ContentApi extends Application {

    public static final String PROBLEM = "application/problem+json";

    /** For the contract only: one place in a request that is wrong. */
    @Schema(name = "ProblemPlace", description = "A place in the request: a JSON pointer, a parameter or a header")
    @SuppressWarnings("unused")
    record ProblemPlace(String pointer, String parameter, String header, String detail) {}
}
