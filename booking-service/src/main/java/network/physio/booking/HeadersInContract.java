package network.physio.booking;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import network.physio.http.Caller;
import network.physio.http.once.Once;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Writes the headers that many operations take into the contract: {@code If-Match} for what refuses with 428 without it,
 * {@code If-None-Match} for what answers 304, {@code Guest-Key} for what refuses without a caller, and
 * {@code Idempotency-Key} for what changes something.
 */
@OpenApiFilter(stages = {OpenApiFilter.RunStage.BUILD, OpenApiFilter.RunStage.RUNTIME_STARTUP})
public class HeadersInContract implements OASFilter {

    private static final String GUEST = "q3Vv9mXr2Kc8Zt5Yb1Ns7w";

    private static final Set<PathItem.HttpMethod> WRITES = EnumSet.of(
            PathItem.HttpMethod.POST, PathItem.HttpMethod.PUT, PathItem.HttpMethod.PATCH, PathItem.HttpMethod.DELETE);

    /** Asked by POST, or the same however often it is done. */
    private static final Set<String> WITHOUT_KEY = Set.of("checkSlots", "unsubscribe");

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        contract.getPaths()
                .getPathItems()
                .values()
                .forEach(path -> path.getOperations()
                        .forEach((method, operation) -> write(
                                operation,
                                WRITES.contains(method) && !WITHOUT_KEY.contains(operation.getOperationId()))));
    }

    private static void write(Operation operation, boolean changes) {
        if (changes) {
            add(
                    operation,
                    Once.HEADER,
                    "Makes a repeated request safe; partners must send one",
                    false,
                    255,
                    "7b1f0c52-5e0c");
        }
        if (isForGuests(operation)) {
            add(
                    operation,
                    Caller.GUEST_KEY,
                    "The secret with which a guest makes and reaches things",
                    false,
                    128,
                    GUEST);
        }
        if (answers(operation, "428")) {
            add(
                    operation,
                    "If-Match",
                    "The ETag last read, so that nobody's change is overwritten unseen",
                    true,
                    20,
                    "\"3\"");
        }
        if (answers(operation, "304")) {
            add(
                    operation,
                    "If-None-Match",
                    "The ETag last read: unchanged since then is answered with 304",
                    false,
                    255,
                    "\"3\"");
        }
    }

    private static boolean answers(Operation operation, String status) {
        return operation.getResponses().hasAPIResponse(status);
    }

    private static boolean isForGuests(Operation operation) {
        APIResponse refusal = operation.getResponses().getAPIResponse("401");
        return refusal != null
                && refusal.getDescription() != null
                && refusal.getDescription().contains(BookingProblem.GUEST_KEY_NEEDED.slug());
    }

    private static void add(
            Operation operation, String name, String description, boolean required, int longest, String example) {
        List<Parameter> known = operation.getParameters();
        if (known == null || known.stream().noneMatch(parameter -> name.equals(parameter.getName()))) {
            operation.addParameter(OASFactory.createParameter()
                    .name(name)
                    .in(Parameter.In.HEADER)
                    .required(required)
                    .description(description)
                    .schema(OASFactory.createSchema().addType(SchemaType.STRING).maxLength(longest))
                    .example(example));
        }
    }
}
