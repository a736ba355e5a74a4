package network.physio.booking;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * Shows a whole body wherever an operation takes or answers one and names no example of its own: that of the body's schema,
 * from {@code contract/<schema>.json}. One file stands for the dozen operations that answer an appointment.
 */
@OpenApiFilter(stages = {OpenApiFilter.RunStage.BUILD, OpenApiFilter.RunStage.RUNTIME_STARTUP})
public class ExamplesInContract implements OASFilter {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        contract.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .flatMap(ExamplesInContract::bodies)
                .flatMap(content -> content.getMediaTypes().values().stream())
                .forEach(ExamplesInContract::show);
    }

    private static Stream<Content> bodies(Operation operation) {
        Stream<Content> answers = operation.getResponses().getAPIResponses().entrySet().stream()
                .filter(answer -> answer.getKey().startsWith("2"))
                .flatMap(answer -> Stream.ofNullable(answer.getValue().getContent()));
        return Stream.concat(
                answers,
                Stream.ofNullable(operation.getRequestBody()).flatMap(body -> Stream.ofNullable(body.getContent())));
    }

    private static void show(MediaType body) {
        Schema schema = body.getSchema();
        boolean bare = body.getExamples() == null || body.getExamples().isEmpty();
        if (bare && schema != null && schema.getRef() != null) {
            String name = schema.getRef().replaceAll("^.*/", "");
            example(name)
                    .ifPresent(value ->
                            body.addExample("whole", OASFactory.createExample().value(value)));
        }
    }

    private static Optional<Object> example(String schema) {
        try (InputStream file = ExamplesInContract.class.getResourceAsStream("/contract/" + schema + ".json")) {
            return file == null ? Optional.empty() : Optional.of(JSON.readValue(file, Object.class));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
