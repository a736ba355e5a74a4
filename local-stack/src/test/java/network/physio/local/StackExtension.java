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

    private static final Path DATA = Path.of("target", "stack");
    private static final Path DEMO_NETWORK = Path.of("..", "booking-service", "demo", "network.yaml");

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

    /**
     * With an empty database and the demo network, which tests add to: loaded again, it would take away what others have added
     * and booked.
     */
    private static Started start() {
        try {
            Folders.delete(DATA.resolve("postgres"));
            Started started = new Started(LocalStack.in(Path.of(".."))
                    .dataIn(DATA)
                    .onFreePorts()
                    .withTwoBookingServices()
                    .withLettersAtAnyHour()
                    .telling(System.out::println)
                    .start());
            Api gateway = new Api(started.stack().gateway());
            gateway.load(Files.readAllBytes(DEMO_NETWORK), started.stack().token("network-admin"));
            return started;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
