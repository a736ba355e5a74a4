package network.physio.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives journey tests the packaged product: started once for all of them, on free ports, with two booking services and
 * data of its own, stopped after the last.
 */
public final class StackExtension implements ParameterResolver {

    private record Started(LocalStack stack) implements AutoCloseable {
        @Override
        public void close() {
            stack.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalStack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var store = context.getRoot().getStore(Namespace.create(StackExtension.class));
        return store.computeIfAbsent(Started.class, key -> start(), Started.class)
                .stack();
    }

    /** With the demo network, which tests add to: loaded again, it would take away what others have added and booked. */
    private static Started start() {
        LocalStack stack = LocalStack.in(Path.of(".."))
                .dataIn(Path.of("target", "stack"))
                .onFreePorts()
                .withTwoBookingServices()
                .withLettersAtAnyHour()
                .telling(System.out::println)
                .start();
        new Api(stack.gateway()).load(demoNetwork(), stack.token("network-admin"));
        return new Started(stack);
    }

    private static byte[] demoNetwork() {
        try {
            return Files.readAllBytes(Path.of("..", "booking-service", "demo", "network.yaml"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
