package network.physio.http;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Writes into each service's contract what all of them share: the form of a problem, and how callers sign in. */
public class ProblemsInContract implements OASFilter {

    private static final String PROBLEM = "Problem";
    private static final String PLACE = "ProblemPlace";

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        if (contract.getComponents() == null) {
            contract.setComponents(OASFactory.createComponents());
        }
        Map<String, Schema> schemas = contract.getComponents().getSchemas();
        if (schemas == null || !schemas.containsKey(PROBLEM)) {
            contract.getComponents().addSchema(PROBLEM, problem()).addSchema(PLACE, place());
        }
        Schema localTime = schemas == null ? null : schemas.get("LocalTime");
        if (localTime != null) {
            // The generator's own example is a number to readers of YAML 1.1.
            localTime.setExamples(null);
            localTime.setDescription("A local time such as 09:30");
        }
        Schema local = schemas == null ? null : schemas.get("LocalDateTime");
        if (local != null) {
            // RFC 3339 knows no date-time without an offset, which the generator says it is.
            local.setFormat(null);
            local.setExamples(List.of("2027-02-05T12:00"));
            local.setDescription("A local date and time without offset");
        }
        Map<String, SecurityScheme> schemes = contract.getComponents().getSecuritySchemes();
        if (schemes == null || schemes.isEmpty()) {
            contract.getComponents()
                    .addSecurityScheme(
                            "accessToken",
                            OASFactory.createSecurityScheme()
                                    .type(SecurityScheme.Type.HTTP)
                                    .scheme("bearer")
                                    .bearerFormat("JWT")
                                    .description("An access token of the network's Keycloak realm"))
                    .addSecurityScheme(
                            "guestKey",
                            OASFactory.createSecurityScheme()
                                    .type(SecurityScheme.Type.APIKEY)
                                    .in(SecurityScheme.In.HEADER)
                                    .name(Caller.GUEST_KEY)
                                    .description("At least 128 random bits made by the client, 22 to 128 characters of"
                                            + " base64url or hexadecimal"));
        }
        contract.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .forEach(operation -> operation.getResponses().getAPIResponses().forEach(this::withForm));
    }

    private void withForm(String status, APIResponse response) {
        boolean refusal = status.startsWith("4") || status.startsWith("5");
        if (refusal && response.getRef() == null && response.getContent() == null) {
            response.content(OASFactory.createContent()
                    .addMediaType(
                            HttpProblem.MEDIA_TYPE,
                            OASFactory.createMediaType()
                                    .schema(OASFactory.createSchema().ref(PROBLEM))));
        }
    }

    private static Schema problem() {
        return OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .description("RFC 9457 problem; /problems/ explains each type")
                .required(List.of("type", "title", "status", "detail"))
                .addProperty("type", text().format("uri-reference").addExample("/problems/slot-taken"))
                .addProperty("title", text())
                .addProperty("status", OASFactory.createSchema().addType(SchemaType.INTEGER))
                .addProperty("detail", text())
                .addProperty("requestId", text())
                .addProperty(
                        "errors",
                        OASFactory.createSchema()
                                .addType(SchemaType.ARRAY)
                                .items(OASFactory.createSchema().ref(PLACE)));
    }

    private static Schema place() {
        return OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .description("A place in the request: a JSON pointer, a parameter or a header")
                .required(List.of("detail"))
                .addProperty("pointer", text().addExample("#/startsAt"))
                .addProperty("parameter", text())
                .addProperty("header", text())
                .addProperty("detail", text());
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }
}
