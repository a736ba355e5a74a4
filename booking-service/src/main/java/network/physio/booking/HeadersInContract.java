package network.physio.booking;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Writes the headers about versions into the contract: {@code If-Match} for what refuses with 428 without it,
 * {@code If-None-Match} for what answers 304.
 */
@OpenApiFilter(stages = {OpenApiFilter.RunStage.BUILD, OpenApiFilter.RunStage.RUNTIME_STARTUP})
public class HeadersInContract implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        contract.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .forEach(HeadersInContract::write);
    }

    private static void write(Operation operation) {
        if (answers(operation, "428")) {
            add(operation, "If-Match", "The ETag last read, so that nobody's change is overwritten unseen", true);
        }
        if (answers(operation, "304")) {
            add(operation, "If-None-Match", "The ETag last read: unchanged since then is answered with 304", false);
        }
    }

    private static boolean answers(Operation operation, String status) {
        return operation.getResponses().hasAPIResponse(status);
    }

    private static void add(Operation operation, String name, String description, boolean required) {
        List<Parameter> known = operation.getParameters();
        if (known == null || known.stream().noneMatch(parameter -> name.equals(parameter.getName()))) {
            operation.addParameter(OASFactory.createParameter()
                    .name(name)
                    .in(Parameter.In.HEADER)
                    .required(required)
                    .description(description)
                    .schema(OASFactory.createSchema().addType(SchemaType.STRING))
                    .example("\"3\""));
        }
    }
}
